package api

import (
	"bytes"
	"cmp"
	"errors"
	"net/url"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"github.com/chargekit/chargekit-go/internal/transport"
)

const notUTF8 = "is not UTF-8"

// CheckWritten rejects what JSON can't express in one of the parts that encoded was
// made of, and names its field: a string that is not UTF-8, a year of five digits,
// an infinite number. encoding/json writes such strings with U+FFFD in them, so
// the parts are looked at only if encoded has one.
func CheckWritten(encoded []byte, parts ...any) error {
	if !bytes.Contains(encoded, []byte(`\ufffd`)) && !bytes.Contains(encoded, []byte("\ufffd")) && utf8.Valid(encoded) {
		return nil
	}
	for _, part := range parts {
		if err := CheckWritable(part); err != nil {
			return err
		}
	}
	return nil
}

// CheckWritable is [CheckWritten] for a part that could not be encoded.
func CheckWritable(part any) error {
	_, err := json.Marshal(part, json.Deterministic(true))
	var pointer jsontext.Pointer
	var reason string
	if semantic, ok := errors.AsType[*json.SemanticError](err); ok {
		pointer, reason = semantic.JSONPointer, "can't be written as JSON"
		if semantic.Err != nil {
			reason += ": " + semantic.Err.Error()
		}
	}
	if syntax, ok := errors.AsType[*jsontext.SyntacticError](err); ok { // it may quote the value
		pointer, reason = cmp.Or(pointer, syntax.JSONPointer), "is not JSON"
	}
	if pointer == "" {
		return nil
	}
	if strings.Contains(err.Error(), "invalid UTF-8") {
		reason = notUTF8
	}
	return &transport.InvalidError{Param: fieldPath(pointer), Reason: reason}
}

// CheckQuery rejects query parameters that are not UTF-8.
func CheckQuery(query url.Values) error {
	for name, values := range query {
		if !utf8.ValidString(name + strings.Join(values, "")) {
			return &transport.InvalidError{Param: strings.ToValidUTF8(name, "\ufffd"), Reason: notUTF8}
		}
	}
	return nil
}

// fieldPath writes a JSON pointer as Go would: products[0].name.
func fieldPath(pointer jsontext.Pointer) string {
	var path strings.Builder
	for token := range pointer.Tokens() {
		switch _, err := strconv.Atoi(token); {
		case err == nil:
			path.WriteString("[" + token + "]")
		case path.Len() > 0:
			path.WriteString("." + token)
		default:
			path.WriteString(token)
		}
	}
	return path.String()
}
