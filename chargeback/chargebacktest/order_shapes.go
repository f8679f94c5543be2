package chargebacktest

import (
	"encoding/json"
	"time"
)

// WithSearchLag hides orders younger than lag from searches. Pages without a search
// show them.
func WithSearchLag(lag time.Duration) Option {
	return func(c *config) { c.searchLag = lag }
}

// lags reports whether an order is too young for the search to find.
func (c *call) lags(index int, wanted fields) bool {
	created := time.Unix(c.state.orders[index].Created, 0)
	return wanted != nil && c.cfg.searchLag > 0 && c.now.Sub(created) < c.cfg.searchLag
}

// reshape applies the rarer shapes to an order's JSON object.
func (c *call) reshape(order map[string]any) {
	shapes := c.cfg.shapes
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
		order["creator_id"] = c.id("55")
	}
	if shapes.UnknownFields {
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

// wrapped returns the results of a batch, in the envelope of a list if configured.
func (c *call) wrapped(results []any) any {
	if !c.cfg.shapes.WrappedBatch {
		return results
	}
	return map[string]any{"status": "success", "orders": results}
}
