package chargedesk

import (
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"slices"

	"github.com/chargekit/chargekit-go/internal/form"
	"github.com/chargekit/chargekit-go/internal/transport"
)

// Operations of the documentation's webhooks chapter.
var (
	opWebhookCreate        = operation{http.MethodPost, "/webhooks", transport.Once}
	opWebhookNotifications = operation{http.MethodGet, "/webhooks/notifications", transport.Read}
	opWebhookDelete        = operation{http.MethodDelete, "/webhooks/{webhook_id}", transport.Repeatable}
)

// WebhooksService creates and deletes webhooks. To receive them use
// [WebhookHandler] or [ParseEvent].
//
// ChargeDesk documentation: https://chargedesk.com/api-docs#webhooks-create
type WebhooksService struct{ client *Client }

// Create adds a webhook. Webhooks can't be listed: keep the id in the answer,
// or the webhook can be removed in ChargeDesk's own pages only. Each call adds
// another webhook, so a call is not repeated after a lost answer.
//
// ChargeDesk documentation: https://chargedesk.com/api-docs#webhooks-create
func (s *WebhooksService) Create(ctx context.Context, params *WebhookCreateParams, opts ...CallOption) (*Webhook, error) {
	if err := params.check(); err != nil {
		return nil, err
	}
	return call[Webhook](ctx, s.client, opWebhookCreate.on(), params, opts)
}

// Notifications returns the kinds of events that a webhook can ask for.
//
// ChargeDesk documentation: https://chargedesk.com/api-docs#webhooks-notifications
func (s *WebhooksService) Notifications(ctx context.Context, opts ...CallOption) ([]*Notification, error) {
	kinds, err := call[notificationList](ctx, s.client, opWebhookNotifications.on(), nil, opts)
	return deref(kinds), err
}

type notificationList []*Notification

func (l *notificationList) lacks() string {
	return unless(!slices.Contains(*l, nil), "kind where one should be")
}

// Delete removes a webhook by the id that [WebhooksService.Create] returned.
//
// If the call is repeated and the webhook is gone, it counts as deleted. What
// ChargeDesk answers is not documented; [WithResponse] shows it.
//
// ChargeDesk documentation: https://chargedesk.com/api-docs#webhooks-create
func (s *WebhooksService) Delete(ctx context.Context, webhookID string, opts ...CallOption) error {
	return s.client.run(ctx, opWebhookDelete.on(webhookID), nil, opts)
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
	Notifications EventTypes `url:"notifications"`
}

func (p *WebhookCreateParams) check() error {
	if p == nil {
		return noParams()
	}
	var c checks
	if target, err := url.Parse(p.URL); err != nil || target.Host == "" || target.Scheme != "https" && target.Scheme != "http" {
		c.refuse("url", "is not an absolute http or https URL")
	}
	for i, kind := range p.Notifications {
		c.required(element("notifications", i), string(kind))
	}
	return c.err
}

// EventTypes is a list of kinds of events.
type EventTypes []EventType

// EncodeValues sends the list as notifications[0] and so on.
func (l EventTypes) EncodeValues(key string, values *url.Values) error {
	form.AddStrings(key, l, values)
	return nil
}

// Webhook is a webhook that was created.
type Webhook struct {
	WebhookID Text `json:"webhook_id"` // what [WebhooksService.Delete] needs, as string(WebhookID); keep it

	// Extra holds the members this version does not know, as sent. json.Marshal
	// writes it as a nested "Extra" object.
	Extra map[string]json.RawMessage `json:",embed,inline"`
}

func (w *Webhook) lacks() string { return unless(w.WebhookID != "", "webhook_id") }

// Notification is a kind of event that a webhook can ask for.
type Notification struct {
	Notification EventType `json:"notification"` // what [WebhookCreateParams.Notifications] takes
	Object       string    `json:"object"`       // what it is about, such as Charge
	Name         string    `json:"name"`         // display
	Description  string    `json:"description"`  // display

	// Extra holds the members this version does not know, as sent. json.Marshal
	// writes it as a nested "Extra" object.
	Extra map[string]json.RawMessage `json:",embed,inline"`
}

// EventType is the kind of an event. It is an open type: unknown values are
// kept.
type EventType string

// Known kinds of events.
const (
	EventChargeNew                   EventType = "charge_new"
	EventChargeUpdated               EventType = "charge_updated"
	EventChargeDeleted               EventType = "charge_deleted" // newer than the documentation we have
	EventChargeRequest               EventType = "charge_request"
	EventChargePaid                  EventType = "charge_paid"         // payment requests excluded
	EventChargeRequestPaid           EventType = "charge_request_paid" // a customer paid a request
	EventChargePendingPaid           EventType = "charge_pending_paid" // was pending before
	EventChargeRefunded              EventType = "charge_refunded"
	EventChargeFailed                EventType = "charge_failed"
	EventChargeDisputed              EventType = "charge_disputed"         // a chargeback
	EventChargeRequestReminder       EventType = "charge_request_reminder" // a request is still unpaid
	EventCustomerNew                 EventType = "customer_new"
	EventCustomerUpdated             EventType = "customer_updated"
	EventCustomerFirstPaid           EventType = "customer_first_paid"
	EventCustomerDelinquent          EventType = "customer_delinquent"
	EventSubscriptionNew             EventType = "subscription_new"
	EventSubscriptionUpdated         EventType = "subscription_updated"
	EventSubscriptionUpgraded        EventType = "subscription_upgraded"
	EventSubscriptionDowngraded      EventType = "subscription_downgraded"
	EventSubscriptionPastDue         EventType = "subscription_past_due"
	EventSubscriptionCanceled        EventType = "subscription_canceled"  // or unpaid
	EventSubscriptionSuspended       EventType = "subscription_suspended" // or paused
	EventSubscriptionReactivated     EventType = "subscription_reactivated"
	EventSubscriptionUpcomingPayment EventType = "subscription_upcoming_payment" // due in some days
	EventSubscriptionTrialEnding     EventType = "subscription_trial_ending"     // due in some days
	EventAgentLogNew                 EventType = "agent_log_new"
)
