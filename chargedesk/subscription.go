package chargedesk

import (
	"encoding/json"

	"github.com/chargekit/chargekit-go/internal/api"
)

// SubscriptionCreateParams are the parameters of [SubscriptionsService.Create].
type SubscriptionCreateParams struct {
	// SubscriptionID is the merchant's own; webhooks carry it. Required.
	SubscriptionID string `url:"subscription_id"`

	// UpdateIfExists updates the subscription that has this SubscriptionID, if there is one. By
	// default ChargeDesk rejects the call then.
	UpdateIfExists bool `url:"duplicate,true=update"`

	CustomerID           *string                  `url:"customer_id,omitempty"`               // who pays
	Status               *SubscriptionStatus      `url:"status,omitempty"`                    // nil means active
	GatewayID            *string                  `url:"gateway_id,omitempty"`                // nil means the account's default
	Amount               *Amount                  `url:"amount,omitempty"`                    // of one unit for one interval, in major units
	Currency             *Currency                `url:"currency,omitempty"`                  // of the amounts
	SetupAmount          *Amount                  `url:"setup_amount,omitempty"`              // once, on top, at the start
	ProductID            *string                  `url:"product_id,omitempty"`                // of a product that exists
	Interval             *Interval                `url:"interval,omitempty"`                  // between two payments
	IntervalCount        *int                     `url:"interval_count,omitempty"`            // multiplies Interval
	Quantity             *Number                  `url:"quantity,omitempty"`                  // of units; nil means 1; 1 is sent only with UpdateIfExists, as ChargeDesk requires
	CurrentPeriodStart   *Time                    `url:"current_period_start,unix,omitempty"` // of the current period
	CurrentPeriodEnd     *Time                    `url:"current_period_end,unix,omitempty"`   // of the current period
	TrialStart           *Time                    `url:"trial_start,unix,omitempty"`          // if there is a trial
	TrialEnd             *Time                    `url:"trial_end,unix,omitempty"`            // if there is a trial
	EndedAt              *Time                    `url:"ended_at,unix,omitempty"`             // when it ended by itself
	CanceledAt           *Time                    `url:"canceled_at,unix,omitempty"`          // when it was canceled
	BillingCyclesTotal   *int                     `url:"billing_cycles_total,omitempty"`      // number of cycles after which it ends
	BillingCyclesCurrent *int                     `url:"billing_cycles_current,omitempty"`    // billing cycles so far
	Items                []SubscriptionItemParams `url:"items"`                               // what it consists of
	Metadata             Metadata                 `url:"metadata"`                            // to attach to the subscription
}

func (p *SubscriptionCreateParams) check() error {
	if p == nil {
		return noParams[SubscriptionCreateParams]()
	}
	var c checks
	c.Required("subscription_id", p.SubscriptionID)
	c.metadata(p.Metadata)
	return c.err()
}

// SubscriptionUpdateParams are the parameters of [SubscriptionsService.Update].
// nil leaves a field as it is; a pointer to the zero [Time] removes a time.
type SubscriptionUpdateParams struct {
	// SubscriptionID renames the subscription.
	SubscriptionID *string `url:"subscription_id,omitempty"`

	CustomerID           *string                  `url:"customer_id,omitempty"`               // who pays
	Status               *SubscriptionStatus      `url:"status,omitempty"`                    // of the subscription
	GatewayID            *string                  `url:"gateway_id,omitempty"`                // of the gateway that bills it
	Amount               *Amount                  `url:"amount,omitempty"`                    // of one unit for one interval, in major units
	Currency             *Currency                `url:"currency,omitempty"`                  // of the amounts
	SetupAmount          *Amount                  `url:"setup_amount,omitempty"`              // once, on top, at the start
	ProductID            *string                  `url:"product_id,omitempty"`                // of a product that exists
	Interval             *Interval                `url:"interval,omitempty"`                  // between two payments
	IntervalCount        *int                     `url:"interval_count,omitempty"`            // multiplies Interval
	Quantity             *Number                  `url:"quantity,omitempty"`                  // of units; ChargeDesk documents numbers above 1 only
	CurrentPeriodStart   *Time                    `url:"current_period_start,unix,omitempty"` // of the current period
	CurrentPeriodEnd     *Time                    `url:"current_period_end,unix,omitempty"`   // of the current period
	TrialStart           *Time                    `url:"trial_start,unix,omitempty"`          // if there is a trial
	TrialEnd             *Time                    `url:"trial_end,unix,omitempty"`            // if there is a trial
	EndedAt              *Time                    `url:"ended_at,unix,omitempty"`             // when it ended by itself
	CanceledAt           *Time                    `url:"canceled_at,unix,omitempty"`          // when it was canceled
	BillingCyclesTotal   *int                     `url:"billing_cycles_total,omitempty"`      // number of cycles after which it ends
	BillingCyclesCurrent *int                     `url:"billing_cycles_current,omitempty"`    // billing cycles so far
	Items                []SubscriptionItemParams `url:"items"`                               // what it consists of
	Metadata             Metadata                 `url:"metadata"`                            // whether it replaces the existing pairs is not documented
}

