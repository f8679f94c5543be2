package orderfile_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/chargedesk"
	"github.com/chargekit/chargekit-go/internal/orderfile"
)

var plain = orderfile.Columns{orderfile.OrderID: "id", orderfile.OrderedAt: "at", orderfile.Amount: "sum", orderfile.Currency: "cur"}

// amounts makes a file with these amounts.
func amounts(currency string, sums ...string) string {
	text := "id\tat\tsum\tcur\n"
	for i, sum := range sums {
		text += strings.Join([]string{string(rune('a' + i)), "2026-01-02T03:04:05Z", sum, currency}, "\t") + "\n"
	}
	return text
}

func TestAmounts(t *testing.T) {
	tests := map[string]struct {
		currency string
		cells    []string
		want     []string
	}{
		"point":                   {"USD", []string{"12.50", "3", "1,234.50", ".75"}, []string{"12.5", "3", "1234.5", "0.75"}},
		"comma":                   {"EUR", []string{"12,50", "3", "1.234,50", "1.234"}, []string{"12.5", "3", "1234.5", "1234"}},
		"millions":                {"EUR", []string{"1.234.567"}, []string{"1234567"}},
		"India's groups":          {"INR", []string{"₹1,23,456.70"}, []string{"123456.7"}},
		"spaces":                  {"EUR", []string{"1 234,50", "1\u202f234,50", "1\u00a0234,50 €"}, []string{"1234.5", "1234.5", "1234.5"}},
		"Swiss apostrophes":       {"CHF", []string{"1'234.50", "1’234.50", "CHF 12.00"}, []string{"1234.5", "1234.5", "12"}},
		"signs of currencies":     {"USD", []string{"$5.00", "US$5.00", "5.00 USD", "USD 5.00"}, []string{"5", "5", "5", "5"}},
		"letters":                 {"SEK", []string{"5,00 kr", "kr. 5,00"}, []string{"5", "5"}},
		"a point behind letters":  {"INR", []string{"Rs.500", "Rs. 500.00"}, []string{"500", "500"}},
		"zeros behind the yen":    {"JPY", []string{"4800.00"}, []string{"4800"}},
		"four decimals":           {"GBP", []string{"180.0600"}, []string{"180.06"}},
		"three decimals":          {"KWD", []string{"12.500", "0.125"}, []string{"12.5", "0.125"}},
		"a doubtful one, decided": {"USD", []string{"1,000", "2.50"}, []string{"1000", "2.5"}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			r := read(t, amounts(test.currency, test.cells...), orderfile.Options{Columns: plain})
			require.Empty(t, r.bad)
			got := []string{}
			for _, o := range r.orders {
				got = append(got, o.Amount.String())
			}
			assert.Equal(t, test.want, got)
		})
	}
}

func TestAmountsThatAreNone(t *testing.T) {
	const (
		none     = "is no amount (a spreadsheet program may have made something else of it); open the original file, not one saved again"
		exponent = "has a number with an exponent, as spreadsheet programs write long ones; open the original file, not one saved again"
		other    = "has the sign of another currency than the order's"
		decimals = "has more decimals than its currency"
	)
	tests := map[string]struct{ currency, cell, want string }{
		"a day and month":        {"USD", "44. Okt", none},
		"a month and year":       {"USD", "Mrz 26", none},
		"a date":                 {"USD", "12/05/2026", none},
		"words":                  {"USD", "free", none},
		"two signs":              {"USD", "--5.00", none},
		"per cent":               {"USD", "5.00%", none},
		"groups of one":          {"USD", "1,2,3.00", none},
		"two decimal marks":      {"USD", "1.2.3", none},
		"an exponent":            {"USD", "5.55E+12", exponent},
		"an exponent, comma":     {"EUR", "5,55E+12", exponent},
		"euros for dollars":      {"USD", "5.00 €", other},
		"a code for another one": {"USD", "5.00 CAD", other},
		"half a yen":             {"JPY", "48.50", decimals},
		"a tenth of a cent":      {"USD", "1.2345", decimals},
		"nothing":                {"USD", "", "is empty"},
		"below zero":             {"USD", "-5.00", "is below zero"},
		"below zero in brackets": {"USD", "(5.00)", "is below zero"},
		"a minus sign":           {"USD", "\u22125.00", "is below zero"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			r := read(t, amounts(test.currency, test.cell, "12"), orderfile.Options{Columns: plain})
			require.Len(t, r.bad, 1)
			assert.Equal(t, orderfile.RowError{
				Place: orderfile.Place{Lines: []int{2}, End: 2}, Column: "sum", Reason: test.want,
			}, *r.bad[0])
			assert.Len(t, r.orders, 1, "the reading goes on")
		})
	}
}

func TestTheDecimalMark(t *testing.T) {
	open := func(decimal string, cells ...string) error {
		_, err := orderfile.Open(strings.NewReader(amounts("USD", cells...)), orderfile.Options{Columns: plain, Decimal: decimal})
		return err
	}
	t.Run("nothing tells it", func(t *testing.T) {
		assert.EqualError(t, open("", "5", "1,000"), `line 3: column "sum" has an amount whose mark can be the decimal mark or `+
			`one of thousands; say -decimal . or -decimal ,`)
	})
	t.Run("two in one file", func(t *testing.T) {
		assert.EqualError(t, open("", "5", "1.50", "2,50"), `line 4: column "sum" has an amount with another decimal mark than `+
			`column "sum" on line 3; say -decimal . or -decimal , to have the others named one by one`)
	})
	t.Run("said", func(t *testing.T) {
		require.NoError(t, open(",", "1,000"))
		r := read(t, amounts("USD", "1,000", "2.50", "1.000"), orderfile.Options{Columns: plain, Decimal: ","})
		require.Len(t, r.orders, 2)
		assert.Equal(t, "1", r.orders[0].Amount.String())
		assert.Equal(t, "1000", r.orders[1].Amount.String())
		require.Len(t, r.bad, 1)
		assert.EqualError(t, r.bad[0], `line 3: column "sum" has an amount with other marks than the amounts of the rest of the file`)
	})
	t.Run("said wrongly", func(t *testing.T) {
		assert.EqualError(t, open(";", "1.50"), `the decimal mark has to be "." or ","`)
	})
}

// TestDecimalsAreThoseOfChargeDesk keeps the two tables of decimals together.
func TestDecimalsAreThoseOfChargeDesk(t *testing.T) {
	for a := 'A'; a <= 'Z'; a++ {
		for b := 'A'; b <= 'Z'; b++ {
			for c := 'A'; c <= 'Z'; c++ {
				code := string([]rune{a, b, c})
				if decimals, known := chargedesk.CurrencyDecimals(chargedesk.Currency(code)); known {
					assert.Equal(t, decimals, orderfile.DecimalsOf(code), code)
				}
			}
		}
	}
}
