package orderfile_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/internal/orderfile"
)

// brief is an order in one line.
func brief(o orderfile.Order) string {
	items := []string{}
	for _, item := range o.Items {
		items = append(items, fmt.Sprintf("%d %s/%s %s", item.Quantity, item.Name, item.SKU, item.UnitPrice))
	}
	return fmt.Sprintf("%v %s %s %s %s %s %s -%s | %s | %s %s | %s | ship %s tax %s add up %v", o.Lines, o.ID, o.TransactionID,
		o.PlacedAt.Format(time.RFC3339), o.Status, o.Currency, o.Amount, o.Refunded, o.Email, o.Name, o.Address.Country,
		strings.Join(items, "; "), o.Shipping, o.Tax, o.LinesAddUp)
}

func TestOrdersOfEachLayout(t *testing.T) {
	tests := map[string]struct {
		layout string
		first  string
	}{
		"shopify.csv": {"shopify", `[2 4] HT-3012 r7QmBv2Xk0PzLdYt5HcNw3SaJ 2026-08-15T03:40:05Z paid GBP 119.04 -0 | ines.vale@example.com | Ines Vale GB | ` +
			`1 Wool throw, 130 x 180 cm/THR-W 62; 2 Napkins "Reed", set of 4/NAP-R 16.5 | ship 4.2 tax 19.84 add up true`},
		"shopify-spreadsheet.csv": {"shopify", `[2 3] #881 c51770020010001.1 2026-07-02T06:00:00Z paid EUR 122.9 -0 | jorn.weisshaupt@example.com | Jörn Weißhaupt DE | ` +
			`1 Wolldecke/THR-W 89; 2 Servietten, 4 Stück/NAP-R 14.5 | ship 4.9 tax 19.62 add up true`},
		"woocommerce-webtoffee.csv": {"woocommerce-webtoffee", `[2] W-77 pi_9MadeUpHT0001 2026-05-03T09:02:11Z paid EUR 77.65 -0 | noor.haddad@example.com | Noor Haddad BE | ` +
			`3 Mug | large/MUG-L 14; 1 Ol' teapot "Brass"/POT 18.75 | ship 4.5 tax 12.4 add up true`},
		"woocommerce-webtoffee-items.csv": {"woocommerce-webtoffee", `[2 3] W-91 pi_9MadeUpHT0011 2026-06-01T10:00:20Z paid EUR 35 -0 | eva.lund@example.com | Eva Lund DK | ` +
			`2 Bowl/BOW 10; 1 Spoon; beech/SPO 10 | ship 3 tax 2 add up true`},
		"woocommerce-advanced.csv": {"woocommerce-advanced", `[2 3] 5210  2026-03-29T01:30:00Z paid EUR 86.1 -0 | rita.sousa@example.com | Rita Sousa PT | ` +
			`4 Tile, blue/TIL-B 12.5; 1 Tile, "sun"/TIL-S 14 | ship 6 tax 16.1 add up true`},
		"magento.csv": {"magento", `[2] 000031007  2026-07-04T15:20:00Z paid EUR 310.5 -0 | orla.byrne@example.com | Orla Byrne  |  | ship 7.5 tax 0 add up false`},
		"bigcommerce.csv": {"bigcommerce", `[2] 642  2026-04-30T00:00:00Z paid AUD 54.9 -0 | c642@example.com | Alma Reid Australia | ` +
			`2 Scarf, wool | grey/SCF 20; 1 Pin & chain/ 4.9 | ship 10 tax 0 add up true`},
		"stripe.csv":    {"stripe", `[2] T-10 ch_MadeUpHT01 2026-02-28T23:59:59Z paid USD 240 -0 | buyer@example.com |   |  | ship 0 tax 0 add up false`},
		"paypal.csv":    {"paypal", `[3] HT-1 9PP00000000000S1 2026-01-13T00:45:10Z paid USD 2410.5 -0 | sam.ito@example.com | Sam Ito US |  | ship 0 tax 0 add up false`},
		"paypal-de.csv": {"paypal", `[2] R-1 8DE0000000000001 2026-04-03T12:00:00Z paid EUR 1048.2 -0 | gesa.timm@example.com | Gesa Timm  |  | ship 0 tax 0 add up false`},
		"square.csv":    {"square", `[2] HTTX0000000000000001 HTPAY0000000000000001 2026-06-18T22:02:11Z paid USD 2004 -0 |  | Walk In  |  | ship 0 tax 154 add up false`},
		"wix.csv": {"wix", `[2 3] 20051  2026-10-25T00:30:00Z paid EUR 62 -0 | lise.morel@example.com | Lise Morel BEL | ` +
			`1 Vase/VAS 48; 3 Card/ 2.5 | ship 6.5 tax 0 add up true`},
		"own.csv": {"own", `[2] HT-901 txn_ht901 2026-09-01T06:00:00Z paid EUR 84.4 -0 | ada.fenn@example.com | Ada Fenn NL | ` +
			`2 Bowl, large/ 24; 1 Vase/ 30 | ship 6.4 tax 0 add up true`},
		"own-cr.csv":     {"own", `[2] HT-911 txn_ht911 2026-09-01T08:00:00Z paid EUR 1084.4 -0 | ada.fenn@example.com | Ada "A." Fenn NL |  | ship 6.4 tax 0 add up false`},
		"own-import.csv": {"own-import", `[2] HT-921 txn_ht921 2026-09-05T06:07:08Z paid USD 44.1 -0 |  |   |  | ship 0 tax 0 add up false`},
		"by-hand.csv":    {"columns", `[2] A1 bh-1 2026-02-13T09:30:00Z paid GBP 1204.5 -0 | ada.fenn@example.com | Ada Fenn  |  | ship 0 tax 0 add up false`},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			file, err := openSample(t, name, sampleOptions(t, name))
			require.NoError(t, err)
			assert.Equal(t, test.layout, file.Layout())
			assert.Equal(t, test.first, brief(collect(t, file).orders[0]))
		})
	}
}

