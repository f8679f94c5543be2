package chargedesk

import (
	"context"
	"fmt"
	"time"

	"github.com/shopspring/decimal"

	"github.com/chargekit/chargekit-go/internal/ensure"
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
	var c checks
	c.positive("total", total)
	c.decimals("total", total.Decimal(), orZero(orZero(params).Currency))
	if err := c.err(); err != nil {
		return nil, err
	}
	settings, err := s.client.ensureSettings("EnsureRefunded", chargeID, opts)
	if err != nil {
		return nil, err
	}
	target := refundTarget{total: total, currency: orZero(params).Currency}
	verb := ensure.Verb[Charge]{
		Settings: settings, Read: s.readCharge(chargeID, opts), Judge: target.judge,
		Send: func(ctx context.Context, charge *Charge, confirmed any) (*Charge, any, error) {
			refund := &RefundParams{Amount: NewAmount(target.missing(charge, confirmed)), Reason: orZero(params).Reason}
			charge, err := s.Refund(ctx, chargeID, refund, s.client.forSend(opts)...)
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
	// Reason is kept in the activity log. Text that names the refund, such as an id
	// of your own, lets a later call tell this refund from others there.
	Reason *string

	// Currency of total. If it is given and not the charge's, the call returns a
	// [*ValidationError] and refunds nothing.
	Currency *Currency
}

// refundTarget is the sum of all refunds that a charge is to have.
type refundTarget struct {
	total    Amount
	currency *Currency
}

func (t refundTarget) judge(charge *Charge, confirmed any) (ensure.State, error) {
	if err := t.check(charge); err != nil {
		return ensure.Missing, err
	}
	full := charge.Status == ChargeStatusRefunded && charge.Amount.IsSet() && !t.total.Decimal().GreaterThan(charge.Amount.Decimal())
	if full || !t.missing(charge, confirmed).IsPositive() {
		return ensure.Reached, nil
	}
	return ensure.Missing, nil
}

// check rejects a total in another currency, and a charge that does not say how
// much of it was refunded: every call would refund again.
func (t refundTarget) check(charge *Charge) error {
	var c checks
	if t.currency != nil && *t.currency != charge.Currency {
		c.Reject("currency", "is not the charge's")
	}
	c.decimals("total", t.total.Decimal(), charge.Currency)
	if err := c.err(); err != nil {
		return err
	}
	if !charge.AmountRefunded.IsSet() {
		return fmt.Errorf("%w: the charge does not show what was refunded", ErrOutOfReach)
	}
	return nil
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

// logLead is how much earlier than the end of a request its entry in the activity
// log is looked for.
const logLead = 3 * time.Minute

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
			return fmt.Errorf("the activity log shows a refund that the charge does not show yet")
		}
	}
	return nil
}

// EnsureCaptured captures amount, which is required, of a charge that is
// authorized, and returns the charge. If it has been captured, by whatever amount,
// it changes nothing: how ChargeDesk shows a partial capture is not documented. A
// charge that is void or has failed is [ErrOutOfReach].
//
// What [GatewayService.EnsureRefunded] says about lost responses, ctx and the
// result applies here too.
func (s *GatewayService) EnsureCaptured(ctx context.Context, chargeID string, amount Amount, opts ...CallOption) (*Charge, error) {
	params := &CaptureParams{Amount: amount}
	if err := params.check(); err != nil {
		return nil, err
	}
	return s.ensureCharge(ctx, "EnsureCaptured", chargeID, opts, judgeCaptured, func(ctx context.Context, charge *Charge) (*Charge, error) {
		return s.Capture(ctx, chargeID, params, s.client.forSend(opts)...)
	})
}

func judgeCaptured(charge *Charge) (ensure.State, error) {
	switch charge.Status {
	case ChargeStatusPaid, ChargeStatusPartiallyRefunded, ChargeStatusRefunded, ChargeStatusDisputed:
		return ensure.Reached, nil
	case ChargeStatusPending:
		return ensure.Busy, nil
	case ChargeStatusVoid, ChargeStatusInvoiceCanceled, ChargeStatusFailed:
		return ensure.Missing, outOfReach(charge)
	}
	return ensure.Missing, nil
}

