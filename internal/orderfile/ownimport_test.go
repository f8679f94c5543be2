package orderfile_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/internal/orderfile"
)

const importColumns = "order_id,order_ts,order_amount,transaction_id,transaction_amount,merchant_name,shipping_subtotal,tax_subtotal\n"

func TestOrdersWithChargebacksNamesHaveItsDefaults(t *testing.T) {
	r := read(t, importColumns+"a,2026-02-03,9.00,t1,8.50,Shop,2.00,1.50\n", orderfile.Options{})
	require.Empty(t, r.bad)
	o := r.orders[0]
	assert.Equal(t, "USD", o.Currency)
	assert.True(t, o.ZoneKnown)
	assert.Equal(t, "8.5", o.TransactionAmount.String())
	assert.Equal(t, "2", o.Shipping.String())
	assert.Equal(t, "1.5", o.Tax.String())
	assert.Contains(t, o.Notes, "transaction_amount differs from order_amount")
}

func TestOptionsWinOverChargebacksDefaults(t *testing.T) {
	opts := orderfile.Options{Currency: "JPY", Zone: zone(t, "Asia/Tokyo")}
	o := read(t, importColumns+"a,2026-02-03 09:00,900,t1,900,Shop,,\n", opts).orders[0]
	assert.Equal(t, "JPY", o.Currency)
	assert.Equal(t, "2026-02-03 00:00:00 +0000 UTC", o.PlacedAt.String())
}

func TestATransactionAmountThatIsNoneIsNotTakenForTheOrders(t *testing.T) {
	r := read(t, importColumns+"a,2026-02-03,9.00,t1,,Shop,,\n", orderfile.Options{})
	require.Len(t, r.bad, 1)
	assert.EqualError(t, r.bad[0], `line 2: column "transaction_amount" is empty`)
}

func TestTheOrderIDAsTransactionID(t *testing.T) {
	text := importColumns + "a,2026-02-03,9.00,t1,9.00,Shop,,\nb,2026-02-03,9.00,,9.00,Shop,,\n"
	r := read(t, text, orderfile.Options{OrderAsTransaction: true})
	require.Len(t, r.orders, 2)
	assert.Equal(t, "t1", r.orders[0].TransactionID)
	assert.Equal(t, "b", r.orders[1].TransactionID)
	assert.Equal(t, "9", r.orders[1].TransactionAmount.String())
	assert.Empty(t, read(t, text, orderfile.Options{}).orders[1].TransactionID)
}

func TestWhichColumnsAreUsed(t *testing.T) {
	file, err := orderfile.Open(strings.NewReader(strings.Replace(importColumns, "\n", ",Colour,\n", 1)), orderfile.Options{})
	require.NoError(t, err)
	assert.Equal(t, []string{"transaction_amount", "merchant_name", "Colour"}, file.Unused())
	assert.True(t, file.Has(orderfile.TransactionID))
	assert.False(t, file.Has(orderfile.Email))
}

func TestKnownNamesEachLayoutOnALine(t *testing.T) {
	lines := strings.Split(orderfile.Known(), "\n")
	assert.Len(t, lines, 11)
	assert.Equal(t, "  our own columns: order_id, ordered_at, email, currency, amount, transaction_id", lines[0])
}

func TestABadAmountTellsNothingAboutTheOthers(t *testing.T) {
	for _, cell := range []string{"12.3.4", "1.2.3,4", "1,2.30"} {
		r := read(t, amounts("USD", "10.00", cell, "2.50"), orderfile.Options{Columns: plain})
		assert.Len(t, r.orders, 2, cell)
		assert.Len(t, r.bad, 1, cell)
	}
}

func TestALineBreakInTheNameOfAnItem(t *testing.T) {
	text := "order_id,ordered_at,email,currency,amount,transaction_id,items\n" +
		"a,2026-01-01T00:00:00Z,a@example.com,USD,19.00,t1,\"2 x Cup,\nblue @ 9.50\"\n"
	o := read(t, text, orderfile.Options{}).orders[0]
	require.Len(t, o.Items, 1)
	assert.Equal(t, "Cup,\nblue", o.Items[0].Name)
	assert.True(t, o.LinesAddUp)
}

func TestTheTransactionAmountIsTheOrdersInOtherLayouts(t *testing.T) {
	assert.Equal(t, "130", find(t, "paypal.csv", "HT-2").TransactionAmount.String())
}
