package chargedesk

import (
	"context"
	"crypto/sha256"
	"errors"
	"iter"
	"slices"
	"time"

	"github.com/chargekit/chargekit-go/internal/api"
	"github.com/chargekit/chargekit-go/internal/lenient"
	"github.com/chargekit/chargekit-go/internal/paging"
)

// TimeRange limits a list to a range of time. Whether ChargeDesk includes rows
// of exactly Min or Max is not documented. nil means no limit.
type TimeRange struct {
	Min *Time `url:"min,unix,omitempty"` // not before this second
	Max *Time `url:"max,unix,omitempty"` // not after this second
}

// within returns r with the bounds of a request for a page, which are never wider
// than r, or r itself if there are none.
func (r *TimeRange) within(ask paging.Ask) *TimeRange {
	bounded := orZero(r)
	if !ask.Latest.IsZero() {
		bounded.Max = new(NewTime(ask.Latest))
	}
	if !ask.Earliest.IsZero() && (bounded.Min == nil || bounded.Min.Before(ask.Earliest)) {
		bounded.Min = new(NewTime(ask.Earliest))
	}
	if bounded.Min == nil && bounded.Max == nil {
		return r
	}
	return &bounded
}

// latest returns the upper bound, or the zero time if there is none.
func (r *TimeRange) latest() time.Time {
	if r == nil || r.Max == nil {
		return time.Time{}
	}
	return r.Max.Time
}

// pageSize returns the rows of a page of All. By default it is the largest page, which
// costs the fewest of the sixty requests a minute. It is at least two: a page begins
// with rows of the one before.
func pageSize(count *int) int {
	if count == nil {
		return maxCount
	}
	return max(2, *count)
}

// logPageSize is pageSize for rows without ids: equal ones are told apart by counting
// those of a second, so a page has to hold all of its rows.
func logPageSize(count *int) int { return max(100, pageSize(count)) }

// lockPaging keeps call options from setting what an All sets itself: pages of
// another size or place would end the loop early.
func lockPaging(opts []CallOption, bounds ...string) []CallOption {
	own := func(cfg *callConfig) { cfg.protected = append([]string{"count", "offset"}, bounds...) }
	return slices.Concat(opts, []CallOption{own})
}

// listing is a list that an All walks.
type listing[T any] struct {
	name   string // of the method: "Charges.All"
	filter any    // the params, without those that only shape pages
	window paging.Window[T]
	read   func(ctx context.Context, ask paging.Ask, opts []CallOption) (rows []T, count int, err error)
}

// iterate yields every row of a list, and an error of this package if the list can't
// be read completely.
func iterate[T any](ctx context.Context, c *Client, opts []CallOption, list listing[T]) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) { list.walk(ctx, c, opts, yield) }
}

func (list listing[T]) walk(ctx context.Context, c *Client, opts []CallOption, yield func(T, error) bool) {
	var none T
	cfg, err := newCallConfig(opts)
	if err != nil {
		yield(none, err)
		return
	}
	client := c.config().ClientConfig
	l, err := api.NewListing(ctx, &client, list.name, []any{list.filter, api.NotNil(cfg.params)}, &cfg.CallConfig)
	if err != nil {
		yield(none, invalid(err))
		return
	}
	window := list.windowOf(l, opts)
	for row, err := range window.All(ctx) {
		if gap, ok := errors.AsType[*paging.Gap](err); ok {
			err = &ListError{Rows: gap.Rows, At: NewTime(gap.At), gap: gap}
		}
		if !yield(row, err) {
			return
		}
	}
}

// windowOf returns the window of list that a loop walks, from the place of l on.
func (list listing[T]) windowOf(l *api.Listing, opts []CallOption) paging.Window[T] {
	window, key := list.window, list.window.Key
	window.Key = func(row T) string {
		if id := key(row); id != "" {
			return id
		}
		return rowKey(row)
	}
	window.Odd = func(row T) bool { return key(row) == "" }
	window.Place, window.Keep, window.ReadAhead = l.Place, l.Keep, l.ReadAhead
	own := slices.Concat(opts, []CallOption{func(cfg *callConfig) { l.Page(&cfg.CallConfig) }})
	window.Fetch = func(ctx context.Context, ask paging.Ask) (paging.Page[T], error) {
		rows, count, err := list.read(ctx, ask, own)
		return paging.Page[T]{Rows: rows, Offset: ask.Offset, Asked: ask.Count, Count: count}, err
	}
	return window
}

// ListError is the error of an All that may not have returned every row. It
// matches [ErrListIncomplete], and [ErrOffsetLimit] too if more rows share a second
// than ChargeDesk's offset reaches. Then walk the second of At by each status, or
// another filter that parts its rows, and what is older by a range that ends before it.
type ListError struct {
	Rows int  // returned before the error
	At   Time // time of the last of them, to the second; rows of this second or before it may be missing. Zero if that row has no time
	gap  *paging.Gap
}

// Error returns a one-line message with the reason and the place in the list.
func (e *ListError) Error() string {
	if e.gap == nil {
		return ErrListIncomplete.Error()
	}
	return ErrListIncomplete.Error() + ": " + e.gap.Error()
}

// Is matches [ErrListIncomplete], and [ErrOffsetLimit] if the list has more rows than
// its offset reaches.
func (e *ListError) Is(target error) bool {
	return target == ErrListIncomplete || target == ErrOffsetLimit && e.gap != nil && e.gap.Err == paging.ErrLimit
}

// verifyRows checks that a response has a list of rows, which may be empty.
func verifyRows[T any](rows []*T) error { return missingUnless(rows != nil, "rows, not even none") }

// entryKey returns the key of a log entry, which has no id, and "" if extra says
// that it is no object.
func entryKey(entry any, extra Extra) string {
	if _, odd := extra[""]; odd {
		return ""
	}
	return rowKey(entry)
}

// rowKey returns a key for a row without an id: a digest of its fields, or "" if it can't
// be written as JSON.
func rowKey(row any) string {
	text, err := lenient.Inline(row)
	if err != nil {
		return ""
	}
	sum := sha256.Sum256(text)
	return string(sum[:])
}
