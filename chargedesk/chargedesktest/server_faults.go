package chargedesktest

import (
	"time"

	"github.com/chargekit/chargekit-go/internal/fake"
)

// Fault is one thing that goes wrong with a request. Faults apply after
// authentication and the rate limit: a request rejected by those uses up no fault.
// The zero Fault is [NoFault].
//
// The client of net/http retries a GET by itself when a reused connection is
// dropped without a response: the server then sees two requests.
type Fault struct{ fault fake.Fault }

// NoFault lets a request through. Given to [Server.FailNext] it keeps the place of
// a request between two faults.
var NoFault Fault

// Faults of the connection.
var (
	// DropUnread drops the connection before the body is read; the request is not
	// executed.
	DropUnread = dropUnread()

	// DropBefore reads the request and drops the connection; the request is not
	// executed.
	DropBefore = dropBefore()

	// DropResponse executes the request and drops the connection: the response is
	// lost.
	DropResponse = dropResponse()
)

// Functions, because go doc would show an internal type in the values above.
func dropUnread() Fault   { return Fault{fake.Fault{DropUnread: true}} }
func dropBefore() Fault   { return Fault{fake.Fault{DropBefore: true}} }
func dropResponse() Fault { return Fault{fake.Fault{DropResponse: true}} }

// TruncateResponse executes the request, declares the full length of the response
// and closes the connection after n bytes of its body; after the headers if n is 0
// or less. A body that is not longer is sent in full.
func TruncateResponse(n int) Fault { return Fault{fake.TruncateResponse(n)} }

// SlowBody executes the request and sends the response body in up to eight pieces
// with a pause of d between them.
func SlowBody(d time.Duration) Fault { return Fault{fake.Fault{SlowBody: d}} }

// Delay waits for d before it executes the request. If the client leaves meanwhile,
// the request is not executed.
func Delay(d time.Duration) Fault { return Fault{fake.Fault{Delay: d}} }

// ExecuteLate waits for d and then executes the request, even if the client has
// left meanwhile: a client that gave up and retried has sent the request twice. If
// the server is closed meanwhile, the request is not executed.
func ExecuteLate(d time.Duration) Fault { return Fault{fake.Fault{ExecuteLate: d}} }

// DelayResponse executes the request and waits for d before it responds. A client
// with a shorter timeout loses the response.
func DelayResponse(d time.Duration) Fault { return Fault{fake.Fault{DelayResponse: d}} }

// Respond sends this response instead of executing the request. The body is sent
// as application/json, whatever it contains; "" sends none. Respond panics if the
// status is not from 200 to 999.
func Respond(status int, body string) Fault { return Fault{fake.Respond(status, body)} }

// RespondHTML is [Respond] with an HTML error page, like a proxy's.
func RespondHTML(status int) Fault { return Fault{fake.RespondHTML(status)} }

// TooManyRequests responds with the vendor's 429 instead of executing the request,
// with this Retry-After header, or with none if it is "". [Server.BlockFor] does so
// for a time.
func TooManyRequests(retryAfter string) Fault {
	return Fault{fake.Fault{TooMany: true, RetryAfter: retryAfter}}
}

// Executed returns the fault with the request executed before [Respond],
// [RespondHTML] or [TooManyRequests] responds, such as a 502 for a request that was
// executed. It does not change other faults.
func (f Fault) Executed() Fault {
	f.fault.Execute = true
	return f
}

// Times returns the fault for n requests instead of one; a negative n means all
// until [Server.ClearFaults]. [Server.FailRandomly] ignores it.
func (f Fault) Times(n int) Fault {
	f.fault.Times = n
	return f
}

// FailNext applies these faults to the next requests, one each, in order of
// arrival. They come before those of FailRandomly and FailMatching.
func (s *Server) FailNext(faults ...Fault) { s.core.FailNext(bare(faults)...) }

// FailMatching applies the fault to the next request that matches, or to as many
// as [Fault.Times] says. match gets the request with its body, unless the fault is
// [DropUnread]; it must not call the server. A nil match matches every request.
func (s *Server) FailMatching(match func(Request) bool, fault Fault) {
	s.core.FailMatching(matcher(match), fault.fault)
}

// FailRandomly applies one of the faults to a share of the requests, rate 0 to 1,
// drawn with this seed in order of arrival. It replaces an earlier FailRandomly.
func (s *Server) FailRandomly(seed uint64, rate float64, faults ...Fault) {
	s.core.FailRandomly(seed, rate, bare(faults)...)
}

// ClearFaults removes all faults that were not applied yet.
func (s *Server) ClearFaults() { s.core.ClearFaults() }

// BlockFor rejects all requests for d on the server's clock with 429 and
// Retry-After, as if a rate limit had been exceeded now. It replaces a block under
// way.
func (s *Server) BlockFor(d time.Duration) { s.core.BlockFor(d) }

// bare returns the faults without their public type.
func bare(faults []Fault) []fake.Fault {
	list := make([]fake.Fault, len(faults))
	for i, fault := range faults {
		list[i] = fault.fault
	}
	return list
}
