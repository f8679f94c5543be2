package main

import (
	"context"
	"encoding"
	"fmt"
	"iter"
	"reflect"
	"strings"
	"time"

	"github.com/chargekit/chargekit-go/chargeback"
	"github.com/chargekit/chargekit-go/chargedesk"
	"github.com/chargekit/chargekit-go/chargehound"
)

// list is a list that can be exported.
type list struct {
	name   string
	vendor string
	what   string       // its rows
	time   string       // the field that -since and -until limit; "" for none
	row    reflect.Type // a struct
	open   func(c clients, s *span) *source
}

// source is a list that is ready to be read, from the beginning or from where its
// checkpoint is.
type source struct {
	at   checkpoint
	rows func(ctx context.Context) iter.Seq2[any, error] // pointers to the row's type
	when func(row any) time.Time                         // the field that the span limits; nil for none

	// total asks how many rows the list has; 0 means that the vendor does not say. nil
	// if it never does.
	total func(ctx context.Context) (int64, error)
}

// checkpoint is a Checkpoint of one of the three packages.
type checkpoint interface {
	encoding.TextMarshaler
	encoding.TextUnmarshaler
}

const (
	chargeDesk    = "ChargeDesk"
	chargehoundCo = "Chargehound"
	chargebackCo  = "Chargeback"
)

var lists = []*list{
	{
		name: "charges", vendor: chargeDesk, what: "charges with their customers", time: "occurred", row: reflect.TypeFor[chargedesk.Charge](),
		open: func(c clients, s *span) *source {
			params := &chargedesk.ChargeListParams{Occurred: s.timeRange()}
			return deskSource(func(ctx context.Context, at chargedesk.CallOption) iter.Seq2[*chargedesk.Charge, error] {
				return c.desk.Charges.All(ctx, params, at)
			}, func(row *chargedesk.Charge) time.Time { return row.Occurred.Time })
		},
	},
	{
		name: "customers", vendor: chargeDesk, what: "customers", time: "first_seen", row: reflect.TypeFor[chargedesk.Customer](),
		open: func(c clients, s *span) *source {
			params := &chargedesk.CustomerListParams{FirstSeen: s.timeRange()}
			return deskSource(func(ctx context.Context, at chargedesk.CallOption) iter.Seq2[*chargedesk.Customer, error] {
				return c.desk.Customers.All(ctx, params, at)
			}, func(row *chargedesk.Customer) time.Time { return row.FirstSeen.Time })
		},
	},
	{
		name: "subscriptions", vendor: chargeDesk, what: "subscriptions", time: "first_seen", row: reflect.TypeFor[chargedesk.Subscription](),
		open: func(c clients, s *span) *source {
			params := &chargedesk.SubscriptionListParams{Created: s.timeRange()}
			return deskSource(func(ctx context.Context, at chargedesk.CallOption) iter.Seq2[*chargedesk.Subscription, error] {
				return c.desk.Subscriptions.All(ctx, params, at)
			}, func(row *chargedesk.Subscription) time.Time { return row.FirstSeen.Time })
		},
	},
	{
		name: "products", vendor: chargeDesk, what: "products", row: reflect.TypeFor[chargedesk.Product](),
		open: func(c clients, _ *span) *source {
			return deskSource(func(ctx context.Context, at chargedesk.CallOption) iter.Seq2[*chargedesk.Product, error] {
				return c.desk.Products.All(ctx, nil, at)
			}, nil)
		},
	},
	{
		name: "activity", vendor: chargeDesk, what: "log of what agents did", time: "occurred", row: reflect.TypeFor[chargedesk.Activity](),
		open: func(c clients, s *span) *source {
			params := &chargedesk.ActivityListParams{Occurred: s.timeRange()}
			return deskSource(func(ctx context.Context, at chargedesk.CallOption) iter.Seq2[*chargedesk.Activity, error] {
				return c.desk.Logs.AllActivity(ctx, params, at)
			}, func(row *chargedesk.Activity) time.Time { return row.Occurred.Time })
		},
	},
	{
		name: "cancellations", vendor: chargeDesk, what: "log of what customers did about canceling", time: "occurred", row: reflect.TypeFor[chargedesk.Cancellation](),
		open: func(c clients, s *span) *source {
			params := &chargedesk.CancellationListParams{Occurred: s.timeRange()}
			return deskSource(func(ctx context.Context, at chargedesk.CallOption) iter.Seq2[*chargedesk.Cancellation, error] {
				return c.desk.Logs.AllCancellations(ctx, params, at)
			}, func(row *chargedesk.Cancellation) time.Time { return row.Occurred.Time })
		},
	},
	{
		name: "disputes", vendor: chargehoundCo, what: "disputes with their evidence", row: reflect.TypeFor[chargehound.Dispute](),
		open: func(c clients, _ *span) *source {
			at := new(chargehound.Checkpoint)
			return &source{at: at, rows: func(ctx context.Context) iter.Seq2[any, error] {
				return untyped(c.hound.Disputes.All(ctx, nil, chargehound.WithCheckpoint(at)))
			}}
		},
	},
	{
		name: "orders", vendor: chargebackCo, what: "orders as they were reported", row: reflect.TypeFor[chargeback.Order](),
		open: func(c clients, _ *span) *source {
			at := new(chargeback.Checkpoint)
			return &source{at: at, rows: func(ctx context.Context) iter.Seq2[any, error] {
				return untyped(c.back.Orders.All(ctx, nil, chargeback.WithCheckpoint(at)))
			}, total: func(ctx context.Context) (int64, error) {
				page, err := c.back.Orders.List(ctx, &chargeback.OrderListParams{PerPage: new(1)})
				if err != nil {
					return 0, err
				}
				return page.TotalRecords, nil
			}}
		},
	},
}

// deskSource is a list of ChargeDesk. when may be nil.
func deskSource[T any](all func(context.Context, chargedesk.CallOption) iter.Seq2[*T, error], when func(*T) time.Time) *source {
	at := new(chargedesk.Checkpoint)
	s := &source{at: at, rows: func(ctx context.Context) iter.Seq2[any, error] {
		return untyped(all(ctx, chargedesk.WithCheckpoint(at)))
	}}
	if when != nil {
		s.when = func(row any) time.Time { return when(row.(*T)) }
	}
	return s
}

func untyped[T any](rows iter.Seq2[*T, error]) iter.Seq2[any, error] {
	return func(yield func(any, error) bool) {
		for row, err := range rows {
			if !yield(row, err) {
				return
			}
		}
	}
}

// timeRange returns the span in ChargeDesk's form, a second wider at each end:
// whether ChargeDesk includes the ends is not documented, so holds decides about them.
func (s *span) timeRange() *chargedesk.TimeRange {
	if s.isZero() {
		return nil
	}
	limits := &chargedesk.TimeRange{}
	if !s.since.IsZero() {
		limits.Min = new(chargedesk.NewTime(s.since.Add(-time.Second)))
	}
	if !s.until.IsZero() {
		limits.Max = new(chargedesk.NewTime(s.until.Time))
	}
	return limits
}

func findList(name string) *list {
	for _, l := range lists {
		if l.name == name {
			return l
		}
	}
	return nil
}

func listNames() (names []string) {
	for _, l := range lists {
		names = append(names, l.name)
	}
	return names
}

func describeLists() string {
	var text strings.Builder
	for _, l := range lists {
		limit := "no -since and -until"
		if l.time != "" {
			limit = "-since and -until by " + l.time
		}
		fmt.Fprintf(&text, "  %-14s %s: %s; %s\n", l.name, l.vendor, l.what, limit)
	}
	return text.String()
}
