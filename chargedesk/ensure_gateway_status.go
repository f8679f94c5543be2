package chargedesk

import (
	"context"
	"fmt"
	"time"

	"github.com/chargekit/chargekit-go/internal/api"
	"github.com/chargekit/chargekit-go/internal/ensure"
)

// EnsureCaptured captures amount of an authorized charge, and returns the charge.
// amount is required. If the charge was captured before, with this or another amount,
// EnsureCaptured changes nothing: how ChargeDesk shows a partial capture is not
// documented. A charge that is void or has failed gives [ErrOutOfReach], and one that
// is pending [ErrOutcomeUnknown].
//
// What [GatewayService.EnsureRefunded] says about lost responses, ctx and the
// result applies here too.
func (s *GatewayService) EnsureCaptured(ctx context.Context, chargeID string, amount Amount, opts ...CallOption) (*Charge, error) {
	params := &CaptureParams{Amount: amount}
	if err := params.check(); err != nil {
		return nil, err
	}
	request := opCapture.On(chargeID).Protect("amount")
	return s.ensureStatus(ctx, "EnsureCaptured", request, opts, judgeCaptured, func(ctx context.Context, _ *Charge, opts []CallOption) (*Charge, error) {
		return s.Capture(ctx, chargeID, params, opts...)
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
	request := opCancelPaymentRequest.On(chargeID).Protect("amount")
	return s.ensureStatus(ctx, "EnsureVoided", request, opts, judgeVoided, func(ctx context.Context, charge *Charge, opts []CallOption) (*Charge, error) {
		if charge.Status == ChargeStatusAuthorized {
			return s.VoidAuthorization(ctx, chargeID, opts...)
		}
		return s.CancelPaymentRequest(ctx, chargeID, opts...)
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

// ensureStatus brings a charge to a target that its status shows.
func (s *GatewayService) ensureStatus(ctx context.Context, method string, request api.Request, opts []CallOption,
	judge func(*Charge) (ensure.State, error), send func(context.Context, *Charge, []CallOption) (*Charge, error),
) (*Charge, error) {
	settings, err := s.client.ensureSettings(method, request, opts)
	if err != nil {
		return nil, err
	}
	verb := ensure.Verb[Charge]{
		Settings: settings, Target: method, Read: s.readCharge(request.ID(), opts),
		Judge: func(charge *Charge, confirmed any) (ensure.State, error) {
			if confirmed == method {
				return ensure.Reached, nil
			}
			return judge(charge)
		},
		Send: func(ctx context.Context, charge *Charge, _ any, within time.Duration) (*Charge, any, error) {
			charge, err := send(ctx, charge, s.client.forSend(opts, within))
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
	settings, err := s.client.ensureSettings("EnsureSubscriptionCanceled", opCancelSubscription.On(id), opts)
	if err != nil {
		return nil, err
	}
	verb := ensure.Verb[Subscription]{
		Settings: settings, Target: settings.Method,
		Read: func(ctx context.Context) (*Subscription, error) {
			return s.client.Subscriptions.Get(ctx, id, forRead(opts)...)
		},
		Judge: func(subscription *Subscription, confirmed any) (ensure.State, error) {
			if confirmed != nil || subscription.Status.IsCanceled() {
				return ensure.Reached, nil
			}
			return ensure.Missing, nil
		},
		Send: func(ctx context.Context, _ *Subscription, _ any, within time.Duration) (*Subscription, any, error) {
			subscription, err := s.CancelSubscription(ctx, id, params, s.client.forSend(opts, within)...)
			return subscription, true, err
		},
	}
	return verb.Run(ctx)
}
