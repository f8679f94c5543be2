package chargedesk

import (
	"crypto/sha256"
	"fmt"
	"iter"
	"slices"
	"time"

	"github.com/chargekit/chargekit-go/internal/lenient"
	"github.com/chargekit/chargekit-go/internal/paging"
)

// TimeRange limits a list to a range of time. Whether ChargeDesk includes rows
// of exactly Min or Max is not documented. nil means no limit; the zero [Time]
// and a Max before Min are refused.
type TimeRange struct {
	Min *Time `url:"min,omitempty"` // not before this second
	Max *Time `url:"max,omitempty"` // not after this second
}

// until is the range with another upper bound; the zero time means the same one.
func (r *TimeRange) until(latest time.Time) *TimeRange {
	if latest.IsZero() {
		return r
	}
	bounded := deref(r)
	bounded.Max = new(NewTime(latest))
	return &bounded
}

func (r *TimeRange) latest() time.Time {
	if r == nil || r.Max == nil {
		return time.Time{}
	}
	return r.Max.Time
}

// pageSize is what All asks for where the caller does not say: the largest page
// costs the fewest of the sixty requests a minute. It is at least two: a page
// begins with the last row of the one before.
func pageSize(count *int) int {
	if count == nil {
		return maxCount
	}
	return max(2, *count)
}

// walking keeps call options from setting what an All sets itself: pages of
// another size or place would end the walk early.
func walking(opts []CallOption, latest ...string) []CallOption {
	own := func(cfg *callConfig) { cfg.locked = append([]string{"count", "offset"}, latest...) }
	return slices.Concat(opts, []CallOption{own})
}

// every walks all rows of a list.
func every[T any](window paging.Window[T]) iter.Seq2[*T, error] {
	window.Limit = ErrOffsetLimit
	return func(yield func(*T, error) bool) {
		for row, err := range window.All() {
			if err == paging.ErrRepeats || err == paging.ErrTimeless || err == paging.ErrShrunk {
				err = fmt.Errorf("%w: %w", ErrListIncomplete, err)
			}
			if !yield(row, err) {
				return
			}
		}
	}
}

// lacksRows is what a list lacks whose rows are these. A null among them is no
// row, and would be a nil pointer to the caller; an object without its id is none
// that a program can use.
func lacksRows[T any](rows []*T) string {
	if rows == nil {
		return "rows, not even none"
	}
	for _, row := range rows {
		if row == nil {
			return "row where one should be"
		}
		if object, ok := any(row).(interface{ lacks() string }); ok && object.lacks() != "" {
			return object.lacks() + " in a row"
		}
	}
	return ""
}

// rowKey tells rows apart that have no id.
func rowKey(row any) string {
	text, err := lenient.Inline(row)
	if err != nil {
		return ""
	}
	sum := sha256.Sum256(text)
	return string(sum[:])
}
