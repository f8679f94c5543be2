package lenient

import (
	"bytes"

	"github.com/shopspring/decimal"
)

// maxQuickDigits is how many digits always fit into 64 bits.
const maxQuickDigits = 18

// quickNumber reads plain digits, with a minus sign and a point at most, from a
// number or a string. digits is the number without its point, behind which it
// has places digits. ok is false for whatever needs more care.
func quickNumber(data []byte) (digits int64, places int, ok bool) {
	text := data
	if len(text) > 2 && text[0] == '"' {
		text = text[1 : len(text)-1]
	}
	text, negative := bytes.CutPrefix(text, []byte("-"))
	if len(text) == 0 || len(text) > maxQuickDigits || text[len(text)-1] == '.' {
		return 0, 0, false
	}
	point := -1
	for i, c := range text {
		switch {
		case '0' <= c && c <= '9':
			digits = 10*digits + int64(c-'0')
		case c == '.' && point < 0:
			point = i
		default:
			return 0, 0, false
		}
	}
	if point >= 0 {
		places = len(text) - 1 - point
	}
	if negative {
		digits = -digits
	}
	return digits, places, true
}

// zeros are 0, 0.0 and so on. Decimals never change, so all may share them.
var zeros = [...]decimal.Decimal{decimal.New(0, 0), decimal.New(0, -1), decimal.New(0, -2), decimal.New(0, -3)}

func newDecimal(digits int64, places int) decimal.Decimal {
	if digits == 0 && places < len(zeros) {
		return zeros[places]
	}
	return decimal.New(digits, -int32(places)) //nolint:gosec // at most maxQuickDigits
}
