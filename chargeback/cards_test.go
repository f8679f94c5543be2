package chargeback

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// testCards are numbers that schemes and gateways publish for tests. They belong to
// nobody.
var testCards = map[string][]string{
	"Visa":             {"4242424242424242", "4111111111111111", "4012888888881881", "4000056655665556", "4000002500003155"},
	"Mastercard":       {"5555555555554444", "5105105105105100", "5200828282828210", "2223003122003222", "2223000048400011"},
	"American Express": {"378282246310005", "371449635398431", "378734493671000"},
	"Discover":         {"6011111111111117", "6011000990139424", "6011981111111113"},
	"Diners Club":      {"30569309025904", "38520000023237", "36227206271667", "3056930009020004"},
	"JCB":              {"3530111333300000", "3566002020360505"},
	"UnionPay":         {"6200000000000005", "6205500000000000004"},
}

var sentences = []string{
	"%s", "Paid with %s today.", "card %s, exp 12/29", "(%s)", "card:%s", "card-%s", "#%s", "%s 12/29 123", "refund to %s\nthanks",
	"Karte Nr. %s", "12 %s", "%s 123", "%s/%[1]s", `"%s"`,
}

// printed returns a card number as cards show it.
func printed(number, separator string) string {
	for _, lengths := range printedGroups {
		var groups []string
		rest := number
		for _, length := range lengths {
			if len(rest) < length {
				break
			}
			groups, rest = append(groups, rest[:length]), rest[length:]
		}
		if rest == "" && len(groups) == len(lengths) {
			return strings.Join(groups, separator)
		}
	}
	return number
}

func TestTestCardsAreFound(t *testing.T) {
	t.Parallel()
	for scheme, numbers := range testCards {
		t.Run(scheme, func(t *testing.T) {
			t.Parallel()
			for _, number := range numbers {
				require.True(t, isCardIn("order_id", number), number)
				require.True(t, isCardIn("transaction_id", " "+printed(number, "-")+" "), number)
				for _, form := range []string{number, printed(number, " "), printed(number, "-"), printed(number, ".")} {
					for _, sentence := range sentences {
						text := fmt.Sprintf(sentence, form)
						require.True(t, isCardIn("product_description", text), text)
					}
				}
			}
		})
	}
}

func TestWhatIsNoCardNumber(t *testing.T) {
	t.Parallel()
	for name, text := range map[string]string{
		"nothing":                       "",
		"another check digit":           "4242424242424241",
		"masked":                        "424242******4242",
		"part of a longer number":       "74123456789012345678901",
		"twice":                         "42424242424242424242424242424242",
		"half":                          "4242 4242",
		"letters before":                "NWBK4242424242424242",
		"letters behind":                "4242424242424242X",
		"an underscore before":          "pi_4242424242424242",
		"other groups":                  "42424 24242 424242",
		"other separators":              "4242x4242x4242x4242",
		"mixed separators":              "4242 4242-4242 4242",
		"two spaces":                    "4242  4242  4242  4242",
		"a group before":                "9400 4242 4242 4242 4242",
		"two groups behind":             "4242 4242 4242 4242 4242 4242",
		"in an identifier with dashes":  "12-4242-4242-4242-4242",
		"joined by a dash":              "4242424242424242-1",
		"an amount":                     "4242424242424242.00",
		"an IBAN":                       "DE42 4242 4242 4242 4242 42",
		"thirteen digits":               "4222222222222",
		"no range of cards":             "8535516988192345",
		"a date":                        "2026-02-03 04:05:06",
		"an order number with its date": "2602031234567892",
		"full-width digits":             "４２４２４２４２４２４２４２４２",
	} {
		t.Run(name, func(t *testing.T) { require.False(t, isCardIn("product_description", text), text) })
	}
}

func TestAnIdentifierIsACardNumberOnlyAsAWhole(t *testing.T) {
	t.Parallel()
	for _, field := range []string{"id", "order_id", "transaction_id", "source_product_id", "arn", "authorization_code", "merchant_name", "source_url", "tracking_numbers", "tracking_number"} {
		t.Run(field, func(t *testing.T) {
			require.True(t, isCardIn(field, "4242424242424242"))
			for _, value := range []string{"ord 4242424242424242", "https://shop.example.com/4242424242424242", "4242424242424242 1", "4242 4242 4242 4242 1"} {
				require.False(t, isCardIn(field, value), value)
			}
		})
	}
	require.True(t, isCardIn("tracking_numbers", "PKT1, 4242424242424242"), "one of several")
}

func TestACardNumberIsRejectedAnywhereInABody(t *testing.T) {
	t.Parallel()
	for body, at := range map[string]string{
		`{"a":"4242424242424242"}`:                              "a",
		`{"a":4242424242424242}`:                                "a",
		`[{"a":"x"},{"b":{"c":["y","4242 4242 4242 4242"]}}]`:   "orders[1].b.c[1]",
		`{"shipments":[{"origin_name":"4242-4242-4242-4242"}]}`: "shipments[0].origin_name",
		`{"order_ids":[1,"4242424242424242"]}`:                  "order_ids[1]",
		`{"4242424242424242":1}`:                                "…",
		`{"x":{"4242424242424242":1}}`:                          "x.…",
		`"4242424242424242"`:                                    "",
		`{"a":"\u0034242424242424242"}`:                         "a",
	} {
		t.Run(body, func(t *testing.T) {
			err := rejectCards([]byte(body))
			require.Error(t, err, body)
			require.Equal(t, at, err.(*ValidationError).Param)
			require.Contains(t, err.Error(), "WithoutCardCheck")
			require.NotContains(t, err.Error(), "4242")
		})
	}
	require.NoError(t, rejectCards(nil))
	require.NoError(t, rejectCards([]byte(`{"a":"4242424242424241","b":[1,2,null,true],"order_id":"x 4242424242424242"}`)))
}

func FuzzHasCardNumber(f *testing.F) {
	for _, numbers := range testCards {
		for _, number := range numbers {
			f.Add(number)
		}
	}
	f.Fuzz(func(t *testing.T, text string) {
		require.True(t, hasCardNumber(text+", 4242-4242-4242-4242"), "whatever is before it")
		require.True(t, hasCardNumber("4242 4242 4242 4242, "+text), "whatever is behind it")
		words := splitWords(text)
		require.True(t, slices.IsSortedFunc(words, func(a, b word) int { return a.start - b.start }))
		for _, word := range words {
			require.Equal(t, word.text, text[word.start:word.end])
		}
	})
}

func BenchmarkRejectCards(b *testing.B) {
	body := []byte(`{"order_id":"ord_1042","order_ts":"2026-02-03T04:05:06Z","order_amount":"81.40","transaction_id":"txn_55b","transaction_amount":"81.40","crm_id":812,"merchant_name":"Lumen Shop"}`)
	b.ReportAllocs()
	for b.Loop() {
		if err := rejectCards(body); err != nil {
			b.Fatal(err)
		}
	}
}
