package lenient

import (
	"errors"
	"fmt"
)

// Bounds of what is read from an answer. They are far above anything the
// vendors send and far below what would cost noticeable time or memory.
const (
	MaxNumberBytes = 64     // longest text taken for a number
	MaxExponent    = 18     // largest power of ten, up or down, written with an exponent
	MaxDepth       = 10_000 // deepest nesting of arrays and objects
	MaxObjects     = 100_000
	MaxValues      = 500_000
)

// BoundError says which bound an answer broke.
type BoundError struct {
	Bound string // what is bounded, for example "bytes of a number"
	Limit int64  // the largest value allowed
}

func (e *BoundError) Error() string {
	return fmt.Sprintf("more than the allowed %d %s", e.Limit, e.Bound)
}

// Bound is which bound err is about, and "" where it is about none.
func Bound(err error) string {
	if bound, ok := errors.AsType[*BoundError](err); ok {
		return bound.Bound
	}
	return ""
}
