package transport

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/internal/fake"
)

// waiting is a cell of the matrix that takes long: it runs on a fake clock, over
// in-memory connections of each kind.
type waiting struct {
	name       string
	serve      func(*target, http.ResponseWriter, *http.Request)
	grab       func(*target, net.Conn) bool
	client     func(*http.Transport)
	on         []string // kinds of connection; nil means all
	config     func(*Config)
	ctx        func(context.Context) (context.Context, context.CancelFunc)
	first      bool // another call goes before, without any wait
	want       [3]want
	least      [3]time.Duration
	most       [3]time.Duration
	retryAfter time.Duration // Failure.RetryAfter
	is         error
	throttle   bool
}

func (w *waiting) run(t *testing.T, kind string, class Safety, texts *texts) string {
	pipe := fake.NewPipeListener()
	s := newTarget(t, kind, targetOptions{serve: w.serve, grab: w.grab, pipe: pipe})
	defer s.end()
	defer synctest.Wait() // for the client's connections to be closed
	cfg := Config{BaseURL: s.URL, User: canaryUser, Password: canaryPassword, Retry: DefaultRetryPolicy, Logger: texts.logger()}
	if kind == second {
		cfg.HTTPClient = callersClient(kind)
		defer cfg.HTTPClient.CloseIdleConnections()
	}
	if w.config != nil {
		w.config(&cfg)
	}
	client, err := New(cfg)
	require.NoError(t, err)
	defer client.CloseIdleConnections()
	adjust(client, cfg, func(own *http.Transport) {
		trust(own)
		if own.DialContext = pipe.DialContext; w.client != nil {
			w.client(own)
		}
	})
	if w.first {
		once := callOf(Once)
		once.Retry = &RetryPolicy{}
		client.Do(t.Context(), once)
		s.executed.Store(0)
	}
	ctx, cancel := s.trace(t.Context()), context.CancelFunc(func() {})
	if w.ctx != nil {
		ctx, cancel = w.ctx(ctx)
	}
	defer cancel()
	started := time.Now()
	answer, failed := client.Do(ctx, callOf(class))
	took := time.Since(started)
	got := want{executed: int(s.executed.Load()), attempts: answer.Attempts, outcome: Delivered, status: answer.StatusCode}
	if failed != nil {
		got.outcome = failed.Outcome
	}
	require.Equal(t, w.want[class].String(), got.String())
	require.GreaterOrEqual(t, took, w.least[class])
	require.LessOrEqual(t, took, w.most[class])
	if failed != nil {
		w.checkFailure(t, class, failed)
	}
	return fmt.Sprintf("%v in %v", got, took.Round(time.Millisecond))
}

func (w *waiting) checkFailure(t *testing.T, class Safety, failed *Failure) {
	require.Equal(t, w.retryAfter, failed.RetryAfter.Round(time.Second))
	require.Equal(t, w.throttle, failed.Throttled)
	if w.is != nil && (class != Once || failed.StatusCode != http.StatusInternalServerError) {
		require.ErrorIs(t, failed.Err, w.is)
	}
}

// TestWaits is the part of the fault matrix in which time passes.
func TestWaits(t *testing.T) {
	var table strings.Builder
	texts := &texts{}
	for _, w := range waits() {
		for _, kind := range kinds {
			if w.on != nil && !slices.Contains(w.on, kind) {
				continue
			}
			fmt.Fprintf(&table, "%-38s %-13s", w.name, kind)
			for class := Read; class <= Once; class++ {
				name := strings.ReplaceAll(fmt.Sprintf("%s/%s/%s", w.name, kind, class), " ", "_")
				t.Run(name, func(t *testing.T) {
					synctest.Test(t, func(t *testing.T) {
						fmt.Fprintf(&table, "| %-38s", w.run(t, kind, class, texts))
					})
				})
			}
			table.WriteByte('\n')
		}
	}
	t.Log("read, repeatable, once: executed x, attempts, outcome, status, fake time\n" + table.String())
	texts.check(t)
}

func each(d time.Duration) [3]time.Duration { return [3]time.Duration{d, d, d} }

// throttledOnce responds to the first request with a 429 and this Retry-After.
func throttledOnce(status int, value func() string) func(*target, http.ResponseWriter, *http.Request) {
	return func(s *target, w http.ResponseWriter, r *http.Request) {
		if s.reached.Load() > 1 {
			serveOK(s, w, r)
			return
		}
		if text := value(); text != "" {
			w.Header().Set("Retry-After", text)
		}
		w.WriteHeader(status)
	}
}

func text(s string) func() string { return func() string { return s } }

func date(layout string) func() string {
	return func() string { return time.Now().UTC().Add(3 * time.Second).Format(layout) }
}

func within(d time.Duration) func(context.Context) (context.Context, context.CancelFunc) {
	return func(ctx context.Context) (context.Context, context.CancelFunc) { return context.WithTimeout(ctx, d) }
}

// cancelledAfter ends without a deadline, which nobody could know before.
func cancelledAfter(d time.Duration) func(context.Context) (context.Context, context.CancelFunc) {
	return func(ctx context.Context) (context.Context, context.CancelFunc) {
		ctx, cancel := context.WithCancel(ctx)
		timer := time.AfterFunc(d, cancel)
		return ctx, func() { timer.Stop(); cancel() }
	}
}
