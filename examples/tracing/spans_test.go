package main

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	"go.opentelemetry.io/otel/sdk/trace/tracetest"
	"go.opentelemetry.io/otel/trace"

	"github.com/chargekit/chargekit-go/chargedesk"
	"github.com/chargekit/chargekit-go/chargedesk/chargedesktest"
)

// world is a desk with a client whose calls are traced.
type world struct {
	*telemetry
	export *export
	desk   *chargedesktest.Server
	client *chargedesk.Client
}

func newWorld(t *testing.T) *world {
	t.Helper()
	e, err := newExport(t.Context())
	require.NoError(t, err)
	tel, err := newTelemetry(e.traces, e.metrics)
	require.NoError(t, err)
	desk := chargedesktest.NewTestServer(t, chargedesktest.InMemory())
	return &world{tel, e, desk, desk.Client(chargedesk.WithMiddleware(tel.middleware(chargeDesk)))}
}

// spans returns what was exported, in the order in which the spans began, and their
// texts, without times.
func (w *world) spans(t *testing.T) (spans tracetest.SpanStubs, texts []string) {
	t.Helper()
	spans, _, err := w.export.collect(t.Context())
	require.NoError(t, err)
	parents := map[string]string{}
	for n := len(spans) - 1; n >= 0; n-- {
		parents[spans[n].SpanContext.SpanID().String()] = spans[n].Name
	}
	for _, span := range spans {
		text := span.SpanKind.String() + " " + span.Name
		if parent := parents[span.Parent.SpanID().String()]; parent != "" {
			text = parent + " > " + text
		}
		for _, a := range span.Attributes {
			if a.Key != waitedKey {
				text += fmt.Sprintf(" %s=%s", a.Key, a.Value.String())
			}
		}
		if span.Status.Code == codes.Error {
			text += " ERROR " + span.Status.Description
		}
		require.Empty(t, span.Events)
		require.Empty(t, span.Links)
		texts = append(texts, strings.TrimSpace(text))
	}
	return spans, texts
}

// rounding is how much a time in seconds may differ, in nanoseconds.
const rounding = 10

func waited(span tracetest.SpanStub) time.Duration {
	for _, a := range span.Attributes {
		if a.Key == waitedKey && a.Value.Type() == attribute.FLOAT64 {
			return time.Duration(a.Value.AsFloat64() * float64(time.Second))
		}
	}
	return -1
}

func TestTheSpansOfACallThatWaitsAndIsRetried(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		id := w.desk.SeedCharge("34.00", "USD").ChargeID
		w.desk.FailNext(chargedesktest.TooManyRequests("2"), chargedesktest.Respond(502, ""))
		charge, err := traced(t.Context(), w.telemetry, chargeDesk, "Charges.Get", func(ctx context.Context) (*chargedesk.Charge, error) {
			time.Sleep(3 * time.Second) // as a limiter would
			return w.client.Charges.Get(ctx, id)
		})
		require.NoError(t, err)
		require.Equal(t, id, charge.ChargeID)

		spans, texts := w.spans(t)
		attempt := "chargedesk Charges.Get > client GET /charges/{charge_id} chargekit.vendor=chargedesk http.request.method=GET url.template=/charges/{charge_id}"
		require.Equal(t, []string{
			attempt + " chargekit.attempt=1 http.response.status_code=429 ERROR",
			attempt + " chargekit.attempt=2 http.response.status_code=502 ERROR",
			attempt + " chargekit.attempt=3 http.response.status_code=200",
			"internal chargedesk Charges.Get chargekit.vendor=chargedesk chargekit.call=Charges.Get chargekit.outcome=ok chargekit.attempts=3",
		}, texts)
		require.InDelta(t, 3*time.Second, waited(spans[0]), rounding)
		require.InDelta(t, spans[1].StartTime.Sub(spans[0].EndTime), waited(spans[1]), rounding)
		require.InDelta(t, spans[2].StartTime.Sub(spans[1].EndTime), waited(spans[2]), rounding)
		require.GreaterOrEqual(t, waited(spans[1]), 2*time.Second, "Retry-After")
		require.LessOrEqual(t, waited(spans[2]), 500*time.Millisecond, "the first backoff")
		require.InDelta(t, waited(spans[0])+waited(spans[1])+waited(spans[2]), waited(spans[3]), rounding)
	})
}

func TestTheSpansOfARefundWhoseResponseIsLost(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		id := w.desk.SeedCharge("34.00", "USD").ChargeID
		w.desk.FailNext(chargedesktest.DropResponse)
		_, err := traced(t.Context(), w.telemetry, chargeDesk, "Gateway.Refund", func(ctx context.Context) (*chargedesk.Charge, error) {
			return w.client.Gateway.Refund(ctx, id, &chargedesk.RefundParams{Amount: chargedesk.MustAmount("21.00")})
		})
		require.ErrorIs(t, err, chargedesk.ErrOutcomeUnknown)
		require.Equal(t, 1, w.desk.Refunds(id))
		_, texts := w.spans(t)
		require.Equal(t, []string{
			"chargedesk Gateway.Refund > client POST /gateway/charges/{charge_id}/refund chargekit.vendor=chargedesk http.request.method=POST " +
				"url.template=/gateway/charges/{charge_id}/refund chargekit.attempt=1 error.type=*errors.errorString ERROR",
			"internal chargedesk Gateway.Refund chargekit.vendor=chargedesk chargekit.call=Gateway.Refund chargekit.outcome=unknown chargekit.attempts=1 ERROR unknown",
		}, texts)
	})
}

