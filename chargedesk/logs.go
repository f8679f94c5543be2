package chargedesk

import (
	"context"
	"encoding/json"
	"iter"
	"net/http"
	"time"

	"github.com/chargekit/chargekit-go/internal/api"
	"github.com/chargekit/chargekit-go/internal/paging"
	"github.com/chargekit/chargekit-go/internal/transport"
)

// Operations of the documentation's logs chapter.
var (
	opLogActivity      = operation{Method: http.MethodGet, Route: "/log/activity", Safety: transport.Read}
	opLogCancellations = operation{Method: http.MethodGet, Route: "/log/cancellations", Safety: transport.Read}
)

// LogsService reads what agents and customers did.
//
// ChargeDesk documentation: https://chargedesk.com/api-docs#logs-agent-activity
type LogsService struct{ client *Client }

// ListActivity reads one page of what agents did; see [LogsService.AllActivity] for
// all of it. The order is not documented. params may be nil.
//
// ChargeDesk documentation: https://chargedesk.com/api-docs#logs-agent-activity
func (s *LogsService) ListActivity(ctx context.Context, params *ActivityListParams, opts ...CallOption) (*ActivityList, error) {
	if err := params.check(); err != nil {
		return nil, err
	}
	return call[ActivityList](ctx, s.client, opLogActivity.On(), params, opts)
}

// AllActivity iterates over everything that agents did and that matches params,
// the newest first. Beyond the offset limit of 10,000 it goes on by
// [Activity.Occurred]. The rules of [ChargesService.All] apply, with one
// difference: entries have no id, and different ones may be equal in all they
// show. Of equal entries of one second as many are returned as the second has. So
// a page has to hold all entries of a second: if it can't, the loop may end with a
// [*ListError] that matches [ErrOffsetLimit]. A params.Count below 100 counts as 100.
//
// ChargeDesk documentation: https://chargedesk.com/api-docs#logs-agent-activity
func (s *LogsService) AllActivity(ctx context.Context, params *ActivityListParams, opts ...CallOption) iter.Seq2[*Activity, error] {
	filter := orZero(params)
	size := logPageSize(filter.Count)
	filter.Count = nil
	return iterate(ctx, s.client, opts, listing[*Activity]{
		name: "Logs.AllActivity", filter: filter,
		window: paging.Window[*Activity]{
			Count: size, Offset: orZero(filter.Offset), MaxOffset: narrowOffset, Latest: filter.Occurred.latest(),
			Time: func(row *Activity) time.Time { return row.Occurred.Time },
			Key:  func(row *Activity) string { return entryKey(row, row.Extra) }, Twins: true,
		},
		read: func(ctx context.Context, ask paging.Ask, opts []CallOption) ([]*Activity, int, error) {
			page := filter
			page.Count, page.Offset, page.Occurred = &ask.Count, &ask.Offset, filter.Occurred.within(ask)
			list, err := s.ListActivity(ctx, &page, lockPaging(opts, "occurred[max]", "occurred[min]")...)
			return orZero(list).Data, int(orZero(list).Count), err
		},
	})
}

// ListCancellations reads one page of what customers did about canceling their
// subscriptions; see [LogsService.AllCancellations] for all of it. The order is not
// documented. params may be nil.
//
// ChargeDesk documentation: https://chargedesk.com/api-docs#logs-subscription-cancellations
func (s *LogsService) ListCancellations(ctx context.Context, params *CancellationListParams, opts ...CallOption) (*CancellationList, error) {
	if err := params.check(); err != nil {
		return nil, err
	}
	return call[CancellationList](ctx, s.client, opLogCancellations.On(), params, opts)
}

// AllCancellations iterates over all cancellations that match params, by the rules of
// [LogsService.AllActivity].
//
// ChargeDesk documentation: https://chargedesk.com/api-docs#logs-subscription-cancellations
func (s *LogsService) AllCancellations(ctx context.Context, params *CancellationListParams, opts ...CallOption) iter.Seq2[*Cancellation, error] {
	filter := orZero(params)
	size := logPageSize(filter.Count)
	filter.Count = nil
	return iterate(ctx, s.client, opts, listing[*Cancellation]{
		name: "Logs.AllCancellations", filter: filter,
		window: paging.Window[*Cancellation]{
			Count: size, Offset: orZero(filter.Offset), MaxOffset: narrowOffset, Latest: filter.Occurred.latest(),
			Time: func(row *Cancellation) time.Time { return row.Occurred.Time },
			Key:  func(row *Cancellation) string { return entryKey(row, row.Extra) }, Twins: true,
		},
		read: func(ctx context.Context, ask paging.Ask, opts []CallOption) ([]*Cancellation, int, error) {
			page := filter
			page.Count, page.Offset, page.Occurred = &ask.Count, &ask.Offset, filter.Occurred.within(ask)
			list, err := s.ListCancellations(ctx, &page, lockPaging(opts, "occurred[max]", "occurred[min]")...)
			return orZero(list).Data, int(orZero(list).Count), err
		},
	})
}

