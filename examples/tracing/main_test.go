package main

import (
	"bytes"
	"context"
	"io"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

var (
	times     = regexp.MustCompile(`\d[\d.]*(?:µs|ms|s)\b`)
	addresses = regexp.MustCompile(`127\.0\.0\.1:\d+`)
)

func TestTheProgramsOutput(t *testing.T) {
	t.Parallel()
	var out, errs bytes.Buffer
	require.Equal(t, exitDone, run(t.Context(), nil, &out, &errs), errs.String())
	require.Empty(t, errs.String())
	text := addresses.ReplaceAllString(times.ReplaceAllString(out.String(), "TIME"), "ADDRESS")
	for _, line := range []string{
		"A 429 with a Retry-After of a second",
		"A refund that can't be sent: chargedesk: POST /gateway/charges/{charge_id}/refund: not sent: dial tcp ADDRESS: connect: connection refused (3 attempts)",
		"chargedesk Gateway.Refund  TIME  chargekit.vendor=chargedesk chargekit.call=Gateway.Refund chargekit.outcome=unknown chargekit.attempts=1 chargekit.waited=TIME  ERROR unknown",
		"    POST /disputes/{id}/submit  TIME  chargekit.vendor=chargehound http.request.method=POST url.template=/disputes/{id}/submit chargekit.attempt=1 chargekit.waited=TIME http.response.status_code=400  ERROR",
		"    POST /orders  TIME  chargekit.vendor=chargeback http.request.method=POST url.template=/orders chargekit.attempt=1 chargekit.waited=TIME http.response.status_code=201",
		"chargekit.calls  chargekit.call=Gateway.Refund chargekit.outcome=not_sent chargekit.vendor=chargedesk url.template=/gateway/charges/{charge_id}/refund  1",
	} {
		require.Contains(t, strings.Split(text, "\n"), line)
	}
	_, spans, _ := strings.Cut(out.String(), "\nSpans:\n")
	for _, id := range []string{"ch_", "dp_", "ord_", "txn_", "127.0.0.1"} {
		require.NotContains(t, spans, id)
	}
}

func TestWrongUse(t *testing.T) {
	t.Parallel()
	for _, args := range [][]string{{"-no-such-flag"}, {"extra"}} {
		var errs bytes.Buffer
		require.Equal(t, exitUsage, run(t.Context(), args, io.Discard, &errs))
		require.Contains(t, errs.String(), "tracing: ")
	}
	var help bytes.Buffer
	require.Equal(t, exitDone, run(t.Context(), []string{"-h"}, io.Discard, &help))
	for _, part := range []string{"-otelhttp", "OTEL_EXPORTER_OTLP_ENDPOINT", "exit code"} {
		require.Contains(t, help.String(), part)
	}
}

func TestACollectorThatIsDown(t *testing.T) {
	t.Setenv("OTEL_EXPORTER_OTLP_ENDPOINT", "http://"+closedAddress())
	var errs bytes.Buffer
	require.Equal(t, exitFailed, run(t.Context(), []string{"-otelhttp"}, io.Discard, &errs))
	require.Contains(t, errs.String(), "is one running at OTEL_EXPORTER_OTLP_ENDPOINT?")
}

func TestAProgramThatIsStopped(t *testing.T) {
	t.Parallel()
	ctx, stop := context.WithCancel(t.Context())
	stop()
	require.Equal(t, exitFailed, run(ctx, nil, io.Discard, io.Discard))
}
