package chargedesk_test

import (
	"io"
	"net/http"
	"net/url"
	"path"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/chargedesk"
)

// oneObject is a vendor with one object, which shows what the test says.
type oneObject struct {
	mu     sync.Mutex
	shows  string   // JSON of the object, in responses to reads and writes
	log    string   // JSON of the list of activity
	writes []string // the requests but the reads: "refund amount=21.00"
	reads  []string // paths
	onSend func(*http.Request) (*http.Response, error)
	onRead func() // before the response to a read
}

func (o *oneObject) RoundTrip(r *http.Request) (*http.Response, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	switch {
	case r.Method != http.MethodGet:
		var body []byte
		if r.Body != nil {
			body, _ = io.ReadAll(r.Body)
		}
		form, _ := url.QueryUnescape(string(body))
		o.writes = append(o.writes, strings.TrimSpace(path.Base(r.URL.Path)+" "+form))
		if o.onSend != nil {
			return o.onSend(r)
		}
	case strings.HasPrefix(r.URL.Path, "/v1/log/"):
		o.reads = append(o.reads, r.URL.Path)
		return jsonResponse(r, 200, o.log), nil
	default:
		o.reads = append(o.reads, r.URL.Path)
		if o.onRead != nil {
			o.onRead()
		}
	}
	return jsonResponse(r, 200, o.shows), nil
}

func (o *oneObject) client(t *testing.T, opts ...chargedesk.Option) *chargedesk.Client {
	t.Helper()
	client, err := chargedesk.New("sk_test_fake", append([]chargedesk.Option{chargedesk.WithHTTPClient(&http.Client{Transport: o})}, opts...)...)
	require.NoError(t, err)
	return client
}

func jsonResponse(r *http.Request, status int, body string) *http.Response {
	return &http.Response{StatusCode: status, Header: http.Header{"Content-Type": {"application/json"}}, Body: io.NopCloser(strings.NewReader(body)), Request: r}
}
