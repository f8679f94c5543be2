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
	Method   string      // HTTP method
	Path     string      // escaped, as on the wire, with the base path
	RawQuery string      // as on the wire
	Query    url.Values  // RawQuery read by net/url's rules
	Header   http.Header // with the credentials replaced by "Basic <redacted>"
	Body     []byte      // nil when the server hung up without reading it
	Status   int         // of the answer, 0 if there is none: dropped, or still in the works
	Executed bool        // it came past the key, the limit and the faults: state may have changed
}

// Requests returns what the server received, oldest first, the refused ones
// included. A request is complete in it before the client sees the answer. The
// newest are kept, see [WithJournalSize].
func (s *Server) Requests() []Request {
	received := s.core.Journal().Requests()
	requests := make([]Request, len(received))
	for i, request := range received {
		requests[i] = Request(request)
	}
	return requests
}

// Last returns the request that arrived last; the zero Request if there was none.
func (s *Server) LastRequest() Request {
	request, _ := s.core.Journal().Last()
	return Request(request)
}

// CountRequests returns how many of the requests match; nil matches all. match must
// not change the request or call the server.
func (s *Server) CountRequests(match func(Request) bool) int {
	return s.core.Journal().Count(matcher(match))
}

// ClearRequests forgets the requests. State and faults stay.
func (s *Server) ClearRequests() { s.core.Journal().Reset() }

// Record writes a line of JSON to w for every exchange from now on, with the
// answer and without the headers that carry credentials; nil stops it.
func (s *Server) Record(w io.Writer) { s.core.Journal().Record(w) }

// RejectedOutcome returns how many requests a rate limit or [Server.BlockFor] has turned
// away.
func (s *Server) RejectedRequests() int { return s.core.Refused() }

func matcher(match func(Request) bool) func(fake.Request) bool {
	if match == nil {
		return nil
	}
	return func(r fake.Request) bool { return match(Request(r)) }
}
