package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/chargeback/chargebacktest"
)

const samples = "../../testdata/orderfiles"

// ofShop are the flags for an export that names neither CRM nor merchant.
func ofShop(more ...string) []string {
	return append([]string{"-crm", fmt.Sprint(chargebacktest.CRMID), "-merchant", chargebacktest.MerchantName}, more...)
}

// exports are the files of the repository, with the flags that each needs and how
// many of its rows can't be read.
var exports = map[string]struct {
	flags      []string
	unreadable int
	note       string
}{
	"shopify.csv":                     {ofShop(), 0, "5 left out: 1 cancelled, 1 gift card only, 1 not paid, 1 test, 1 zero total"},
	"shopify-spreadsheet.csv":         {ofShop(), 2, "the decimal mark is a comma"},
	"woocommerce-webtoffee.csv":       {ofShop("-zone", "Europe/Brussels", "-transaction-id", "order"), 0, "2 left out"},
	"woocommerce-webtoffee-items.csv": {ofShop("-zone", "Europe/Copenhagen"), 0, ""},
	"woocommerce-advanced.csv":        {ofShop("-zone", "Europe/Lisbon", "-currency", "EUR", "-transaction-id", "order"), 0, "3 left out"},
	"magento.csv":                     {ofShop("-zone", "Europe/Dublin", "-currency", "EUR", "-transaction-id", "order"), 2, "2 left out"},
	"bigcommerce.csv":                 {ofShop("-zone", "Australia/Perth", "-transaction-id", "order"), 1, "dates are month/day/year"},
	"stripe.csv":                      {ofShop("-order-column", "order_id (metadata)"), 0, "4 left out"},
	"paypal.csv":                      {ofShop(), 0, "1 refund without its sale"},
	"paypal-de.csv":                   {ofShop(), 0, "1 left out: 1 not paid"},
	"square.csv":                      {ofShop("-currency", "USD"), 0, "1 cash"},
	"wix.csv":                         {ofShop("-zone", "Europe/Paris", "-transaction-id", "order"), 0, "1 left out"},
	"own.csv":                         {ofShop("-zone", "UTC"), 2, ""},
	"own-cr.csv":                      {ofShop(), 0, "the decimal mark is a comma"},
	"own-import.csv":                  {nil, 0, ""},
	"by-hand.csv": {ofShop("-zone", "Europe/London", "-columns",
		"order_id=Ref,ordered_at=Placed,name=Buyer,email=Mail,amount=Sum,refunded=Given back,currency=Cur,transaction_id=Txn"), 0, "dates are day/month/year"},
}

func TestTheExportsOfShopsAreImported(t *testing.T) {
	withKeys(t)
	text, err := os.ReadFile(filepath.Join(samples, "sums.json"))
	require.NoError(t, err)
	var sums map[string]struct {
		Orders int
		Gross  map[string]decimal.Decimal
	}
	require.NoError(t, json.Unmarshal(text, &sums))
	require.Len(t, exports, len(sums))
	for name, want := range sums {
		t.Run(name, func(t *testing.T) {
			server := doubling(t)
			server.AddCRM(71, "harbor")
			server.AddMerchant(0, "Harbor & Thread")
			args := append(exports[name].flags, "-batch", "2", "-resume", filepath.Join(t.TempDir(), "r"), filepath.Join(samples, name))
			for range 2 {
				code, out := start(t, server.URL, args...)
				require.Contains(t, out, fmt.Sprintf("%d there, 0 rejected, 0 unknown, %d lines unreadable", want.Orders, exports[name].unreadable))
				require.Contains(t, out, exports[name].note)
				if exports[name].unreadable > 0 {
					require.Equal(t, exitLookAt, code)
				} else {
					require.Equal(t, exitDone, code)
				}
			}
			gross := map[string]decimal.Decimal{}
			for _, sent := range sentOrders(t, server) {
				gross[sent.Currency] = gross[sent.Currency].Add(sent.Amount)
			}
			require.Len(t, gross, len(want.Gross))
			for currency, sum := range want.Gross {
				require.Equal(t, sum.StringFixed(4), gross[currency].StringFixed(4), currency)
			}
		})
	}
}

// sentOrder is what a test looks at of an order on its way.
type sentOrder struct {
	ID       string          `json:"order_id"`
	At       string          `json:"order_ts"`
	Amount   decimal.Decimal `json:"order_amount"`
	Currency string          `json:"currency_code"`
	Email    string          `json:"customer_email"`
	Items    []struct {
		Name   string          `json:"product_name"`
		Amount decimal.Decimal `json:"product_amount"`
		Count  int             `json:"quantity"`
	} `json:"line_items"`
}

func sentOrders(t *testing.T, server *chargebacktest.Server) (all []sentOrder) {
	t.Helper()
	for _, request := range server.Requests() {
		if !isPost(request) {
			continue
		}
		var batch []sentOrder
		require.NoError(t, json.Unmarshal(request.Body, &batch))
		all = append(all, batch...)
	}
	return all
}

func TestWhatIsSentOfAnExport(t *testing.T) {
	withKeys(t)
	server := doubling(t)
	start(t, server.URL, append(ofShop(), "-resume", filepath.Join(t.TempDir(), "r"), filepath.Join(samples, "shopify.csv"))...)
	first := sentOrders(t, server)[0]
	require.Equal(t, "HT-3012", first.ID)
	require.Equal(t, "2026-08-15T03:40:05Z", first.At)
	require.Equal(t, "119.04 GBP", first.Amount.String()+" "+first.Currency)
	require.Equal(t, "ines.vale@example.com", first.Email)
	require.Len(t, first.Items, 2)
	require.Equal(t, "Wool throw, 130 x 180 cm", first.Items[0].Name)
	require.Equal(t, 2, first.Items[1].Count)
	require.Equal(t, "16.5", first.Items[1].Amount.String())
}

