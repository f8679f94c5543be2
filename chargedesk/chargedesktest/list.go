package chargedesktest

import "slices"

// Highest offsets of the lists.
const (
	wideCap   = 50_000 // charges, customers
	narrowCap = 10_000 // everything else
)

// list returns a page. bounds is the name of the time filter, "" for none.
func list[T interface{ when() moment }](c *call, rows *timeline[T], bounds string, offsetCap int64, match func(T) bool, write func(*writer, []T)) ([]byte, error) {
	w := c.window(bounds, offsetCap)
	if err := c.failed(); err != nil {
		return nil, err
	}
	page := rows.page(w, match)
	return c.written(func(out *writer) {
		out.object("", func() {
			out.count("count", w.count)
			out.count("offset", w.offset)
			out.array("data", func() { write(out, page) })
		})
	})
}

// each writes the rows of a page one by one.
func each[T any](write func(*writer, T)) func(*writer, []T) {
	return func(w *writer, page []T) {
		for _, row := range page {
			write(w, row)
		}
	}
}

// filters are the names by which a list filters, or filtered in 2017.
var filters = []string{
	"action", "action_type", "charge_id", "country", "created", "customer", "customer_id", "description", "email", "first_seen", "id",
	"last_4_digits", "metadata_key", "metadata_value", "name", "object_id", "object_type", "occurred", "product_id", "query",
	"status", "subscription_id", "transaction_id", "username",
}

// onlyFilters rejects filters that the list does not have. Ignored, they would
// return the rows of everybody.
func (c *call) onlyFilters(names ...string) {
	for _, name := range filters {
		if c.sent(name) && !slices.Contains(names, name) {
			c.fail(name, "is not a filter of this list.")
		}
	}
}

// onlyKeys rejects other keys of a filter that is a map.
func (c *call) onlyKeys(name string, keys ...string) {
	for _, key := range c.value.Map(name) {
		if !slices.Contains(keys, key) {
			c.in(name).fail(key, "is not a filter of this list.")
		}
	}
}

func (c *call) window(bounds string, offsetCap int64) window {
	w := window{count: 20, exclusiveMax: c.cfg.exclusiveMax}
	c.whole(&w.count, 1, "count")
	c.whole(&w.offset, 0, "offset")
	if w.count > 500 {
		c.fail("count", "must be at most 500.")
	}
	if w.offset > offsetCap {
		c.fail("offset", "is beyond the limit of this list: go back in time instead.")
	}
	if bounds == "" {
		return w
	}
	if _, isText := c.value.Text(bounds); isText {
		c.fail(bounds, "must be bounds, as "+bounds+"[max].")
	}
	c.onlyKeys(bounds, "min", "max")
	within := c.in(bounds)
	within.unix(&w.max, "max")
	within.unix(&w.min, "min")
	return w
}

// filter collects conditions; all of them must hold.
type filter[T any] struct{ conditions []func(T) bool }

func (f *filter[T]) add(condition func(T) bool) { f.conditions = append(f.conditions, condition) }

// text adds a condition if the parameter was sent and is not empty.
func (f *filter[T]) text(p *params, name string, condition func(row T, want string) bool) {
	if want, ok := p.given(name); ok {
		f.add(func(row T) bool { return condition(row, want) })
	}
}

// match returns a function that checks all conditions, or nil if there are none.
func (f *filter[T]) match() func(T) bool {
	if len(f.conditions) == 0 {
		return nil
	}
	return func(row T) bool {
		for _, condition := range f.conditions {
			if !condition(row) {
				return false
			}
		}
		return true
	}
}