func (p *SubscriptionUpdateParams) check() error {
	if p == nil {
		return nil
	}
	var c checks
	c.NotEmpty("subscription_id", p.SubscriptionID)
	c.metadata(p.Metadata)
	return c.err()
}

// SubscriptionItemParams is one item of a subscription to record. Its ID comes back
// as [SubscriptionItem.ItemID].
type SubscriptionItemParams struct {
	ID          *string   `url:"id,omitempty"`          // of the item
	Amount      *Amount   `url:"amount,omitempty"`      // of one unit, in major units; below zero for a discount
	Currency    *Currency `url:"currency,omitempty"`    // of the amount
	Quantity    *Number   `url:"quantity,omitempty"`    // of units
	Description *string   `url:"description,omitempty"` // of the item
	Percent     *Number   `url:"percent,omitempty"`     // of a discount: 10 is a tenth
}

// SubscriptionListParams are the parameters of [SubscriptionsService.List] and
// [SubscriptionsService.All]. An empty customer id is rejected: it might match
// every subscription.
type SubscriptionListParams struct {
	Count      *int       `url:"count,omitempty"`       // rows of a page, 1 to 500; nil means 20, and 500 for All
	Offset     *int       `url:"offset,omitempty"`      // rows to skip, 0 to 10,000; nil means 0
	CustomerID *string    `url:"customer_id,omitempty"` // only subscriptions of this customer
	Created    *TimeRange `url:"created,omitempty"`     // when they were created: [Subscription.FirstSeen]
}

func (p *SubscriptionListParams) check() error {
	var c checks
	filter := orZero(p)
	c.page(filter.Count, filter.Offset, narrowOffset)
	c.NotEmpty("customer_id", filter.CustomerID)
	return c.err()
}

// Subscription is the record of a subscription. Amounts are in major units of
// Currency, and times are zero if ChargeDesk has none. Fields marked "display"
// are formatted for people and must not be parsed by programs.
type Subscription struct {
	SubscriptionID string             `json:"subscription_id"` // the merchant's or the gateway's own
	Object         string             `json:"object"`          // "subscription"
	CustomerID     string             `json:"customer_id"`     // who pays
	ProductID      string             `json:"product_id"`      // "" if it has none
	ProductDesc    string             `json:"product_desc"`    // description of the product
	Status         SubscriptionStatus `json:"status"`          // current status
	StatusText     string             `json:"status_text"`     // display

	Amount           Amount   `json:"amount"`            // of one unit for one interval
	Quantity         Number   `json:"quantity"`          // of units
	AmountFormatted  string   `json:"amount_formatted"`  // display; with the quantity
	AmountSymbol     string   `json:"amount_symbol"`     // display
	Currency         Currency `json:"currency"`          // of all amounts
	SetupAmount      Amount   `json:"setup_amount"`      // once, on top, at the start
	Interval         Interval `json:"interval"`          // between two payments
	IntervalCount    int64    `json:"interval_count"`    // multiplies Interval
	ReadableInterval string   `json:"readable_interval"` // display

	BillingCyclesCurrent int64 `json:"billing_cycles_current"` // billing cycles so far
	BillingCyclesTotal   int64 `json:"billing_cycles_total"`   // 0 means without end
	TrialPeriodDays      int64 `json:"trial_period_days"`      // before the first payment
	CurrentPeriodStart   Time  `json:"current_period_start"`   // of the current period
	CurrentPeriodEnd     Time  `json:"current_period_end"`     // of the current period
	TrialStart           Time  `json:"trial_start"`            // zero if there is no trial
	TrialEnd             Time  `json:"trial_end"`              // zero if there is no trial
	CanceledAt           Time  `json:"canceled_at"`            // zero if it is not canceled
	EndedAt              Time  `json:"ended_at"`               // when it ended by itself; zero otherwise
	FirstSeen            Time  `json:"first_seen"`             // when it was created; [SubscriptionListParams.Created] filters by it

	Charges    int64  `json:"charges"`     // how many charges there are
	Company    string `json:"company"`     // the ChargeDesk company's name in URLs, not the customer's firm
	GatewayID  string `json:"gateway_id"`  // "" if there is none
	GatewayURL string `json:"gateway_url"` // its page at the gateway
	ManageURL  string `json:"manage_url"`  // its page in ChargeDesk
	HasItems   bool   `json:"has_items"`   // whether Items has any
	HasMeta    bool   `json:"has_meta"`    // whether Metadata has any

	Items            []*SubscriptionItem `json:"items"`             // what it consists of
	Metadata         Metadata            `json:"metadata"`          // the merchant's own pairs
	Logs             []json.RawMessage   `json:"logs"`              // format not documented
	MethodsActive    []string            `json:"methods_active"`    // what can be done with it now; nothing when it is canceled
	MethodsSupported []string            `json:"methods_supported"` // what its gateway can do at all

	Extra Extra `json:"Extra,omitempty"` // what has no field here
}

