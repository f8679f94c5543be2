package contract

import (
	"errors"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/chargeback"
	"github.com/chargekit/chargekit-go/chargedesk"
	"github.com/chargekit/chargekit-go/chargehound"
)

// namesNothing are methods of an object whose response does not name it, with
// the reason.
var namesNothing = map[string]string{
	"chargedesk Charges.Items": "the items of a charge come without its id",
}

// A response about another object than the call's is not taken: the call's id is
// replaced wherever its own response has it.
func TestNoMethodTakesAResponseAboutAnotherObject(t *testing.T) {
	t.Parallel()
	everyMethod(t, func(t *testing.T, vendor, method string) {
		inWorld(t, vendor, method, func(t *testing.T, w *world) {
			if len(w.argumentsWhere(isID)) == 0 || w.bound().Type().NumOut() == 1 {
				return
			}
			own := string(w.record(t))
			other := strings.ReplaceAll(own, strconv.Quote(w.id), `"other_8R"`)
			if namesNothing[vendor+" "+method] != "" {
				require.Equal(t, own, other, "%s names its object", method)
				return
			}
			require.NotEqual(t, own, other, "the response does not have the id")

			w.canned = own
			_, err := w.callWith(w.arguments(t.Context(), valid))
			require.NoError(t, err, "its own response")

			w.canned = other
			got, err := w.callWith(w.arguments(t.Context(), valid))
			objectID, unreadable := unreadableObject(err)
			require.True(t, unreadable, "took a response about another object: %v", err)
			require.Equal(t, w.id, objectID)
			require.Nil(t, got[0], "a result beside the error")
			require.NotContains(t, err.Error(), w.id)
			require.NotContains(t, err.Error(), "other_8R")
			once := !isComposed(method) && describedAs(t, vendor, method).safety == "once" // a composed method reads first
			require.Equal(t, once, isOutcomeUnknown(err), "only a once-only call has an unknown outcome")
		})
	})
}

// unreadableObject returns the object that a vendor's DecodeError names.
func unreadableObject(err error) (string, bool) {
	if bad, ok := errors.AsType[*chargedesk.DecodeError](err); ok {
		return bad.ObjectID, true
	}
	if bad, ok := errors.AsType[*chargehound.DecodeError](err); ok {
		return bad.ObjectID, true
	}
	if bad, ok := errors.AsType[*chargeback.DecodeError](err); ok {
		return bad.ObjectID, true
	}
	return "", false
}

func isOutcomeUnknown(err error) bool {
	return errors.Is(err, chargedesk.ErrOutcomeUnknown) || errors.Is(err, chargehound.ErrOutcomeUnknown) || errors.Is(err, chargeback.ErrOutcomeUnknown)
}
