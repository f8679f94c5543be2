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
// of exactly Min or Max is not documented. nil means no limit.
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

// pageSize returns the rows of a page of All. By default it is the largest page,
// which costs the fewest of the sixty requests a minute. It is at least two: a page
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
// the list can't be read completely. Rows without a key can't be read: they are
// counted, and the error comes after all others.
func iterate[T any](window paging.Window[T]) iter.Seq2[*T, error] {
	key := window.Key
	window.Key = func(row *T) string {
		if own := key(row); own != "" {
			return own
		}
		return rowKey(row)
	}
	window.Limit = ErrOffsetLimit
	return func(yield func(*T, error) bool) {
		unreadable := 0
		for row, err := range window.All() {
			if err == nil && key(row) == "" {
				unreadable++
				continue
			}
			if err == paging.ErrRepeats || err == paging.ErrTimeless || err == paging.ErrShrunk {
				err = fmt.Errorf("%w: %w", ErrListIncomplete, err)
			}
			if !yield(row, err) || err != nil {
				return
			}
		}
		if unreadable > 0 {
			yield(nil, fmt.Errorf("%w: %d rows can't be read", ErrListIncomplete, unreadable))
		}
	}
}

// verifyRows checks that a list has rows, if only none.
func verifyRows[T any](rows []*T) error { return missingUnless(rows != nil, "rows, not even none") }

// entryKey returns the key of a log entry, which has no id, and "" if extra says
// that it is no object.
func entryKey(entry any, extra Extra) string {
	if _, odd := extra[""]; odd {
		return ""
	}
	return rowKey(entry)
}

// rowKey tells rows without an id apart.
func rowKey(row any) string {
	text, err := lenient.Inline(row)
	if err != nil {
		return ""
	}
	sum := sha256.Sum256(text)
	return string(sum[:])
}