func (s *Subscription) verify(x *api.Exchange) error {
	return verifyObject(x, "subscription_id", s.Extra, s.SubscriptionID)
}

// SubscriptionItem is one item of a subscription.
type SubscriptionItem struct {
	ItemID          string   `json:"item_id"`          // [SubscriptionItemParams] calls it ID
	Description     string   `json:"description"`      // of the item
	Amount          Amount   `json:"amount"`           // of one unit
	AmountFormatted string   `json:"amount_formatted"` // display
	Currency        Currency `json:"currency"`         // of the amount
	Quantity        Number   `json:"quantity"`         // of units
	Percent         Number   `json:"percent"`          // of a discount: 10 is a tenth; 0 if it is none

	Extra Extra `json:"Extra,omitempty"` // what has no field here
}

// SubscriptionList is one page of subscriptions.
type SubscriptionList struct {
	Count  int64           `json:"count"`  // rows requested or rows sent, which is not documented; use len(Data)
	Offset int64           `json:"offset"` // rows skipped
	Data   []*Subscription `json:"data"`   // in an order that is not documented

	Extra Extra `json:"Extra,omitempty"` // what has no field here
}

func (l *SubscriptionList) verify(*api.Exchange) error { return verifyRows(l.Data) }

// SubscriptionStatus is the status of a subscription. It is an open type:
// unknown values are kept. Words are joined by underscores, unlike those of
// [ChargeStatus].
type SubscriptionStatus string

// Statuses of a subscription that are known.
const (
	SubscriptionStatusRequested     SubscriptionStatus = "requested"
	SubscriptionStatusPending       SubscriptionStatus = "pending" // becomes active
	SubscriptionStatusNew           SubscriptionStatus = "new"     // waits for a means of payment
	SubscriptionStatusTrialing      SubscriptionStatus = "trialing"
	SubscriptionStatusActive        SubscriptionStatus = "active"
	SubscriptionStatusPastDue       SubscriptionStatus = "past_due"
	SubscriptionStatusCanceled      SubscriptionStatus = "canceled" // see [SubscriptionStatus.IsCanceled]
	SubscriptionStatusUnpaid        SubscriptionStatus = "unpaid"
	SubscriptionStatusSuspended     SubscriptionStatus = "suspended"      // can be reactivated
	SubscriptionStatusPendingCancel SubscriptionStatus = "pending_cancel" // ends with the period
)

// IsCanceled reports whether the subscription is canceled, in the spelling of
// today or in ChargeDesk's earlier one with two l.
func (s SubscriptionStatus) IsCanceled() bool {
	return s == SubscriptionStatusCanceled || s == "cancelled"
}
