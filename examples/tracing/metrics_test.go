package main

import (
	"context"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/chargedesk"
	"github.com/chargekit/chargekit-go/chargedesk/chargedesktest"
)

func TestTheMetricsByRouteAndOutcome(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		get := func(ctx context.Context) (*chargedesk.Charge, error) {
			return w.client.Charges.Get(ctx, "ch_unknown")
		}
		w.desk.FailNext(chargedesktest.TooManyRequests("2"))
		for range 2 {
			_, err := traced(t.Context(), w.telemetry, chargeDesk, "Charges.Get", get)
			require.ErrorIs(t, err, chargedesk.ErrNotFound)
		}
		w.desk.FailNext(chargedesktest.Respond(502, "").Times(3))
		_, err := traced(t.Context(), w.telemetry, chargeDesk, "Charges.Get", get)
		require.ErrorIs(t, err, chargedesk.ErrServer)
		_, err = traced(t.Context(), w.telemetry, chargeDesk, "Charges.Get", func(ctx context.Context) (*chargedesk.Charge, error) {
			return w.client.Charges.Get(ctx, "")
		})
		require.ErrorIs(t, err, chargedesk.ErrNotSent)

		_, metrics, err := w.export.collect(t.Context())
		require.NoError(t, err)
		var text strings.Builder
		printMetrics(&text, metrics)
		var counts []string
		for line := range strings.Lines(text.String()) {
			count, _, _ := strings.Cut(strings.TrimSuffix(line, "\n"), " in ")
			counts = append(counts, count)
		}
		attempt := "http.client.request.duration  chargekit.vendor=chargedesk http.request.method=GET http.response.status_code="
		call := "  chargekit.call=Charges.Get chargekit.outcome="
		route := " url.template=/charges/{charge_id}  "
		require.Equal(t, []string{
			"chargekit.call.duration" + call + "failed chargekit.vendor=chargedesk" + route + "1",
			"chargekit.call.duration" + call + "not_sent chargekit.vendor=chargedesk url.template=  1",
			"chargekit.call.duration" + call + "rejected chargekit.vendor=chargedesk" + route + "2",
			"chargekit.calls" + call + "failed chargekit.vendor=chargedesk" + route + "1",
			"chargekit.calls" + call + "not_sent chargekit.vendor=chargedesk url.template=  1",
			"chargekit.calls" + call + "rejected chargekit.vendor=chargedesk" + route + "2",
			attempt + "404" + route + "2",
			attempt + "429" + route + "1",
			attempt + "502" + route + "3",
		}, counts)
		require.Regexp(t, `chargekit.call.duration .*=rejected .* 2 in 2\.\d+s`, text.String(), "the wait of two seconds is part of a call")
	})
}
