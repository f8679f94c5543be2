package transport

import (
	"context"
	"io"
	"math"
	"net/http"
	"time"
)

const ms = time.Millisecond

func waits() []*waiting {
	return append(throttles(), interruptions()...)
}

// throttles are the forms of Retry-After, and what is waited for each.
func throttles() []*waiting {
	again := all(want{1, 2, Delivered, 200})
	backoff := func(name, value string) *waiting {
		return &waiting{name: name, serve: throttledOnce(429, text(value)), want: again, least: each(50 * ms), most: each(600 * ms)}
	}
	exact := func(name string, value func() string, least, most time.Duration) *waiting {
		return &waiting{name: name, serve: throttledOnce(429, value), want: again, least: each(least), most: each(most)}
	}
	never := func(name, value string, wanted time.Duration) *waiting {
		return &waiting{name: name, serve: throttledOnce(429, text(value)), want: refusal(429), retryAfter: wanted}
	}
	late := never("429 in 60 s, deadline in 30 s", "60", time.Minute)
	late.ctx = within(30 * time.Second)
	paused := backoff("429 without, pause configured", "")
	paused.config = func(cfg *Config) { cfg.ThrottlePause = time.Minute }
	paused.least, paused.most = each(time.Minute), each(64*time.Second)
	return []*waiting{
		exact("429 in 1 s", text("1"), time.Second, 1210*ms),
		exact("429 in 60 s, spaces", text(" 60 "), time.Minute, 64*time.Second),
		exact("429 at an RFC 1123 date", date(http.TimeFormat), 3*time.Second, 3630*ms),
		exact("429 at an RFC 850 date", date("Monday, 02-Jan-06 15:04:05 GMT"), 3*time.Second, 3630*ms),
		exact("429 at an asctime date", date(time.ANSIC), 3*time.Second, 3630*ms),
		exact("429 at a date that has passed", text("Fri, 31 Dec 1999 23:59:59 GMT"), 50*ms, 56*ms),
		exact("429 in 0 s", text("0"), 50*ms, 56*ms),
		backoff("429 without", ""),
		paused,
		backoff("429 garbage", "soon"),
		backoff("429 negative", "-5"),
		backoff("429 fraction", "1.5"),
		backoff("429 list", "1, 2"),
		never("429 above the cap", "121", 121*time.Second),
		never("429 over a duration's range", "9223372037", time.Duration(math.MaxInt64).Round(time.Second)),
		never("429 overflow", "99999999999999999999999999", time.Duration(math.MaxInt64).Round(time.Second)),
		late,
		{name: "503 in 2 s", serve: throttledOnce(503, text("2")), retryAfter: 2 * time.Second,
			want:  [3]want{{1, 2, Delivered, 200}, {1, 2, Delivered, 200}, {0, 1, Unknown, 503}},
			least: [3]time.Duration{2 * time.Second, 2 * time.Second, 0}, most: [3]time.Duration{2420 * ms, 2420 * ms, 0}},
	}
}

