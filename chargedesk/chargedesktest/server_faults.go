package chargedesktest

import (
	"time"

	"github.com/chargekit/chargekit-go/internal/fake"
)

// Fault is one thing that goes wrong with a request. Faults come after the check
// of the key and the rate limit, which use none up. The zero Fault is none: given
// to [Server.FailNext] it lets a request through.
//
// Mind that net/http's client repeats a GET by itself when a connection it has
// used before hangs up without an answer: the server then sees two requests.
type Fault struct{ fault fake.Fault }

// Faults of the connection.
var (
	// DropUnread hangs up before it has read the body; nothing is executed.
	DropUnread = dropUnread()

	// DropBefore reads the request and hangs up; nothing is executed.
	DropBefore = dropBefore()

	// DropResponse executes the request and hangs up: the answer is lost.
	DropResponse = dropAnswer()
)

func dropUnread() Fault { return Fault{fake.Fault{DropUnread: true}} }
func dropBefore() Fault { return Fault{fake.Fault{DropBefore: true}} }
func dropAnswer() Fault { return Fault{fake.Fault{DropAfter: true}} }

// TruncateResponse executes the request, announces the whole answer and hangs up
// after n bytes of its body; with 0 or less after the headers. A body that is not
// longer is sent whole.
func TruncateResponse(n int) Fault { return Fault{fake.Truncate(n)} }

// SlowBody executes the request and sends the answer in up to eight pieces with a
// pause of d between them.
func SlowBody(d time.Duration) Fault { return Fault{fake.Fault{SlowBody: d}} }

// Delay waits before it executes the request, and does not execute it if the
// client leaves meanwhile.
func Delay(d time.Duration) Fault { return Fault{fake.Fault{Delay: d}} }

// ExecuteLate waits and then executes the request even if the client has left
// meanwhile. So things are done twice: a client that gave up and asked again did
// not know that the first request was still under way. If the server is closed
// meanwhile, the request is not executed.
func ExecuteLate(d time.Duration) Fault { return Fault{fake.Fault{Late: d}} }

// DelayResponse executes the request and waits before it answers: a lost answer
// for a client that is less patient.
func DelayResponse(d time.Duration) Fault { return Fault{fake.Fault{AnswerDelay: d}} }

// Respond answers this instead of executing the request. The body is sent as
// application/json, whatever it is; "" sends none. Answer panics if the status is
// not from 200 to 999.
func Respond(status int, body string) Fault { return Fault{fake.Answer(status, body)} }

// RespondHTML is [Response] with a page like a proxy's.
func RespondHTML(status int) Fault { return Fault{fake.AnswerHTML(status)} }

// TooManyRequests answers 429 in the vendor's shape, with this Retry-After header
// or with none if it is "", instead of executing the request. [Server.BlockFor]
// does so for a time.
func TooManyRequests(retryAfter string) Fault {
	return Fault{fake.Fault{TooMany: true, RetryAfter: retryAfter}}
}

// Executed returns the fault with the request executed before it is answered, by
// [Response], [RespondHTML] or [TooManyRequests]: a 502 for work that was done, say.
// Other faults stay as they are.
func (f Fault) Executed() Fault {
	f.fault.Execute = true
	return f
}

// Times returns the fault for n requests instead of one; below zero for all until
// [Server.ClearFaults]. [Server.FailRandomly] takes no notice of it.
func (f Fault) Times(n int) Fault {
	f.fault.Times = n
	return f
}

// FailNext lets the next requests suffer these faults, one each, in order of
// arrival. They come before those of FailRandomly and FailMatching.
func (s *Server) FailNext(faults ...Fault) { s.core.FailNext(bare(faults)...) }

// FailMatching lets the next request that matches suffer the fault, or as many
// as [Fault.Times] says. match sees the body, too, unless the fault is
// [DropUnread]; it must not call the server. A nil match means every request.
func (s *Server) FailMatching(match func(Request) bool, fault Fault) {
	s.core.FailMatching(matcher(match), fault.fault)
}

// FailRandomly lets a share of the requests, rate 0 to 1, suffer one of the
// faults, drawn with this seed in order of arrival. It replaces an earlier
// FailRandomly.
func (s *Server) FailRandomly(seed uint64, rate float64, faults ...Fault) {
	s.core.FailRandomly(seed, rate, bare(faults)...)
}

// ClearFaults forgets all faults that were not applied yet.
func (s *Server) ClearFaults() { s.core.ClearFaults() }

// BlockFor refuses all requests for d on the server's clock with 429 and
// Retry-After, as if a rate limit had been exceeded now. It replaces a block under
// way.
func (s *Server) BlockFor(d time.Duration) { s.core.BlockNow(d) }

func bare(faults []Fault) []fake.Fault {
	list := make([]fake.Fault, len(faults))
	for i, fault := range faults {
		list[i] = fault.fault
	}
	return list
}
