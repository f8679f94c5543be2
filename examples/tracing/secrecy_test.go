package main

import (
	"bufio"
	"bytes"
	"context"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/contrib/instrumentation/net/http/otelhttp"

	"github.com/chargekit/chargekit-go/chargedesk"
	"github.com/chargekit/chargekit-go/chargedesk/chargedesktest"
)

// Values that must not be exported.
const (
	canaryKey    = "sk_canary_1"
	canaryID     = "cu_canary_2"
	canaryEmail  = "canary_3@example.com"
	canaryAmount = "98765.43"
	canaryReason = "canary_4"
	canaryHeader = "canary_5"
	canaryReply  = "canary_6"
)

var canaries = []string{"canary", canaryAmount, "9876543", "example.com", "Basic ", "count=77"}

// collector is one that keeps what it is sent.
type collector struct {
	*httptest.Server
	mu   sync.Mutex
	sent map[string][]byte // by path
}

func newCollector(t *testing.T) *collector {
	t.Helper()
	c := &collector{sent: map[string][]byte{}}
	c.Server = httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		c.mu.Lock()
		defer c.mu.Unlock()
		c.sent[r.URL.Path] = append(c.sent[r.URL.Path], body...)
	}))
	t.Cleanup(c.Close)
	t.Setenv("OTEL_EXPORTER_OTLP_ENDPOINT", c.URL)
	return c
}

func (c *collector) all() []byte {
	c.mu.Lock()
	defer c.mu.Unlock()
	return slices.Concat(c.sent["/v1/traces"], c.sent["/v1/metrics"])
}

// plainOtelhttp is otelhttp without what keeps ids out.
func (i *instrumentation) plainOtelhttp(vendor) func(http.RoundTripper) http.RoundTripper {
	return func(next http.RoundTripper) http.RoundTripper {
		return otelhttp.NewTransport(next, otelhttp.WithTracerProvider(i.traces), otelhttp.WithMeterProvider(i.metrics))
	}
}

func TestNothingPersonalIsExported(t *testing.T) {
	for name, choose := range map[string]func(*telemetry, *instrumentation) instrument{
		"own":            func(tel *telemetry, _ *instrumentation) instrument { return tel.middleware },
		"otelhttp":       func(_ *telemetry, i *instrumentation) instrument { return i.middleware },
		"plain otelhttp": func(_ *telemetry, i *instrumentation) instrument { return i.plainOtelhttp },
	} {
		t.Run(name, func(t *testing.T) {
			collector := newCollector(t)
			e, err := newExport(t.Context())
			require.NoError(t, err)
			tel, err := newTelemetry(e.traces, e.metrics)
			require.NoError(t, err)
			outcomes, id := callWithCanaries(t, tel, choose(tel, newOtelhttp(e.traces, e.metrics)))
			require.Equal(t, []string{"ok", "ok", "ok", "rejected", "unknown", "unknown"}, outcomes)

			spans, metrics, err := e.collect(t.Context())
			require.NoError(t, err)
			var printed bytes.Buffer
			printSpans(&printed, spans)
			printMetrics(&printed, metrics)
			require.NoError(t, e.close(t.Context()))
			exported := collector.all()
			for _, part := range []string{"chargedesk Gateway.Refund", "http.client.request.duration", "chargekit.calls", "chargekit.outcome", "unknown"} {
				require.True(t, bytes.Contains(exported, []byte(part)), part)
			}
			found := slices.DeleteFunc(append([]string{id}, canaries...), func(canary string) bool {
				return !bytes.Contains(exported, []byte(canary)) && !bytes.Contains(printed.Bytes(), []byte(canary))
			})
			if name == "plain otelhttp" {
				require.Equal(t, []string{id, "canary", "example.com", "count=77"}, found, "what otelhttp exports by itself")
				return
			}
			require.Empty(t, found)
			require.Contains(t, printed.String(), "POST /gateway/charges/{charge_id}/refund")
		})
	}
}

