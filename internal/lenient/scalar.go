package lenient

import (
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/go-json-experiment/json/jsontext"
	"github.com/shopspring/decimal"
)

// Text returns the text of a JSON string, number or boolean.
// ok is false for null.
func Text(data []byte) (text string, ok bool, err error) {
	switch value := jsontext.Value(data); value.Kind() {
	case jsontext.KindNull:
		return "", false, nil
	case jsontext.KindString:
		if text, ok := plainText(data); ok {
			return text, true, nil
		}
		unquoted, err := jsontext.AppendUnquote(nil, data)
		return string(unquoted), true, err
	case jsontext.KindNumber, jsontext.KindTrue, jsontext.KindFalse:
		return string(data), true, nil
	default:
		return "", false, fmt.Errorf("want a string, number or boolean, have a JSON %v", value.Kind())
	}
}

// plainText returns a JSON string that is ASCII without escapes, as most are. ok is
// false for any other text.
func plainText(quoted []byte) (text string, ok bool) {
	if len(quoted) < len(`""`) || quoted[0] != '"' || quoted[len(quoted)-1] != '"' {
		return "", false
	}
	inner := quoted[1 : len(quoted)-1]
	for _, c := range inner {
		if c < ' ' || c == '"' || c == '\\' || c >= utf8.RuneSelf {
			return "", false
		}
	}
	return string(inner), true
}

// number returns the text of a JSON number or of a string meant as one.
// ok is false for null and for the empty string.
func number(data []byte) (text string, ok bool, err error) {
	if kind := jsontext.Value(data).Kind(); kind == jsontext.KindTrue || kind == jsontext.KindFalse {
		return "", false, fmt.Errorf("want a number, have a JSON %v", kind)
	}
	text, ok, err = Text(data)
	if err != nil || !ok || text == "" {
		return "", false, err
	}
	if len(text) > MaxNumberBytes {
		return "", false, &LimitError{Name: "bytes of a number", Limit: MaxNumberBytes}
	}
	return text, true, nil
}

// Int64 reads a whole number, or a string that holds one.
// ok is false for null and for the empty string.
func Int64(data []byte) (n int64, ok bool, err error) {
	if digits, places, quick := quickNumber(data); quick && places == 0 {
		return digits, true, nil
	}
	text, ok, err := number(data)
	if err != nil || !ok {
		return 0, false, err
	}
	if n, err = strconv.ParseInt(text, 10, 64); err == nil {
		return n, true, nil
	}
	d, err := parseDecimal(text)
	if err != nil {
		return 0, false, err
	}
	if !d.IsInteger() || d.Cmp(decimal.NewFromInt(math.MaxInt64)) > 0 || d.Cmp(decimal.NewFromInt(math.MinInt64)) < 0 {
		return 0, false, fmt.Errorf("%q is not a whole number of 64 bits", text)
	}
	return d.IntPart(), true, nil
}

// Decimal reads a number, or a string that holds one, and keeps its digits
// after the point. ok is false for null and for the empty string.
func Decimal(data []byte) (d decimal.Decimal, ok bool, err error) {
	if digits, places, quick := quickNumber(data); quick {
		return newDecimal(digits, places), true, nil
	}
	text, ok, err := number(data)
	if err != nil || !ok {
		return decimal.Decimal{}, false, err
	}
	d, err = parseDecimal(text)
	return d, err == nil, err
}

// parseDecimal reads a decimal. It rejects an exponent that would make later
// arithmetic or printing expensive.
func parseDecimal(text string) (decimal.Decimal, error) {
	if e := strings.IndexAny(text, "eE"); e >= 0 {
		exponent, _ := strconv.Atoi(text[e+1:]) // the nearest it can hold, where that is too little
		if exponent > MaxExponent || exponent < -MaxExponent {
			return decimal.Decimal{}, &LimitError{Name: "as the exponent of a number", Limit: MaxExponent}
		}
	}
	d, err := decimal.NewFromString(text)
	if err != nil {
		return decimal.Decimal{}, fmt.Errorf("%q is not a number", text)
	}
	return d, nil
}

// FormatDecimal writes d without exponent and with the digits it was given: 34.00 stays 34.00.
// The decimal package's own formats depend on globals of the host program.
func FormatDecimal(d decimal.Decimal) string {
	return d.StringFixed(max(0, -d.Exponent()))
}

// Bool reads true, false, 0, 1 and the strings that say the same.
// ok is false for null and for the empty string.
func Bool(data []byte) (value, ok bool, err error) {
	text, ok, err := Text(data)
	if err != nil || !ok || text == "" {
		return false, false, err
	}
	switch text {
	case "1", "true":
		return true, true, nil
	case "0", "false":
		return false, true, nil
	}
	return false, false, fmt.Errorf("%.64q is neither true nor false", text)
}

// ParseDecimal reads a decimal in the only form that is sent: digits, with a
// minus sign and a point where needed.
func ParseDecimal(text string) (decimal.Decimal, error) {
	whole, fraction, point := strings.Cut(strings.TrimPrefix(text, "-"), ".")
	if len(text) > MaxNumberBytes || !isDigits(whole) || point && !isDigits(fraction) {
		return decimal.Decimal{}, errors.New(`is not a plain decimal like "34.00"`)
	}
	return parseDecimal(text)
}

func isDigits(text string) bool {
	return text != "" && strings.Trim(text, "0123456789") == ""
}

// isIndex reports whether text is an index as PHP writes it, without leading zeros.
func isIndex(text string) bool {
	return text == "0" || text != "" && text[0] != '0' && isDigits(text)
}
