package contract

import (
	"context"
	"log/slog"
	"net/http"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"
)

// records keeps log records, with the time at which they were written.
type records struct {
	mu  sync.Mutex
	all []map[string]any
}

func (r *records) Enabled(context.Context, slog.Level) bool { return true }
func (r *records) WithAttrs([]slog.Attr) slog.Handler       { return r }
func (r *records) WithGroup(string) slog.Handler            { return r }

func (r *records) Handle(_ context.Context, record slog.Record) error {
	fields := map[string]any{"msg": record.Message, "level": record.Level, "at": time.Now()}
	record.Attrs(func(attr slog.Attr) bool { fields[attr.Key] = attr.Value.Any(); return true })
	r.mu.Lock()
	defer r.mu.Unlock()
	r.all = append(r.all, fields)
	return nil
}

// waits returns the records of waits.
func (r *records) waits() (found []map[string]any) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, record := range r.all {
		if record["msg"] == "wait" {
			found = append(found, record)
		}
	}
	return found
}

// slowly lets one request through every ten seconds and says nothing before it waits.
type slowly struct{}

func (slowly) Wait(ctx context.Context) error {
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(10 * time.Second):
		return nil
	}
}

// P28: a wait of a second or more has a record before it begins, which names the
// vendor, the route, the reason and the length. A limiter that does not tell its
// wait is logged after the first second.
func TestEveryWaitOfASecondIsLogged(t *testing.T) {
	each(t, func(t *testing.T, p *vendorPackage) {
		for name, c := range map[string]struct {
			limiter any
			first   roundTripper // the response to the first request
			before  int          // calls of the client before this one
			opts    []any
			reason  string
			wait    time.Duration // 0 for a record without one
		}{
			"Retry-After":           {first: respond(429, "", "Retry-After", "7"), reason: "retry_after", wait: 7 * time.Second},
			"pause of another call": {first: respond(429, "", "Retry-After", "7"), before: 1, reason: "pause", wait: 7 * time.Second},
			"limiter":               {limiter: slowly{}, first: respond(200, p.success), reason: "limiter"},
			"nothing":               {first: respond(200, p.success)},
			"less than a second":    {first: respond(503, ""), opts: []any{p.option("WithRetry", policy{MaxRetries: 1, MaxBackoff: 900 * time.Millisecond})}},
		} {
			t.Run(name, func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					log, requests := &records{}, 0
					client := p.client(t, func(req *http.Request) (*http.Response, error) {
						if requests++; requests == 1 {
							return c.first(req)
						}
						return respond(200, p.success)(req)
					}, append(c.opts, p.option("WithLogger", slog.New(log)), p.option("WithLimiter", c.limiter))...)
					for range c.before {
						require.Error(t, p.read(t.Context(), client, p.option("WithCallRetry", policy{})))
					}
					started := time.Now()
					require.NoError(t, p.read(t.Context(), client))
					took := time.Since(started)
					waits := log.waits()
					if c.reason == "" {
						require.Empty(t, waits)
						require.Less(t, took, time.Second)
						return
					}
					require.Len(t, waits, 1)
					record := waits[0]
					require.Equal(t, p.name, record["vendor"])
					require.Equal(t, "GET", record["method"])
					require.Contains(t, record["route"], "{")
					require.Equal(t, c.reason, record["reason"])
					require.Equal(t, slog.LevelInfo, record["level"])
					if c.wait == 0 {
						require.NotContains(t, record, "wait")
						require.Equal(t, started.Add(time.Second), record["at"])
						return
					}
					require.Equal(t, started, record["at"], "before it begins")
					require.GreaterOrEqual(t, record["wait"], c.wait)
					require.InDelta(t, took, record["wait"], float64(100*time.Millisecond))
				})
			})
		}
	})
}
