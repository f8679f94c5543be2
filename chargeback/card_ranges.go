package chargeback

import (
	"slices"
	"strconv"
)

const shortestCard = 14 // digits

// printedGroups are the groups in which card numbers are printed.
var printedGroups = [][]int{{4, 4, 4, 4}, {4, 6, 5}, {4, 6, 4}, {4, 4, 4, 4, 3}, {6, 13}}

// issuedRange is a range of the first six digits of card numbers.
type issuedRange struct {
	first, last int
	lengths     []int
}

// issued are the ranges from which the schemes issue cards.
var issued = []issuedRange{
	{400000, 499999, []int{16, 19}}, // Visa
	{510000, 559999, []int{16}},     // Mastercard
	{222100, 272099, []int{16}},     // Mastercard
	{340000, 349999, []int{15}},     // American Express
	{370000, 379999, []int{15}},     // American Express
	{300000, 305999, []int{14, 16}}, // Diners Club
	{309500, 309599, []int{14, 16}}, // Diners Club
	{360000, 369999, []int{14, 16}}, // Diners Club
	{380000, 399999, []int{14, 16}}, // Diners Club
	{352800, 358999, []int{16}},     // JCB
	{601100, 601199, []int{16, 19}}, // Discover
	{644000, 659999, []int{16, 19}}, // Discover
	{620000, 629999, []int{16, 19}}, // UnionPay
	{501800, 501899, []int{16}},     // Maestro
	{502000, 502099, []int{16}},     // Maestro
	{503800, 503899, []int{16}},     // Maestro
	{589300, 589399, []int{16}},     // Maestro
	{630400, 630499, []int{16, 19}}, // Maestro
	{675900, 675999, []int{16}},     // Maestro
	{676100, 676399, []int{16}},     // Maestro
}

// isCard reports whether all of a string is a number of an issued range with a
// card's check digit.
func isCard(digits string) bool {
	if len(digits) < shortestCard || !isNumber(digits) {
		return false
	}
	prefix, _ := strconv.Atoi(digits[:6])
	inRange := slices.ContainsFunc(issued, func(r issuedRange) bool {
		return r.first <= prefix && prefix <= r.last && slices.Contains(r.lengths, len(digits))
	})
	return inRange && !beginsWithDate(digits) && passesLuhn(digits)
}

// beginsWithDate reports whether a number of Mastercard's ranges from 2221 on begins
// with a date of the years 2023 to 2027, as many order numbers do: year, month, day.
func beginsWithDate(digits string) bool {
	if digits[0] != '2' {
		return false
	}
	month, _ := strconv.Atoi(digits[2:4])
	day, _ := strconv.Atoi(digits[4:6])
	return 1 <= month && month <= 12 && 1 <= day && day <= 31
}

func passesLuhn(digits string) bool {
	return weightedSum(digits, func(digit int) int { return digit*2/10 + digit*2%10 })%10 == 0
}

// hasCarrierDigit reports whether a number has the check digit of FedEx, UPS and
// Canada Post: every second digit counts three times.
func hasCarrierDigit(digits string) bool {
	return weightedSum(digits, func(digit int) int { return digit * 3 })%10 == 0
}

// weightedSum adds up digits from the last to the first. Every second one counts as
// weight says.
func weightedSum(digits string, weight func(digit int) int) (sum int) {
	for i := range len(digits) {
		digit := int(digits[len(digits)-1-i] - '0')
		if i%2 == 1 {
			digit = weight(digit)
		}
		sum += digit
	}
	return sum
}
