// Package refundservice is a merchant's own code around the library, small
// enough to show how it is tested: refund_test.go is the point of it.
package refundservice

import (
	"context"
	"errors"
	"fmt"

	"github.com/chargekit/chargekit-go/chargedesk"
)

// Refunder pays customers back.
type Refunder struct{ Desk *chargedesk.Client }

// Refund pays a whole charge back, once, and returns the charge as it is then.
// When the answer is lost it looks at the charge instead of asking again.
func (r *Refunder) Refund(ctx context.Context, chargeID string) (*chargedesk.Charge, error) {
	charge, err := r.Desk.Gateway.RefundInFull(ctx, chargeID, nil)
	if !errors.Is(err, chargedesk.ErrOutcomeUnknown) {
		return charge, err
	}
	charge, readErr := r.Desk.Charges.Get(ctx, chargeID)
	if readErr != nil {
		return nil, fmt.Errorf("refund of %s needs a look by hand: %w", chargeID, errors.Join(err, readErr))
	}
	if charge.Status != chargedesk.ChargeRefunded {
		return nil, fmt.Errorf("refund of %s did not happen, try again: %w", chargeID, err)
	}
	return charge, nil
}
