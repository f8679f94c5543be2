package chargehoundtest

import (
	"net/http"
	"time"

	"github.com/chargekit/chargekit-go/internal/fake"
)

// Fault is one thing that goes wrong with a request. The zero Fault is none: in
// [Server.FailNext] it lets a request through.
type Fault struct{ inner fake.Fault }

// Faults without a setting.
var (
	// DropBefore reads the request and hangs up; nothing is done.
	DropBefore = Fault{fake.Fault{DropBefore: true}}

	// DropAnswer does what the request asks for and hangs up: the lost answer.
	DropAnswer = Fault{fake.Fault{DropAfter: true}}
)

// TruncateAnswer does what the request asks for and sends n bytes of the answer's
// body. Negative: none.
func TruncateAnswer(n int) Fault {
	if n == 0 {
		n = -1
	}
	return Fault{fake.Fault{TruncateAfter: n}}
}

// SlowBody sends the answer in eight pieces with a pause between them.
func SlowBody(pause time.Duration) Fault { return Fault{fake.Fault{SlowBody: pause}} }

// Delay waits before it does anything.
func Delay(d time.Duration) Fault { return Fault{fake.Fault{Delay: d}} }

// Answer gives this answer, as JSON, and does nothing.
func Answer(status int, body string) Fault {
	return Fault{fake.Fault{Status: status, Body: body}}
}

// AnswerHTML answers as a gateway does, with a page, and does nothing.
func AnswerHTML(status int) Fault {
	return Fault{fake.Fault{
		Status: status, ContentType: "text/html; charset=utf-8",
		Body: "<html><head><title>" + http.StatusText(status) + "</title></head><body>" + http.StatusText(status) + "</body></html>",
	}}
}

// TooManyRequests answers 429 and does nothing. Without retryAfter there is no
// such header.
func TooManyRequests(retryAfter string) Fault {
	fault := fake.Fault{
		Status: http.StatusTooManyRequests,
		Body:   `{"livemode":false,"error":{"status":429,"message":"too many requests"}}`,
	}
	if retryAfter != "" {
		fault.Header = http.Header{"Retry-After": {retryAfter}}
	}
	return Fault{fault}
}

// Executed returns the fault with what the request asks for done before it: a
// gateway's 502 for work that was done, say.
func (f Fault) Executed() Fault {
	f.inner.Execute = true
	return f
}

// Times returns the fault for n requests instead of one; negative: for all, until
// [Server.ClearFaults].
func (f Fault) Times(n int) Fault {
	f.inner.Times = n
	return f
}

// FailNext makes the next requests suffer the faults, in this order.
func (s *Server) FailNext(faults ...Fault) { s.inner.FailNext(inners(faults)...) }

// FailMatching makes the first request that matches suffer the fault, or as many
// as [Fault.Times] says. match must not call the server; nil matches everything.
func (s *Server) FailMatching(match func(Request) bool, fault Fault) {
	if match == nil {
		s.inner.FailMatching(nil, fault.inner)
		return
	}
	s.inner.FailMatching(func(r fake.Request) bool { return match(newRequest(r)) }, fault.inner)
}

// FailRandomly makes a share of the requests, 0 to 1, suffer one of the faults, the
// same ones for the same seed.
func (s *Server) FailRandomly(seed uint64, rate float64, faults ...Fault) {
	s.inner.FailRandomly(seed, rate, inners(faults)...)
}

// ClearFaults forgets the faults that no request has suffered yet.
func (s *Server) ClearFaults() { s.inner.ClearFaults() }

// BlockFor answers every request with 429 until d has passed on the server's clock.
// Chargehound documents no limit; a client had better be ready for one.
func (s *Server) BlockFor(d time.Duration) { s.inner.BlockNow(d) }

func inners(faults []Fault) []fake.Fault {
	all := make([]fake.Fault, len(faults))
	for i, fault := range faults {
		all[i] = fault.inner
	}
	return all
}
