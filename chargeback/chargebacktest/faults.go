package chargebacktest

import (
	"net/http"
	"time"

	"github.com/chargekit/chargekit-go/internal/fake"
)

// Fault is one thing that goes wrong with a request. The zero Fault is none:
// given to [Server.FailNext] it lets a request through.
type Fault struct{ fault fake.Fault }

// Faults of the connection.
var (
	// DropBefore reads the request, does nothing and hangs up.
	DropBefore = Fault{fake.Fault{DropBefore: true}}

	// DropAnswer does what was asked and hangs up: the lost answer.
	DropAnswer = Fault{fake.Fault{DropAfter: true}}
)

// TruncateAnswer does what was asked, announces the whole answer and hangs up
// after n bytes of it; 0 means none.
func TruncateAnswer(n int) Fault {
	if n == 0 {
		n = -1
	}
	return Fault{fake.Fault{TruncateAfter: n}}
}

// SlowBody sends the answer in pieces with a pause of d between them.
func SlowBody(d time.Duration) Fault { return Fault{fake.Fault{SlowBody: d}} }

// Delay waits before it does what was asked, and does nothing when the client
// has left meanwhile.
func Delay(d time.Duration) Fault { return Fault{fake.Fault{Delay: d}} }

// DelayAnswer does what was asked and waits before it answers.
func DelayAnswer(d time.Duration) Fault { return Fault{fake.Fault{AnswerDelay: d}} }

// Answer answers this in place of doing what was asked.
func Answer(status int, body string) Fault {
	return Fault{fake.Fault{Status: status, Body: body}}
}

// AnswerAfterwards does what was asked and then answers this, like a gateway
// that lost patience.
func AnswerAfterwards(status int, body string) Fault {
	return Fault{fake.Fault{Status: status, Body: body, Execute: true}}
}

// AnswerHTML answers a page for humans in place of doing what was asked.
func AnswerHTML(status int) Fault {
	return Fault{fake.Fault{Status: status, ContentType: "text/html", Body: "<html><body><h1>" + http.StatusText(status) + "</h1></body></html>"}}
}

// TooManyRequests answers 429 with a Retry-After header, or without one when
// retryAfter is "".
func TooManyRequests(retryAfter string) Fault {
	fault := fake.Fault{Status: http.StatusTooManyRequests, Body: `{"status":"error","message":"too many requests"}`}
	if retryAfter != "" {
		fault.Header = http.Header{"Retry-After": {retryAfter}}
	}
	return Fault{fault}
}

// Times makes a fault hit n requests; a negative n means all, until
// [Server.ClearFaults].
func (f Fault) Times(n int) Fault {
	f.fault.Times = n
	return f
}

// FailNext makes the next requests suffer these faults, in order of arrival.
func (s *Server) FailNext(faults ...Fault) { s.core.FailNext(unwrap(faults)...) }

// FailMatching makes the next request that matches suffer a fault, or more of
// them by [Fault.Times]. match must not call the server; nil matches all.
func (s *Server) FailMatching(match func(Request) bool, fault Fault) {
	if match == nil {
		s.core.FailMatching(nil, fault.fault)
		return
	}
	s.core.FailMatching(func(r fake.Request) bool { return match(newRequest(r)) }, fault.fault)
}

// FailRandomly makes a share of the requests, rate from 0 to 1, suffer one of
// the faults, drawn from a source with this seed.
func (s *Server) FailRandomly(seed uint64, rate float64, faults ...Fault) {
	s.core.FailRandomly(seed, rate, unwrap(faults)...)
}

// ClearFaults forgets all faults that have not happened yet.
func (s *Server) ClearFaults() { s.core.ClearFaults() }

// BlockFor answers 429 to every request for d.
func (s *Server) BlockFor(d time.Duration) { s.core.BlockNow(d) }

func unwrap(faults []Fault) []fake.Fault {
	inner := make([]fake.Fault, len(faults))
	for i, fault := range faults {
		inner[i] = fault.fault
	}
	return inner
}
