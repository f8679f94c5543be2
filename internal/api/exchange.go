package api

import (
	"bytes"
	"context"
	"reflect"
	"strings"

	"github.com/chargekit/chargekit-go/internal/lenient"
	"github.com/chargekit/chargekit-go/internal/transport"
)

// Exchange is a call that was sent, and the response to its last attempt.
type Exchange struct {
	Call     *transport.Call
	Response transport.Response
	client   *transport.Client // nil if the call was not made by Do
}

// Do sends a call. The exchange is returned beside a failure too, as far as there
// was one.
func Do(ctx context.Context, client *transport.Client, call *transport.Call, cfg *CallConfig) (*Exchange, *transport.Failure) {
	response, failure := client.Do(ctx, call)
	if cfg.Report != nil {
		cfg.Report(response)
	}
	return &Exchange{Call: call, Response: response, client: client}, failure
}

// Body returns the response's body as [TrimBody] does.
func (x *Exchange) Body() []byte { return TrimBody(x.Response.Body) }

// TrimBody returns a body without a byte order mark and white space around it.
func TrimBody(body []byte) []byte {
	return bytes.TrimSpace(bytes.TrimPrefix(body, []byte("\ufeff")))
}

// Failure returns a failure whose cause is in the response, for a 2xx that says
// that the call was rejected.
func (x *Exchange) Failure(outcome transport.Outcome) *transport.Failure {
	return &transport.Failure{Response: x.Response, Method: x.Call.Method, Route: x.Call.Route, Outcome: outcome}
}

// IsAbout reports whether one of the ids that a result shows may be an id of the
// call's object. Vendors look ids up in their own ways, so case and outer space
// don't matter. A call without an id in its path is about any object.
func (x *Exchange) IsAbout(shown ...string) bool {
	if len(x.Call.IDs) == 0 {
		return true
	}
	for _, id := range x.Call.IDs {
		for _, other := range shown {
			if SameID(id, other) {
				return true
			}
		}
	}
	return false
}

// SameID reports whether two ids are equal without regard to case and outer space.
func SameID(a, b string) bool {
	return strings.EqualFold(strings.TrimSpace(a), strings.TrimSpace(b))
}

// Decode reads the response into out. A value of another kind than out has for it
// is left in the Extra of a vendor's result, and is an error for a type of the
// caller's own, which has no place for it and is zero then.
func (x *Exchange) Decode(out any, isResult bool) error {
	odd, err := lenient.Read(x.Body(), out)
	if err == nil && len(odd) > 0 && !isResult {
		reflect.ValueOf(out).Elem().SetZero()
		err = &lenient.FieldError{At: odd[0].At, Reason: odd[0].Reason}
	}
	return err
}
