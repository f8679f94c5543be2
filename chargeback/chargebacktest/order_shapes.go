package chargebacktest

import (
	"encoding/json"
	"time"
)

// WithSearchLag makes the search blind to orders that are younger than this. Pages
// without a search show them.
func WithSearchLag(lag time.Duration) Option {
	return func(c *config) { c.searchLag = lag }
}

// lags says that the search has not got to an order yet.
func (x *exchange) lags(index int, wanted members) bool {
	created := time.Unix(x.state.orders[index].Created, 0)
	return wanted != nil && x.cfg.searchLag > 0 && x.now.Sub(created) < x.cfg.searchLag
}

// reshape gives an answered order the rarer forms.
func (x *exchange) reshape(order map[string]any) {
	shapes := x.cfg.shapes
	if shapes.EmptyMoney {
		for _, name := range money {
			if order[name] == nil {
				order[name] = ""
			}
		}
	}
	for _, name := range []string{"order_ts", "created_at", "updated_at"} {
		if t, ok := timeOf(order[name]); ok && shapes.OffsetTimes {
			order[name] = t.Add(time.Millisecond).In(time.FixedZone("", 2*60*60)).Format(time.RFC3339Nano)
		} else if ok && shapes.DateTimes {
			order[name] = t.UTC().Format(time.DateOnly)
		}
	}
	if shapes.PartialParties {
		order["crm"], order["merchant"] = map[string]any{"name": CRMName}, map[string]any{}
	}
	if shapes.NoParties {
		delete(order, "crm")
		delete(order, "merchant")
	}
	if _, sent := order["tracking_numbers"]; !sent && shapes.NullTracking {
		order["tracking_numbers"] = nil
	}
	if shapes.CreatorID {
		order["creator_id"] = x.id("55")
	}
	if shapes.UnknownMembers {
		order["risk"] = map[string]any{"score": 7}
	}
}

func timeOf(value any) (t time.Time, ok bool) {
	text, err := json.Marshal(value)
	if err != nil || json.Unmarshal(text, &t) != nil {
		return t, false
	}
	return t, !t.IsZero()
}

// wrapped is a batch's answer in the envelope that a list has.
func (x *exchange) wrapped(answers []any) any {
	if !x.cfg.shapes.WrappedBatch {
		return answers
	}
	return map[string]any{"status": "success", "orders": answers}
}
