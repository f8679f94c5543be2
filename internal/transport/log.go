package transport

import (
	"context"
	"log/slog"
)

// log writes one record an attempt: what was called and what came of it, never
// the query, a header, a body or an id.
func (c *Client) log(ctx context.Context, x *exchange) {
	if c.logger == nil {
		return
	}
	level := slog.LevelDebug
	if x.verdict.outcome != Delivered {
		level = slog.LevelWarn
	}
	attrs := []slog.Attr{
		slog.String("method", x.call.Method),
		slog.String("route", x.call.Route),
		slog.Int("attempt", x.attempts),
		slog.Duration("duration", x.last.took),
	}
	if x.last.status != 0 {
		attrs = append(attrs, slog.Int("status", x.last.status))
	}
	if id := requestID(x.last.header); id != "" {
		attrs = append(attrs, slog.String("request_id", RedactLine(id, x.call.ids(), x.call)))
	}
	if x.last.err != nil {
		attrs = append(attrs, slog.String("error", oneLine(x.last.err.Error())))
	}
	if x.verdict.again {
		attrs = append(attrs, slog.Duration("retry_in", x.verdict.wait))
	}
	c.logger.LogAttrs(ctx, level, "request", attrs...)
}

// logRefused writes that a call, or its repeat, was not sent after all.
func (c *Client) logRefused(ctx context.Context, x *exchange) {
	if c.logger == nil || x.refused == nil {
		return
	}
	c.logger.LogAttrs(ctx, slog.LevelWarn, "request",
		slog.String("method", x.call.Method),
		slog.String("route", x.call.Route),
		slog.Int("attempt", x.attempts+1),
		slog.String("error", "not sent: "+oneLine(x.refused.Error())))
}
