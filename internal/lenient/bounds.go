package lenient

import (
	"bytes"
	"errors"
	"fmt"
)

// Limits of what is read from a response. They are far above anything the
// vendors send and far below what would cost noticeable time or memory.
const (
	MaxNumberBytes = 64     // longest string taken for a number
	MaxExponent    = 18     // largest power of ten, up or down, written with an exponent
	MaxDepth       = 10_000 // deepest nesting of arrays and objects
	MaxObjects     = 100_000
	MaxValues      = 500_000
)

// LimitError is the error of a response that exceeds a limit.
type LimitError struct {
	Name  string // what is limited, for example "bytes of a number"
	Limit int64  // the largest value allowed
}

func (e *LimitError) Error() string {
	return fmt.Sprintf("more than the allowed %d %s", e.Limit, e.Name)
}

// LimitName returns what is limited if err is about a limit, else "".
func LimitName(err error) string {
	if limit, ok := errors.AsType[*LimitError](err); ok {
		return limit.Name
	}
	return ""
}

// checkSize rejects a response that would take many times its own size in memory:
// 10 MiB of {},{},{} made 4 GiB of charges.
func checkSize(data []byte) error {
	if len(data) <= min(MaxObjects, MaxValues) { // each has at least one byte
		return nil
	}
	objects, values := bytes.Count(data, []byte("{"))+bytes.Count(data, []byte("[")), bytes.Count(data, []byte(","))
	if objects > MaxObjects || values > MaxValues { // or there are so many in its strings
		objects, values = countStructure(data)
	}
	if objects > MaxObjects {
		return &LimitError{Name: "objects and lists of a response", Limit: MaxObjects}
	}
	if values > MaxValues {
		return &LimitError{Name: "values of a response", Limit: MaxValues}
	}
	return nil
}

// countStructure counts what begins an object or a list, and commas, outside of
// strings.
func countStructure(data []byte) (objects, commas int) {
	for i, inString := 0, false; i < len(data); i++ {
		switch c := data[i]; {
		case c == '"':
			inString = !inString
		case inString && c == '\\':
			i++
		case !inString && (c == '{' || c == '['):
			objects++
		case !inString && c == ',':
			commas++
		}
	}
	return objects, commas
}
