package chargeback

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

const (
	digitsOf   = "0123456789"
	lettersOf  = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
	smallOf    = "abcdefghijklmnopqrstuvwxyz"
	hexOf      = "0123456789abcdef"
	alphabetOf = digitsOf + lettersOf + smallOf
)

// source makes identifiers by the published rules of those who issue them.
type source struct{ *rand.Rand }

func (s source) chars(n int, from string) string {
	text := make([]byte, n)
	for i := range text {
		text[i] = from[s.IntN(len(from))]
	}
	return string(text)
}

func (s source) digits(n int) string { return s.chars(n, digitsOf) }

func (s source) one(of ...string) string { return of[s.IntN(len(of))] }

func (s source) day(layout string) string {
	return time.Date(2023, 1, 1, 0, 0, 0, 0, time.UTC).Add(time.Duration(s.IntN(5*365*24*3600)) * time.Second).Format(layout)
}

// mod10 adds the check digit of GS1 and of carriers: from the last digit on, every
// second one counts three times.
func mod10(digits string) string {
	sum := weightedSum(digits+"0", func(digit int) int { return digit * 3 })
	return digits + string(rune('0'+(10-sum%10)%10))
}

// iban adds the check digits of ISO 13616.
func iban(country, account string) string {
	rest := 0
	for _, c := range account + country + "00" {
		if c >= 'A' {
			rest = (rest*100 + int(c-'A') + 10) % 97
		} else {
			rest = (rest*10 + int(c-'0')) % 97
		}
	}
	return fmt.Sprintf("%s%02d%s", country, 98-rest, account)
}

func inGroups(text string, size int, separator string) string {
	var groups []string
	for len(text) > size {
		groups, text = append(groups, text[:size]), text[size:]
	}
	return strings.Join(append(groups, text), separator)
}

const freeText = "product_description"