func TestAttemptsAreCountedForEachCallOfAnEnsureMethod(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		id := w.desk.SeedCharge("34.00", "USD").ChargeID
		w.desk.FailNext(chargedesktest.Respond(502, ""), chargedesktest.NoFault, chargedesktest.DropResponse, chargedesktest.Respond(502, ""))
		_, err := traced(t.Context(), w.telemetry, chargeDesk, "Gateway.EnsureRefunded", func(ctx context.Context) (*chargedesk.Charge, error) {
			return w.client.Gateway.EnsureRefunded(ctx, id, chargedesk.MustAmount("21.00"), nil)
		})
		require.NoError(t, err)
		require.Equal(t, 1, w.desk.Refunds(id))
		_, texts := w.spans(t)
		require.Equal(t, []string{"GET 1", "GET 2", "POST 1", "GET 1", "GET 2"}, numbers(texts))
		require.Contains(t, texts[5], "chargekit.outcome=ok chargekit.attempts=5")
	})
}

func TestAttemptsAreCountedForEachPageOfAList(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		w.desk.SeedCharges(3)
		w.desk.FailNext(chargedesktest.NoFault, chargedesktest.Respond(502, ""))
		rows, err := traced(t.Context(), w.telemetry, chargeDesk, "Charges.All", func(ctx context.Context) (rows int, err error) {
			for _, err := range w.client.Charges.All(ctx, &chargedesk.ChargeListParams{Count: new(2)}) {
				if err != nil {
					return rows, err
				}
				rows++
				time.Sleep(time.Minute) // the caller's own work is no wait
			}
			return rows, nil
		})
		require.NoError(t, err)
		require.Equal(t, 3, rows)
		spans, texts := w.spans(t)
		require.Equal(t, []string{"GET 1", "GET 1", "GET 2"}, numbers(texts)[:3])
		require.Less(t, waited(spans[len(spans)-1]), time.Second)
	})
}

// numbers are the methods and numbers of attempts.
func numbers(texts []string) (short []string) {
	for _, text := range texts {
		if _, after, ok := strings.Cut(text, "http.request.method="); ok {
			method, _, _ := strings.Cut(after, " ")
			_, attempt, _ := strings.Cut(after, "chargekit.attempt=")
			number, _, _ := strings.Cut(attempt, " ")
			short = append(short, method+" "+number)
		}
	}
	return short
}

func TestOtelhttpNumbersTheAttemptsToo(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		masked := newOtelhttp(w.export.traces, w.export.metrics)
		client := w.desk.Client(chargedesk.WithMiddleware(masked.middleware(chargeDesk)))
		w.desk.SeedCharges(3)
		w.desk.FailNext(chargedesktest.Respond(502, ""))
		_, err := traced(t.Context(), w.telemetry, chargeDesk, "Charges.All", func(ctx context.Context) (rows int, err error) {
			for _, err := range client.Charges.All(ctx, &chargedesk.ChargeListParams{Count: new(2)}) {
				if err != nil {
					return rows, err
				}
				rows++
			}
			return rows, nil
		})
		require.NoError(t, err)
		_, texts := w.spans(t)
		require.Equal(t, []string{"GET 1", "GET 2", "GET 1"}, numbers(texts)[:3])
	})
}

func TestAnotherMethodOfTheSameRouteIsAnotherCall(t *testing.T) {
	t.Parallel()
	p := &progress{}
	for _, row := range []struct {
		method  string
		attempt int64
	}{{"GET", 1}, {"GET", 2}, {"POST", 1}, {"POST", 2}} {
		require.Equal(t, row.attempt, p.begin(row.method, "/customers")[0].Value.AsInt64())
		p.end(false)
	}
}

func TestWhatIsBelowIsInTheSpanOfTheAttempt(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var inside trace.SpanContext
		below := func(next http.RoundTripper) http.RoundTripper {
			return roundTripper(func(req *http.Request) (*http.Response, error) {
				inside = trace.SpanContextFromContext(req.Context())
				return next.RoundTrip(req)
			})
		}
		w := newWorld(t)
		client := w.desk.Client(chargedesk.WithMiddleware(w.middleware(chargeDesk)), chargedesk.WithMiddleware(below))
		require.NoError(t, client.Ping(t.Context()))
		spans, _ := w.spans(t)
		require.Equal(t, spans[0].SpanContext.SpanID(), inside.SpanID())
	})
}

func TestACallThatIsNotTracedHasSpansOfItsAttempts(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		require.NoError(t, w.client.Ping(t.Context()))
		_, texts := w.spans(t)
		require.Equal(t, []string{"client GET /charges chargekit.vendor=chargedesk http.request.method=GET url.template=/charges http.response.status_code=200"}, texts)
	})
}
