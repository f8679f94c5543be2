package main

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/chargekit/chargekit-go/chargehound"
)

// amount writes minor units as text, such as 12,345.60. If ISO 4217 has no minor unit
// for the currency, that is how many of them there are: see hasDecimals.
func (c *currency) amount(minorUnits int64) string {
	text, err := chargehound.MinorToDecimal(minorUnits, c.code)
	if err != nil {
		text = strconv.FormatInt(minorUnits, 10)
	}
	return grouped(text)
}

// hasDecimals reports whether amounts are in major units.
func (c *currency) hasDecimals() bool {
	_, err := chargehound.MinorToDecimal(0, c.code)
	return err == nil
}

func number(n int64) string { return grouped(strconv.FormatInt(n, 10)) }

// grouped puts a comma between each three digits before the point.
func grouped(number string) string {
	whole, fraction, hasPoint := strings.Cut(number, ".")
	digits := strings.TrimPrefix(whole, "-")
	for at := len(digits) - 3; at > 0; at -= 3 {
		digits = digits[:at] + "," + digits[at:]
	}
	if strings.HasPrefix(whole, "-") {
		digits = "-" + digits
	}
	if hasPoint {
		digits += "." + fraction
	}
	return digits
}

// percent returns what part of all is, such as 62.5; ok is false if all is 0.
func percent(part, all int64) (share decimal.Decimal, ok bool) {
	if all == 0 {
		return share, false
	}
	return decimal.NewFromInt(part).Mul(decimal.NewFromInt(100)).DivRound(decimal.NewFromInt(all), 1), true
}

// noRate stands where nothing was won or lost.
const noRate = "–"

// rate writes the share of what was won in what was won and lost.
func rate(parts [outcomes]int64) string {
	share, ok := percent(parts[won], parts[won]+parts[lost])
	if !ok {
		return noRate
	}
	return share.StringFixed(1) + "%"
}

// decided writes how many were won of those that were won or lost.
func decided(parts [outcomes]int64) string {
	return fmt.Sprintf("%d of %d", parts[won], parts[won]+parts[lost])
}
