package fake

import (
	"fmt"
	"net/http"
	"time"
)

// Fault is one thing that goes wrong with a request. The zero value is no fault:
// queued by FailNext, it lets a request through.
//
// Faults apply after authentication and the rate limit. If several fields set
// different ends, the first of DropUnread, DropBefore, DropResponse, TooMany and
// Status wins. Delay, ExecuteLate, DelayResponse, TruncateAfter and SlowBody
// combine with it as far as there is something left to delay or cut.
//
// A dropped TCP connection is reset. The client of net/http retries a GET by
// itself when a reused connection is dropped without a response: the server then
// sees two requests.
type Fault struct {
	// Status is the status of a response that is sent instead of running the
	// handler, with Header, Body and ContentType (default application/json).
	Status      int
	Header      http.Header
	Body        string
	ContentType string

	// TooMany responds with the vendor's 429 instead of running the handler, with
	// this Retry-After, or with none if it is "".
	TooMany    bool
	RetryAfter string

	// Execute runs the handler before Status or TooMany is sent: a gateway's 502
	// for a request that was executed.
	Execute bool

	// Delay is how long the server waits after it has read the body. If the client
	// leaves or the server closes meanwhile, the handler does not run.
	Delay time.Duration

	// ExecuteLate is a Delay that goes on after the client has left: the handler
	// runs after requests that the client has sent meanwhile. If the server closes,
	// the handler does not run.
	ExecuteLate time.Duration

	// DelayResponse is how long the server waits after the handler has run. A
	// client with a shorter timeout loses the response.
	DelayResponse time.Duration

	// DropUnread drops the connection before the body is read. The handler does
	// not run.
	DropUnread bool

	// DropBefore reads the request and drops the connection. The handler does not
	// run.
	DropBefore bool

	// DropResponse runs the handler and drops the connection.
	DropResponse bool

	// TruncateAfter declares the full length of the body, sends this many bytes of
	// it and closes the connection without a reset, so that the client receives
	// exactly these bytes. A negative value sends the headers only. A body that is
	// not longer is sent in full.
	TruncateAfter int

	// SlowBody sends the body in eight pieces with this pause between them.
	SlowBody time.Duration

	// Times is how many requests the fault applies to: 0 means one, a negative
	// value all until ClearFaults. FailRandomly ignores it.
	Times int
}

// runsHandler reports whether the vendor's handler is called.
func (f Fault) runsHandler() bool {
	return f.Status == 0 && !f.TooMany || f.Execute || f.DropResponse
}

// write writes the response that the fault sets.
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

// TruncateResponse returns a fault that sends n bytes of the body, or only the
// headers if n is not positive.
func TruncateResponse(n int) Fault {
	if n <= 0 {
		n = -1
	}
	return Fault{TruncateAfter: n}
}

// Respond returns a fault that sends this response. It panics on a status that
// can't end an exchange: 0 would execute the request, and after one below 200
// net/http sends another response.
func Respond(status int, body string) Fault {
	if status < 200 || status > 999 {
		panic(fmt.Sprintf("fake: a response has a status from 200 to 999, not %d", status))
	}
	return Fault{Status: status, Body: body}
}

// RespondHTML is [Respond] with an HTML error page, like a proxy's.
func RespondHTML(status int) Fault {
	title := http.StatusText(status)
	fault := Respond(status, "<html><head><title>"+title+"</title></head><body><h1>"+title+"</h1></body></html>")
	fault.ContentType = "text/html; charset=utf-8"
	return fault
}
