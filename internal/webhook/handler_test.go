package webhook_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/internal/webhook"
)

const token = "k3yWo5xvJm0Zr8sQnT4uLd"

// records returns a logger and what it has logged, without times.
func records() (*slog.Logger, *strings.Builder) {
	var log strings.Builder
	drop := func(_ []string, a slog.Attr) slog.Attr {
		if a.Key == slog.TimeKey {
			return slog.Attr{}
		}
		return a
	}
	return slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug, ReplaceAttr: drop})), &log
}

// parses returns a Parse that always gives the same event.
func parses(id, kind string, work func(context.Context, func() bool) error) func([]byte) (*webhook.Event, error) {
	return func([]byte) (*webhook.Event, error) { return &webhook.Event{ID: id, Type: kind, Work: work}, nil }
}

func nothing(context.Context, func() bool) error { return nil }

func post(h http.Handler, body string, change ...func(*http.Request)) *httptest.ResponseRecorder {
	r := httptest.NewRequest(http.MethodPost, "/hooks/"+token, strings.NewReader(body))
	for _, f := range change {
		f(r)
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

func TestEveryRejectionIsLoggedWithItsReasonAndTheVendor(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		change func(*http.Request)
		body   string
		status int
		record string
	}{
		"wrong token":  {func(r *http.Request) { r.URL.Path = "/hooks/guess" }, "{}", 404, `level=DEBUG msg="webhook rejected" vendor=acme status=404 reason="the token is wrong" sender=192.0.2.1`},
		"method":       {func(r *http.Request) { r.Method = http.MethodGet }, "{}", 405, `level=WARN msg="webhook rejected" vendor=acme status=405 reason="the method is not POST" sender=192.0.2.1`},
		"sender":       {func(r *http.Request) { r.RemoteAddr = "198.51.100.7:1" }, "{}", 403, `level=WARN msg="webhook rejected" vendor=acme status=403 reason="the sender's address is not allowed" sender=198.51.100.7`},
		"nobody":       {func(r *http.Request) { r.RemoteAddr = "@" }, "{}", 403, `level=WARN msg="webhook rejected" vendor=acme status=403 reason="the sender's address is not allowed" sender="invalid IP"`},
		"compressed":   {func(r *http.Request) { r.Header.Set("Content-Encoding", "br") }, "{}", 415, `level=WARN msg="webhook rejected" vendor=acme status=415 reason="the body is compressed" sender=192.0.2.1`},
		"too large":    {nil, strings.Repeat(" ", 1<<20+1), 413, `level=WARN msg="webhook rejected" vendor=acme status=413 reason="the body is larger than 1 MiB" sender=192.0.2.1`},
		"not an event": {nil, "[]", 400, `level=WARN msg="webhook rejected" vendor=acme status=400 reason="it is a list" sender=192.0.2.1`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			logger, log := records()
			h := webhook.New(webhook.Config{
				Vendor: "acme", Token: token, Store: webhook.NewMemory(), Logger: logger,
				Allowed: []netip.Prefix{netip.MustParsePrefix("192.0.2.0/24")},
				Parse:   func([]byte) (*webhook.Event, error) { return nil, errors.New("it is a list") },
			})
			change := c.change
			if change == nil {
				change = func(*http.Request) {}
			}
			w := post(h, c.body, change)
			require.Equal(t, c.status, w.Code)
			require.Empty(t, w.Body.String())
			require.Equal(t, c.record+"\n", log.String())
			require.Equal(t, c.status == 405, w.Header().Get("Allow") == http.MethodPost)
		})
	}
}

func TestARepeatedEventIsLogged(t *testing.T) {
	t.Parallel()
	logger, log := records()
	h := webhook.New(webhook.Config{Vendor: "acme", Token: token, Store: webhook.NewMemory(), Logger: logger, Parse: parses("wh_1", "test", nothing)})
	require.Equal(t, 200, post(h, "{}").Code)
	require.Empty(t, log.String())
	require.Equal(t, 200, post(h, "{}").Code)
	require.Equal(t, `level=INFO msg="webhook event was handled before" vendor=acme event_id=wh_1 event=test`+"\n", log.String())
}

func TestADeliveryThatWaitedForAnotherIsLogged(t *testing.T) {
	t.Parallel()
	bubble(t, func(t *testing.T) {
		logger, log := records()
		h := webhook.New(webhook.Config{Vendor: "acme", Token: token, Store: webhook.NewMemory(), Logger: logger, Parse: parses("wh_1", "test", func(context.Context, func() bool) error {
			time.Sleep(time.Second)
			return nil
		})})
		require.Equal(t, []int{200, 200}, deliver(h, h))
		require.Equal(t, `level=INFO msg="webhook event was handled before" vendor=acme event_id=wh_1 event=test`+"\n", log.String())
	})
}

func TestAnEventWithoutAnIDIsHandledEachTime(t *testing.T) {
	t.Parallel()
	work := 0
	h := webhook.New(webhook.Config{Vendor: "acme", Token: token, Store: webhook.NewMemory(), Parse: parses("", "test", func(_ context.Context, held func() bool) error {
		work++
		require.True(t, held())
		return nil
	})})
	require.Equal(t, 200, post(h, "{}").Code)
	require.Equal(t, 200, post(h, "{}").Code)
	require.Equal(t, 2, work)
}

// A sender must not decide how long a log line is.
func TestAnEndlessIDOrTypeIsHandledAndLoggedInPart(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("w", 100_000)
	for name, c := range map[string]struct{ id, kind string }{"id": {long, "test"}, "type": {"wh_1", long}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			logger, log := records()
			h := webhook.New(webhook.Config{Vendor: "acme", Token: token, Store: webhook.NewMemory(), Logger: logger, Parse: parses(c.id, c.kind, nothing)})
			require.Equal(t, 200, post(h, "{}").Code)
			require.Equal(t, 200, post(h, "{}").Code)
			require.Contains(t, log.String(), "handled before")
			require.Less(t, log.Len(), 1000)
		})
	}
}

func TestTheStatusOfAFailureSaysWhatTheSenderShallDo(t *testing.T) {
	t.Parallel()
	stop := errors.New("stop")
	for name, c := range map[string]struct {
		err    error
		status int
	}{"failed": {errors.New("database down"), 500}, "stopped": {fmt.Errorf("no more: %w", stop), 410}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			logger, log := records()
			work := 0
			h := webhook.New(webhook.Config{Vendor: "acme", Token: token, Store: webhook.NewMemory(), Logger: logger, Stop: stop, Parse: parses("wh_1", "test", func(context.Context, func() bool) error {
				if work++; work == 1 {
					return c.err
				}
				return nil
			})})
			require.Equal(t, c.status, post(h, "{}").Code)
			require.Contains(t, log.String(), fmt.Sprintf("level=WARN msg=\"webhook event was not handled\" vendor=acme event_id=wh_1 event=test status=%d error=%q", c.status, c.err))
			require.Equal(t, 200, post(h, "{}").Code, "a failed event is handled again at once")
			require.Equal(t, 2, work)
		})
	}
}
