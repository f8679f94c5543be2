package chargedesk

import (
	"crypto/sha256"
	"fmt"
	"iter"
	"slices"
	"time"

	"github.com/chargekit/chargekit-go/internal/api"
	"github.com/chargekit/chargekit-go/internal/lenient"
	"github.com/chargekit/chargekit-go/internal/paging"
)

// TimeRange limits a list to a range of time. Whether ChargeDesk includes rows
// of exactly Min or Max is not documented. nil means no limit; the zero [Time]
// and a Max before Min are refused.
type TimeRange struct {
	Min *Time `url:"min,unix,omitempty"` // not before this second
	Max *Time `url:"max,unix,omitempty"` // not after this second
}

// withMax returns r with its upper bound replaced, or r itself if latest is zero.
func (r *TimeRange) withMax(latest time.Time) *TimeRange {
	if latest.IsZero() {
		return r
	}
	bounded := orZero(r)
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

// lockPaging keeps call options from setting what an All sets itself: pages of
// another size or place would end the loop early.
func lockPaging(opts []CallOption, latest ...string) []CallOption {
	own := func(cfg *callConfig) { cfg.protected = append([]string{"count", "offset"}, latest...) }
	return slices.Concat(opts, []CallOption{own})
}

// iterate yields every row of a list, and an error in the words of this package if
// the list can't be read completely.
func iterate[T any](window paging.Window[T]) iter.Seq2[*T, error] {
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

// verifyRows checks that a list has rows, if only none, and that each of them is
// an object with its id. A null among them would be a nil pointer to the caller.
func verifyRows[T any, P result[T]](x *api.Exchange, rows []*T) error {
	if rows == nil {
		return missingUnless(false, "rows, not even none")
	}
	for _, row := range rows {
		if row == nil {
			return missingUnless(false, "row where one should be")
		}
		if err := P(row).verify(x); err != nil {
			return fmt.Errorf("%w in a row", err)
		}
	}
	return nil
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
