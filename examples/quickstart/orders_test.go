package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/internal/orderfile"
)

const samples = "../../testdata/orderfiles"

// exports are the files of the repository, with the flags that each needs and what
// becomes of it.
var exports = map[string]struct {
	flags  []string
	failed int    // orders that can't be used
	notes  string // a part of what is said besides
}{
	"shopify.csv":                     {nil, 0, "5 left out: 1 cancelled, 1 gift card only, 1 not paid, 1 test, 1 zero total"},
	"shopify-spreadsheet.csv":         {nil, 2, "the decimal mark is a comma"},
	"woocommerce-webtoffee.csv":       {[]string{"-zone", "Europe/Brussels", "-transaction-id", "order"}, 0, "2 left out: 1 failed, 1 not paid"},
	"woocommerce-webtoffee-items.csv": {nil, 0, "line 2: the time names no zone and is read as UTC; so are others like it"},
	"woocommerce-advanced.csv":        {[]string{"-zone", "Europe/Lisbon", "-currency", "EUR", "-transaction-id", "order"}, 0, "3 left out"},
	"magento.csv":                     {[]string{"-zone", "Europe/Dublin", "-currency", "EUR", "-transaction-id", "order"}, 2, "2 left out"},
	"bigcommerce.csv":                 {[]string{"-transaction-id", "order"}, 1, "dates are month/day/year"},
	"stripe.csv":                      {[]string{"-order-column", "order_id (metadata)"}, 0, "4 left out"},
	"paypal.csv":                      {nil, 0, "1 refund without its sale"},
	"paypal-de.csv":                   {nil, 0, "1 left out: 1 not paid"},
	"square.csv":                      {[]string{"-currency", "USD"}, 0, "1 cash"},
	"wix.csv":                         {[]string{"-zone", "Europe/Paris", "-transaction-id", "order"}, 0, "line 2: the clock showed this hour twice"},
	"own.csv":                         {nil, 2, "line 4: the time names no zone"},
	"own-cr.csv":                      {nil, 0, "the decimal mark is a comma"},
	"own-import.csv":                  {nil, 0, "2 orders have neither an e-mail nor a customer id: ChargeDesk does not get them"},
	"by-hand.csv": {[]string{"-columns",
		"order_id=Ref,ordered_at=Placed,name=Buyer,email=Mail,amount=Sum,refunded=Given back,currency=Cur,transaction_id=Txn"}, 0, "dates are day/month/year"},
}

// expected is what another program computes from a file.
type expected struct {
	Orders int
	Gross  map[string]decimal.Decimal
}

func sums(t *testing.T) map[string]expected {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(samples, "sums.json"))
	require.NoError(t, err)
	var all map[string]expected
	require.NoError(t, json.Unmarshal(text, &all))
	return all
}

func TestTheExportsOfShopsGoThrough(t *testing.T) {
	t.Parallel()
	all := sums(t)
	require.Len(t, exports, len(all))
	for name, want := range all {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			test := exports[name]
			got := quickstart(t, "", nil, append(test.flags, "-orders", filepath.Join(samples, name))...)
			require.Contains(t, got.errors, test.notes)
			require.Equal(t, test.failed, strings.Count("\n"+got.errors, "\nline "), got.errors)
			require.Contains(t, got.out, fmt.Sprintf("%d orders at Chargeback.", want.Orders), got.errors)
			if test.failed > 0 {
				require.Equal(t, exitFailed, got.code)
				require.Contains(t, got.errors, fmt.Sprintf("quickstart: %d failed\n", test.failed))
			} else {
				require.Equal(t, exitDone, got.code, got.errors)
			}
			for currency, total := range want.Gross {
				require.Regexp(t, `(?m)^ +`+currency+` +\d+ +`+regexp.QuoteMeta(sum(total, currency))+` *$`, got.out)
			}
		})
	}
}

func TestAFileThatHoldsNoOrdersToReportIsNotBegun(t *testing.T) {
	t.Parallel()
	for name, reason := range map[string]string{
		"near-misses/unknown.csv":           "5 columns: Auftrag, Datum, Kunde, Summe, Zahlart)",
		"near-misses/no-header.csv":         "names look like data and are not shown",
		"near-misses/stripe-balance.csv":    "this is Stripe's balance report",
		"near-misses/wix-without-email.csv": `nearest: Wix orders, without "Contact email"`,
		"near-misses/windows-1252.csv":      "say -encoding windows-1252",
		"square.csv":                        "add -currency",
		"wix.csv":                           "-transaction-id order sends the order ids in their place",
	} {
		got := quickstart(t, "", nil, "-orders", filepath.Join(samples, name))
		require.Equal(t, exitUsage, got.code, name)
		require.Empty(t, got.out)
		require.Contains(t, got.errors, reason)
		require.NotContains(t, got.errors, "@")
	}
	unknown := quickstart(t, "", nil, "-orders", filepath.Join(samples, "near-misses/unknown.csv"))
	require.Contains(t, unknown.errors, "our own columns: order_id, ordered_at, email, currency, amount, transaction_id\n")
}

