package chargehoundtest

import (
	"io"
	"net/http"
	"net/url"
	"time"

	"github.com/chargekit/chargekit-go/internal/fake"
)

// Request is one request as the server received it, and its outcome.
type Request struct {
	Time     time.Time   // arrival, on the server's clock
	Method   string      // HTTP method
	Path     string      // escaped, as on the wire, with the base path
	RawQuery string      // as on the wire
	Query    url.Values  // RawQuery read by net/url's rules
	Header   http.Header // with the credentials replaced by "Basic <redacted>"
	Body     []byte      // nil if the server dropped the connection before reading it
	Status   int         // of the response; 0 if there is none: dropped, or not sent yet
	Executed bool        // it passed the key, the limit and the faults: state may have changed
}

// Requests returns the requests that the server received, oldest first, including
// rejected ones. A request is complete before the client sees the response. Only
// the newest are kept, see [WithJournalSize].
func (s *Server) Requests() []Request {
	received := s.core.Journal().Requests()
	requests := make([]Request, len(received))
	for i, request := range received {
		requests[i] = Request(request)
	}
	return requests
}

// LastRequest returns the request that arrived last, or the zero Request if there
// was none.
func (s *Server) LastRequest() Request {
	request, _ := s.core.Journal().Last()
	return Request(request)
}

// CountRequests returns how many of the requests match; nil matches all. match must
// not change the request or call the server.
func (s *Server) CountRequests(match func(Request) bool) int {
	return s.core.Journal().Count(matcher(match))
}

// ClearRequests removes all requests from the journal. State and faults stay.
func (s *Server) ClearRequests() { s.core.Journal().Clear() }

// Record writes a line of JSON to w for every exchange from now on, with the
// request, the response, and headers that carry credentials redacted. Nil stops it.
func (s *Server) Record(w io.Writer) { s.core.Journal().Record(w) }

// RejectedRequests returns how many requests a rate limit or [Server.BlockFor] has
// rejected.
func (s *Server) RejectedRequests() int { return s.core.Rejected() }

// matcher returns match for the requests of package fake.
func matcher(match func(Request) bool) func(fake.Request) bool {
	if match == nil {
		return nil
	}
	return func(r fake.Request) bool { return match(Request(r)) }
}
