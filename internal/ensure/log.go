package ensure

import (
	"context"
	"errors"
	"log/slog"
	"time"
)

// log writes one record for the call, without ids and amounts.
func (r *run[T]) log(ctx context.Context, state State, err error) {
	if r.Logger == nil {
		return
	}
	level, result := slog.LevelInfo, "done"
	switch {
	case errors.Is(err, r.Kinds.OutcomeUnknown):
		level, result = slog.LevelWarn, "undecided"
	case err != nil:
		result = "failed"
	case state == Exceeded:
		level, result = slog.LevelWarn, "exceeded"
	case !r.sent && r.doubted:
		result = "settled"
	case !r.sent:
		level, result = slog.LevelDebug, "nothing to do"
	}
	attrs := append(r.attrs(), slog.String("result", result), slog.Int("reads", r.reads), slog.Bool("sent", r.sent), slog.Duration("waited", r.waited))
	if err != nil {
		attrs = append(attrs, slog.Duration("retry_after", r.RetryAfter(err)))
	}
	r.Logger.LogAttrs(ctx, level, "ensure", attrs...)
}

// announce logs a wait of a second or more before it begins; 0 means that its
// length is not known.
func (r *run[T]) announce(ctx context.Context, reason string, wait time.Duration) {
	if r.Logger == nil || wait > 0 && wait < time.Second {
		return
	}
	attrs := append(r.attrs(), slog.String("reason", reason))
	if wait > 0 {
		attrs = append(attrs, slog.Duration("wait", wait))
	}
	r.Logger.LogAttrs(ctx, slog.LevelInfo, "wait", attrs...)
}

func (r *run[T]) attrs() []slog.Attr {
	return []slog.Attr{slog.String("vendor", r.Vendor), slog.String("method", r.Method)}
}
