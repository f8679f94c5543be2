package chargehoundtest_test

import (
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/chargehound/chargehoundtest"
	"github.com/chargekit/chargekit-go/internal/leak"
)

func TestMain(m *testing.M) { leak.Main(m) }

var versions = []string{"2016-03-05", "2017-10-30", "2020-02-28", "2021-09-15"}

const (
	jsonType = "application/json"
	formType = "application/x-www-form-urlencoded"
)

// caller talks to a server by plain HTTP.
type caller struct {
	t       *testing.T
	server  *chargehoundtest.Server
	version string
}

func newCaller(t *testing.T, opts ...chargehoundtest.Option) caller {
	t.Helper()
	opts = append([]chargehoundtest.Option{chargehoundtest.InMemory()}, opts...)
	return caller{t: t, server: chargehoundtest.NewTestServer(t, opts...)}
}

// with returns the caller for a subtest.
func (c caller) with(t *testing.T) caller {
	c.t = t
	return c
}

func (c caller) in(version string) caller {
	c.version = version
	return c
}

// reply is a response of the server.
type reply struct {
	status int
	header http.Header
	raw    string
	body   map[string]any
}

func (a reply) text(name string) string {
	value, _ := a.body[name].(string)
	return value
}

// errorType is the type of an error, "" in a reply without one.
func (a reply) errorType() string {
	failure, _ := a.body["error"].(map[string]any)
	errorType, _ := failure["type"].(string)
	return errorType
}

func (a reply) message() string {
	failure, _ := a.body["error"].(map[string]any)
	message, _ := failure["message"].(string)
	return message
}

func (c caller) get(path string) reply        { return c.send(http.MethodGet, path, "", "") }
func (c caller) post(path, body string) reply { return c.send(http.MethodPost, path, jsonType, body) }
func (c caller) put(path, body string) reply  { return c.send(http.MethodPut, path, jsonType, body) }
func (c caller) form(path, body string) reply { return c.send(http.MethodPost, path, formType, body) }

func (c caller) send(method, path, contentType, body string) reply {
	c.t.Helper()
	req := c.request(method, c.server.URL+path, body)
	if contentType != "" {
		req.Header.Set("Content-Type", contentType)
	}
	return c.do(req)
}

func (c caller) request(method, url, body string) *http.Request {
	c.t.Helper()
	var reader io.Reader
	if body != "" {
		reader = strings.NewReader(body)
	}
	req, err := http.NewRequestWithContext(c.t.Context(), method, url, reader)
	require.NoError(c.t, err)
	req.SetBasicAuth(chargehoundtest.Key, "")
	if c.version != "" {
		req.Header.Set("Chargehound-Version", c.version)
	}
	return req
}

func (c caller) do(req *http.Request) reply {
	c.t.Helper()
	resp, err := c.server.HTTPClient().Do(req)
	require.NoError(c.t, err)
	defer resp.Body.Close()
	raw, err := io.ReadAll(resp.Body)
	require.NoError(c.t, err)
	a := reply{status: resp.StatusCode, header: resp.Header, raw: string(raw)}
	if strings.HasPrefix(resp.Header.Get("Content-Type"), jsonType) {
		decoder := json.NewDecoder(strings.NewReader(a.raw))
		decoder.UseNumber()
		require.NoError(c.t, decoder.Decode(&a.body), a.raw)
	}
	return a
}

// state returns the state of a dispute.
func (c caller) state(id string) string {
	c.t.Helper()
	a := c.get("/disputes/" + id)
	require.Equal(c.t, http.StatusOK, a.status, a.raw)
	return a.text("state")
}

// clock is a clock that tests set.
type clock struct{ now time.Time }

func newClock() *clock { return &clock{time.Date(2026, 2, 2, 8, 30, 0, 0, time.UTC)} }

func (c *clock) read() time.Time         { return c.now }
func (c *clock) advance(d time.Duration) { c.now = c.now.Add(d) }

// newDispute is the body of a create, with the fields of more in front.
func newDispute(id, more string) string {
	return `{` + more + `"id":"` + id + `","charge":"ch_K31","reason":"fraudulent","charged_at":"2026-01-09T07:14:02",` +
		`"disputed_at":"2026-02-01T10:00:00","due_by":"2099-02-20T10:00:00","currency":"EUR","amount":7340}`
}
