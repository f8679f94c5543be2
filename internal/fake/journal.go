package fake

import (
	"io"
	"net/http"
	"net/url"
	"slices"
	"sync"
	"time"
)

// MaxJournal is how many requests a Journal keeps by default.
const MaxJournal = 100_000

// Request is one request as the server received it, and its outcome.
type Request struct {
	Time     time.Time   // arrival, on the server's clock
	Method   string      // HTTP method
	Path     string      // escaped, as on the wire
	RawQuery string      // as on the wire
	Query    url.Values  // RawQuery read by net/url's rules
	Header   http.Header // with the credentials replaced by "Basic <redacted>"
	Body     []byte      // nil if the server dropped the connection before reading it
	Status   int         // of the response, 0 if the connection was dropped
	Executed bool        // the vendor's handler was called: state may have changed
}

// clone copies a request so that its holder may change it.
func (r Request) clone() Request {
	r.Header = r.Header.Clone()
	r.Query = url.Values(http.Header(r.Query).Clone())
	r.Body = slices.Clone(r.Body)
	return r
}

// Journal holds the newest requests that a server received, in order of arrival,
// including those without valid credentials. A request still being served has
// Status 0. A Journal is safe for concurrent use.
type Journal struct {
	limit int

	mu      sync.Mutex
	entries []*Request
	record  io.Writer
}

func newJournal(limit int) *Journal { return &Journal{limit: limit} }

// Requests returns copies of the requests, oldest first.
func (j *Journal) Requests() []Request {
	j.mu.Lock()
	defer j.mu.Unlock()
	requests := make([]Request, len(j.entries))
	for i, entry := range j.entries {
		requests[i] = entry.clone()
	}
	return requests
}

// Last returns a copy of the request that arrived last; false if there was none.
func (j *Journal) Last() (Request, bool) {
	j.mu.Lock()
	defer j.mu.Unlock()
	if len(j.entries) == 0 {
		return Request{}, false
	}
	return j.entries[len(j.entries)-1].clone(), true
}

// Count returns how many requests match; nil matches all. match must not change
// the request or call the Journal.
func (j *Journal) Count(match func(Request) bool) int {
	j.mu.Lock()
	defer j.mu.Unlock()
	if match == nil {
		return len(j.entries)
	}
	count := 0
	for _, entry := range j.entries {
		if match(*entry) {
			count++
		}
	}
	return count
}

// Clear removes all requests. It does not stop Record.
func (j *Journal) Clear() {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.entries = nil
}

// add appends a request and returns its entry, to update.
func (j *Journal) add(request Request) *Request {
	j.mu.Lock()
	defer j.mu.Unlock()
	entry := &request
	j.entries = append(j.entries, entry)
	if extra := len(j.entries) - j.limit; extra > 0 {
		clear(j.entries[:extra]) // the array behind the slice would keep them
		j.entries = j.entries[extra:]
	}
	return entry
}

// update changes an entry under the lock.
func (j *Journal) update(entry *Request, change func(*Request)) {
	j.mu.Lock()
	defer j.mu.Unlock()
	change(entry)
}