// interruptions are contexts and timeouts that end while time passes.
func interruptions() []*waiting {
	blocked := throttledOnce(429, text("60"))
	slow := func(s *target, w http.ResponseWriter, r *http.Request) {
		time.Sleep(4 * time.Minute) // on the fake clock
		serveOK(s, w, r)
	}
	return []*waiting{
		{name: "cancelled in the wait after 429", serve: blocked, ctx: cancelledAfter(10 * time.Second), want: refusal(429),
			least: each(10 * time.Second), most: each(10 * time.Second), retryAfter: time.Minute, is: context.Canceled},
		{name: "cancelled in the pause", serve: blocked, first: true, ctx: cancelledAfter(10 * time.Second), want: all(want{0, 0, NotSent, 0}),
			least: each(10 * time.Second), most: each(10 * time.Second), is: context.Canceled},
		{name: "deadline before the pause's end", serve: blocked, first: true, ctx: within(30 * time.Second), want: all(want{0, 0, NotSent, 0}),
			retryAfter: time.Minute, is: context.DeadlineExceeded, throttle: true},
		{name: "cancelled in the limiter", serve: serveOK, config: oneAMinute, first: true, ctx: cancelledAfter(10 * time.Second),
			want: all(want{0, 0, NotSent, 0}), least: each(10 * time.Second), most: each(10 * time.Second), is: context.Canceled},
		{name: "deadline before the limiter's turn", serve: serveOK, config: oneAMinute, first: true, ctx: within(30 * time.Second),
			want: all(want{0, 0, NotSent, 0}), is: context.DeadlineExceeded, retryAfter: time.Minute, throttle: true},
		{name: "cancelled in back-off", serve: answer(500, true).serve, ctx: cancelledAfter(20 * ms), is: context.Canceled,
			want:  [3]want{{1, 1, Failed, 500}, {1, 1, Failed, 500}, {1, 1, Unknown, 500}},
			least: [3]time.Duration{20 * ms, 20 * ms, 0}, most: [3]time.Duration{20 * ms, 20 * ms, 0}},
		{name: "dial times out", serve: serveOK, client: dialHangs, config: fiveSeconds, want: never, is: context.DeadlineExceeded,
			least: each(15 * time.Second), most: each(17 * time.Second)},
		{name: "TLS handshake times out", on: overTLS, serve: serveOK, grab: grabHang, config: fiveSeconds, want: never, is: context.DeadlineExceeded,
			least: each(15 * time.Second), most: each(17 * time.Second)},
		{name: "deadline after the write", serve: serveHang, ctx: within(30 * time.Second), is: context.DeadlineExceeded,
			want:  [3]want{{1, 1, Failed, 0}, {1, 1, Failed, 0}, {1, 1, Unknown, 0}},
			least: each(30 * time.Second), most: each(30 * time.Second)},
		{name: "deadline in the body", serve: serveSlow, ctx: within(30 * time.Second), is: context.DeadlineExceeded,
			want: all(want{1, 1, Unreadable, 200}), least: each(30 * time.Second), most: each(30 * time.Second)},
		{name: "slow body", serve: serveSlow, want: cutAnswer, is: context.DeadlineExceeded,
			least: [3]time.Duration{240 * time.Second, 80 * time.Second, 80 * time.Second},
			most:  [3]time.Duration{242 * time.Second, 80 * time.Second, 80 * time.Second}},
		{name: "attempt timeout after the write", serve: serveHang, want: lostAfter, is: context.DeadlineExceeded,
			least: [3]time.Duration{240 * time.Second, 240 * time.Second, 80 * time.Second},
			most:  [3]time.Duration{242 * time.Second, 242 * time.Second, 80 * time.Second}},
		{name: "answer within a long timeout", serve: slow, config: fiveMinutes, want: delivered, least: each(4 * time.Minute), most: each(4 * time.Minute)},
		{name: "body that drips past the timeout", serve: drip, want: cutAnswer, is: context.DeadlineExceeded,
			least: [3]time.Duration{240 * time.Second, 80 * time.Second, 80 * time.Second},
			most:  [3]time.Duration{242 * time.Second, 80 * time.Second, 80 * time.Second}},
		{name: "body that hangs after a 429", serve: hangAfter429, want: [3]want{{0, 3, Rejected, 429}, {0, 3, Rejected, 429}, {0, 3, Rejected, 429}},
			least: each(240 * time.Second), most: each(242 * time.Second)},
	}
}

func oneAMinute(cfg *Config)  { cfg.Limiter = NewWindow(1, time.Minute) }
func fiveSeconds(cfg *Config) { cfg.AttemptTimeout = 5 * time.Second }
func fiveMinutes(cfg *Config) { cfg.AttemptTimeout = 5 * time.Minute }

func drip(s *target, w http.ResponseWriter, r *http.Request) {
	s.execute()
	for range 100 {
		_, _ = io.WriteString(w, "x")
		_ = http.NewResponseController(w).Flush()
		select {
		case <-r.Context().Done():
			panic(http.ErrAbortHandler) // to return would end the body in order
		case <-time.After(time.Second):
		}
	}
}

func hangAfter429(s *target, w http.ResponseWriter, r *http.Request) {
	w.WriteHeader(http.StatusTooManyRequests)
	_ = http.NewResponseController(w).Flush()
	s.hang(r)
}
