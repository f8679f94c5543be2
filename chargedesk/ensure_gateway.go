package chargedesk

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/shopspring/decimal"

	"github.com/chargekit/chargekit-go/internal/ensure"
	"github.com/chargekit/chargekit-go/internal/lenient"
)

// EnsureRefunded makes sure that total has been refunded of a charge, all its
// refunds together, and returns the charge. It reads the charge and refunds what is
// missing; if the response is lost, it reads again until the refund shows or
// [DefaultSettleAfter] has passed. Called again with the same total it changes
// nothing: a double click or a retried job does no harm.
//
// total is the sum of all refunds, not the next one: after 10.00, another 10.00 is
// a total of 20.00. Refunds made by others count. If more than total was refunded
// already, the error is nil and [Charge.AmountRefunded] shows it.
//
// A call sends one refund at most. An error that matches [ErrOutcomeUnknown] means
// that a refund may still happen: call again with the same total. Calls of one
// client for one charge run one after the other, and none refunds before
// [DefaultSettleAfter] has passed since a refund of unknown outcome ended. Another
// process knows nothing of that: it has to wait [Error.RetryAfter] first, or pass
// with [WithMaybeSentAt] the time at which the last attempt ended or was found
// dead. If two processes may refund one charge at the same time, hold a lock of
// your own around the call. After any other error no refund of this call is under
// way.
//
// If ctx ends before a refund is sent, none is. After that the call goes on for up
// to 20 seconds, within [WithCallTimeout], to learn the outcome. It can't exclude
// that a refund executes or shows later than [WithSettleAfter] says, or that
// somebody else refunds between its read and its refund.
//
// The charge is returned as last read, also beside an error; it is nil if no read
// succeeded. chargeID is ChargeDesk's charge_id. params may be nil.
func (s *GatewayService) EnsureRefunded(ctx context.Context, chargeID string, total Amount, params *EnsureRefundedParams, opts ...CallOption) (*Charge, error) {
	target := refundTarget{total: total, currency: orZero(params).Currency}
	if err := target.check(); err != nil {
		return nil, err
	}
	request := opRefund.On(chargeID).Protect("amount")
	settings, err := s.client.ensureSettings("EnsureRefunded", request, opts)
	if err != nil {
		return nil, err
	}
	verb := ensure.Verb[Charge]{
		Settings: settings, Target: total.Decimal().String(), Read: s.readCharge(chargeID, opts), Judge: target.judge,
		Send: func(ctx context.Context, charge *Charge, confirmed any, within time.Duration) (*Charge, any, error) {
			refund := &RefundParams{Amount: NewAmount(target.missing(charge, confirmed)), Reason: orZero(params).Reason}
			charge, err := call[Charge](ctx, s.client, request, refund, s.client.forSend(opts, within))
			return charge, total.Decimal(), err
		},
		SecondOpinion: func(ctx context.Context, since time.Time) error {
			return s.noRefundLogged(ctx, chargeID, orZero(params).Reason, since, opts)
		},
	}
	return verb.Run(ctx)
}

// EnsureRefundedParams are the parameters of [GatewayService.EnsureRefunded].
type EnsureRefundedParams struct {
	// Reason is kept in the activity log. If an earlier refund is in doubt, the call
	// looks there for a refund with the same Reason, or for any refund if Reason is
	// nil. If it finds one, it sends nothing, for up to an hour. Use an id of your own
	// that names the refund, so that other refunds don't delay this one.
	Reason *string

	// Currency of total; nil means the charge's. If it is not the charge's, the call
	// returns a [*ValidationError] and refunds nothing.
	Currency *Currency
}

// refundTarget is the sum of all refunds that a charge is to have.
type refundTarget struct {
	total    Amount
	currency *Currency
}

// check rejects what no charge can have. How many decimals the total may have is
// known with the charge.
func (t refundTarget) check() error {
	var c checks
	c.positive("total", t.total)
	if !lenient.IsBounded(t.total.Decimal()) {
		c.Reject("total", "has too many digits")
	}
	c.decimals("total", t.total.Decimal(), orZero(t.currency))
	return c.err()
}

// judge compares the charge with the target. It rejects a total that the charge can't
// have.
func (t refundTarget) judge(charge *Charge, confirmed any) (ensure.State, error) {
	var c checks
	if t.currency != nil && !strings.EqualFold(string(*t.currency), string(charge.Currency)) {
		c.Reject("currency", "is not the charge's")
	}
	c.decimals("total", t.total.Decimal(), charge.Currency)
	if err := c.err(); err != nil {
		return ensure.Missing, err
	}
	missing := t.missing(charge, confirmed)
	switch {
	case missing.IsNegative():
		return ensure.Exceeded, nil
	case missing.IsZero(), t.isAll(charge):
		return ensure.Reached, nil
	case !charge.AmountRefunded.IsSet():
		return ensure.Missing, fmt.Errorf("%w: the charge does not show what was refunded, so every call would refund again", ErrOutOfReach)
	}
	return ensure.Missing, nil
}

// isAll reports whether the charge was refunded in full, and no more is wanted. The
// amount that was refunded is documented for partial refunds only.
func (t refundTarget) isAll(charge *Charge) bool {
	return charge.Status == ChargeStatusRefunded && charge.Amount.IsSet() && !t.total.Decimal().GreaterThan(charge.Amount.Decimal())
}

// missing returns what has to be refunded to reach the total, rounded to the
// currency's decimals: sums of floating-point numbers have been seen.
func (t refundTarget) missing(charge *Charge, confirmed any) decimal.Decimal {
	refunded := charge.AmountRefunded.Decimal()
	if sum, ok := confirmed.(decimal.Decimal); ok && sum.GreaterThan(refunded) {
		refunded = sum
	}
	places, limited := maxDecimals(charge.Currency)
	if !limited {
		places = 8
	}
	return t.total.Decimal().Sub(refunded).Round(places)
}

// logLead is how long before the end of a request its entry in the activity log may
// have been written.
const logLead = 3 * time.Minute

var errRefundLogged = errors.New("the activity log shows a refund that the charge may not show yet")

// noRefundLogged returns an error if the activity log shows a refund of the charge
// since a time, or can't be read.
func (s *GatewayService) noRefundLogged(ctx context.Context, chargeID string, reason *string, since time.Time, opts []CallOption) error {
	list, err := s.client.Logs.ListActivity(ctx, &ActivityListParams{
		ObjectType: new(ObjectTypeCharge), ObjectID: &chargeID, ActionType: new("refund"),
		Occurred: &TimeRange{Min: new(NewTime(since.Add(-logLead)))},
	}, forRead(opts)...)
	if err != nil {
		return fmt.Errorf("the activity log can't be read: %w", err)
	}
	for _, entry := range list.Data {
		if reason == nil || entry.ActionReason == *reason {
			return errRefundLogged
		}
	}
	return nil
}
