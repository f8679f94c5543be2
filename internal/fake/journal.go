package fake

import (
	"io"
	"net/http"
	"net/url"
	"slices"
	"sync"
	"time"
)

// MaxJournal is how many requests a Journal keeps: beyond it the oldest go.
const MaxJournal = 100_000

// Request is one request as the server saw it, and what became of it.
type Request struct {
	Time     time.Time   // arrival, on the server's clock
	Method   string      //
	Path     string      // escaped, as on the wire
	RawQuery string      // as on the wire
	Query    url.Values  // RawQuery read by net/url's rules
	Header   http.Header // with the credentials replaced by "Basic <redacted>"
	Body     []byte      // nil when the server hung up without reading it
	Status   int         // of the answer, 0 if the connection was dropped instead
	Executed bool        // the vendor's handler was started: state may have changed
}

// clone copies a request so that its holder may change it.
func (r Request) clone() Request {
	r.Header = r.Header.Clone()
	r.Query = url.Values(http.Header(r.Query).Clone())
	r.Body = slices.Clone(r.Body)
	return r
}

// Journal holds the requests a server received, in order of arrival, those
// without valid credentials included. It keeps the newest MaxJournal and is safe
// for concurrent use. A request still in the works is in it with Status 0.
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

// Last returns a copy of the request that arrived last, and whether there was one.
func (j *Journal) Last() (Request, bool) {
	j.mu.Lock()
	defer j.mu.Unlock()
	if len(j.entries) == 0 {
		return Request{}, false
	}
	return j.entries[len(j.entries)-1].clone(), true
}

// Count returns how many requests match. A nil match counts all. The function
// must not change the request it is shown, and must not call the Journal.
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

// Reset forgets all requests. The recording of Record goes on.
func (j *Journal) Reset() {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.entries = nil
}

// add takes a request in at its arrival and returns the entry to update.
func (j *Journal) add(request Request) *Request {
	j.mu.Lock()
	defer j.mu.Unlock()
	entry := &request
	j.entries = append(j.entries, entry)
	if extra := len(j.entries) - j.limit; extra > 0 {
		clear(j.entries[:extra]) // or the array behind the slice would keep them
		j.entries = j.entries[extra:]
	}
	return entry
}

// update changes an entry under the lock of its readers.
func (j *Journal) update(entry *Request, change func(*Request)) {
	j.mu.Lock()
	defer j.mu.Unlock()
	change(entry)
}
