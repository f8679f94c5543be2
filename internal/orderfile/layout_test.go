package orderfile_test

import (
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
	_ "time/tzdata"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/internal/orderfile"
)

const samples = "../../testdata/orderfiles"

// result is everything that a file gives.
type result struct {
	orders []orderfile.Order
	left   []*orderfile.LeftOut
	bad    []*orderfile.RowError
	lines  []int // first lines of all rows
	ends   []int
}

func collect(t *testing.T, file *orderfile.File) result {
	t.Helper()
	var r result
	for o, err := range file.Orders() {
		place := o.Place
		left, isLeft := errors.AsType[*orderfile.LeftOut](err)
		bad, isBad := errors.AsType[*orderfile.RowError](err)
		switch {
		case isLeft:
			r.left, place = append(r.left, left), left.Place
		case isBad:
			r.bad, place = append(r.bad, bad), bad.Place
		default:
			require.NoError(t, err)
			r.orders = append(r.orders, o)
		}
		r.lines, r.ends = append(r.lines, place.Lines...), append(r.ends, place.End)
	}
	return r
}

func read(t *testing.T, text string, opts orderfile.Options) result {
	t.Helper()
	file, err := orderfile.Open(strings.NewReader(text), opts)
	require.NoError(t, err)
	return collect(t, file)
}

func zone(t *testing.T, name string) *time.Location {
	t.Helper()
	location, err := time.LoadLocation(name)
	require.NoError(t, err)
	return location
}

// sampleOptions are what the files do not say by themselves.
func sampleOptions(t *testing.T, name string) orderfile.Options {
	t.Helper()
	switch name {
	case "woocommerce-advanced.csv", "magento.csv":
		return orderfile.Options{Currency: "EUR", Zone: zone(t, "Europe/Lisbon")}
	case "square.csv":
		return orderfile.Options{Currency: "USD"}
	case "stripe.csv":
		return orderfile.Options{OrderColumn: "order_id (metadata)"}
	case "wix.csv":
		return orderfile.Options{Zone: zone(t, "Europe/Paris")}
	case "by-hand.csv":
		columns, err := orderfile.ParseColumns(
			"order_id=Ref, ordered_at=placed, name=Buyer, email=Mail, amount=Sum, refunded=Given back, currency=Cur, transaction_id=Txn")
		require.NoError(t, err)
		return orderfile.Options{Columns: columns}
	}
	return orderfile.Options{}
}

func openSample(t *testing.T, name string, opts orderfile.Options) (*orderfile.File, error) {
	t.Helper()
	source, err := os.Open(filepath.Join(samples, name))
	require.NoError(t, err)
	t.Cleanup(func() { _ = source.Close() })
	return orderfile.Open(source, opts)
}

func readSample(t *testing.T, name string) result {
	t.Helper()
	file, err := openSample(t, name, sampleOptions(t, name))
	require.NoError(t, err)
	return collect(t, file)
}

// sums are what sums.py of the samples makes of a file.
type sums struct {
	Rows, Orders    int
	Gross, Refunded map[string]decimal.Decimal
}

func TestTheSumsAreThoseOfPython(t *testing.T) {
	text, err := os.ReadFile(filepath.Join(samples, "sums.json"))
	require.NoError(t, err)
	var expected map[string]sums
	require.NoError(t, json.Unmarshal(text, &expected))
	files, err := filepath.Glob(filepath.Join(samples, "*.csv"))
	require.NoError(t, err)
	assert.Len(t, files, len(expected))
	for name, want := range expected {
		t.Run(name, func(t *testing.T) {
			file, err := openSample(t, name, sampleOptions(t, name))
			require.NoError(t, err)
			assert.Equal(t, want.Rows, file.Rows())
			r := collect(t, file)
			assert.Len(t, r.orders, want.Orders)
			gross, refunded := map[string]decimal.Decimal{}, map[string]decimal.Decimal{}
			for _, o := range r.orders {
				gross[o.Currency] = gross[o.Currency].Add(o.Amount)
				refunded[o.Currency] = refunded[o.Currency].Add(o.Refunded)
			}
			assert.Equal(t, amountsOf(want.Gross), amountsOf(gross))
			assert.Equal(t, amountsOf(want.Refunded), amountsOf(refunded))
		})
	}
}

