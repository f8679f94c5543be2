package transport

import (
	"context"
	"log/slog"
)

// log writes one record for the last attempt: what was called and what came of
// it, but no query, header, body or id.
func (run *callRun) log(ctx context.Context) {
	logger := run.client.logger
	if logger == nil {
		return
	}
	level := slog.LevelDebug
	if run.next.outcome != Delivered {
		level = slog.LevelWarn
	}
	attrs := []slog.Attr{
		slog.String("method", run.call.Method),
		slog.String("route", run.call.Route),
		slog.Int("attempt", run.attempts),
		slog.Duration("duration", run.last.took),
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
	logger.LogAttrs(ctx, level, "request", attrs...)
}

// logRefusal writes a record for an attempt that was not made.
func (run *callRun) logRefusal(ctx context.Context) {
	logger := run.client.logger
	if logger == nil || run.refused == nil {
		return
	}
	logger.LogAttrs(ctx, slog.LevelWarn, "request",
		slog.String("method", run.call.Method),
		slog.String("route", run.call.Route),
		slog.Int("attempt", run.attempts+1),
		slog.String("error", "not sent: "+SingleLine(run.refused.Error())))
}
