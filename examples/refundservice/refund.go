// Package refundservice is a merchant's own code around the library, small
// enough to show how it is tested: refund_test.go is the point of it.
package refundservice

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/chargekit/chargekit-go/chargedesk"
)

// Refunder pays customers back.
type Refunder struct{ Desk *chargedesk.Client }

// ErrLookAgain means that a refund has not been seen yet, which does not mean
// that it will not happen: whoever tries again looks at the charge before.
var ErrLookAgain = errors.New("refund not seen yet")

// Refund pays a whole charge back, once, and returns the charge as it is then.
// When the answer is lost it looks at the charge instead of asking again.
func (r *Refunder) Refund(ctx context.Context, chargeID string) (*chargedesk.Charge, error) {
	charge, lost := r.Desk.Gateway.RefundInFull(ctx, chargeID, nil)
	if !errors.Is(lost, chargedesk.ErrOutcomeUnknown) {
		return charge, lost
	}
	// The context may be what has ended the refund, so the look gets its own.
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 30*time.Second)
	defer cancel()
	charge, err := r.Desk.Charges.Get(ctx, chargeID)
	if err != nil {
		return nil, fmt.Errorf("%w of %s: %w", ErrLookAgain, chargeID, errors.Join(lost, err))
	}
	if charge.Status != chargedesk.ChargeStatusRefunded {
		return charge, fmt.Errorf("%w of %s: %w", ErrLookAgain, chargeID, lost)
	}
	return charge, nil
}
