package lenient

import (
	"errors"
	"fmt"
	"strconv"

	"github.com/go-json-experiment/json/jsontext"
)

// FieldError is a value that [Read] must not guess: money that can't be read, or
// money or an id that comes twice with different values.
type FieldError struct {
	At     jsontext.Pointer // where; names that are not fields of the result are "…", "" is the whole response
	Reason error            // why, without a word of the response
}

// Error names the field and its object, as in "amount of /data/1 can't be read".
func (e *FieldError) Error() string {
	what := "it"
	if e.At != "" {
		what = e.At.LastToken()
		if parent := e.At.Parent(); parent != "" {
			what += " of " + string(parent)
		}
	}
	switch {
	case errors.Is(e.Reason, errTwice):
		return what + " " + errTwice.Error()
	case errors.Is(e.Reason, errUnreadable):
		return what + " can't be read"
	}
	return what + " can't be read: " + e.Reason.Error()
}

func (e *FieldError) Unwrap() error { return e.Reason }

var (
	errTwice      = errors.New("comes twice, with different values")
	errUnreadable = errors.New("can't be read")
	errUTF8       = errors.New("invalid UTF-8")
	errName       = errors.New("a name with invalid UTF-8")
)

// oddError says that a value was consumed, and could not be read. Its reason
// may quote the value.
type oddError struct{ reason error }

func (e *oddError) Error() string { return safe(e.reason).Error() }

func isOdd(err error) bool {
	_, ok := err.(*oddError)
	return ok
}

// kindError says that a value is of another kind than belongs there.
type kindError struct {
	kind jsontext.Kind
	want string
}

func (e *kindError) Error() string {
	kind := e.kind.String()
	switch e.kind {
	case jsontext.KindBeginObject:
		kind = "object"
	case jsontext.KindBeginArray:
		kind = "list"
	}
	return fmt.Sprintf("a JSON %s instead of %s", kind, e.want)
}

func otherKind(raw jsontext.Value, want string) error {
	return &oddError{&kindError{raw.Kind(), want}}
}

// safe returns the reason if it is one of ours. Others may quote the value.
func safe(reason error) error {
	if bound, ok := errors.AsType[*LimitError](reason); ok {
		return bound
	}
	if kind, ok := errors.AsType[*kindError](reason); ok {
		return kind
	}
	for _, own := range []error{errTwice, errUTF8, errName} {
		if errors.Is(reason, own) {
			return own
		}
	}
	return errUnreadable
}

// step is a part of the way to a value.
type step struct {
	name  string // "" is an element of a list
	index int
}

// hidden stands for a name that may be personal: the key of a map, or a field
// that no result has.
const hidden = "…"

// maxSteps is the length of the longest way that is told in full.
const maxSteps = 32

// place returns where a value is: the field of this name, or if that is "" the
// one that is being read.
func (w *walker) place(name string) jsontext.Pointer {
	var place jsontext.Pointer
	for _, s := range w.path[:min(len(w.path), maxSteps)] {
		if s.name == "" {
			s.name = strconv.Itoa(s.index)
		}
		place = place.AppendToken(s.name)
	}
	if len(w.path) > maxSteps {
		place = place.AppendToken(hidden)
	}
	if name != "" {
		place = place.AppendToken(name)
	}
	return place
}

// report lists a value as odd.
func (w *walker) report(name string, reason error) {
	if len(w.odd) < MaxOdd {
		w.odd = append(w.odd, Odd{At: w.place(name), Reason: safe(reason)})
	}
}

// located puts the place of a value before the place of its error.
func (w *walker) located(err error, name string) error {
	if field, ok := err.(*FieldError); ok {
		return &FieldError{At: w.place(name) + field.At, Reason: field.Reason}
	}
	return err
}
