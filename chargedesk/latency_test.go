package chargedesk_test

import (
	"crypto/tls"
	"flag"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"
	"text/tabwriter"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/chargedesk"
	"github.com/chargekit/chargekit-go/internal/baseline"
)

var latency = flag.Bool("latency", false, "measure money calls in a row over slow connections")

// Money calls in a row take at most 1.15 times as long as the same calls written by
// hand, over TLS and whatever the round trip takes: both reuse a connection.
func TestLatency(t *testing.T) {
	if !*latency {
		t.Skip("takes a minute: -latency")
	}
	const rounds, most = 5, 1.15
	charge := []byte(`{"charge_id":"ch_1","amount":"34.00","currency":"USD","status":"refunded"}`)
	server := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		_, _ = w.Write(charge)
	}))
	defer server.Close()
	config := &tls.Config{RootCAs: server.Client().Transport.(*http.Transport).TLSClientConfig.RootCAs}
	var text strings.Builder
	table := tabwriter.NewWriter(&text, 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, "round trip\tcalls\tby hand, a call\tchargedesk, a call\tratio\t(range)")
	for _, c := range []struct {
		roundTrip time.Duration
		calls     int
	}{{0, 2000}, {40 * time.Millisecond, 30}, {150 * time.Millisecond, 15}} {
		base := slowed(t, server.Listener.Addr().String(), c.roundTrip)
		var byHand, ours []time.Duration
		var ratios []float64
		for range rounds {
			own := &http.Client{Transport: &http.Transport{TLSClientConfig: config.Clone()}}
			desk, err := chargedesk.New("sk_test_slow", chargedesk.WithBaseURL(base+"/v1"), chargedesk.WithTLSConfig(config), chargedesk.WithLimiter(nil))
			require.NoError(t, err)
			hand, our := inTurn(t, c.calls, func() error {
				form := url.Values{"amount": {"34.00"}}
				return baseline.Call(t.Context(), own, base+"/v1/gateway/charges/ch_1/refund", "application/x-www-form-urlencoded", form.Encode(), &plainCharge{})
			}, func() error {
				_, err := desk.Gateway.Refund(t.Context(), "ch_1", &chargedesk.RefundParams{Amount: chargedesk.MustAmount("34.00")})
				return err
			})
			byHand, ours = append(byHand, hand), append(ours, our)
			own.CloseIdleConnections()
			desk.CloseIdleConnections()
			ratios = append(ratios, float64(our)/float64(hand))
		}
		slices.Sort(byHand)
		slices.Sort(ours)
		slices.Sort(ratios)
		ratio := ratios[rounds/2]
		fmt.Fprintf(table, "%v\t%d\t%v\t%v\t%.3f\t(%.3f-%.3f)\n", c.roundTrip, c.calls, byHand[rounds/2].Round(time.Microsecond), ours[rounds/2].Round(time.Microsecond), ratio, ratios[0], ratios[rounds-1])
		if ratio > most {
			t.Errorf("round trip %v: ratio %.3f", c.roundTrip, ratio)
		}
	}
	require.NoError(t, table.Flush())
	t.Logf("medians of %d rounds\n%s", rounds, text.String())
}

// inTurn returns the median of what one call of each kind takes. They take turns, so
// that a busy machine slows both alike.
func inTurn(t *testing.T, calls int, first, second func() error) (one, other time.Duration) {
	t.Helper()
	var ones, others []time.Duration
	for range calls {
		start := time.Now()
		require.NoError(t, first())
		middle := time.Now()
		require.NoError(t, second())
		ones, others = append(ones, middle.Sub(start)), append(others, time.Since(middle))
	}
	slices.Sort(ones)
	slices.Sort(others)
	return ones[calls/2], others[calls/2]
}

// slowed returns the URL of a relay to a TLS server whose connections take a round
// trip to be made, and half of it for each way of what is sent.
func slowed(t *testing.T, server string, roundTrip time.Duration) string {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	t.Cleanup(func() { listener.Close() })
	go func() {
		for {
			near, err := listener.Accept()
			if err != nil {
				return
			}
			far, err := net.Dial("tcp", server)
			if err != nil {
				near.Close()
				return
			}
			made := time.Now().Add(roundTrip)
			go relay(far, near, roundTrip/2, made.Add(roundTrip/2))
			go relay(near, far, roundTrip/2, made)
		}
	}()
	return "https://" + listener.Addr().String()
}

// relay writes what it reads some time later, and nothing before first. It closes
// both connections at the end.
func relay(to, from net.Conn, after time.Duration, first time.Time) {
	type piece struct {
		due  time.Time
		data []byte
	}
	pieces := make(chan piece, 1024)
	go func() {
		defer to.Close()
		for p := range pieces {
			time.Sleep(time.Until(p.due))
			if _, err := to.Write(p.data); err != nil {
				from.Close()
			}
		}
	}()
	defer close(pieces)
	for {
		buffer := make([]byte, 16<<10)
		n, err := from.Read(buffer)
		due := time.Now().Add(after)
		if due.Before(first) {
			due = first
		}
		if n > 0 {
			pieces <- piece{due, buffer[:n]}
		}
		if err != nil {
			return
		}
	}
}