// EnsureVoided makes sure that nothing is taken: it releases an authorization or
// cancels a payment request, and returns the charge. A charge that was paid, has
// failed, or has a status this package does not know, is [ErrOutOfReach].
//
// What [GatewayService.EnsureRefunded] says about lost responses, ctx and the
// result applies here too.
func (s *GatewayService) EnsureVoided(ctx context.Context, chargeID string, opts ...CallOption) (*Charge, error) {
	return s.ensureCharge(ctx, "EnsureVoided", chargeID, opts, judgeVoided, func(ctx context.Context, charge *Charge) (*Charge, error) {
		if charge.Status == ChargeStatusAuthorized {
			return s.VoidAuthorization(ctx, chargeID, s.client.forSend(opts)...)
		}
		return s.CancelPaymentRequest(ctx, chargeID, s.client.forSend(opts)...)
	})
}

func judgeVoided(charge *Charge) (ensure.State, error) {
	switch charge.Status {
	case ChargeStatusVoid, ChargeStatusInvoiceCanceled:
		return ensure.Reached, nil
	case ChargeStatusAuthorized, ChargeStatusPending, ChargeStatusInvoiced, ChargeStatusOpen, ChargeStatusDraft, ChargeStatusUnpaid, ChargeStatusPastDue:
		return ensure.Missing, nil
	}
	return ensure.Missing, outOfReach(charge)
}

func outOfReach(charge *Charge) error {
	return fmt.Errorf("%w: the charge is %s", ErrOutOfReach, charge.Status)
}

// ensureCharge brings a charge to a target that its status shows.
func (s *GatewayService) ensureCharge(ctx context.Context, method, chargeID string, opts []CallOption,
	judge func(*Charge) (ensure.State, error), send func(context.Context, *Charge) (*Charge, error),
) (*Charge, error) {
	settings, err := s.client.ensureSettings(method, chargeID, opts)
	if err != nil {
		return nil, err
	}
	verb := ensure.Verb[Charge]{
		Settings: settings, Read: s.readCharge(chargeID, opts),
		Judge: func(charge *Charge, confirmed any) (ensure.State, error) {
			if confirmed == method {
				return ensure.Reached, nil
			}
			return judge(charge)
		},
		Send: func(ctx context.Context, charge *Charge, _ any) (*Charge, any, error) {
			charge, err := send(ctx, charge)
			return charge, method, err
		},
	}
	return verb.Run(ctx)
}

func (s *GatewayService) readCharge(chargeID string, opts []CallOption) func(context.Context) (*Charge, error) {
	return func(ctx context.Context) (*Charge, error) {
		return s.client.Charges.Get(ctx, chargeID, forRead(opts)...)
	}
}

// EnsureSubscriptionCanceled cancels a subscription unless it is canceled, also one
// that would end with its period, and returns it. Whether it ends at once is not
// documented: see [Subscription.Status]. params may be nil.
//
// What [GatewayService.EnsureRefunded] says about lost responses, ctx and the
// result applies here too.
func (s *GatewayService) EnsureSubscriptionCanceled(ctx context.Context, id string, params *CancelSubscriptionParams, opts ...CallOption) (*Subscription, error) {
	settings, err := s.client.ensureSettings("EnsureSubscriptionCanceled", id, opts)
	if err != nil {
		return nil, err
	}
	verb := ensure.Verb[Subscription]{
		Settings: settings,
		Read: func(ctx context.Context) (*Subscription, error) {
			return s.client.Subscriptions.Get(ctx, id, forRead(opts)...)
		},
		Judge: func(subscription *Subscription, confirmed any) (ensure.State, error) {
			if confirmed != nil || subscription.Status == SubscriptionStatusCanceled || subscription.Status == "cancelled" {
				return ensure.Reached, nil
			}
			return ensure.Missing, nil
		},
		Send: func(ctx context.Context, _ *Subscription, _ any) (*Subscription, any, error) {
			subscription, err := s.CancelSubscription(ctx, id, params, s.client.forSend(opts)...)
			return subscription, true, err
		},
	}
	return verb.Run(ctx)
}