// With WithHTTPClient otelhttp gets the errors of net/http as they are.
func TestOtelhttpAsATransportExportsWhatAResponseSays(t *testing.T) {
	t.Parallel()
	e, err := newExport(t.Context())
	require.NoError(t, err)
	transport := newOtelhttp(e.traces, e.metrics).plainOtelhttp(chargeDesk)(http.DefaultTransport)
	client, err := chargedesk.New(canaryKey, chargedesk.WithBaseURL(echoing(t)), chargedesk.WithHTTPClient(&http.Client{Transport: transport}))
	require.NoError(t, err)
	_, err = client.Gateway.RefundInFull(t.Context(), "ch_1", nil)
	require.ErrorIs(t, err, chargedesk.ErrOutcomeUnknown)
	require.NotContains(t, err.Error(), canaryReply)
	spans, _, err := e.collect(t.Context())
	require.NoError(t, err)
	require.Len(t, spans, 1)
	require.Equal(t, `net/http: HTTP/1.x transport connection broken: malformed HTTP response "`+canaryReply+`"`, spans[0].Status.Description)
}

// callWithCanaries makes calls that have canaries in all their parts, and returns the
// outcomes and the id of a charge, which is one too.
func callWithCanaries(t *testing.T, tel *telemetry, wrap instrument) (outcomes []string, id string) {
	t.Helper()
	desk := chargedesktest.NewTestServer(t, chargedesktest.WithKey(canaryKey))
	id = desk.SeedChargeWith(chargedesktest.Charge{CustomerID: canaryID, Amount: canaryAmount, Currency: "USD"}).ChargeID
	options := []chargedesk.Option{chargedesk.WithMiddleware(wrap(chargeDesk)), chargedesk.WithDefaultHeader("X-Note", canaryHeader)}
	client := desk.Client(options...)
	echo, err := chargedesk.New(canaryKey, append(options, chargedesk.WithBaseURL(echoing(t)))...)
	require.NoError(t, err)
	refund := func(client *chargedesk.Client) func(context.Context) error {
		return func(ctx context.Context) error {
			params := &chargedesk.RefundParams{Amount: chargedesk.MustAmount(canaryAmount), Reason: new(canaryReason)}
			_, err := client.Gateway.Refund(ctx, id, params)
			return err
		}
	}
	for _, call := range []struct {
		name string
		make func(context.Context) error
	}{
		{"Charges.Get", func(ctx context.Context) error { _, err := client.Charges.Get(ctx, id); return err }},
		{"Charges.List", func(ctx context.Context) error {
			_, err := client.Charges.List(ctx, &chargedesk.ChargeListParams{CustomerEmail: new(canaryEmail), Count: new(77)})
			return err
		}},
		{"Do", func(ctx context.Context) error {
			return client.Do(ctx, http.MethodGet, "/charges/"+id, nil, nil)
		}},
		{"Gateway.Refund", func(ctx context.Context) error {
			desk.FailNext(chargedesktest.Respond(400, `{"error": {"message": "no `+canaryEmail+`"}}`))
			return refund(client)(ctx)
		}},
		{"Gateway.Refund", func(ctx context.Context) error {
			desk.FailNext(chargedesktest.DropResponse)
			return refund(client)(ctx)
		}},
		{"Gateway.Refund", refund(echo)},
	} {
		_, err := traced(t.Context(), tel, chargeDesk, call.name, func(ctx context.Context) (struct{}, error) {
			return struct{}{}, call.make(ctx)
		})
		outcomes = append(outcomes, chargeDesk.outcome(err))
	}
	require.Equal(t, 1, desk.Refunds(id))
	return outcomes, id
}

// echoing returns the base URL of a server that responds with what is not HTTP, which
// net/http quotes in its error.
func echoing(t *testing.T) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	t.Cleanup(func() { listener.Close() })
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			if req, err := http.ReadRequest(bufio.NewReader(conn)); err == nil {
				_, _ = io.Copy(io.Discard, req.Body)
			}
			_, _ = io.Copy(conn, strings.NewReader(canaryReply+"\r\n\r\n"))
			conn.Close()
		}
	}()
	return "http://" + listener.Addr().String() + "/v1"
}
