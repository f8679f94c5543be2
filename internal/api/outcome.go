package api

import (
	"net/http"

	"github.com/chargekit/chargekit-go/internal/transport"
)

// Outcome is the Outcome of the three packages.
type Outcome int

// What is known about the effect of a failed call. The packages' comments say
// what the values mean.
const (
	OutcomeUnspecified Outcome = iota // only of an error that a test built by hand
	OutcomeNotSent
	OutcomeRejected
	OutcomeUnknown
	OutcomeFailed
)

func (o Outcome) String() string {
	names := [...]string{"unspecified", "not sent", "rejected", "unknown", "failed"}
	if o < 0 || int(o) >= len(names) {
		return "unspecified"
	}
	return names[o]
}

// OutcomeOf returns the outcome of a failed call.
func OutcomeOf(f *transport.Failure) Outcome {
	switch f.Outcome {
	case transport.NotSent:
		return OutcomeNotSent
	case transport.Rejected:
		return OutcomeRejected
	case transport.Unknown:
		return OutcomeUnknown
	}
	return OutcomeFailed
}

// Derive returns the outcome of an error that may have been built by hand: what a
// real call that must be sent only once would have returned with this status. A
// GET is a read, so nothing is unknown about it.
func Derive(outcome Outcome, method string, status int) Outcome {
	switch {
	case outcome != OutcomeUnspecified:
		return outcome
	case isRejection(status):
		return OutcomeRejected
	case method == http.MethodGet:
		return OutcomeFailed
	}
	return OutcomeUnknown
}

// UnreadOutcome returns the outcome of a call whose 2xx can't be read.
func UnreadOutcome(call *transport.Call) Outcome {
	if call.Safety == transport.Once {
		return OutcomeUnknown
	}
	return OutcomeFailed
}

// isRejection reports whether a response says that nothing was done. A 2xx is an
// error only if its body says so.
func isRejection(status int) bool {
	switch {
	case status == http.StatusRequestTimeout:
		return false
	case status >= 400 && status <= 499, status >= 200 && status <= 299:
		return true
	}
	return status == http.StatusMovedPermanently || status == http.StatusTemporaryRedirect || status == http.StatusPermanentRedirect
}

// Sentinels are the errors of a vendor package that an error may match.
type Sentinels struct {
	BadRequest, Unauthorized, Forbidden, NotFound, Conflict, RateLimited, Server error
	NotSent, Rejected, OutcomeUnknown                                            error
}

// Match reports whether an error with these facts is of the kind of target. status
// is the response's, or the one that a 2xx names in its body.
func (s *Sentinels) Match(target error, status int, f Facts) bool {
	switch target {
	case s.BadRequest:
		return status == http.StatusBadRequest || status == http.StatusUnprocessableEntity
	case s.Unauthorized:
		return status == http.StatusUnauthorized
	case s.Forbidden:
		return status == http.StatusForbidden
	case s.NotFound:
		return status == http.StatusNotFound
	case s.Conflict:
		return status == http.StatusConflict
	case s.RateLimited:
		return status == http.StatusTooManyRequests || f.Own.throttled
	case s.Server:
		return status >= 500 && status <= 599
	case s.NotSent:
		return f.Outcome == OutcomeNotSent
	case s.Rejected:
		redirectedRead := f.Method == http.MethodGet && f.StatusCode >= 300 && f.StatusCode <= 399
		return f.Outcome == OutcomeRejected || f.Outcome == OutcomeFailed && (redirectedRead || isRejection(f.StatusCode))
	case s.OutcomeUnknown:
		return f.Outcome == OutcomeUnknown
	}
	return false
}
