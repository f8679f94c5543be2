package chargebacktest

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
	Path     string      // escaped, as on the wire, with /api/v1
	RawQuery string      // as on the wire
	Query    url.Values  // RawQuery, read
	Header   http.Header // with the credentials replaced by "Basic <redacted>"
	Body     []byte      // as far as it was read
	Status   int         // of the answer; 0 when there was none
	Executed bool        // the fake did what was asked, or refused it by its rules
}

func newRequest(r fake.Request) Request {
	return Request{
		Time: r.Time, Method: r.Method, Path: r.Path, RawQuery: r.RawQuery, Query: r.Query,
		Header: r.Header, Body: r.Body, Status: r.Status, Executed: r.Executed,
	}
}

// Requests returns what arrived, oldest first, requests with wrong keys included.
func (s *Server) Requests() []Request {
	kept := s.core.Journal().Requests()
	requests := make([]Request, len(kept))
	for i, r := range kept {
		requests[i] = newRequest(r)
	}
	return requests
}

// Last returns the request that arrived last; the zero Request when none did.
func (s *Server) Last() Request {
	last, _ := s.core.Journal().Last()
	return newRequest(last)
}

// Count is how many of the requests match; nil matches all. match must not call
// the server.
func (s *Server) Count(match func(Request) bool) int {
	if match == nil {
		return s.core.Journal().Count(nil)
	}
	return s.core.Journal().Count(func(r fake.Request) bool { return match(newRequest(r)) })
}

// Reset forgets the requests, not the orders.
func (s *Server) Reset() { s.core.Journal().Reset() }

// Record writes a line of JSON to w for every exchange from now on, with the
// answer and without credentials; nil stops it.
func (s *Server) Record(w io.Writer) { s.core.Journal().Record(w) }
