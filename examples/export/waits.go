package main

import (
	"context"
	"log/slog"
)

// waits is a log of a client from which it shows the waits: for ChargeDesk's limit, for
// example, which is most of a minute each minute.
type waits struct{ progress *progress }

func (waits) Enabled(_ context.Context, level slog.Level) bool { return level == slog.LevelInfo }

func (w waits) Handle(_ context.Context, record slog.Record) error {
	if record.Message == "wait" {
		record.Attrs(func(attr slog.Attr) bool {
			if attr.Key == "wait" {
				w.progress.wait(attr.Value.Duration())
			}
			return true
		})
	}
	return nil
}

func (w waits) WithAttrs([]slog.Attr) slog.Handler { return w }

func (w waits) WithGroup(string) slog.Handler { return w }
