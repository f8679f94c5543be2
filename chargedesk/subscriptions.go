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
// ChargeDesk rejects a subscription id that it already has. With
// params.UpdateIfExists it updates the subscription that has the id, and the call is
// retried after a lost response.
//
// ChargeDesk documentation: https://chargedesk.com/api-docs#subscriptions-create
func (s *SubscriptionsService) Create(ctx context.Context, params *SubscriptionCreateParams, opts ...CallOption) (*Subscription, error) {
	if err := params.check(); err != nil {
		return nil, err
	}
	sent := *params
	sent.Quantity = omitOne(params.Quantity, params.UpdateIfExists)
	r := opSubscriptionCreate.On().About(params.SubscriptionID).RepeatableIf(params.UpdateIfExists).Protect("duplicate", "subscription_id")
	return call[Subscription](ctx, s.client, r, &sent, opts)
}

// Get reads a subscription by id.
//
// ChargeDesk documentation: https://chargedesk.com/api-docs#subscriptions-retrieve
func (s *SubscriptionsService) Get(ctx context.Context, subscriptionID string, opts ...CallOption) (*Subscription, error) {
	return call[Subscription](ctx, s.client, opSubscriptionGet.On(subscriptionID), nil, opts)
}

// List reads one page of subscriptions; see [SubscriptionsService.All] for all of
// them. The order is not documented. A row that can't be read has its value in Extra.
// params may be nil.
//
// ChargeDesk documentation: https://chargedesk.com/api-docs#subscriptions-list-all
func (s *SubscriptionsService) List(ctx context.Context, params *SubscriptionListParams, opts ...CallOption) (*SubscriptionList, error) {
	if err := params.check(); err != nil {
		return nil, err
	}
	return call[SubscriptionList](ctx, s.client, opSubscriptionList.On(), params, opts)
}

// All iterates over every subscription that matches params. Beyond the offset limit
// of 10,000 it continues by [Subscription.FirstSeen]. The rules of
// [ChargesService.All] apply.
//
// ChargeDesk documentation: https://chargedesk.com/api-docs#subscriptions-list-all
func (s *SubscriptionsService) All(ctx context.Context, params *SubscriptionListParams, opts ...CallOption) iter.Seq2[*Subscription, error] {
	filter := orZero(params)
	size := pageSize(filter.Count)
	filter.Count = nil
	return iterate(ctx, s.client, opts, listing[*Subscription]{
		name: "Subscriptions.All", filter: filter,
		window: paging.Window[*Subscription]{
			Count: size, Offset: orZero(filter.Offset), MaxOffset: narrowOffset, Latest: filter.Created.latest(),
			Time: func(row *Subscription) time.Time { return row.FirstSeen.Time },
			Key:  func(row *Subscription) string { return row.SubscriptionID },
		},
		read: func(ctx context.Context, ask paging.Ask, opts []CallOption) ([]*Subscription, int, error) {
			page := filter
			page.Count, page.Offset, page.Created = &ask.Count, &ask.Offset, filter.Created.within(ask)
			list, err := s.List(ctx, &page, lockPaging(opts, "created[max]", "created[min]")...)
			return orZero(list).Data, int(orZero(list).Count), err
		},
	})
}

// Update changes a subscription's record and returns it. Fields that are nil in
// params keep their values; params may be nil. ChargeDesk's documentation shows the
// default status of a create here too, most likely by mistake: check the returned
// subscription if it matters.
//
// A new params.SubscriptionID renames the record: use the returned id from then on.
// After a lost response such a call is not retried but returns [ErrOutcomeUnknown],
// because a retry would not find the old id.
//
// ChargeDesk documentation: https://chargedesk.com/api-docs#subscriptions-update
func (s *SubscriptionsService) Update(ctx context.Context, subscriptionID string, params *SubscriptionUpdateParams, opts ...CallOption) (*Subscription, error) {
	if err := params.check(); err != nil {
		return nil, err
	}
	r := opSubscriptionUpdate.On(subscriptionID).OnceIfRenamed(orZero(params).SubscriptionID).Protect("subscription_id")
	return call[Subscription](ctx, s.client, r, params, opts)
}
