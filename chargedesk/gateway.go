package chargedesk

import (
	"cmp"
	"context"
	"net/http"

	"github.com/chargekit/chargekit-go/internal/api"
	"github.com/chargekit/chargekit-go/internal/transport"
)

// Operations of the documentation's gateway chapter. The first three share a
// path: using and product[interval] tell them apart.
var (
	opGatewayCharge        = operation{Method: http.MethodPost, Route: "/gateway/products/charge", Safety: transport.Once}
	opGatewaySubscription  = operation{Method: http.MethodPost, Route: "/gateway/products/charge", Safety: transport.Once}
	opRequestPayment       = operation{Method: http.MethodPost, Route: "/gateway/products/charge", Safety: transport.Once}
	opRefund               = operation{Method: http.MethodPost, Route: "/gateway/charges/{charge_id}/refund", Safety: transport.Once}
	opCapture              = operation{Method: http.MethodPost, Route: "/gateway/charges/{charge_id}/capture", Safety: transport.Once}
	opCancelPaymentRequest = operation{Method: http.MethodPost, Route: "/gateway/charges/{charge_id}/void", Safety: transport.Once}
	opCancelSubscription   = operation{Method: http.MethodPost, Route: "/gateway/subscriptions/{subscription_id}/cancel", Safety: transport.Once}
	opUpdatePlans          = operation{Method: http.MethodPost, Route: "/gateway/subscriptions/{subscription_id}/plans", Safety: transport.Once}
)

// paymentFields are the variables that decide who pays what, and for what. params has
// all of them, so a call option that sets one is rejected.
var paymentFields = []string{"customer", "amount", "currency", "quantity", "product", "subscription", "lines", "contact", "link_only"}

// GatewayService moves money through the payment gateway connected to the
// company. Not every gateway can do everything; what it can't do is in
// [Error.Message].
//
// Only the params of a call decide what it charges, refunds or captures: a call
// option that sets such a parameter is rejected.
//
// No call is retried if it may have taken effect. If a response is lost, the
// error matches [ErrOutcomeUnknown]: read the charge, or the customer's
// charges, before trying again, or use the Ensure methods, which do.
//
// ChargeDesk documentation: https://chargedesk.com/api-docs
type GatewayService struct{ client *Client }

// CreateCharge charges the card that a customer has on file once.
//
// ChargeDesk documentation: https://chargedesk.com/api-docs
func (s *GatewayService) CreateCharge(ctx context.Context, params *GatewayChargeParams, opts ...CallOption) (*PaymentResult, error) {
	if err := params.check(); err != nil {
		return nil, err
	}
	r := opGatewayCharge.On().About(params.CustomerID).Fix("using", "card").Protect(paymentFields...)
	result, err := call[chargeResponse](ctx, s.client, r, params, opts)
	return (*PaymentResult)(result), err
}

// CreateSubscription starts a subscription that charges the card a customer has on
// file after every interval. The result has the subscription, and the first charge
// if ChargeDesk shows one.
//
// ChargeDesk documentation: https://chargedesk.com/api-docs
func (s *GatewayService) CreateSubscription(ctx context.Context, params *GatewaySubscriptionParams, opts ...CallOption) (*PaymentResult, error) {
	if err := params.check(); err != nil {
		return nil, err
	}
	sent := *params
	sent.Quantity = omitOne(params.Quantity, false)
	r := opGatewaySubscription.On().About(params.CustomerID).Fix("using", "card").Protect(paymentFields...)
	result, err := call[subscriptionResponse](ctx, s.client, r, &sent, opts)
	return (*PaymentResult)(result), err
}

// RequestPayment creates a page where a customer pays, and sends its link to
// params.Contact unless params.LinkOnly is true. The page's address is in
// [PaymentResult.PayLink] if ChargeDesk returns it.
//
// ChargeDesk documentation: https://chargedesk.com/api-docs
func (s *GatewayService) RequestPayment(ctx context.Context, params *PaymentRequestParams, opts ...CallOption) (*PaymentResult, error) {
	if err := params.check(); err != nil {
		return nil, err
	}
	sent := *params
	sent.Quantity = omitOne(params.Quantity, false)
	r := opRequestPayment.On().About(cmp.Or(orZero(params.CustomerID), orZero(params.Contact))).Fix("using", "invoice").Protect(paymentFields...)
	return call[PaymentResult](ctx, s.client, r, &sent, opts)
}

// Refund refunds part of a charge and returns the charge as it is afterwards.
//
// ChargeDesk treats a missing amount as a full refund, so Refund requires an
// amount; for a full refund use [GatewayService.RefundInFull].
//
// If the outcome is unknown, read the charge and compare
// [Charge.AmountRefunded] with its value before the call: if it has grown by
// the amount, the refund was made, unless another program refunds this charge too.
// [GatewayService.EnsureRefunded] does this.
//
// ChargeDesk documentation: https://chargedesk.com/api-docs
func (s *GatewayService) Refund(ctx context.Context, chargeID string, params *RefundParams, opts ...CallOption) (*Charge, error) {
	if err := params.check(); err != nil {
		return nil, err
	}
	return call[Charge](ctx, s.client, opRefund.On(chargeID).Protect("amount"), params, opts)
}