func TestAFileThatHoldsNoOrdersToReportIsNotImported(t *testing.T) {
	withKeys(t)
	server := doubling(t)
	for name, test := range map[string]struct {
		flags []string
		want  string
	}{
		"near-misses/unknown.csv":      {ofShop(), "5 columns: Auftrag, Datum, Kunde, Summe, Zahlart)"},
		"near-misses/no-header.csv":    {ofShop(), "names look like data and are not shown"},
		"near-misses/windows-1252.csv": {ofShop(), "say -encoding windows-1252"},
		"shopify.csv":                  {nil, "-crm and -merchant are needed"},
		"square.csv":                   {ofShop(), "add -currency"},
		"magento.csv":                  {ofShop("-currency", "EUR"), "-transaction-id order sends the order ids in their place"},
		"wix.csv":                      {ofShop("-transaction-id", "order"), "line 2: the time names no zone; -zone is needed"},
		"by-hand.csv":                  {ofShop("-columns", "order_id=Reference,ordered_at=Placed,amount=Sum"), `the columns "Reference" of the mapping are missing`},
		"own.csv":                      {ofShop("-zone", "here"), `-zone "here" is no zone`},
	} {
		resume := filepath.Join(t.TempDir(), "r")
		code, out := start(t, server.URL, append(test.flags, "-resume", resume, filepath.Join(samples, name))...)
		require.Equal(t, exitCannot, code, name)
		require.Contains(t, out, test.want)
		require.NotContains(t, out, "@")
		require.NoFileExists(t, resume)
	}
	require.Empty(t, server.Requests())
}

func TestAnImportIsNotGoneOnWithByOtherFlags(t *testing.T) {
	withKeys(t)
	server := doubling(t)
	args := func(flags ...string) []string {
		return append(ofShop(flags...), "-transaction-id", "order", "-resume")
	}
	resume, file := filepath.Join(t.TempDir(), "r"), filepath.Join(samples, "wix.csv")
	code, out := start(t, server.URL, append(args("-zone", "Europe/Paris"), resume, file)...)
	require.Equal(t, exitDone, code, out)
	sent := server.CountRequests(nil)

	for _, other := range [][]string{{"-zone", "UTC"}, {"-zone", "Europe/Paris", "-decimal", "."}, {"-zone", "Europe/Paris", "-merchant", "Another"}} {
		code, out = start(t, server.URL, append(args(other...), resume, file)...)
		require.Equal(t, exitCannot, code)
		require.Contains(t, out, "reads the file in another way: give the same flags again")
		require.Equal(t, sent, server.CountRequests(nil))
	}
	_, out = start(t, server.URL, append([]string{"-look-up-all"}, append(args("-zone", "UTC"), resume, file)...)...)
	require.Contains(t, out, "3 there, 0 rejected, 0 unknown")
	require.Equal(t, 3, server.Counts()["orders"])
}

// writeExport writes a shop's export of n orders in two rows each, with a row that
// can't be read and an order that is not paid in the middle.
func writeExport(t *testing.T, n int) string {
	t.Helper()
	var text strings.Builder
	text.WriteString("Name,Email,Financial Status,Currency,Total,Created at,Lineitem name,Lineitem quantity,Lineitem price," +
		"Notes,Payment Reference,Payment Method,Refunded Amount\n")
	for i := range n {
		id := orderKey(i)
		if i == n/2 {
			text.WriteString("broken\n" + "unpaid,a@example.com,pending,EUR,9.00,2026-02-03 04:05:06 +0000,Lamp,1,9.00,,,card,0.00\n")
		}
		fmt.Fprintf(&text, "%s,a@example.com,paid,EUR,12.00,2026-02-03 04:05:06 +0000,Lamp,1,9.00,\"two\nlines\",txn_%s,card,0.00\n", id, id)
		fmt.Fprintf(&text, "%s,a@example.com,,,,2026-02-03 04:05:06 +0000,Bulb,1,3.00,,,,\n", id)
	}
	return write(t, "orders.csv", text.String())
}

func TestWhatIsSentOfATableWithChargebacksNames(t *testing.T) {
	withKeys(t)
	server := doubling(t)
	code, out := start(t, server.URL, "-crm", chargebacktest.CRMName, write(t, "orders.csv",
		"order_id;order_ts;order_amount;transaction_id;transaction_amount;merchant_name;card_type;tax_subtotal;shipping_subtotal;tracking_numbers;crm_name\n"+
			"a;2026-02-03 04:05;12,00;t1;11,50;Lumen Shop;visa;1,20;;\"PKT1,PKT2\";\n"))
	require.Equal(t, exitDone, code, out)
	require.JSONEq(t, `[{"order_id":"a","order_ts":"2026-02-03T04:05:00Z","order_amount":"12.00","transaction_id":"t1","transaction_amount":"11.50",
		"crm_name":"warehouse-eu","merchant_name":"Lumen Shop","card_type":"visa","currency_code":"USD","tax_subtotal":"1.20",
		"tracking_numbers":"PKT1,PKT2"}]`, string(server.LastRequest().Body))
}
