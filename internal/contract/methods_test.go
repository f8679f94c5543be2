package contract

import (
	"errors"
	"log/slog"
	"reflect"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/chargeback"
	"github.com/chargekit/chargekit-go/chargedesk"
	"github.com/chargekit/chargekit-go/chargehound"
)

// everyMethod runs a check as a subtest of each method of each service:
// chargedesk/Gateway.Refund. A new method is in it as soon as it compiles.
func everyMethod(t *testing.T, check func(t *testing.T, vendor, method string)) {
	for _, vendor := range vendors {
		t.Run(vendor, func(t *testing.T) {
			t.Parallel()
			names := serviceMethods(vendor)
			require.NotEmpty(t, names)
			for _, method := range names {
				t.Run(method, func(t *testing.T) { check(t, vendor, method) })
			}
		})
	}
}

// isComposed reports whether a method combines operations of others, as the Ensure
// methods do: it has no operation, no golden exchange and no safety class of its
// own. Its chapter's tests say what it does.
func isComposed(method string) bool { return strings.Contains(method, ".Ensure") }

// isOperation reports whether a method sends one operation of the API.
func isOperation(vendor, method string) bool {
	return !isComposed(method) && notThroughTransport[vendor+" "+method] == ""
}

// inWorld runs a check with a fresh fake that has what the method needs.
func inWorld(t *testing.T, vendor, method string, check func(t *testing.T, w *world)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(vendor, method, slog.New(slog.DiscardHandler))
		defer w.fake.Close()
		check(t, w)
	})
}

// callWith calls the method with these arguments and call options.
func (w *world) callWith(arguments []reflect.Value, options ...any) ([]any, error) {
	for _, option := range options {
		arguments = append(arguments, reflect.ValueOf(option))
	}
	return results(w.bound().Call(arguments))
}

// sentNothing checks that the method rejected a parameter before it sent
// anything, and returns the parameter's name.
func (w *world) sentNothing(t *testing.T, err error, what string) string {
	t.Helper()
	param, rejected := rejectedParam(err)
	require.True(t, rejected, "%s: %v", what, err)
	require.Empty(t, w.requests(), what)
	return param
}

// rejectedParam returns the parameter that a vendor's ValidationError names.
func rejectedParam(err error) (string, bool) {
	if bad, ok := errors.AsType[*chargedesk.ValidationError](err); ok {
		return bad.Param, true
	}
	if bad, ok := errors.AsType[*chargehound.ValidationError](err); ok {
		return bad.Param, true
	}
	if bad, ok := errors.AsType[*chargeback.ValidationError](err); ok {
		return bad.Param, true
	}
	return "", false
}

// argumentsWhere returns the positions of the arguments whose type is picked, in
// the list that world.arguments returns.
func (w *world) argumentsWhere(picks func(reflect.Type) bool) []int {
	var found []int
	method := w.bound().Type()
	for i := 1; i < method.NumIn()-1; i++ {
		if picks(method.In(i)) {
			found = append(found, i)
		}
	}
	return found
}

func isID(of reflect.Type) bool {
	return of == reflect.TypeFor[string]() || of == reflect.TypeFor[chargeback.ID]()
}

func isParams(of reflect.Type) bool {
	return of.Kind() == reflect.Pointer && strings.HasSuffix(of.Elem().Name(), "Params")
}