func amountsOf(sums map[string]decimal.Decimal) map[string]string {
	texts := map[string]string{}
	for currency, sum := range sums {
		texts[currency] = sum.StringFixed(4)
	}
	return texts
}

func TestNoRowIsLost(t *testing.T) {
	files, err := filepath.Glob(filepath.Join(samples, "*.csv"))
	require.NoError(t, err)
	for _, path := range files {
		name := filepath.Base(path)
		t.Run(name, func(t *testing.T) {
			file, err := openSample(t, name, sampleOptions(t, name))
			require.NoError(t, err)
			r := collect(t, file)
			assert.Len(t, r.lines, file.Rows())
			slices.Sort(r.lines)
			assert.Len(t, slices.Compact(r.lines), file.Rows(), "each row once")
			assert.True(t, slices.IsSorted(r.ends))
		})
	}
}

func TestWhatIsLeftOut(t *testing.T) {
	tests := map[string]map[orderfile.Reason]int{
		"shopify.csv":               {orderfile.NotPaid: 1, orderfile.Cancelled: 1, orderfile.Test: 1, orderfile.GiftCardOnly: 1, orderfile.ZeroTotal: 1},
		"woocommerce-webtoffee.csv": {orderfile.Failed: 1, orderfile.NotPaid: 1},
		"woocommerce-advanced.csv":  {orderfile.NotPaid: 1, orderfile.Cancelled: 1, orderfile.Failed: 1},
		"magento.csv":               {orderfile.NotPaid: 1, orderfile.Cancelled: 1},
		"bigcommerce.csv":           {orderfile.NotPaid: 1, orderfile.Cancelled: 1, orderfile.Failed: 1},
		"stripe.csv":                {orderfile.NotPaid: 2, orderfile.Cancelled: 1, orderfile.Failed: 1},
		"paypal.csv":                {orderfile.NotPaid: 1, orderfile.Failed: 1, orderfile.NotASale: 3, orderfile.NoSale: 1},
		"paypal-de.csv":             {orderfile.NotPaid: 1},
		"square.csv":                {orderfile.Cash: 1, orderfile.GiftCardOnly: 1, orderfile.NoSale: 1},
		"wix.csv":                   {orderfile.NotPaid: 1},
		"own.csv":                   {},
	}
	for name, want := range tests {
		t.Run(name, func(t *testing.T) {
			got := map[orderfile.Reason]int{}
			for _, left := range readSample(t, name).left {
				got[left.Reason]++
			}
			assert.Equal(t, want, got)
		})
	}
}

func TestWhatCantBeUsed(t *testing.T) {
	const damaged = "open the original file, not one saved again"
	tests := map[string][]string{
		"shopify-spreadsheet.csv": {
			`line 5: column "Total" is no amount (a spreadsheet program may have made something else of it); ` + damaged,
			`line 6: column "Name" has a number with an exponent, as spreadsheet programs write long ones; ` + damaged,
		},
		"magento.csv": {
			`line 18: column "Grand Total (Base)" differs from the purchased total: the order is in a currency that the file does not name`,
			`line 30: column "Status" has a word that is not known here`,
		},
		"bigcommerce.csv": {`line 5: column "Exchange Rate" is not 1: the file does not say in which currency the amounts are`},
		"own.csv": {
			`line 5: column "order_id" has a number with an exponent, as spreadsheet programs write long ones; ` + damaged,
			`line 6: column "order_id" has an id that was on line 3 already`,
		},
	}
	for name, want := range tests {
		t.Run(name, func(t *testing.T) {
			var got []string
			for _, bad := range readSample(t, name).bad {
				got = append(got, bad.Error())
			}
			assert.Equal(t, want, got)
		})
	}
}

