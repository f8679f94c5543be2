package chargedesk

import (
	"context"
	"net/http"

	"github.com/chargekit/chargekit-go/internal/api"
	"github.com/chargekit/chargekit-go/internal/transport"
)

// Operations of the documentation's webhooks chapter.
var (
	opWebhookCreate     = operation{Method: http.MethodPost, Route: "/webhooks", Safety: transport.Once}
	opWebhookEventTypes = operation{Method: http.MethodGet, Route: "/webhooks/notifications", Safety: transport.Read}
	opWebhookDelete     = operation{Method: http.MethodDelete, Route: "/webhooks/{webhook_id}", Safety: transport.Repeatable}
)

// WebhooksService creates and deletes webhooks. To receive them use
// [WebhookHandler] or [ParseEvent].
//
// ChargeDesk documentation: https://chargedesk.com/api-docs#webhooks-create
type WebhooksService struct{ client *Client }

// Create adds a webhook. Webhooks can't be listed: keep the returned id, or the
// webhook can be removed only on ChargeDesk's own pages. Each call adds another
// webhook, so a call is not retried after a lost response.
//
// ChargeDesk documentation: https://chargedesk.com/api-docs#webhooks-create
func (s *WebhooksService) Create(ctx context.Context, params *WebhookCreateParams, opts ...CallOption) (*Webhook, error) {
	if err := params.check(); err != nil {
		return nil, err
	}
	return call[Webhook](ctx, s.client, opWebhookCreate.On(), params, opts)
}

// ListEventTypes returns the kinds of events that a webhook can ask for.
//
// ChargeDesk documentation: https://chargedesk.com/api-docs#webhooks-notifications
func (s *WebhooksService) ListEventTypes(ctx context.Context, opts ...CallOption) ([]*EventTypeInfo, error) {
	types, err := call[eventTypeList](ctx, s.client, opWebhookEventTypes.On(), nil, opts)
	return orZero(types), err
}

type eventTypeList []*EventTypeInfo

func (l *eventTypeList) verify(*api.Exchange) error { return verifyRows(*l) }

// Delete removes a webhook by the id that [WebhooksService.Create] returned.
//
// If a retry finds no webhook, it counts as deleted. The response is not documented;
// [WithResponse] shows it.
//
// ChargeDesk documentation: https://chargedesk.com/api-docs#webhooks-create
func (s *WebhooksService) Delete(ctx context.Context, webhookID string, opts ...CallOption) error {
	return s.client.callNoResult(ctx, opWebhookDelete.On(webhookID), nil, opts)
}

// WebhookCreateParams are the parameters of [WebhooksService.Create]. What
// ChargeDesk does with neither All nor Notifications, or with both, is not
// documented.
type WebhookCreateParams struct {
	// URL to send events to: absolute, and reachable from the internet. Events
	// are not signed, so put a secret into it, as described at [WebhookHandler].
	// Required.
	URL string `url:"url"`

	// All subscribes to all kinds of events.
	All *bool `url:"all,int,omitempty"`

	// Notifications are the kinds of events to send.
	Notifications []EventType `url:"notifications"`
}

func (p *WebhookCreateParams) check() error {
	if p == nil {
		return noParams[WebhookCreateParams]()
	}
	var c checks
	c.Required("url", p.URL)
	return c.err()
}

// Webhook is a webhook that was created.
type Webhook struct {
	WebhookID string `json:"webhook_id"` // what [WebhooksService.Delete] needs; keep it

	Extra Extra `json:"Extra,omitempty"` // what has no field here
}

func (w *Webhook) verify(x *api.Exchange) error {
	return verifyObject(x, "webhook_id", w.Extra, w.WebhookID)
}

// EventTypeInfo is a kind of event that a webhook can ask for.
type EventTypeInfo struct {
	Notification EventType `json:"notification"` // what [WebhookCreateParams.Notifications] takes
	Object       string    `json:"object"`       // what it is about, such as Charge
	Name         string    `json:"name"`         // display
	Description  string    `json:"description"`  // display

	Extra Extra `json:"Extra,omitempty"` // what has no field here
}

// EventType is the kind of an event. It is an open type: unknown values are
// kept.
type EventType string

// Known kinds of events.
const (
	EventTypeChargeNew                   EventType = "charge_new"
	EventTypeChargeUpdated               EventType = "charge_updated"
	EventTypeChargeDeleted               EventType = "charge_deleted" // not in the reference, but in newer help pages
	EventTypeChargeRequest               EventType = "charge_request"
	EventTypeChargePaid                  EventType = "charge_paid"         // payment requests excluded
	EventTypeChargeRequestPaid           EventType = "charge_request_paid" // a customer paid a request
	EventTypeChargePendingPaid           EventType = "charge_pending_paid" // was pending before
	EventTypeChargeRefunded              EventType = "charge_refunded"
	EventTypeChargeFailed                EventType = "charge_failed"
	EventTypeChargeDisputed              EventType = "charge_disputed"         // a chargeback
	EventTypeChargeRequestReminder       EventType = "charge_request_reminder" // a request is still unpaid
	EventTypeCustomerNew                 EventType = "customer_new"
	EventTypeCustomerUpdated             EventType = "customer_updated"
	EventTypeCustomerFirstPaid           EventType = "customer_first_paid"
	EventTypeCustomerDelinquent          EventType = "customer_delinquent"
	EventTypeSubscriptionNew             EventType = "subscription_new"
	EventTypeSubscriptionUpdated         EventType = "subscription_updated"
	EventTypeSubscriptionUpgraded        EventType = "subscription_upgraded"
	EventTypeSubscriptionDowngraded      EventType = "subscription_downgraded"
	EventTypeSubscriptionPastDue         EventType = "subscription_past_due"
	EventTypeSubscriptionCanceled        EventType = "subscription_canceled"  // or unpaid
	EventTypeSubscriptionSuspended       EventType = "subscription_suspended" // or paused
	EventTypeSubscriptionReactivated     EventType = "subscription_reactivated"
	EventTypeSubscriptionUpcomingPayment EventType = "subscription_upcoming_payment" // due in some days
	EventTypeSubscriptionTrialEnding     EventType = "subscription_trial_ending"     // due in some days
	EventTypeAgentLogNew                 EventType = "agent_log_new"
)
