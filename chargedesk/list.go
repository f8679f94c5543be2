package chargedesk

import (
	"crypto/sha256"
	"fmt"
	"iter"
	"time"

	"github.com/chargekit/chargekit-go/internal/paging"
	"github.com/chargekit/chargekit-go/internal/wire"
)

// TimeRange limits a list to rows of a time. Whether ChargeDesk counts rows of
// exactly that second in is not documented. nil means no bound; the zero [Time]
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
// costs the fewest of the sixty requests a minute.
func pageSize(count *int) int {
	if count == nil {
		return maxCount
	}
	return *count
}

// every walks all rows of a list.
func every[T any](window paging.Window[T]) iter.Seq2[*T, error] {
	window.Limit = ErrOffsetLimit
	return func(yield func(*T, error) bool) {
		for row, err := range window.All() {
			if err == paging.ErrRepeats {
				err = fmt.Errorf("%w: %w", ErrListIncomplete, err)
			}
			if !yield(row, err) {
				return
			}
		}
	}
}

// rowKey tells rows apart that have no id.
func rowKey(row any) string {
	text, err := wire.Inline(row)
	if err != nil {
		return ""
	}
	sum := sha256.Sum256(text)
	return string(sum[:])
}