func TestNearMisses(t *testing.T) {
	tests := map[string]string{
		"stripe-balance.csv":          "this is Stripe's balance report: it has no e-mails and is after fees. Export the payments instead.",
		"paypal-statement.csv":        "this is PayPal's statement: it has no transaction ids. Download the activity report instead.",
		"square-items.csv":            "this is Square's export of items: it has several rows for a payment. Export the transactions instead.",
		"woocommerce-analytics.csv":   "this is WooCommerce's own report: it has no e-mails, totals or transaction ids. Use an export plugin instead.",
		"squarespace.csv":             "this is an export of Squarespace, which is not read here. Name its columns by hand.",
		"prestashop.csv":              "this is an export of PrestaShop: it has no e-mails, currencies or transaction ids, so it can't be used.",
		"windows-1252.csv":            "line 1: is not UTF-8; if the file is Windows-1252, say -encoding windows-1252",
		"shopify-without-refunds.csv": `Shopify orders: column "Refunded Amount" is missing: refunds would be lost; export again with all columns`,
	}
	for name, want := range tests {
		t.Run(name, func(t *testing.T) {
			_, err := openSample(t, "near-misses/"+name, orderfile.Options{})
			var wrong *orderfile.FileError
			require.ErrorAs(t, err, &wrong)
			assert.EqualError(t, err, want)
		})
	}
}

func TestAnUnknownHeaderIsToldWithWhatIsWanted(t *testing.T) {
	_, err := openSample(t, "near-misses/unknown.csv", orderfile.Options{})
	require.ErrorContains(t, err, `no export that is known here (delimiter ';', 5 columns: Auftrag, Datum, Kunde, Summe, Zahlart)`)
	require.ErrorContains(t, err, "\n  our own columns: order_id, ordered_at, email, currency, amount, transaction_id\n")
	assert.ErrorContains(t, err, "\n  Magento 2 orders: ID, Purchase Point, Purchase Date, Bill-to Name, Grand Total (Purchased), Status, Total Refunded, Grand Total (Base)\n")

	_, err = openSample(t, "near-misses/wix-without-email.csv", orderfile.Options{})
	assert.ErrorContains(t, err, "\n  nearest: Wix orders, without \"Contact email\"\n")
}

func TestAllMissingColumnsAreNamedAtOnce(t *testing.T) {
	_, err := orderfile.Open(strings.NewReader("Name,Financial Status,Currency,Total,Created at,Lineitem name,Lineitem quantity,Lineitem price\n"), orderfile.Options{})
	assert.EqualError(t, err, `Shopify orders: column "Refunded Amount" is missing: refunds would be lost; `+
		`column "Payment Method" is missing: test orders and gift cards would be taken for sales; export again with all columns`)
}

func TestNamesThatALayoutDoesNotHave(t *testing.T) {
	text := "id,Created,Amount,Amount Refunded,Currency,Status"
	_, err := orderfile.Open(strings.NewReader(text+"\n"), orderfile.Options{})
	require.NoError(t, err)
	_, err = orderfile.Open(strings.NewReader(text+",Net\n"), orderfile.Options{})
	assert.ErrorContains(t, err, "of no export that is known here")
}

func TestAFirstRowOfDataIsNotShown(t *testing.T) {
	_, err := openSample(t, "near-misses/no-header.csv", orderfile.Options{})
	require.ErrorContains(t, err, "4 columns, whose names look like data and are not shown")
	assert.NotContains(t, err.Error(), "Ada")
}

func TestAbandonedCheckoutsAreNoOrders(t *testing.T) {
	file, err := openSample(t, "near-misses/shopify-abandoned.csv", orderfile.Options{})
	require.NoError(t, err)
	assert.Equal(t, []string{"no order has a Financial Status: this looks like the export of abandoned checkouts"}, file.Notes())
	r := collect(t, file)
	assert.Empty(t, r.orders)
	assert.Len(t, r.left, 2)
}
