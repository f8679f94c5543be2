package api

import (
	"net/http"

	"github.com/chargekit/chargekit-go/internal/transport"
)

// Derive returns the outcome of an error that may have been built by hand: what a
// real call that must be sent only once would have returned with this status. A
// GET is a read, so nothing is unknown about it.
func Derive(outcome transport.Outcome, method string, status int) transport.Outcome {
	switch {
	case outcome != transport.Unspecified:
		return outcome
	case isRejection(status):
		return transport.Rejected
	case method == http.MethodGet:
		return transport.Failed
	}
	return transport.Unknown
}

// UnreadOutcome returns the outcome of a call whose 2xx can't be read.
func UnreadOutcome(call *transport.Call) transport.Outcome {
	if call.Safety == transport.Once {
		return transport.Unknown
	}
	return transport.Failed
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
func (s *Sentinels) Match(target error, status int, f *Facts) bool {
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
		return f.Outcome == transport.NotSent
	case s.Rejected:
		redirectedRead := f.Method == http.MethodGet && f.StatusCode >= 300 && f.StatusCode <= 399
		return f.Outcome == transport.Rejected || f.Outcome == transport.Failed && (redirectedRead || isRejection(f.StatusCode))
	case s.OutcomeUnknown:
		return f.Outcome == transport.Unknown
	}
	return false
}
