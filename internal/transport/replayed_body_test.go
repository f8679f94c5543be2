package transport

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"net/http/httptrace"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/internal/lenient"
)

// answersAnyway is a transport that sends a request again, and has a response though
// its context has ended then.
type answersAnyway struct {
	body func(context.Context) io.Reader
}

func (v answersAnyway) RoundTrip(req *http.Request) (*http.Response, error) {
	trace := httptrace.ContextClientTrace(req.Context())
	trace.GetConn(req.URL.Host)
	for range 2 {
		trace.GotConn(httptrace.GotConnInfo{})
		trace.WroteHeaders()
	}
	resp := stubAnswer(200)
	resp.Body = io.NopCloser(v.body(req.Context()))
	return resp, nil
}

// A body that was broken off because the request was sent again says so. One that is
// bad by itself says that, and nobody says that the caller's context has ended.
func TestWhatIsWrongWithABodyAfterAReplay(t *testing.T) {
	broken := func(ctx context.Context) io.Reader { return endedBody{ctx} }
	large := func(context.Context) io.Reader { return bytes.NewReader(make([]byte, 100)) }
	for name, change := range map[string]func(*Config){
		"alone": func(*Config) {},
		"middleware": middleware(func(req *http.Request, next http.RoundTripper) (*http.Response, error) {
			return next.RoundTrip(req)
		}),
		"middleware that cuts the call off": middleware(func(req *http.Request, next http.RoundTripper) (*http.Response, error) {
			return next.RoundTrip(req.WithContext(context.Background()))
		}),
	} {
		t.Run(name, func(t *testing.T) {
			limited := func(cfg *Config) { cfg.MaxResponseBytes = 50 }
			_, failed := newStubClient(t, answersAnyway{broken}, change, limited).Do(t.Context(), stubCall(Once))
			require.Equal(t, Unreadable, failed.Outcome)
			require.ErrorIs(t, failed.Err, errReplay)
			require.NotErrorIs(t, failed.Err, context.Canceled)

			_, failed = newStubClient(t, answersAnyway{large}, change, limited).Do(t.Context(), stubCall(Once))
			require.Equal(t, Unreadable, failed.Outcome)
			require.NotEmpty(t, lenient.LimitName(failed.Err), failed.Err)
		})
	}
}

// endedBody ends as net/http's does when the context of its request has ended.
type endedBody struct{ ctx context.Context }

func (b endedBody) Read([]byte) (int, error) {
	<-b.ctx.Done()
	return 0, context.Cause(b.ctx)
}
