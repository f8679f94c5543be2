package transport

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"
)

// logLines calls once and returns the records, decoded.
func logLines(t *testing.T, class Safety, vendor http.RoundTripper) []map[string]any {
	t.Helper()
	var out bytes.Buffer
	synctest.Test(t, func(t *testing.T) {
		client := newStubClient(t, vendor, func(c *Config) {
			c.Vendor = "stub"
			c.Logger = slog.New(slog.NewJSONHandler(&out, &slog.HandlerOptions{Level: slog.LevelDebug}))
		})
		client.Do(t.Context(), stubCall(class))
	})
	var lines []map[string]any
	for decoder := json.NewDecoder(&out); ; {
		var line map[string]any
		if err := decoder.Decode(&line); err == io.EOF {
			return lines
		} else if err != nil {
			t.Fatal(err)
		}
		delete(line, "time")
		lines = append(lines, line)
	}
}

func TestOneRecordForEachAttempt(t *testing.T) {
	seen := 0
	slow := func() *http.Response {
		<-time.After(1500 * time.Millisecond)
		return stubAnswer(429, "Retry-After", "60", "X-Request-Id", "req_1")
	}
	lines := logLines(t, Read, stubScript(&seen, slow, says(502, "Request-Id", "req_2"), says(200)))
	require.Len(t, lines, 4)
	wait := lines[0]["retry_in"].(float64)
	require.True(t, wait >= float64(time.Minute) && wait < float64(62*time.Second), wait)
	second := lines[2]["retry_in"].(float64)
	// The turn after the pause may come later than the wait ends: see pause.
	waited := lines[2]["waited"].(float64)
	ramp := float64(time.Minute) / rampShare
	require.True(t, waited >= wait && waited < wait+ramp*(1-rampPace), waited)
	// The third attempt takes the second turn, unless its backoff ends after that.
	third := lines[3]["waited"].(float64)
	require.True(t, third >= waited+second && third <= max(waited+second, float64(time.Minute)+ramp*(1-rampPace*rampPace)), third)
	common := map[string]any{"vendor": "stub", "method": "GET", "route": "/charges/{charge_id}"}
	for i, want := range []map[string]any{
		{"msg": "request", "level": "WARN", "attempt": 1.0, "status": 429.0, "request_id": "req_1", "duration": 1.5e9, "retry_in": wait},
		{"msg": "wait", "level": "INFO", "reason": "retry_after", "wait": wait},
		{"msg": "request", "level": "WARN", "attempt": 2.0, "status": 502.0, "request_id": "req_2", "duration": 0.0, "waited": waited, "retry_in": second},
		{"msg": "request", "level": "DEBUG", "attempt": 3.0, "status": 200.0, "duration": 0.0, "waited": third},
	} {
		for k, v := range common {
			want[k] = v
		}
		require.Equal(t, want, lines[i])
	}
}

func TestTheLogOfAFailure(t *testing.T) {
	lost := stubVendor(func(*http.Request) (*http.Response, error) { return nil, errors.New("connection\nreset") })
	lines := logLines(t, Once, lost)
	require.Equal(t, []map[string]any{{
		"msg": "request", "level": "WARN", "vendor": "stub", "method": "POST", "route": "/charges/{charge_id}",
		"attempt": 1.0, "duration": 0.0, "error": "connection reset",
	}}, lines)
	seen := 0
	lines = logLines(t, Once, stubScript(&seen, says(307, "Location", "https://elsewhere.example/v1/charges/ch_secret?key=1")))
	require.Equal(t, "a redirect to https://elsewhere.example was not followed", lines[0]["error"])
	require.NotContains(t, lines[0], "retry_in")
}

func TestWithoutALoggerNothingIsWritten(t *testing.T) {
	seen := 0
	_, failure := newStubClient(t, stubScript(&seen, says(404))).Do(t.Context(), stubCall(Once))
	require.NotNil(t, failure)
}

func TestWhatIsNotSentIsLoggedToo(t *testing.T) {
	var out bytes.Buffer
	client := newStubClient(t, stubScript(new(int), says(200)), func(c *Config) {
		c.Logger = slog.New(slog.NewJSONHandler(&out, nil))
		c.Limiter = brokenLimiter{errors.New("redis: connection\nrefused")}
	})
	client.Do(t.Context(), stubCall(Once))
	var line map[string]any
	require.NoError(t, json.Unmarshal(out.Bytes(), &line))
	delete(line, "time")
	require.Equal(t, map[string]any{
		"level": "WARN", "msg": "request", "method": "POST", "route": "/charges/{charge_id}", "attempt": 1.0, "error": "not sent: redis: connection refused",
	}, line)
}