// find returns the order of a sample by its id.
func find(t *testing.T, name, id string) orderfile.Order {
	t.Helper()
	for _, o := range readSample(t, name).orders {
		if o.ID == id {
			return o
		}
	}
	require.FailNow(t, "no such order", id)
	return orderfile.Order{}
}

func TestRefundRowsAreJoinedToTheirSale(t *testing.T) {
	o := find(t, "paypal.csv", "HT-2")
	assert.Equal(t, orderfile.Place{Lines: []int{2, 4, 5}, End: 5}, o.Place)
	assert.Equal(t, orderfile.PartlyRefunded, o.Status)
	assert.Equal(t, "130", o.Amount.String())
	assert.Equal(t, "30", o.Refunded.String())

	o = find(t, "paypal.csv", "HT-3")
	assert.Equal(t, []int{7, 8}, o.Lines, "a refund behind its sale")
	assert.Equal(t, orderfile.Refunded, o.Status)

	o = find(t, "square.csv", "HTTX0000000000000002")
	assert.Equal(t, "15.25", o.Refunded.String())
	assert.Equal(t, "0099", o.CardSuffix, "leading zeros stay")
}

func TestPartsOfOrders(t *testing.T) {
	t.Run("address", func(t *testing.T) {
		assert.Equal(t, orderfile.Address{Line1: "77 Alder St", City: "Salem", State: "MA", Zip: "02139", Country: "US"},
			find(t, "shopify.csv", "HT-3010").Address)
		assert.Equal(t, orderfile.Address{Line1: "Rue Haute 8", City: "Bruxelles", Zip: "1000", Country: "BEL"},
			find(t, "wix.csv", "20051").Address)
	})
	t.Run("phone", func(t *testing.T) {
		assert.Equal(t, "+44 117 496 0101", find(t, "shopify.csv", "HT-3012").Phone)
		assert.Equal(t, "+32 2 555 01 10", find(t, "woocommerce-webtoffee.csv", "W-77").Phone)
	})
	t.Run("discount", func(t *testing.T) {
		o := find(t, "shopify.csv", "HT-3010")
		assert.Equal(t, "18", o.Discount.String())
		assert.True(t, o.LinesAddUp)
		assert.False(t, o.TaxIncluded)
	})
	t.Run("tax inside the prices", func(t *testing.T) {
		assert.True(t, find(t, "shopify-spreadsheet.csv", "#881").TaxIncluded)
	})
	t.Run("refunds in one cell and a fee below zero", func(t *testing.T) {
		o := find(t, "woocommerce-webtoffee.csv", "W-73")
		assert.Equal(t, "9.6", o.Refunded.String())
		assert.Equal(t, "-2", o.Fee.String())
		assert.Equal(t, "3 × Mug", o.Items[0].Name, "22.00 is not three times something")
		assert.Equal(t, orderfile.Item{Name: "3 × Mug", SKU: "MUG", Quantity: 1, UnitPrice: decimal.RequireFromString("22.00")}, o.Items[0])
	})
	t.Run("parcels", func(t *testing.T) {
		assert.Equal(t, []orderfile.Parcel{{Carrier: "bpost", Number: "HT0032"}}, find(t, "woocommerce-webtoffee.csv", "W-77").Parcels)
		assert.Equal(t, []orderfile.Parcel{{Carrier: "PostNL", Number: "HT0901"}}, find(t, "own.csv", "HT-901").Parcels)
	})
	t.Run("card", func(t *testing.T) {
		o := find(t, "own.csv", "HT-901")
		assert.Equal(t, []string{"411111", "0042"}, []string{o.CardPrefix, o.CardSuffix})
	})
	t.Run("other means", func(t *testing.T) {
		assert.True(t, find(t, "shopify.csv", "HT-3004").SplitTender)
		assert.True(t, find(t, "bigcommerce.csv", "635").SplitTender)
		assert.True(t, find(t, "square.csv", "INV-5").SplitTender)
		assert.False(t, find(t, "square.csv", "HTTX0000000000000001").SplitTender)
	})
	t.Run("the word wins", func(t *testing.T) {
		o := find(t, "own.csv", "HT-902")
		assert.Equal(t, orderfile.Refunded, o.Status)
		assert.Equal(t, "19.99", o.Refunded.String())
		assert.Equal(t, "fraudulent", o.Cell("dispute"))
	})
	t.Run("items sent back", func(t *testing.T) {
		assert.Empty(t, find(t, "woocommerce-advanced.csv", "5208").Items)
	})
	t.Run("payment without an order", func(t *testing.T) {
		assert.Equal(t, "ch_MadeUpHT07", find(t, "stripe.csv", "ch_MadeUpHT07").TransactionID)
	})
	t.Run("for an importer that reads cells by itself", func(t *testing.T) {
		assert.JSONEq(t, `[{"product_name":"Vase, tall","product_amount":"44.10","quantity":1}]`,
			find(t, "own-import.csv", "HT-921").Cell("line_items"))
	})
}