// ActivityListParams are the parameters of [LogsService.ListActivity] and
// [LogsService.AllActivity].
type ActivityListParams struct {
	Count      *int        `url:"count,omitempty"`       // rows of a page, 1 to 500; nil means 20, and 500 for AllActivity
	Offset     *int        `url:"offset,omitempty"`      // rows to skip, 0 to 10,000; nil means 0
	ObjectType *ObjectType `url:"object_type,omitempty"` // only entries about such objects
	ObjectID   *string     `url:"object_id,omitempty"`   // only entries about this object; needs ObjectType
	ActionType *string     `url:"action_type,omitempty"` // only entries of this action, such as refund; needs ObjectType
	Occurred   *TimeRange  `url:"occurred,omitempty"`    // when it was done
}

func (p *ActivityListParams) check() error {
	var c checks
	filter := orZero(p)
	c.page(filter.Count, filter.Offset, narrowOffset)
	if orZero(filter.ObjectType) == "" && (filter.ObjectID != nil || filter.ActionType != nil) {
		c.Reject("object_type", "is missing: object_id and action_type need it")
	}
	c.NotEmpty("object_id", filter.ObjectID)
	return c.err()
}

// CancellationListParams are the parameters of [LogsService.ListCancellations] and
// [LogsService.AllCancellations].
type CancellationListParams struct {
	Count    *int                `url:"count,omitempty"`    // rows of a page, 1 to 500; nil means 20, and 500 for AllCancellations
	Offset   *int                `url:"offset,omitempty"`   // rows to skip, 0 to 10,000; nil means 0
	Action   *CancellationAction `url:"action,omitempty"`   // only entries with this result
	Occurred *TimeRange          `url:"occurred,omitempty"` // when it was done
}

func (p *CancellationListParams) check() error {
	var c checks
	filter := orZero(p)
	c.page(filter.Count, filter.Offset, narrowOffset)
	return c.err()
}

// Activity is one thing that an agent did. Entries have no id and do not name
// the agent.
type Activity struct {
	ObjectType     ObjectType      `json:"object_type"`            // kind of the object
	ObjectID       string          `json:"object_id"`              // of the object
	ActionType     string          `json:"action_type"`            // such as refund
	ActionReason   string          `json:"action_reason"`          // such as [RefundParams.Reason]
	ActionParams   json.RawMessage `json:"action_params,omitzero"` // format not documented; false if there are none
	Event          string          `json:"event"`                  // with hyphens, such as charge-refund, unlike [EventType]
	Description    string          `json:"description"`            // display
	SubDescription string          `json:"sub_description"`        // display
	Occurred       Time            `json:"occurred"`               // when it was done
	IP             string          `json:"ip"`                     // IP address it was done from
	Source         string          `json:"source"`                 // only "web" has been seen
	Company        string          `json:"company"`                // the ChargeDesk company's name in URLs
	Context        json.RawMessage `json:"context,omitzero"`       // format not documented
	Params         json.RawMessage `json:"params,omitzero"`        // as Context

	Extra Extra `json:"Extra,omitempty"` // what has no field here
}

// ActivityList is one page of what agents did.
type ActivityList struct {
	Count  int64       `json:"count"`  // rows requested or rows sent, which is not documented; use len(Data)
	Offset int64       `json:"offset"` // rows skipped
	Data   []*Activity `json:"data"`   // in an order that is not documented

	Extra Extra `json:"Extra,omitempty"` // what has no field here
}

func (l *ActivityList) verify(*api.Exchange) error { return verifyRows(l.Data) }

// Cancellation is what a customer did about canceling a subscription. Entries
// have no id.
type Cancellation struct {
	Action         CancellationAction `json:"action"`          // the result
	CustomerID     string             `json:"customer_id"`     // of the customer
	Email          string             `json:"email"`           // e-mail address of the customer
	IP             string             `json:"ip"`              // IP address it was done from
	Method         string             `json:"method"`          // only "at_period_end" has been seen
	Occurred       Time               `json:"occurred"`        // when it was done
	Reason         string             `json:"reason"`          // as the customer put it
	SubscriptionID string             `json:"subscription_id"` // of the subscription

	Extra Extra `json:"Extra,omitempty"` // what has no field here
}

// CancellationList is one page of cancellations.
type CancellationList struct {
	Count  int64           `json:"count"`  // rows requested or rows sent, which is not documented; use len(Data)
	Offset int64           `json:"offset"` // rows skipped
	Data   []*Cancellation `json:"data"`   // in an order that is not documented

	Extra Extra `json:"Extra,omitempty"` // what has no field here
}

func (l *CancellationList) verify(*api.Exchange) error { return verifyRows(l.Data) }

// ObjectType is what a log entry is about. It is an open type: unknown values
// are kept.
type ObjectType string

// Objects of log entries that are known.
const (
	ObjectTypeCharge       ObjectType = "charge"
	ObjectTypeCustomer     ObjectType = "customer"
	ObjectTypeSubscription ObjectType = "subscription"
	ObjectTypeProduct      ObjectType = "product"
)

// CancellationAction is the result of a customer's wish to cancel. It is an
// open type: unknown values are kept.
type CancellationAction string

// Known results.
const (
	CancellationActionSupport    CancellationAction = "support" // went to support; nothing was done yet
	CancellationActionCancel     CancellationAction = "cancel"
	CancellationActionPause      CancellationAction = "pause"
	CancellationActionReactivate CancellationAction = "reactivate"
)
