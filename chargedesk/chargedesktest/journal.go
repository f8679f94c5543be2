package chargedesktest

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
	Path     string      // escaped, as on the wire
	RawQuery string      // as on the wire
	Query    url.Values  // RawQuery read by net/url's rules
	Header   http.Header // with the key replaced by "Basic <redacted>"
	Body     []byte      // nil when the server hung up without reading it
	Status   int         // of the answer, 0 if the connection was dropped instead
	Executed bool        // the API's handler was started: state may have changed
}

// Requests returns what the server received, oldest first, the refused ones
// included. A request is complete in it before the client sees the answer. The
// newest 100,000 are kept.
func (s *Server) Requests() []Request {
	received := s.http.Journal().Requests()
	requests := make([]Request, len(received))
	for i, request := range received {
		requests[i] = Request(request)
	}
	return requests
}

// Last returns the request that arrived last; the zero Request if there was none.
func (s *Server) Last() Request {
	request, _ := s.http.Journal().Last()
	return Request(request)
}

// Reset forgets the requests of the journal. State and faults stay.
func (s *Server) Reset() { s.http.Journal().Reset() }

// Record writes a line of JSON to w for every exchange from now on, with the
// answer and without credentials; nil stops it.
func (s *Server) Record(w io.Writer) { s.http.Journal().Record(w) }

// Refused returns how many requests the rate limit has turned away.
func (s *Server) Refused() int { return s.http.Refused() }

// BlockFor refuses all requests for d with 429 and Retry-After, as if the rate
// limit had been exceeded now. It works with [WithoutRateLimit], too.
func (s *Server) BlockFor(d time.Duration) { s.http.BlockNow(d) }

// FailNext lets the next requests suffer these faults, one each, in order of
// arrival. They come before those of FailRandomly and FailMatching.
func (s *Server) FailNext(faults ...Fault) { s.http.FailNext(bare(faults)...) }

// FailMatching lets the next request that matches suffer the fault, or as many
// as [Fault.Times] says. match must not call the server; nil matches all.
func (s *Server) FailMatching(match func(Request) bool, fault Fault) {
	if match == nil {
		s.http.FailMatching(nil, fault.fault)
		return
	}
	s.http.FailMatching(func(r fake.Request) bool { return match(Request(r)) }, fault.fault)
}

// FailRandomly lets a share of the requests, rate 0 to 1, suffer one of the
// faults, drawn with this seed. It replaces an earlier FailRandomly.
func (s *Server) FailRandomly(seed uint64, rate float64, faults ...Fault) {
	s.http.FailRandomly(seed, rate, bare(faults)...)
}

// ClearFaults forgets all faults that were not applied yet.
func (s *Server) ClearFaults() { s.http.ClearFaults() }
