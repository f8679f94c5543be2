package chargedesktest

import (
	"net/http"
	"time"

	"github.com/chargekit/chargekit-go/internal/fake"
)

// Fault is one thing that goes wrong with a request. Faults come after the
// check of the key and the rate limit. The zero Fault lets a request through.
type Fault struct{ fault fake.Fault }

var (
	// DropBefore reads the request, does not execute it and hangs up.
	DropBefore = Fault{fake.Fault{DropBefore: true}}

	// DropUnread hangs up before it has read the body.
	DropUnread = Fault{fake.Fault{DropUnread: true}}

	// DropAnswer executes the request and hangs up: the answer is lost.
	DropAnswer = Fault{fake.Fault{DropAfter: true}}
)

// TruncateAnswer executes the request and hangs up after n bytes of the body; 0
// sends the headers only.
func TruncateAnswer(n int) Fault {
	if n <= 0 {
		n = -1
	}
	return Fault{fake.Fault{TruncateAfter: n}}
}

// SlowBody executes the request and sends the answer in eight pieces with a
// pause of d between them.
func SlowBody(d time.Duration) Fault { return Fault{fake.Fault{SlowBody: d}} }

// Delay waits before the request is executed. It is not when the client leaves
// meanwhile.
func Delay(d time.Duration) Fault { return Fault{fake.Fault{Delay: d}} }

// DelayAnswer executes the request and waits before it answers: a lost answer
// for a client that is less patient.
func DelayAnswer(d time.Duration) Fault { return Fault{fake.Fault{AnswerDelay: d}} }

// Answer answers this instead of executing the request. The body is sent as
// application/json, whatever it is; "" sends none.
func Answer(status int, body string) Fault {
	return Fault{fake.Fault{Status: status, Body: body}}
}

// AnswerHTML answers a page like a proxy's instead of executing the request.
func AnswerHTML(status int) Fault {
	title := http.StatusText(status)
	return Fault{fake.Fault{
		Status: status, ContentType: "text/html",
		Body: "<html><head><title>" + title + "</title></head><body><h1>" + title + "</h1></body></html>",
	}}
}

// TooManyRequests answers 429 with this Retry-After header instead of executing
// the request; "" sends no such header. [Server.BlockFor] blocks for a time.
func TooManyRequests(retryAfter string) Fault {
	header := http.Header{}
	if retryAfter != "" {
		header.Set("Retry-After", retryAfter)
	}
	return Fault{fake.Fault{Status: http.StatusTooManyRequests, Header: header, Body: string(limitEnvelope)}}
}

// Executed is the fault with the request executed before it is answered: a 502
// for work that was done.
func (f Fault) Executed() Fault {
	f.fault.Execute = true
	return f
}

// Times is the fault for n requests instead of one; below zero for all until
// [Server.ClearFaults].
func (f Fault) Times(n int) Fault {
	f.fault.Times = n
	return f
}

func bare(faults []Fault) []fake.Fault {
	list := make([]fake.Fault, len(faults))
	for i, fault := range faults {
		list[i] = fault.fault
	}
	return list
}
