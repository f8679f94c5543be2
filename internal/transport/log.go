package transport

import (
	"context"
	"log/slog"
	"time"
)

// announced is the shortest wait that is logged before it begins.
const announced = time.Second

// The reasons of waits in log records.
const (
	reasonLimiter    = "limiter"
	reasonPause      = "pause"
	reasonRetryAfter = "retry_after"
	reasonBackoff    = "backoff"
)

// log writes one record for the last attempt, and one for a long wait that
// follows: what was called and what came of it, but no query, header, body or id.
func (run *callRun) log(ctx context.Context) {
	if run.client.logger == nil {
		return
	}
	level := slog.LevelDebug
	if run.next.outcome != Delivered {
		level = slog.LevelWarn
	}
	attrs := append(run.attrs(), slog.Int("attempt", run.attempts), slog.Duration("duration", run.at.Sub(run.admitted)))
	if run.waited > 0 {
		attrs = append(attrs, slog.Duration("waited", run.waited))
	}
	if run.last.status != 0 {
		attrs = append(attrs, slog.Int("status", run.last.status))
	}
	if id := requestID(run.last.header); id != "" {
		attrs = append(attrs, slog.String("request_id", SingleLine(run.redact(id))))
	}
	if run.last.err != nil {
		attrs = append(attrs, slog.String("error", SingleLine(run.last.err.Error())))
	}
	if run.next.retry {
		attrs = append(attrs, slog.Duration("retry_in", run.next.wait))
	}
	run.client.logger.LogAttrs(ctx, level, "request", attrs...)
	if run.next.retry {
		run.announceRetry(ctx)
	}
}

func (run *callRun) announceRetry(ctx context.Context) {
	reason := reasonBackoff
	if run.next.asked {
		reason = reasonRetryAfter
	}
	announceWait(ctx, reason, run.next.wait)
}

// logNotAdmitted writes a record for an attempt that was not made, with the reason.
func (run *callRun) logNotAdmitted(ctx context.Context) {
	if run.client.logger == nil || run.notAdmitted == nil {
		return
	}
	attrs := append(run.attrs(), slog.Int("attempt", run.attempts+1))
	if run.waited > 0 {
		attrs = append(attrs, slog.Duration("waited", run.waited))
	}
	attrs = append(attrs, slog.String("error", "not sent: "+SingleLine(run.notAdmitted.Error())))
	run.client.logger.LogAttrs(ctx, slog.LevelWarn, "request", attrs...)
}

// announceWait logs a wait of a second or more of the call that ctx belongs to.
func announceWait(ctx context.Context, reason string, wait time.Duration) {
	run := scopeFrom(ctx).run
	if run == nil || run.client.logger == nil || wait < announced {
		return
	}
	if reason == reasonLimiter {
		run.limiterAnnounced.Store(true)
	}
	run.logWait(ctx, reason, wait)
}

// logWait writes a record for a wait; 0 means that its length is not known.
func (run *callRun) logWait(ctx context.Context, reason string, wait time.Duration) {
	attrs := append(run.attrs(), slog.String("reason", reason))
	if wait > 0 {
		attrs = append(attrs, slog.Duration("wait", wait))
	}
	run.client.logger.LogAttrs(ctx, slog.LevelInfo, "wait", attrs...)
}

func (run *callRun) attrs() []slog.Attr {
	attrs := make([]slog.Attr, 0, 10)
	if run.client.vendor != "" {
		attrs = append(attrs, slog.String("vendor", run.client.vendor))
	}
	return append(attrs, slog.String("method", run.call.Method), slog.String("route", run.call.Route))
}
