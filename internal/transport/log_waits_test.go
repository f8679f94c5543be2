package transport

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

// waitLog collects the records of waits and when they were written.
type waitLog struct {
	slog.Handler
	mu      sync.Mutex
	start   time.Time
	records []waitRecord
}

type waitRecord struct {
	at     time.Duration
	reason string
	wait   time.Duration
}

func newWaitLog() *waitLog {
	return &waitLog{Handler: slog.DiscardHandler, start: time.Now()}
}

// restart forgets the records so far.
func (l *waitLog) restart() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.start, l.records = time.Now(), nil
}

func (l *waitLog) all() []waitRecord {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.records
}

func (l *waitLog) Enabled(context.Context, slog.Level) bool { return true }

func (l *waitLog) Handle(_ context.Context, r slog.Record) error {
	if r.Message != "wait" {
		return nil
	}
	record, attrs := waitRecord{}, map[string]string{}
	r.Attrs(func(a slog.Attr) bool {
		attrs[a.Key] = a.Value.String()
		if a.Key == "wait" {
			record.wait = a.Value.Duration()
		}
		return true
	})
	record.reason = attrs["reason"]
	l.mu.Lock()
	defer l.mu.Unlock()
	record.at = time.Since(l.start)
	if attrs["vendor"] != "desk" || attrs["route"] != "/charges/{charge_id}" || attrs["method"] == "" || r.Level != slog.LevelInfo {
		record.reason = "not complete: " + r.Level.String()
	}
	l.records = append(l.records, record)
	return nil
}

// P28: every wait of a second or more is logged before it begins, with its reason
// and length, and the response has their sum.
func TestEveryWaitOfASecondIsLoggedBeforeItBegins(t *testing.T) {
	exactly := func(reason string, at, wait time.Duration) []waitRecord { return []waitRecord{{at, reason, wait}} }
	for name, c := range map[string]struct {
		vendor http.RoundTripper
		config func(*Config)
		before func(*Client)
		want   []waitRecord // waits are at least as long, and at most a fifth longer
	}{
		"no wait":                  {vendor: stubScript(new(int), says(200))},
		"a limiter with room":      {vendor: stubScript(new(int), says(200)), config: oneAMinute},
		"a limiter":                {vendor: stubScript(new(int), says(200)), config: oneAMinute, before: call, want: exactly("limiter", 0, minuteWindow)},
		"a limiter of others":      {vendor: stubScript(new(int), says(200)), config: func(cfg *Config) { cfg.Limiter = slowLimiter{} }, want: exactly("limiter", time.Second, 0)},
		"a pause":                  {vendor: stubScript(new(int), says(200)), before: func(c *Client) { c.beginPause(time.Minute) }, want: exactly("pause", 0, time.Minute)},
		"a short pause":            {vendor: stubScript(new(int), says(200)), before: func(c *Client) { c.beginPause(500 * ms) }},
		"Retry-After":              {vendor: stubScript(new(int), says(429, "Retry-After", "40"), says(200)), want: exactly("retry_after", 0, 40*time.Second)},
		"Retry-After of a 503":     {vendor: stubScript(new(int), says(503, "Retry-After", "40"), says(200)), want: exactly("retry_after", 0, 40*time.Second)},
		"a 429 that names no time": {vendor: stubScript(new(int), says(429), says(200)), config: func(cfg *Config) { cfg.ThrottlePause = time.Minute }, want: exactly("retry_after", 0, time.Minute)},
		"a short Retry-After":      {vendor: stubScript(new(int), says(429, "Retry-After", "0"), says(200))},
		"two of them": {vendor: stubScript(new(int), says(429, "Retry-After", "10"), says(429, "Retry-After", "20"), says(200)),
			want: []waitRecord{{0, "retry_after", 10 * time.Second}, {10 * time.Second, "retry_after", 20 * time.Second}}},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				log := newWaitLog()
				client := newStubClient(t, c.vendor, func(cfg *Config) {
					cfg.Vendor, cfg.Logger = "desk", slog.New(log)
					if c.config != nil {
						c.config(cfg)
					}
				})
				if c.before != nil {
					c.before(client)
				}
				log.restart()
				response, failed := client.Do(t.Context(), stubCall(Read))
				require.Nil(t, failed)
				took := time.Since(log.start)
				require.Equal(t, took, response.Waited, "nothing else took time")
				records := log.all()
				require.Len(t, records, len(c.want), "%v", records)
				for i, want := range c.want {
					got := records[i]
					require.Equal(t, want.reason, got.reason)
					require.GreaterOrEqual(t, got.at, want.at)
					require.LessOrEqual(t, got.at, want.at+want.at/5)
					require.GreaterOrEqual(t, got.wait, want.wait)
					require.LessOrEqual(t, got.wait, want.wait+want.wait/5)
					require.LessOrEqual(t, got.at+got.wait, took, "it was waited for")
				}
			})
		})
	}
}

func call(c *Client) { c.Do(context.Background(), stubCall(Read)) }

// Backoffs are random: each of a second or more has a record, with its length.
func TestEveryBackoffOfASecondIsLogged(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		log, last, long := newWaitLog(), time.Now(), []time.Duration{}
		client := newStubClient(t, stubVendor(func(*http.Request) (*http.Response, error) {
			if gap := time.Since(last); gap >= time.Second {
				long = append(long, gap)
			}
			last = time.Now()
			return stubAnswer(500), nil
		}), func(cfg *Config) {
			cfg.Vendor, cfg.Logger, cfg.Retry.MaxRetries = "desk", slog.New(log), 30
		})
		response, _ := client.Do(t.Context(), stubCall(Read))
		require.NotEmpty(t, long)
		require.Len(t, log.records, len(long))
		for i, wait := range long {
			require.Equal(t, "backoff", log.records[i].reason)
			require.Equal(t, wait, log.records[i].wait)
		}
		require.Equal(t, time.Since(log.start), response.Waited)
	})
}

// A wait that a context ends counts as far as it went.
func TestAWaitThatIsCutCountsAsFarAsItWent(t *testing.T) {
	for name, config := range map[string]func(*Config){
		"Retry-After": func(*Config) {},
		"a limiter":   func(cfg *Config) { cfg.Limiter = limiterFunc(untilTheEnd) },
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				client := newStubClient(t, stubScript(new(int), says(429, "Retry-After", "60")), config)
				ctx, cancel := context.WithCancel(t.Context())
				time.AfterFunc(7*time.Second, cancel)
				response, failed := client.Do(ctx, stubCall(Once))
				require.Equal(t, 7*time.Second, response.Waited)
				require.Equal(t, 7*time.Second, failed.Waited)
			})
		})
	}
}
