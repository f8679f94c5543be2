package lenient

import (
	stdjson "encoding/json"
	"errors"
	"fmt"
	"io"

	"github.com/go-json-experiment/json/jsontext"
)

// syntaxError says that a text is not JSON.
type syntaxError struct{ offset int } // of the byte that belongs nowhere

func (e *syntaxError) Error() string { return fmt.Sprintf("no JSON from byte %d on", e.offset) }

// endError is an [io.ErrUnexpectedEOF] that says more.
type endError string

const (
	errEmpty  = endError("it is empty")
	errCutOff = endError("it is cut off")
)

func (e endError) Error() string { return string(e) }

func (endError) Unwrap() error { return io.ErrUnexpectedEOF }

// Redacted returns err without text quoted from the response, which may be
// personal. A [*FieldError] says which field, and a [*LimitError] which bound.
func Redacted(err error) error {
	if field, ok := errors.AsType[*FieldError](err); ok {
		return field
	}
	if bound, ok := errors.AsType[*LimitError](err); ok {
		return bound
	}
	if syntax, ok := errors.AsType[*syntaxError](err); ok {
		return syntax
	}
	if end, ok := errors.AsType[endError](err); ok {
		return end
	}
	if errors.Is(err, io.ErrUnexpectedEOF) {
		return errCutOff
	}
	// The two others come from a type's own UnmarshalJSON.
	if text, ok := errors.AsType[*jsontext.SyntacticError](err); ok {
		return fmt.Errorf("no JSON from byte %d on", text.ByteOffset)
	}
	if kind, ok := errors.AsType[*stdjson.UnmarshalTypeError](err); ok {
		return fmt.Errorf("JSON of another kind than expected at byte %d", kind.Offset)
	}
	if own, ok := errors.AsType[*ownError](err); ok {
		return &hiddenError{own}
	}
	return err
}

// ownError is an error of the result's own UnmarshalJSON, which may quote the response.
type ownError struct{ error }

func (e *ownError) Unwrap() error { return e.error }

// hiddenError is an error without its text.
type hiddenError struct{ error }

func (e *hiddenError) Error() string { return "it " + errUnreadable.Error() }
func (e *hiddenError) Unwrap() error { return e.error }
