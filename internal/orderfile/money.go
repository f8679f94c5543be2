package orderfile

import (
	"errors"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"github.com/shopspring/decimal"
)

var (
	errNoAmount   = errors.New("is no amount (a spreadsheet program may have made something else of it); open the original file, not one saved again")
	errExponent   = errors.New("has a number with an exponent, as spreadsheet programs write long ones; open the original file, not one saved again")
	errDoubtful   = errors.New("has an amount whose mark can be the decimal mark or one of thousands; say -decimal . or -decimal ,")
	errWrongMark  = errors.New("has an amount with other marks than the amounts of the rest of the file")
	errDecimals   = errors.New("has more decimals than its currency")
	errOtherMoney = errors.New("has the sign of another currency than the order's")
)

// evidence is what an amount tells about the decimal mark of its file.
type evidence int

const (
	neutral  evidence = iota
	point             // the decimal mark is a point
	comma             // it is a comma
	doubtful          // the one mark can be either: 1.000
	noAmount
)

var (
	exponent = regexp.MustCompile(`^[0-9]+([.,][0-9]+)?[eE]\+?[0-9]+$`)
	// grouped is a number in groups of three, or of two before the last, as in India.
	grouped = regexp.MustCompile(`^[0-9]{1,3}([.,' ][0-9]{2,3})*[.,' ][0-9]{3}$`)
	symbol  = regexp.MustCompile(`^[A-Z]{0,3}\p{Sc}$`)
)

// bare takes the sign, the currency and outer spaces off an amount. What is left
// are digits and marks.
func bare(text string) (number, currency string, negative, ok bool) {
	text = unguard(strings.Map(plainRune, strings.TrimSpace(text)))
	if inside, found := strings.CutPrefix(text, "("); found && strings.HasSuffix(inside, ")") {
		text, negative = inside[:len(inside)-1], true
	}
	first := strings.IndexFunc(text, isDigit)
	last := strings.LastIndexFunc(text, isDigit)
	if first < 0 {
		return "", "", false, false
	}
	if before := strings.TrimLeft(text[:first], "-+$"); before == "." || before == "," {
		first--
	}
	around := text[:first] + text[last+1:]
	if strings.Count(around, "-") == 1 && !negative {
		around, negative = strings.Replace(around, "-", "", 1), true
	}
	currency = strings.ReplaceAll(around, " ", "")
	return text[first : last+1], currency, negative, isSign(currency)
}

// plainRune makes one of each of the spaces, minus signs and apostrophes.
func plainRune(c rune) rune {
	switch {
	case unicode.IsSpace(c) || c == '\u202f':
		return ' '
	case c == '\u2212' || c == '\u2011':
		return '-'
	case c == '\u2019':
		return '\''
	}
	return c
}

func isDigit(c rune) bool { return c >= '0' && c <= '9' }

// unguard takes off what export programs put before a cell that a spreadsheet
// program could read as a formula.
func unguard(text string) string {
	if rest, found := strings.CutPrefix(text, "'"); found && rest != "" && strings.ContainsRune("=+-@", rune(rest[0])) {
		return rest
	}
	return text
}

// weigh returns what a cell tells about the decimal mark.
func weigh(text string) evidence {
	number, _, _, ok := bare(text)
	if !ok || strings.Trim(number, "0123456789., '") != "" {
		return noAmount
	}
	lastPoint, lastComma := strings.LastIndexByte(number, '.'), strings.LastIndexByte(number, ',')
	points, commas := strings.Count(number, "."), strings.Count(number, ",")
	switch {
	case points == 0 && commas == 0:
		return neutral
	case points > 0 && commas > 0 && grouped.MatchString(number[:max(lastPoint, lastComma)]):
		return markAt(lastPoint > lastComma)
	case points*commas == 0 && (points > 1 || commas > 1) && grouped.MatchString(number):
		return markAt(commas > 1)
	case points+commas > 1:
		return noAmount // such as 12.3.4, which tells nothing about the others
	}
	at := max(lastPoint, lastComma)
	before, behind := number[:at], number[at+1:]
	if len(behind) == 3 && len(before) > 0 && len(before) <= 3 && before[0] != '0' {
		return doubtful
	}
	return markAt(points == 1)
}