var itemColumns = orderfile.Columns{
	orderfile.OrderID: "id", orderfile.OrderedAt: "at", orderfile.Amount: "sum", orderfile.StatusWord: "state",
	orderfile.RefundedSum: "back", orderfile.ItemName: "item", orderfile.ItemPrice: "price", orderfile.ItemQuantity: "qty",
}

func readItems(t *testing.T, rows string) result {
	t.Helper()
	return read(t, "id,at,sum,state,back,item,price,qty\n"+rows, orderfile.Options{Columns: itemColumns, Currency: "USD"})
}

func TestRowsOfAnOrderAreMerged(t *testing.T) {
	r := readItems(t, "a,2026-01-01,9.00,paid,,Cup,2.00,3\n"+
		"b,2026-01-01,5.00,paid,,Jug,5.00,1\n"+
		"a,,,,,Lid,1.00,3\n")
	require.Len(t, r.orders, 2)
	assert.Equal(t, []int{3}, r.orders[0].Lines, "b is complete first")
	assert.Equal(t, []int{2, 4}, r.orders[1].Lines)
	assert.Len(t, r.orders[1].Items, 2)
	assert.True(t, r.orders[1].LinesAddUp)
	assert.Equal(t, []int{3, 4}, r.ends)
}

func TestOrdersThatContradictThemselves(t *testing.T) {
	tests := map[string]struct{ rows, want string }{
		"two totals":             {"a,2026-01-01,9.00,paid,,Cup,9.00,1\na,2026-01-01,8.00,paid,,Lid,1.00,1\n", `lines 2, 3: column "sum" differs between the rows of one order`},
		"more back than paid":    {"a,2026-01-01,9.00,paid,9.01,,,\n", `line 2: column "sum" is less than what was refunded`},
		"a part of unknown size": {"a,2026-01-01,9.00,partially_refunded,,,,\n", `line 2: column "state" says that a part was refunded, but the file does not say how much`},
		"an unknown word":        {"a,2026-01-01,9.00,sort of paid,,,,\n", `line 2: column "state" has a word that is not known here`},
		"a damaged price":        {"a,2026-01-01,9.00,paid,,Cup,9. Jan,1\n", `line 2: column "price" is no amount (a spreadsheet program may have made something else of it); open the original file, not one saved again`},
		"a line break in the id": {"\"a\nb\",2026-01-01,9.00,paid,,,,\n", `line 2: column "id" has a line break or another control character`},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			r := readItems(t, test.rows+"z,2026-01-01,1.00,paid,,,,\n")
			require.Len(t, r.bad, 1)
			assert.EqualError(t, r.bad[0], test.want)
			assert.Len(t, r.orders, 1)
		})
	}
}

