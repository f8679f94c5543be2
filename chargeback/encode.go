package chargeback

import (
	"bytes"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/chargekit/chargekit-go/internal/lenient"
)

const notUTF8 = "is not UTF-8 text"

// writtenOrders is a request body of orders that were written and checked one by one.
type writtenOrders []byte

func joinOrders(bodies [][]byte) writtenOrders {
	return slices.Concat([]byte("["), bytes.Join(bodies, []byte(",")), []byte("]"))
}

// writeBody writes a request body, and rejects one that has a card number in it.
func writeBody(body any, cfg *callConfig) ([]byte, error) {
	if written, ok := body.(writtenOrders); ok {
		return written, nil
	}
	encoded, err := encodeBody(body, cfg.params)
	if err == nil && !cfg.withoutCardCheck {
		err = rejectCards(encoded)
	}
	return encoded, err
}

// encodeBody writes a request body with the fields of [WithParam] in it. It
// returns nil if there is nothing to write.
func encodeBody(body any, params map[string]any) ([]byte, error) {
	if body == nil && len(params) == 0 {
		return nil, nil
	}
	encoded, err := lenient.Encode(body)
	if err == nil && len(params) > 0 {
		encoded, err = lenient.AddFields(encoded, params)
	}
	if err != nil || mayHoldInvalidUTF8(encoded) {
		for _, part := range []any{body, params} {
			if bad := checkWritable(part); bad != nil {
				return nil, bad
			}
		}
	}
	if err != nil {
		return nil, &ValidationError{Param: "params", Reason: fmt.Sprintf("can't be written as JSON: %v", err)}
	}
	return encoded, nil
}

// mayHoldInvalidUTF8 reports whether a string in what was encoded may not have
// been UTF-8. encoding/json replaces what is not UTF-8 by U+FFFD, and leaves raw
// JSON as it is.
func mayHoldInvalidUTF8(encoded []byte) bool {
	return bytes.Contains(encoded, []byte(`\ufffd`)) || bytes.Contains(encoded, []byte("\ufffd")) || !utf8.Valid(encoded)
}

// checkWritable rejects what JSON can't express, and names its field: a string
// that is not UTF-8, a year of five digits, an infinite number.
func checkWritable(body any) error {
	at, err := lenient.Unwritable(body)
	if at == "" {
		return nil
	}
	reason := notUTF8
	if !strings.Contains(err.Error(), "invalid UTF-8") {
		reason = fmt.Sprintf("can't be written as JSON: %v", err)
	}
	return &ValidationError{Param: fieldPath(string(at)), Reason: reason}
}

// fieldPath writes a JSON pointer the way Go would: orders[3].line_items[0].product_name.
func fieldPath(pointer string) string {
	var b strings.Builder
	for i, part := range strings.Split(strings.TrimPrefix(pointer, "/"), "/") {
		_, err := strconv.Atoi(part)
		if hasCardNumber(part) {
			part, err = "…", strconv.ErrSyntax
		}
		switch {
		case err == nil && i == 0:
			b.WriteString("orders[" + part + "]")
		case err == nil:
			b.WriteString("[" + part + "]")
		case i > 0:
			b.WriteString("." + part)
		default:
			b.WriteString(part)
		}
	}
	return b.String()
}