// formats are the identifiers that honest orders have in them, and where.
var formats = map[string]struct {
	fields []string
	make   func(s source) string
}{
	"Amazon EU order id": {[]string{"order_id", freeText}, func(s source) string {
		return s.one("028", "171", "203", "302", "303", "304", "305", "306", "402", "403", "404", "405", "406", "407", "408") + "-" + s.digits(7) + "-" + s.digits(7)
	}},
	"Amazon Pay id":           {[]string{"transaction_id", freeText}, func(s source) string { return "S02-" + s.digits(7) + "-" + s.digits(7) }},
	"Adyen pspReference":      {[]string{"transaction_id", freeText}, func(s source) string { return s.one("7", "8", "9") + s.digits(15) }},
	"Adyen pspReference, new": {[]string{"transaction_id", freeText}, func(s source) string { return s.chars(16, digitsOf+lettersOf) }},
	"UPS":                     {[]string{"tracking_numbers", freeText}, func(s source) string { return "1Z" + s.chars(6, digitsOf+lettersOf) + s.digits(10) }},
	"UPS in groups": {[]string{"tracking_number", freeText}, func(s source) string {
		return "1Z " + s.chars(3, digitsOf+lettersOf) + " " + s.chars(3, digitsOf+lettersOf) + " " + s.digits(2) + " " + s.digits(4) + " " + s.digits(4)
	}},
	"FedEx Express":   {[]string{"tracking_numbers", freeText}, func(s source) string { return s.digits(12) }},
	"FedEx Ground":    {[]string{"tracking_numbers", "tracking_number"}, func(s source) string { return mod10(s.digits(14)) }},
	"FedEx Ground 96": {[]string{"tracking_numbers", freeText}, func(s source) string { return "96" + s.digits(20) }},
	"Canada Post":     {[]string{"tracking_numbers", "tracking_number"}, func(s source) string { return mod10(s.digits(15)) }},
	"DHL Express":     {[]string{"tracking_numbers", freeText}, func(s source) string { return s.digits(10) }},
	"DHL Paket": {[]string{"tracking_numbers", freeText}, func(s source) string {
		return s.one(mod10("00340434"+s.digits(11)), inGroups(mod10("00340434"+s.digits(11)), 4, " "))
	}},
	"USPS in groups": {[]string{"tracking_numbers", freeText}, func(s source) string { return inGroups(mod10("9"+s.digits(20)), 4, " ") }},
	"UPU S10":        {[]string{"tracking_numbers", freeText}, func(s source) string { return s.chars(2, lettersOf) + s.digits(9) + s.chars(2, lettersOf) }},
	"EAN-13":         {[]string{"source_product_id", freeText}, func(s source) string { return mod10(s.digits(12)) }},
	"German IBAN": {[]string{"order_id", freeText}, func(s source) string {
		return s.one(iban("DE", s.digits(18)), inGroups(iban("DE", s.digits(18)), 4, " "))
	}},
	"Austrian IBAN": {[]string{"order_id", freeText}, func(s source) string {
		return s.one(iban("AT", s.digits(16)), inGroups(iban("AT", s.digits(16)), 4, " "))
	}},
	"Polish IBAN": {[]string{"order_id", freeText}, func(s source) string { return inGroups(iban("PL", s.digits(24)), 4, " ") }},
	"Belgian IBAN": {[]string{"order_id", freeText}, func(s source) string {
		return s.one(iban("BE", s.digits(12)), inGroups(iban("BE", s.digits(12)), 4, " "))
	}},
	"German mobile": {[]string{"customer_phone", freeText}, func(s source) string {
		return s.one("+49 1", "00491", "+491", "0049 1", "01") + s.one("5", "6", "7") + s.digits(1) + s.one("", " ") + s.digits(8)
	}},
	"Austrian mobile": {[]string{"customer_phone", freeText}, func(s source) string {
		return s.one("+43 ", "0043", "+43", "0043 ", "0") + s.one("650", "660", "664", "676", "699") + s.one("", " ") + s.digits(7+s.IntN(2))
	}},
	"Shopify order":    {[]string{"order_id", freeText}, func(s source) string { return s.one("4", "5", "6", "7") + s.digits(12) }},
	"Shopify line":     {[]string{"source_product_id", freeText}, func(s source) string { return "1" + s.digits(13) }},
	"Stripe charge":    {[]string{"transaction_id", freeText}, func(s source) string { return s.one("ch_", "pi_", "py_") + "3" + s.chars(23, alphabetOf) }},
	"PayPal":           {[]string{"transaction_id", freeText}, func(s source) string { return s.chars(17, digitsOf+lettersOf) }},
	"UUID":             {[]string{"order_id", freeText}, func(s source) string { return s.uuid() }},
	"date first":       {[]string{"order_id", freeText}, func(s source) string { return s.day("20060102150405") + s.digits(s.IntN(5)) }},
	"short date first": {[]string{"order_id", freeText}, func(s source) string { return s.day("060102") + s.digits(10) }},
	"date, dash":       {[]string{"order_id", freeText}, func(s source) string { return s.day("20060102") + "-" + s.digits(8) }},
	"ARN":              {[]string{"arn", freeText}, func(s source) string { return s.one("2", "7") + s.digits(22) }},
}

func (s source) uuid() string {
	return s.chars(8, hexOf) + "-" + s.chars(4, hexOf) + "-4" + s.chars(3, hexOf) + "-" + s.one("8", "9", "a", "b") + s.chars(3, hexOf) + "-" + s.chars(12, hexOf)
}

// TestIdentifiersAreNotTakenForCards is promise P35.
func TestIdentifiersAreNotTakenForCards(t *testing.T) {
	t.Parallel()
	require.GreaterOrEqual(t, len(formats), 20)
	for name, format := range formats {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			const tries = 2000
			s, rejected := source{rand.New(rand.NewPCG(35, uint64(len(name))))}, map[string]string{}
			for range tries {
				value := format.make(s)
				for _, field := range format.fields {
					if isCardIn(field, value) {
						rejected[field+" "+value] = ""
					}
				}
			}
			t.Logf("%d of %d rejected", len(rejected), tries*len(format.fields))
			require.LessOrEqual(t, len(rejected), tries/1000, "%v", rejected)
		})
	}
}
