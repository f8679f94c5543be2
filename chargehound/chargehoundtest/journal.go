package chargehoundtest

import (
	"io"
	"net/http"
	"net/url"
	"time"

	"github.com/chargekit/chargekit-go/internal/fake"
)

// Request is one request as the server saw it, and what became of it.
type Request struct {
	Time     time.Time   // arrival, on the server's clock
	Method   string      //
	Path     string      // escaped, as on the wire
	RawQuery string      // as on the wire
	Query    url.Values  // of RawQuery
	Header   http.Header // with the credentials replaced by "Basic <redacted>"
	Body     []byte      // nil when the server hung up without reading it
	Status   int         // of the answer, 0 if the connection was dropped instead
	Executed bool        // the request got past the faults and the check of the key: it may have changed something
}

func newRequest(r fake.Request) Request {
	return Request{
		Time: r.Time, Method: r.Method, Path: r.Path, RawQuery: r.RawQuery, Query: r.Query, Header: r.Header,
		Body: r.Body, Status: r.Status, Executed: r.Executed && r.Status != http.StatusUnauthorized,
	}
}

// Requests returns what the server received, oldest first: the newest 100,000.
func (s *Server) Requests() []Request {
	received := s.inner.Journal().Requests()
	requests := make([]Request, len(received))
	for i, r := range received {
		requests[i] = newRequest(r)
	}
	return requests
}

// Last returns the request that arrived last; the zero Request if there is none.
func (s *Server) Last() Request {
	r, _ := s.inner.Journal().Last()
	return newRequest(r)
}

// Reset forgets the requests received so far. The disputes stay.
func (s *Server) Reset() { s.inner.Journal().Reset() }

// Record writes a line of JSON to w for every request and its answer from now on;
// nil ends it. Keys are not in it, but everything else is.
func (s *Server) Record(w io.Writer) { s.inner.Journal().Record(w) }
