package api

import (
	"bytes"
	"errors"
	"net/url"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/chargekit/chargekit-go/internal/lenient"
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
	at, err := lenient.Unwritable(part)
	if at == "" {
		return nil
	}
	reason := "can't be written as JSON: " + err.Error()
	switch {
	case strings.Contains(err.Error(), "invalid UTF-8"):
		reason = notUTF8
	case errors.Is(err, lenient.ErrNotJSON):
		reason = "is not JSON"
	}
	return &transport.InvalidError{Param: fieldPath(at), Reason: reason}
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
