package chargedesktest

import (
	"slices"
	"time"

	"github.com/shopspring/decimal"
)

// Statuses of subscriptions that the server itself sets or checks.
const (
	requested     = "requested"
	trialing      = "trialing"
	active        = "active"
	pastDue       = "past_due"
	canceled      = "canceled"
	unpaid        = "unpaid"
	suspended     = "suspended"
	pendingCancel = "pending_cancel"
)

var subscriptionStatuses = []string{requested, pending, "new", trialing, active, pastDue, canceled, unpaid, suspended, pendingCancel}

var intervals = []string{"day", "week", "month", "year"}

// subscription is one subscription. Its items and metadata are replaced, never
// modified.
type subscription struct {
	moment         // when first seen; the list filter is named created
	SubscriptionID string
	customer       *customer // nil for none

	Status, Currency, Interval, ProductID, GatewayID string
	Amount, SetupAmount                              decimal.Decimal
	Quantity, IntervalCount                          int64
	CyclesTotal, CyclesCurrent, TrialDays            int64
	PeriodStart, PeriodEnd                           int64
	TrialStart, TrialEnd, CanceledAt, EndedAt        int64

	Items    []item
	Metadata map[string]string
}

// item is one row of a subscription.
type item struct {
	ItemID, Currency, Description string
	Amount, Percent               decimal.Decimal
	Quantity                      int64
}

// total returns the price of one period.
func (s *subscription) total() decimal.Decimal { return s.Amount.Mul(decimal.NewFromInt(s.Quantity)) }

func (s *subscription) over() bool { return s.Status == canceled || s.Status == unpaid }

func (s *subscription) customerID() string {
	if s.customer == nil {
		return ""
	}
	return s.customer.CustomerID
}

// periodAfter returns the end of the period that begins at start.
func (s *subscription) periodAfter(start int64) int64 {
	count := int(max(1, s.IntervalCount))
	at := time.Unix(start, 0).UTC()
	switch s.Interval {
	case "day":
		at = at.AddDate(0, 0, count)
	case "week":
		at = at.AddDate(0, 0, 7*count)
	case "month":
		at = at.AddDate(0, count, 0)
	case "year":
		at = at.AddDate(count, 0, 0)
	}
	return at.Unix()
}

func (d *desk) addSubscription(s *subscription) {
	d.subscriptions[s.SubscriptionID] = s
	d.subscriptionLine.insert(s)
	d.subscriptionEvent("subscription_new", s)
}

// changeSubscription replaces a subscription with draft, including the id, and sends
// the events.
func (d *desk) changeSubscription(s *subscription, draft subscription) {
	before := *s
	if draft.SubscriptionID != s.SubscriptionID {
		d.renameSubscription(s, draft.SubscriptionID)
	}
	*s = draft
	d.subscriptionEvent("subscription_updated", s)
	if before.Status != s.Status {
		d.subscriptionMoved(s, before.Status)
	}
	switch s.total().Cmp(before.total()) {
	case 1:
		d.subscriptionEvent("subscription_upgraded", s)
	case -1:
		d.subscriptionEvent("subscription_downgraded", s)
	}
}

func (d *desk) subscriptionMoved(s *subscription, before string) {
	switch {
	case s.over():
		d.subscriptionEvent("subscription_canceled", s)
	case s.Status == suspended:
		d.subscriptionEvent("subscription_suspended", s)
	case s.Status == pastDue:
		d.subscriptionEvent("subscription_past_due", s)
	case s.Status == active && slices.Contains([]string{suspended, canceled, unpaid, pendingCancel}, before):
		d.subscriptionEvent("subscription_reactivated", s)
	}
}

func (d *desk) renameSubscription(s *subscription, id string) {
	for _, ch := range d.chargeLine.rows {
		if ch.SubscriptionID == s.SubscriptionID {
			d.chargeCount.add(ofSubscription, ch.SubscriptionID, -1)
			ch.SubscriptionID = id
			d.chargeCount.add(ofSubscription, id, 1)
		}
	}
	delete(d.subscriptions, s.SubscriptionID)
	d.subscriptions[id] = s
}
