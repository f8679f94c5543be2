package transport

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"strings"
)

// callerFaults are the caller's own doing: contexts that end in each phase, and
// middleware. What waits for hours is in [TestWaits].
func callerFaults() []*fault {
	serve := func(f func(*target, http.ResponseWriter, *http.Request)) targetOptions {
		return targetOptions{serve: f}
	}
	cancelled := all(want{0, 0, NotSent, 0})
	alone := [3]want{{1, 1, Failed, 0}, {1, 1, Failed, 0}, {1, 1, Unknown, 0}}
	return []*fault{
		{name: "cancelled before the call", server: serve(serveOK), around: func(c *cell) { c.cancel() }, want: cancelled, is: context.Canceled},
		{name: "deadline before the call", server: serve(serveOK), around: deadlineOver, want: cancelled, is: context.DeadlineExceeded},
		{name: "cancelled in the limiter", server: serve(serveOK), around: cancelInLimiter, want: cancelled, is: context.Canceled},
		{name: "cancelled by the limiter's end", server: serve(serveOK), around: cancelAfterLimiter, want: cancelled, is: context.Canceled},
		{name: "cancelled while connecting", server: serve(serveOK), around: cancelInDial, want: hopeless, is: context.Canceled},
		{name: "cancelled below middleware", server: serve(serveOK), on: both, around: cancelInMiddleware, want: hopeless, is: context.Canceled},
		{name: "cancelled after the write", server: serve(serveHang), around: cancelAtWork, want: alone, is: context.Canceled},
		{name: "cancelled in the body", server: serve(serveSlow), around: cancelInBody, want: all(want{1, 1, Unreadable, 200}), is: context.Canceled},
		{name: "cancelled in back-off after 500", server: answer(500, true), around: cancelInBackoff, isSafe: context.Canceled,
			want: [3]want{{1, 1, Failed, 500}, {1, 1, Failed, 500}, {1, 1, Unknown, 500}}},
		{name: "cancelled in the wait after 429", server: answer(429, false, "Retry-After", "60"), around: cancelInBackoff, want: refusal(429), is: context.Canceled},
		{name: "middleware changes the host", server: serve(serveOK), config: otherHost, want: hopeless, is: errOtherHost},
		{name: "middleware sets a bad header", on: both, server: serve(serveOK), config: badHeader, want: hopeless},
		{name: "middleware's error shows a URL", server: serve(serveOK), config: showsURL, want: lostBefore, is: errMiddleware},
		{name: "middleware answers nothing", server: serve(serveOK), config: noAnswer, want: lostBefore},
	}
}

func deadlineOver(c *cell) {
	before := c.cancel
	ctx, cancel := context.WithTimeout(c.ctx, -1)
	c.ctx, c.cancel = ctx, func() { cancel(); before() }
}

type limiterFunc func(context.Context) error

func (f limiterFunc) Wait(ctx context.Context) error { return f(ctx) }

func cancelInLimiter(c *cell) {
	c.client.limiter = limiterFunc(func(ctx context.Context) error {
		c.cancel()
		<-ctx.Done()
		return ctx.Err()
	})
}

func cancelAfterLimiter(c *cell) {
	c.client.limiter = limiterFunc(func(context.Context) error {
		c.cancel()
		return nil
	})
}

func cancelInDial(c *cell) {
	adjust(c.client, c.cfg, func(t *http.Transport) {
		t.DialContext = func(ctx context.Context, _, _ string) (net.Conn, error) {
			c.cancel()
			<-ctx.Done()
			return nil, ctx.Err()
		}
	})
}

// cancelInMiddleware ends the context where net/http finds it ended before it
// asks for a connection, which only our own transports can prove.
func cancelInMiddleware(c *cell) {
	next := c.client.chain
	c.client.chain = roundTripperFunc(func(req *http.Request) (*http.Response, error) {
		c.cancel()
		return next.RoundTrip(req)
	})
}

func cancelAtWork(c *cell) { c.server.atWork = c.cancel }

// cancelInBody cancels between the head of the response and its body.
func cancelInBody(c *cell) {
	next := c.client.chain
	c.client.chain = roundTripperFunc(func(req *http.Request) (*http.Response, error) {
		resp, err := next.RoundTrip(req)
		c.cancel()
		return resp, err
	})
}

// logFunc is a handler of log records, which come between attempt and back-off.
type logFunc struct {
	slog.Handler
	seen func(slog.Record)
}

func (h logFunc) Handle(_ context.Context, r slog.Record) error {
	h.seen(r)
	return nil
}

func cancelInBackoff(c *cell) {
	c.client.logger = slog.New(logFunc{c.client.logger.Handler(), func(slog.Record) { c.cancel() }})
}

func otherHost(cfg *Config) {
	cfg.Middleware = append(cfg.Middleware, func(next http.RoundTripper) http.RoundTripper {
		return roundTripperFunc(func(req *http.Request) (*http.Response, error) {
			moved := req.Clone(req.Context())
			moved.URL.Host = strings.Replace(moved.URL.Host, "127.0.0.1", "127.0.0.2", 1)
			return next.RoundTrip(moved)
		})
	})
}

func badHeader(cfg *Config) {
	cfg.Middleware = append(cfg.Middleware, func(next http.RoundTripper) http.RoundTripper {
		return roundTripperFunc(func(req *http.Request) (*http.Response, error) {
			req.Header.Set("X-Bad", "two\nlines")
			return next.RoundTrip(req)
		})
	})
}

func noAnswer(cfg *Config) {
	cfg.Middleware = append(cfg.Middleware, func(http.RoundTripper) http.RoundTripper {
		return roundTripperFunc(func(*http.Request) (*http.Response, error) { return nil, nil })
	})
}

var errMiddleware = errors.New("broken")

func showsURL(cfg *Config) {
	cfg.Middleware = append(cfg.Middleware, func(http.RoundTripper) http.RoundTripper {
		return roundTripperFunc(func(req *http.Request) (*http.Response, error) {
			inner := &url.Error{Op: "Get", URL: req.URL.String(), Err: errMiddleware}
			return nil, &url.Error{Op: "Get", URL: req.URL.String(), Err: fmt.Errorf("twice: %w", inner)}
		})
	})
}
