// Package lenient reads and writes JSON whose types vary from one response to
// the next. [Read] is where to begin.
package lenient

import (
	"bytes"
	"cmp"
	"reflect"
	"sync"

	"github.com/go-json-experiment/json/jsontext"
)

// MaxOdd is the largest number of odd places that [Read] lists. The others are
// treated alike, and are only left out of the list.
const MaxOdd = 1000

// Odd is a place in a response that has a value of another kind than documented.
type Odd struct {
	At     jsontext.Pointer // where; names that are not fields of the result are "…"
	Reason error            // why, without a word of the response
}

// Read reads a response or an event into out, a pointer to a result. What out
// had before is gone. A field whose value can't be read stays zero, and the
// result's Extra has the value as sent, under the field's name. An element that
// is no object in a list of results becomes a result with nothing but its value
// in Extra, under "". Read returns both kinds as odd, in the order of the
// response.
//
// Values of another kind are read for what a program without types, PHP's above
// all, means by them:
//
//   - null and false are none, and so is "" unless a string belongs there;
//   - [] and "" are none where an object, a list or a map belongs;
//   - a number or true is a string where a string belongs, and a string may hold
//     a number;
//   - null, "", 0, "0.00", false, no and off are false where a bool belongs, and
//     any other string or number is true;
//   - an object is its values where a list belongs, and a list is its indexes
//     and values where a map of strings belongs. A list of raw values gets the
//     object whole unless all its names are indexes, so that no name is lost.
//
// Names that the result doesn't have go to Extra too. If a name comes twice the
// last one counts. A byte order mark, invalid UTF-8 and lone surrogates don't
// stop Read: a string that has such characters is odd.
//
// Read returns an error, and leaves out zero, if the data is not JSON, is
// larger than the bounds allow, or has no object where the result is one. It
// also returns an error, a [*FieldError], if money can't be read or if money or
// an id comes twice with different values. Money is a type with a method Decimal
// that returns a decimal.Decimal, and an integer with the tag `lenient:"money"`.
// An id is a field named id or …_id.
//
// A struct's Extra is its field of that name, a map[string]json.RawMessage. A value of
// a type that none of this is about, such as any or a float, is read by encoding/json,
// and so is, as a whole, a struct with an embedded pointer or with an option of a json
// tag other than omitempty and omitzero.
func Read(data []byte, out any) (odd []Odd, err error) {
	target := reflect.ValueOf(out).Elem()
	target.SetZero()
	data = bytes.TrimPrefix(data, byteOrderMark)
	if len(bytes.TrimSpace(data)) == 0 {
		return nil, errEmpty
	}
	if err := checkSize(data); err != nil {
		return nil, err
	}
	w := walkers.Get().(*walker)
	defer w.release()
	w.scanner = scanner{data: data}
	w.peek()
	s := shapeOf(target.Type())
	if err = w.value(s, target); err == nil {
		err = w.end()
	}
	if err == nil {
		return w.odd, nil
	}
	target.SetZero()
	// What is not JSON is reported before a value that can't be read, also if it is behind that.
	return nil, cmp.Or(check(data), ofRoot(s, err))
}

// ofRoot returns the error of a response that can't be read as a whole.
func ofRoot(s *shape, err error) error {
	odd, ok := err.(*oddError)
	switch {
	case !ok:
		return err
	case s.op == opMethod:
		return &ownError{odd.reason}
	}
	return &FieldError{Reason: safe(odd.reason)}
}

var (
	byteOrderMark = []byte("\ufeff")
	walkers       = sync.Pool{New: func() any { return new(walker) }}
)

// release gives the walker back without anything of the response but short strings.
func (w *walker) release() {
	clear(w.strings[:cap(w.strings)])
	if cap(w.strings) > MaxOdd {
		w.strings = nil
	}
	w.scanner, w.path, w.odd, w.strings, w.chunk = scanner{}, w.path[:0], nil, w.strings[:0], nil
	walkers.Put(w)
}