// RefundInFull refunds a charge in full and returns the charge as it is afterwards.
// What ChargeDesk does if part of it was refunded before is not documented. params
// may be nil.
//
// ChargeDesk documentation: https://chargedesk.com/api-docs
func (s *GatewayService) RefundInFull(ctx context.Context, chargeID string, params *RefundInFullParams, opts ...CallOption) (*Charge, error) {
	return call[Charge](ctx, s.client, opRefund.On(chargeID).Protect("amount"), params, opts)
}

// Capture captures part of an authorized amount and returns the charge as it is
// afterwards.
//
// ChargeDesk treats an amount of zero as a request to void the authorization,
// and a missing amount as all of it, so Capture requires an amount above zero.
// See [GatewayService.CaptureInFull] and [GatewayService.VoidAuthorization].
//
// ChargeDesk documentation: https://chargedesk.com/api-docs
func (s *GatewayService) Capture(ctx context.Context, chargeID string, params *CaptureParams, opts ...CallOption) (*Charge, error) {
	if err := params.check(); err != nil {
		return nil, err
	}
	return call[Charge](ctx, s.client, opCapture.On(chargeID).Protect("amount"), params, opts)
}

// CaptureInFull captures all of an authorized amount and returns the charge as
// it is afterwards.
//
// ChargeDesk documentation: https://chargedesk.com/api-docs
func (s *GatewayService) CaptureInFull(ctx context.Context, chargeID string, opts ...CallOption) (*Charge, error) {
	return call[Charge](ctx, s.client, opCapture.On(chargeID).Protect("amount"), nil, opts)
}

// VoidAuthorization releases an authorized amount without capturing any of it,
// and returns the charge as it is afterwards.
//
// ChargeDesk documentation: https://chargedesk.com/api-docs
func (s *GatewayService) VoidAuthorization(ctx context.Context, chargeID string, opts ...CallOption) (*Charge, error) {
	return call[Charge](ctx, s.client, opCapture.On(chargeID).Fix("amount", "0"), nil, opts)
}

// CancelPaymentRequest cancels a payment request, so that it can't be paid any
// more, and returns the charge as it is afterwards. To void an authorized
// charge use [GatewayService.VoidAuthorization].
//
// ChargeDesk documentation: https://chargedesk.com/api-docs
func (s *GatewayService) CancelPaymentRequest(ctx context.Context, chargeID string, opts ...CallOption) (*Charge, error) {
	return call[Charge](ctx, s.client, opCancelPaymentRequest.On(chargeID), nil, opts)
}

// CancelSubscription cancels a subscription at the gateway, so that it charges no
// more, and returns the subscription as it is afterwards. Whether it ends now or with
// its period is not documented. params may be nil.
//
// ChargeDesk documentation: https://chargedesk.com/api-docs
func (s *GatewayService) CancelSubscription(ctx context.Context, subscriptionID string, params *CancelSubscriptionParams, opts ...CallOption) (*Subscription, error) {
	return call[Subscription](ctx, s.client, opCancelSubscription.On(subscriptionID), params, opts)
}

// UpdatePlans changes the plans, the trial or the period of a subscription at
// Stripe or Recurly; other gateways can't. It returns the subscription as
// it is afterwards.
//
// ChargeDesk documentation: https://chargedesk.com/api-docs
func (s *GatewayService) UpdatePlans(ctx context.Context, subscriptionID string, params *UpdatePlansParams, opts ...CallOption) (*Subscription, error) {
	if err := params.check(); err != nil {
		return nil, err
	}
	return call[Subscription](ctx, s.client, opUpdatePlans.On(subscriptionID).Protect("plans", "trial_end", "period_end", "prorate", "invoice"), params, opts)
}

// PaymentResult is the result of a charge, a subscription or a payment request.
type PaymentResult struct {
	Charge       *Charge       `json:"charge"`       // nil if nothing was charged yet, as in a trial
	Subscription *Subscription `json:"subscription"` // nil if none was created
	PayLink      string        `json:"pay_link"`     // page where the customer pays a request; "" if ChargeDesk does not return it

	Extra Extra `json:"Extra,omitempty"` // what has no field here
}

func (r *PaymentResult) verify(*api.Exchange) error {
	return r.missing("charge, subscription or pay_link", r.Charge != nil || r.Subscription != nil || r.PayLink != "", "charge", "subscription", "pay_link")
}

// missing returns an error if the result does not have what. A field that can't be
// read, or an object whose id can't, counts as there.
func (r *PaymentResult) missing(what string, has bool, names ...string) error {
	for _, name := range names {
		_, odd := r.Extra[name]
		has = has || odd
	}
	switch {
	case !has:
		return missingUnless(false, what)
	case r.Charge != nil && r.Charge.ChargeID == "" && r.Charge.Extra["charge_id"] == nil:
		return missingUnless(false, "charge_id in its charge")
	case r.Subscription != nil && r.Subscription.SubscriptionID == "" && r.Subscription.Extra["subscription_id"] == nil:
		return missingUnless(false, "subscription_id in its subscription")
	}
	return nil
}

// chargeResponse is a PaymentResult that must have a charge.
type chargeResponse PaymentResult

func (r *chargeResponse) verify(*api.Exchange) error {
	return (*PaymentResult)(r).missing("charge", r.Charge != nil, "charge")
}

// subscriptionResponse is a PaymentResult that must have a subscription.
type subscriptionResponse PaymentResult

func (r *subscriptionResponse) verify(*api.Exchange) error {
	return (*PaymentResult)(r).missing("subscription", r.Subscription != nil, "subscription")
}