func TestRefundRowsThatDoNotFit(t *testing.T) {
	const header = "Date,Time,TimeZone,Type,Status,Currency,Gross,Net,Transaction ID,Reference Txn ID,From Email Address\n" +
		"01/13/2026,10:00,PST,Website Payment,Completed,USD,50.00,50.00,sale1,,a@example.com\n"
	tests := map[string]struct{ row, want string }{
		"another currency": {"01/14/2026,10:00,PST,Payment Refund,Completed,EUR,-5.00,-5.00,r1,sale1,\n",
			`lines 2, 3: column "Currency" of a refund differs from that of its sale`},
		"not below zero": {"01/14/2026,10:00,PST,Payment Refund,Completed,USD,5.00,5.00,r1,sale1,\n",
			`lines 2, 3: column "Gross" of a refund is not below zero`},
		"more than the sale": {"01/14/2026,10:00,PST,Payment Refund,Completed,USD,-50.01,-50.01,r1,sale1,\n",
			`lines 2, 3: column "Gross" is less than what was refunded`},
		"a kind that is not known": {"01/14/2026,10:00,PST,Gift,Completed,USD,5.00,5.00,g1,,b@example.com\n",
			`line 3: column "Type" is of no kind that is known here`},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			r := read(t, header+test.row, orderfile.Options{})
			require.Len(t, r.bad, 1)
			assert.EqualError(t, r.bad[0], test.want)
		})
	}
	t.Run("not made yet", func(t *testing.T) {
		r := read(t, header+"01/14/2026,10:00,PST,Payment Refund,Pending,USD,-5.00,-5.00,r1,sale1,\n", orderfile.Options{})
		require.Len(t, r.orders, 1)
		assert.Equal(t, orderfile.Paid, r.orders[0].Status)
		require.Len(t, r.left, 1)
		assert.Equal(t, orderfile.NotPaid, r.left[0].Reason)
	})
}