func TestWhatStandsInACellIsNotPrinted(t *testing.T) {
	t.Parallel()
	const secret = "Quercus"
	row := []string{"b", "2026-09-03T14:16:24Z", "b@example.com", "USD", "1.00", "txn_b", "1 x Cup @ 9.50", "paid", ""}
	for i := range row {
		bad := append([]string{}, row...)
		bad[i] = secret + "\x01 E+9"
		got := quickstart(t, header+line("a", "10.00")+strings.Join(bad, ",")+"\n", nil, "-orders", "-")
		require.NotContains(t, got.errors, secret, header)
		require.Contains(t, got.out, "orders at Chargeback.")
	}
}

func TestLiveNeedsTheZoneOfTimesThatNameNone(t *testing.T) {
	t.Parallel()
	got := quickstart(t, "", everyKey, "-live", "-orders", filepath.Join(samples, "wix.csv"), "-transaction-id", "order")
	require.Equal(t, exitUsage, got.code)
	require.Equal(t, "quickstart: line 2: the time names no zone; -live needs -zone, for example -zone Europe/Berlin\n", got.errors)
}

func TestHelpNamesTheColumnsAndTheFlags(t *testing.T) {
	t.Parallel()
	got := quickstart(t, "", nil, "-h")
	require.Equal(t, exitDone, got.code)
	for _, want := range []string{
		"our own columns: order_id, ordered_at, email, currency, amount, transaction_id", "Shopify orders: Name, ", "The exit code is 0",
		"-columns pairs", "-encoding encoding", "-zone zone", "-currency code", "-order-column column", "-transaction-id order",
	} {
		require.Contains(t, got.errors, want)
	}
}

func TestAFileThatBreaksOffIsAnError(t *testing.T) {
	t.Parallel()
	_, err := readOrders(&brokenFile{start: header + "a,"}, orderfile.Options{})
	require.ErrorIs(t, err, io.ErrClosedPipe)
}

// brokenFile is a file that can't be read to its end.
type brokenFile struct {
	start string
	given bool
}

func (b *brokenFile) Read(p []byte) (int, error) {
	if b.given {
		return 0, io.ErrClosedPipe
	}
	b.given = true
	return copy(p, b.start), nil
}

func (b *brokenFile) Seek(int64, int) (int64, error) {
	b.given = false
	return 0, nil
}

func TestAnOrderWhoseItemsCannotBeReadGoesThroughWithoutThem(t *testing.T) {
	t.Parallel()
	got := quickstart(t, header+strings.Replace(line("a", "10.00"), "1 x Cup", "Cup", 1), nil, "-orders", "-")
	require.Equal(t, exitDone, got.code)
	require.Equal(t, "note: line 2: the items can't be read and are left out (orders like it: 1)\n", got.errors)
	require.Contains(t, got.out, "1 charges at ChargeDesk, 1 orders at Chargeback.")
}

func TestACountryThatIsNoCodeOfTwoLettersIsNotForChargeDesk(t *testing.T) {
	t.Parallel()
	for country, want := range map[string]string{"NL": "NL", "BEL": "", "Australia": "", "": ""} {
		o := &order{Order: orderfile.Order{Address: orderfile.Address{Country: country}}}
		require.Equal(t, want, o.countryCode())
	}
}

func TestWhatWasRefundedReachesChargeDesk(t *testing.T) {
	t.Parallel()
	file, err := os.Open(filepath.Join(samples, "paypal.csv"))
	require.NoError(t, err)
	defer file.Close()
	read, err := readOrders(file, orderfile.Options{})
	require.NoError(t, err)
	fakes := newFakes(t)
	fakes.job(new(bytes.Buffer), new(bytes.Buffer)).run(t.Context(), read.orders)
	sent := map[string]string{}
	for _, request := range fakes.desk.Requests() {
		form, err := url.ParseQuery(string(request.Body))
		require.NoError(t, err)
		sent[form.Get("metadata[order_id]")] = form.Get("status") + " " + form.Get("amount_refunded")
	}
	require.Equal(t, " 30.00", sent["HT-2"])
	require.Equal(t, "refunded 80.00", sent["HT-3"])
	require.Equal(t, " ", sent["HT-1"])
}

// Not parallel, since the folder for copies is of the whole process.
func TestTheCopyOfStandardInputIsRemoved(t *testing.T) {
	copies := t.TempDir()
	t.Setenv("TMPDIR", copies)
	require.Equal(t, exitDone, quickstart(t, header+line("a", "1.00"), nil, "-orders", "-").code)
	require.Equal(t, exitUsage, quickstart(t, "a,b\n", nil, "-orders", "-").code)
	left, err := os.ReadDir(copies)
	require.NoError(t, err)
	require.Empty(t, left)
}
