package chargedesk_test

import (
	"bytes"
	"context"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/chargedesk"
	"github.com/chargekit/chargekit-go/chargedesk/chargedesktest"
)

func TestEnsureGoesOnForAWhileAfterItsContextHasEnded(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		fault   chargedesktest.Fault
		options []chargedesk.CallOption
		cancel  bool // instead of a deadline
		took    time.Duration
		unknown bool
	}{
		"the response comes late":      {chargedesktest.DelayResponse(15 * time.Second), nil, true, 15 * time.Second, false},
		"the response comes too late":  {chargedesktest.DelayResponse(30 * time.Second), nil, true, 22 * time.Second, true},
		"lost, and the refund shows":   {chargedesktest.DropResponse, nil, true, 0, false},
		"lost, and it does not show":   {chargedesktest.DropBefore, nil, true, 22 * time.Second, true},
		"known before: a deadline":     {chargedesktest.DropBefore, nil, false, 15 * time.Second, true},
		"no longer than WithTimeout":   {chargedesktest.DelayResponse(15 * time.Second), []chargedesk.CallOption{chargedesk.WithCallTimeout(5 * time.Second)}, true, 5 * time.Second, true},
		"WithTimeout ends the reads":   {chargedesktest.DropBefore, []chargedesk.CallOption{chargedesk.WithCallTimeout(5 * time.Second)}, true, 3 * time.Second, true},
		"WithTimeout without a cancel": {chargedesktest.DropBefore, []chargedesk.CallOption{chargedesk.WithCallTimeout(time.Second)}, false, 0, true},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				desk := chargedesktest.NewTestServer(t, chargedesktest.InMemory())
				charge := desk.SeedCharge("34.00", "USD")
				desk.FailNext(chargedesktest.NoFault, test.fault)
				ctx, cancel := context.WithTimeout(t.Context(), 2*time.Second)
				defer cancel()
				if test.cancel {
					ctx, cancel = context.WithCancel(t.Context())
					time.AfterFunc(2*time.Second, cancel)
				}
				started := time.Now()
				_, err := desk.Client().Gateway.EnsureRefunded(ctx, charge.ChargeID, chargedesk.MustAmount("21.00"), nil, test.options...)
				require.Equal(t, test.took, time.Since(started))
				if !test.unknown {
					require.NoError(t, err)
					return
				}
				require.ErrorIs(t, err, chargedesk.ErrOutcomeUnknown)
			})
		})
	}
}

func TestEnsureThatCannotHaveItsTurnSendsNothing(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		desk := chargedesktest.NewTestServer(t, chargedesktest.InMemory())
		charge := desk.SeedCharge("34.00", "USD")
		desk.FailNext(chargedesktest.NoFault, chargedesktest.DelayResponse(time.Minute))
		client := desk.Client()
		var first sync.WaitGroup
		first.Go(func() {
			_, err := client.Gateway.EnsureRefunded(t.Context(), charge.ChargeID, chargedesk.MustAmount("21.00"), nil)
			require.NoError(t, err)
		})
		synctest.Wait()
		got, err := client.Gateway.EnsureVoided(t.Context(), charge.ChargeID, chargedesk.WithCallTimeout(10*time.Second))
		require.ErrorIs(t, err, chargedesk.ErrNotSent)
		require.ErrorIs(t, err, context.DeadlineExceeded)
		require.Nil(t, got)
		var failure *chargedesk.Error
		require.ErrorAs(t, err, &failure)
		require.Equal(t, 10*time.Second, failure.Waited)
		require.Len(t, desk.Requests(), 2)

		_, err = client.Gateway.EnsureVoided(t.Context(), charge.ChargeID, chargedesk.WithCallTimeout(10*time.Second), chargedesk.WithMaybeSentAt(time.Now()))
		require.ErrorIs(t, err, chargedesk.ErrOutcomeUnknown)
		require.NotErrorIs(t, err, chargedesk.ErrNotSent)
		first.Wait()
	})
}

func TestEnsureOfDifferentObjectsDoesNotWait(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		desk := chargedesktest.NewTestServer(t, chargedesktest.InMemory())
		desk.FailMatching(nil, chargedesktest.DelayResponse(5*time.Second).Times(-1))
		client := desk.Client()
		started := time.Now()
		var group sync.WaitGroup
		for range 3 {
			charge := desk.SeedCharge("34.00", "USD")
			group.Go(func() {
				_, err := client.Gateway.EnsureRefunded(t.Context(), charge.ChargeID, chargedesk.MustAmount("21.00"), nil)
				require.NoError(t, err)
			})
		}
		group.Wait()
		require.Equal(t, 10*time.Second, time.Since(started))
	})
}