func TestADiscountHasNoSign(t *testing.T) {
	text := strings.TrimSpace(ownHeader) + ",items,discount\n" + strings.TrimSpace(ownRow("a", "Ada")) + ",1 x Cup @ 7.00,-2.00\n"
	r := read(t, text, orderfile.Options{})
	require.Len(t, r.orders, 1)
	assert.Equal(t, "2", r.orders[0].Discount.String())
	assert.True(t, r.orders[0].LinesAddUp)
}

func TestItemsThatCantBeRead(t *testing.T) {
	text := strings.TrimSpace(ownHeader) + ",items\n" + strings.TrimSpace(ownRow("a", "Ada")) + ",one cup\n"
	r := read(t, text, orderfile.Options{})
	require.Len(t, r.orders, 1)
	assert.Empty(t, r.orders[0].Items)
	assert.Equal(t, []string{"the items can't be read and are left out"}, r.orders[0].Notes)
}

func TestACurrencyThatIsNone(t *testing.T) {
	r := read(t, ownHeader+strings.Replace(ownRow("a", "Ada"), "USD", "dollars", 1)+strings.Replace(ownRow("b", "Bo"), "USD", "", 1), orderfile.Options{})
	require.Len(t, r.bad, 2)
	assert.EqualError(t, r.bad[0], `line 2: column "currency" is no code of a currency, such as EUR`)
	assert.EqualError(t, r.bad[1], `line 3: column "currency" is empty`)
}

func TestAPaymentWithoutAnID(t *testing.T) {
	r := read(t, "id,Created (UTC),Amount,Amount Refunded,Currency,Status,Mode\n"+
		",2026-01-01 10:00,5.00,0.00,usd,Paid,Live\n"+
		"ch_1,2026-01-01 10:00,5.00,0.00,usd,Paid,Test\n", orderfile.Options{})
	require.Len(t, r.bad, 1)
	assert.EqualError(t, r.bad[0], `line 2: column "id" is empty`)
	require.Len(t, r.left, 1)
	assert.Equal(t, orderfile.Test, r.left[0].Reason)
}

const importHeader = "order_id,order_ts,order_amount,transaction_id,transaction_amount,merchant_name,currency_code\n"

func TestTwoAmountsOfAnOrder(t *testing.T) {
	t.Run("that differ", func(t *testing.T) {
		r := read(t, importHeader+"a,2026-01-01T00:00:00Z,9.00,t,8.00,Shop,USD\n", orderfile.Options{})
		require.Len(t, r.orders, 1)
		assert.Equal(t, []string{"transaction_amount differs from order_amount"}, r.orders[0].Notes)
	})
	t.Run("of which one is doubtful", func(t *testing.T) {
		r := read(t, importHeader+"a,2026-01-01T00:00:00Z,9,t,\"1,000\",Shop,USD\n", orderfile.Options{})
		require.Len(t, r.bad, 1)
		assert.EqualError(t, r.bad[0], `line 2: column "transaction_amount" has an amount whose mark can be the decimal mark `+
			`or one of thousands; say -decimal . or -decimal ,`)
	})
}

func TestAPaymentTwiceIsAnError(t *testing.T) {
	header := "Name,Financial Status,Currency,Total,Created at,Lineitem name,Lineitem quantity,Lineitem price,Refunded Amount,Payment Reference,Payment Method\n"
	row := "#1,paid,USD,5.00,2026-01-01 10:00:00 +0000,Cup,1,5.00,0.00,ref1,card\n"
	r := read(t, header+row+row+strings.Replace(row, "#1", "#2", 1)+strings.Replace(row, "#1", "#3", 1), orderfile.Options{})
	require.Len(t, r.bad, 2)
	assert.EqualError(t, r.bad[0], `lines 2, 3: column "Name" has the same order or transaction on several lines`)
	assert.EqualError(t, r.bad[1], `line 5: column "Payment Reference" has an id that was on line 4 already`)
	assert.Len(t, r.orders, 1)
}