func markAt(isPoint bool) evidence {
	if isPoint {
		return point
	}
	return comma
}

// parseMoney reads an amount. Its decimal mark is "." or ",", or 0 if the file
// does not tell. The currency, if there is one, bounds the decimals.
func parseMoney(text string, mark byte, currency string) (decimal.Decimal, error) {
	if exponent.MatchString(strings.TrimSpace(text)) {
		return decimal.Decimal{}, errExponent
	}
	number, sign, negative, ok := bare(text)
	kind := weigh(text)
	switch {
	case !ok || kind == noAmount || len(number) > 40:
		return decimal.Decimal{}, errNoAmount
	case !sameCurrency(sign, currency):
		return decimal.Decimal{}, errOtherMoney
	case kind == doubtful && mark == 0:
		return decimal.Decimal{}, errDoubtful
	case mark == 0:
		mark = map[evidence]byte{neutral: '.', point: '.', comma: ','}[kind]
	case kind == point && mark == ',', kind == comma && mark == '.':
		return decimal.Decimal{}, errWrongMark
	}
	return assemble(number, mark, currency, negative)
}

func assemble(number string, mark byte, currency string, negative bool) (decimal.Decimal, error) {
	whole, fraction, _ := strings.Cut(number, string(rune(mark)))
	if strings.Trim(whole, "0123456789") != "" && !grouped.MatchString(whole) || strings.Trim(fraction, "0123456789") != "" {
		return decimal.Decimal{}, errNoAmount
	}
	fraction = strings.TrimRight(fraction, "0")
	if currency != "" && len(fraction) > decimalsOf(currency) {
		return decimal.Decimal{}, errDecimals
	}
	if currency != "" {
		fraction += strings.Repeat("0", decimalsOf(currency)-len(fraction))
	}
	digits := "0" + strings.Map(onlyDigits, whole)
	if fraction != "" {
		digits += "." + fraction
	}
	value, err := decimal.NewFromString(digits)
	if err != nil {
		return decimal.Decimal{}, errNoAmount
	}
	if negative {
		value = value.Neg()
	}
	return value, nil
}

func onlyDigits(c rune) rune {
	if isDigit(c) {
		return c
	}
	return -1
}

// letterSigns are the signs of currencies that are letters.
var letterSigns = strings.Fields("kr kr. zł Kč Ft lei лв лв. Rs Rs. Fr. RM Rp R")

// isSign reports whether what stands around a number is the sign of a currency or
// nothing. Names of months, as spreadsheet programs make of amounts, are none.
func isSign(text string) bool {
	return text == "" || isCurrency(text) || symbol.MatchString(text) || slices.Contains(letterSigns, text)
}

// ownSigns are the signs that only one currency has.
var ownSigns = map[string]string{
	"€": "EUR", "₹": "INR", "₺": "TRY", "₩": "KRW", "₪": "ILS", "₫": "VND", "₴": "UAH", "zł": "PLN", "Kč": "CZK", "Ft": "HUF",
}

// sameCurrency reports whether the sign of an amount, "" for none, can stand for
// its currency. A dollar is many currencies.
func sameCurrency(sign, currency string) bool {
	if sign == "" || currency == "" {
		return true
	}
	if code, known := ownSigns[sign]; known {
		return code == currency
	}
	return !isCurrency(sign) || sign == currency
}

// isCurrency reports whether a string has the form of a currency code.
func isCurrency(code string) bool {
	return len(code) == 3 && strings.Trim(code, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") == ""
}

var (
	noDecimals    = strings.Fields("BIF BYR CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF")
	threeDecimals = strings.Fields("BHD IQD JOD KWD LYD OMR TND")
)

// decimalsOf returns the decimals of ISO 4217.
func decimalsOf(currency string) int {
	switch {
	case slices.Contains(noDecimals, currency):
		return 0
	case slices.Contains(threeDecimals, currency):
		return 3
	case currency == "CLF" || currency == "UYW":
		return 4
	}
	return 2
}
