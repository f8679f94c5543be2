package chargedesk

import (
	"encoding/json"
	"fmt"

	"github.com/chargekit/chargekit-go/internal/lenient"
	"github.com/chargekit/chargekit-go/internal/transport"
)

// Extra holds what a result has no field for, as ChargeDesk sent it, by the name
// in the JSON:
//
//   - fields that this version of the package does not know;
//   - fields whose value could not be read, such as an object where a string is
//     documented. The result's own field is zero then.
//   - "", for an element of a list that is not an object. The rest of the result
//     is zero then.
//
// It is nil if there is nothing of this. json.Marshal writes it as a field named
// Extra, or leaves it out if it is empty.
type Extra map[string]json.RawMessage

// Decode reads JSON of ChargeDesk's, such as a stored response or [Response.Body],
// into out, a pointer to a result of this package: a [*Charge], for example.
// encoding/json reads only what json.Marshal wrote of a result: ChargeDesk itself
// sends true as 1 or "1", numbers as strings, and an empty object as []. An error
// means that data is not JSON, or that an amount can't be read; out that is not a
// pointer is a [*ValidationError].
func Decode(data []byte, out any) error {
	if err := transport.CheckPointer(out); err != nil {
		return invalid(err)
	}
	if _, err := lenient.Read(data, out); err != nil {
		return fmt.Errorf("chargedesk: the JSON can't be read: %w", lenient.Redacted(err))
	}
	return nil
}
