package fake

import (
	"fmt"
	"net/http"
	"time"
)

// Fault is one thing that goes wrong with a request. Its zero value is no fault:
// queued by FailNext it lets a request through.
//
// Faults come after the check of credentials and the rate limit. When several
// fields ask for different ends the first of DropUnread, DropBefore, DropAfter,
// TooMany, Status wins; Delay, Late, AnswerDelay, TruncateAfter and SlowBody
// combine with it as far as there is something left to delay or cut.
//
// A hang-up on TCP is a reset. Mind that net/http's client repeats a GET by
// itself when a connection it has used before hangs up without an answer: the
// server then sees two requests.
type Fault struct {
	// Status is answered instead of running the handler, with Header, Body and
	// ContentType (default application/json).
	Status      int
	Header      http.Header
	Body        string
	ContentType string

	// TooMany answers the vendor's 429 instead of running the handler, with this
	// Retry-After or, when that is "", with none.
	TooMany    bool
	RetryAfter string

	// Execute runs the handler before Status or TooMany is answered: a gateway's
	// 502 for work that was done.
	Execute bool

	// Delay passes before anything is done, but after the body was read. If the
	// client leaves or the server closes meanwhile, the handler does not run.
	Delay time.Duration

	// Late is a Delay that goes on when the client leaves: the handler runs all
	// the same, after what the client may have sent meanwhile. If the server
	// closes, it does not run.
	Late time.Duration

	// AnswerDelay passes between the work and the answer: what a client with a
	// shorter time-out takes for a lost answer.
	AnswerDelay time.Duration

	// DropUnread hangs up before the body is read; the handler does not run.
	DropUnread bool

	// DropBefore reads the request and hangs up; the handler does not run.
	DropBefore bool

	// DropAfter runs the handler and hangs up: the lost answer.
	DropAfter bool

	// TruncateAfter announces the whole body, sends this many bytes of it and
	// hangs up, in order and without a reset, so that the client gets exactly
	// these. Negative: the headers and not one byte of the body. A body that is
	// not longer is sent whole.
	TruncateAfter int

	// SlowBody sends the body in eight pieces with this pause between them.
	SlowBody time.Duration

	// Times is how many requests suffer the fault: 0 = one, negative = all until
	// ClearFaults. FailRandomly ignores it.
	Times int
}

// runsHandler tells whether the vendor's handler is called at all.
func (f Fault) runsHandler() bool {
	return f.Status == 0 && !f.TooMany || f.Execute || f.DropAfter
}

// write answers what the fault scripts.
func (f Fault) write(w http.ResponseWriter) {
	contentType := f.ContentType
	if contentType == "" {
		contentType = "application/json"
	}
	w.Header().Set("Content-Type", contentType)
	for name, values := range f.Header {
		w.Header()[http.CanonicalHeaderKey(name)] = values
	}
	w.WriteHeader(f.Status)
	_, _ = w.Write([]byte(f.Body))
}

// Truncate is the fault that sends n bytes of the body, or only the headers when n
// is not positive.
func Truncate(n int) Fault {
	if n <= 0 {
		n = -1
	}
	return Fault{TruncateAfter: n}
}

// Answer is the fault that answers this. It panics on a status that can't end an
// exchange: 0 would execute the request, and below 200 net/http sends another one.
func Answer(status int, body string) Fault {
	if status < 200 || status > 999 {
		panic(fmt.Sprintf("fake: an answer has a status from 200 to 999, not %d", status))
	}
	return Fault{Status: status, Body: body}
}

// AnswerHTML is Answer with a page like a proxy's.
func AnswerHTML(status int) Fault {
	title := http.StatusText(status)
	fault := Answer(status, "<html><head><title>"+title+"</title></head><body><h1>"+title+"</h1></body></html>")
	fault.ContentType = "text/html; charset=utf-8"
	return fault
}
