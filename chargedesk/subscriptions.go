package chargedesk

import (
	"context"
	"iter"
	"net/http"
	"time"

	"github.com/chargekit/chargekit-go/internal/paging"
	"github.com/chargekit/chargekit-go/internal/transport"
)

// Operations of the documentation's subscriptions chapter.
var (
	opSubscriptionCreate = operation{Method: http.MethodPost, Route: "/subscriptions", Safety: transport.Once}
	opSubscriptionList   = operation{Method: http.MethodGet, Route: "/subscriptions", Safety: transport.Read}
	opSubscriptionGet    = operation{Method: http.MethodGet, Route: "/subscriptions/{subscription_id}", Safety: transport.Read}
	opSubscriptionUpdate = operation{Method: http.MethodPost, Route: "/subscriptions/{subscription_id}", Safety: transport.Repeatable}
)

// SubscriptionsService keeps the records of subscriptions. It starts and stops
// no payments; [GatewayService] does.
//
// ChargeDesk documentation: https://chargedesk.com/api-docs#subscriptions-create
type SubscriptionsService struct{ client *Client }

// Create records a subscription that is billed elsewhere.
//
// A subscription id that already exists is refused, unless params.Duplicate is
// [DuplicateUpdate]: then that subscription is updated, and the call is
// repeated after a lost answer, since a repeat does no harm.
//
// ChargeDesk documentation: https://chargedesk.com/api-docs#subscriptions-create
func (s *SubscriptionsService) Create(ctx context.Context, params *SubscriptionCreateParams, opts ...CallOption) (*Subscription, error) {
	if err := params.check(); err != nil {
		return nil, err
	}
	sent := *params
	sent.Quantity = omitOne(params.Quantity, params.Duplicate)
	r := opSubscriptionCreate.On().About(params.SubscriptionID).RepeatableIf(params.Duplicate != nil).Protect("duplicate", "subscription_id")
	return call[Subscription](ctx, s.client, r, &sent, opts)
}

// Get reads a subscription.
//
// ChargeDesk documentation: https://chargedesk.com/api-docs#subscriptions-retrieve
func (s *SubscriptionsService) Get(ctx context.Context, subscriptionID string, opts ...CallOption) (*Subscription, error) {
	return call[Subscription](ctx, s.client, opSubscriptionGet.On(subscriptionID), nil, opts)
}

// List reads one page of subscriptions, the newest first; see
// [SubscriptionsService.All] for all of them. params may be nil.
//
// ChargeDesk documentation: https://chargedesk.com/api-docs#subscriptions-list-all
func (s *SubscriptionsService) List(ctx context.Context, params *SubscriptionListParams, opts ...CallOption) (*SubscriptionList, error) {
	if err := params.check(); err != nil {
		return nil, err
	}
	return call[SubscriptionList](ctx, s.client, opSubscriptionList.On(), params, opts)
}

// All iterates over every subscription that matches params, the newest first.
// Beyond the offset limit of 10,000 it goes on by [Subscription.FirstSeen]. The
// rules of [ChargesService.All] apply.
//
// ChargeDesk documentation: https://chargedesk.com/api-docs#subscriptions-list-all
func (s *SubscriptionsService) All(ctx context.Context, params *SubscriptionListParams, opts ...CallOption) iter.Seq2[*Subscription, error] {
	filter := orZero(params)
	size := pageSize(filter.Count)
	return iterate(paging.Window[Subscription]{
		Count: size, Offset: orZero(filter.Offset), MaxOffset: narrowOffset, Latest: filter.Created.latest(),
		Time: func(subscription *Subscription) time.Time { return subscription.FirstSeen.Time },
		Key:  func(subscription *Subscription) string { return subscription.SubscriptionID },
		Fetch: func(offset int, latest time.Time) ([]*Subscription, int, error) {
			page := filter
			page.Count, page.Offset, page.Created = &size, &offset, filter.Created.withMax(latest)
			list, err := s.List(ctx, &page, lockPaging(opts, "created[max]")...)
			if err != nil {
				return nil, 0, err
			}
			return list.Data, int(list.Count), nil
		},
	})
}

// Update changes a subscription's record and returns it. What params leaves out
// stays as it is; params may be nil. ChargeDesk's documentation repeats the
// default status of a create there, most likely by mistake, so check the answer
// if it matters.
//
// A new params.SubscriptionID renames the record: use the id in the answer from
// then on. Such a call is not repeated after a lost answer but returns
// [ErrOutcomeUnknown], because the old id would not be found.
//
// ChargeDesk documentation: https://chargedesk.com/api-docs#subscriptions-update
func (s *SubscriptionsService) Update(ctx context.Context, subscriptionID string, params *SubscriptionUpdateParams, opts ...CallOption) (*Subscription, error) {
	if err := params.check(); err != nil {
		return nil, err
	}
	r := opSubscriptionUpdate.On(subscriptionID).OnceIfRenamed(orZero(params).SubscriptionID).Protect("subscription_id")
	return call[Subscription](ctx, s.client, r, params, opts)
}

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

// Interval is the unit of a recurring payment.
type Interval string

// The intervals ChargeDesk takes.
const (
	IntervalDay   Interval = "day"
	IntervalWeek  Interval = "week"
	IntervalMonth Interval = "month"
	IntervalYear  Interval = "year"

	// IntervalNone is for a product that is not recurring.
	IntervalNone Interval = ""
)