// logged returns the records of the Ensure methods without their times.
func logged(t *testing.T, call func(t *testing.T, logger *slog.Logger)) (records []string) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		var log bytes.Buffer
		call(t, slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug, ReplaceAttr: func(_ []string, attr slog.Attr) slog.Attr {
			if attr.Key == slog.TimeKey {
				return slog.Attr{}
			}
			return attr
		}})))
		for line := range strings.Lines(log.String()) {
			if strings.Contains(line, "method=Ensure") {
				records = append(records, strings.TrimSpace(line))
			}
		}
	})
	return records
}

func TestEnsureLogsOneRecordACall(t *testing.T) {
	t.Parallel()
	const record = "msg=ensure vendor=chargedesk method=EnsureRefunded "
	for name, test := range map[string]struct {
		vendor *oneObject
		total  string
		want   string
	}{
		"done":          {&oneObject{shows: refundable}, "21.00", "level=INFO " + record + "result=done reads=1 sent=true waited=0s"},
		"nothing to do": {&oneObject{shows: refunded("21.00")}, "21.00", "level=DEBUG " + record + `result="nothing to do" reads=1 sent=false waited=0s`},
		"beyond total":  {&oneObject{shows: refunded("25.00")}, "21.00", "level=WARN " + record + "result=exceeded reads=1 sent=false waited=0s"},
		"beyond total after it": {
			&oneObject{shows: refundable, onSend: failing(200, refunded("25.00"))}, "21.00",
			"level=WARN " + record + "result=exceeded reads=1 sent=true waited=0s",
		},
		"rejected": {
			&oneObject{shows: refundable, onSend: failing(422, `{"error": {"message": "No."}}`)}, "21.00",
			"level=INFO " + record + "result=failed reads=2 sent=true waited=0s retry_after=0s",
		},
		"not sent": {&oneObject{shows: refundable}, "21.001", "level=INFO " + record + "result=failed reads=1 sent=false waited=0s retry_after=0s"},
	} {
		t.Run(name, func(t *testing.T) {
			records := logged(t, func(t *testing.T, logger *slog.Logger) {
				client := test.vendor.client(t, chargedesk.WithLogger(logger))
				_, _ = client.Gateway.EnsureRefunded(t.Context(), "ch_7Q", chargedesk.MustAmount(test.total), nil)
			})
			require.Equal(t, []string{test.want}, records)
		})
	}
}

func TestEnsureAnnouncesItsWaits(t *testing.T) {
	t.Parallel()
	records := logged(t, func(t *testing.T, logger *slog.Logger) {
		vendor := &oneObject{shows: refundable, onSend: failing(502, "")}
		vendor.onRead = func() {
			if len(vendor.reads) == 5 {
				vendor.shows = refunded("21.00")
			}
		}
		client := vendor.client(t, chargedesk.WithLogger(logger))
		var second sync.WaitGroup
		second.Go(func() {
			time.Sleep(time.Second / 2)
			require.NoError(t, ensure21(t.Context(), client))
		})
		require.ErrorIs(t, ensure21(t.Context(), client, chargedesk.WithCallTimeout(5*time.Second)), chargedesk.ErrOutcomeUnknown)
		second.Wait()
	})
	require.Equal(t, []string{
		"level=INFO msg=wait vendor=chargedesk method=EnsureRefunded reason=settle wait=1s",
		"level=INFO msg=wait vendor=chargedesk method=EnsureRefunded reason=turn",
		"level=INFO msg=wait vendor=chargedesk method=EnsureRefunded reason=settle wait=2s",
		"level=WARN msg=ensure vendor=chargedesk method=EnsureRefunded result=undecided reads=4 sent=true waited=3s retry_after=1m57s",
		"level=INFO msg=ensure vendor=chargedesk method=EnsureRefunded result=settled reads=1 sent=false waited=2.5s",
	}, records)
}

func refunded(sum string) string {
	return strings.Replace(refundable, `"amount_refunded": 0`, `"amount_refunded": "`+sum+`"`, 1)
}
