package orderfile_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/internal/orderfile"
)

func TestParseColumns(t *testing.T) {
	columns, err := orderfile.ParseColumns(`order_id=Name, ordered_at = Created at,amount=Total,"email=Mail, of the buyer"`)
	require.NoError(t, err)
	assert.Equal(t, orderfile.Columns{
		orderfile.OrderID: "Name", orderfile.OrderedAt: "Created at", orderfile.Amount: "Total", orderfile.Email: "Mail, of the buyer",
	}, columns)
}

func TestParseColumnsThatAreNone(t *testing.T) {
	tests := map[string]struct{ text, want string }{
		"nothing":               {"", "columns: not like order_id=Name,amount=Total: EOF"},
		"an unknown field":      {"order=Name", `columns: "order" is no field; there are order_id, transaction_id,`},
		"no column":             {"order_id=", "columns: order_id has no column"},
		"no sign":               {"order_id", "columns: order_id has no column"},
		"twice":                 {"order_id=a,order_id=b", "columns: order_id is there twice"},
		"no amount":             {"order_id=a,ordered_at=b", "columns: amount is missing; needed are order_id, ordered_at and amount"},
		"items without a price": {"order_id=a,ordered_at=b,amount=c,item_name=d", "columns: item_name and item_price need each other"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			_, err := orderfile.ParseColumns(test.text)
			assert.ErrorContains(t, err, test.want)
		})
	}
}

func TestColumnsThatTheFileDoesNotHave(t *testing.T) {
	_, err := orderfile.Open(strings.NewReader("Ref;When;Mail\n1;2;ada@example.com\n"), orderfile.Options{
		Columns: orderfile.Columns{orderfile.OrderID: "Ref", orderfile.OrderedAt: "Placed", orderfile.Amount: "Sum"},
	})
	require.ErrorContains(t, err, `of the mapping are missing (delimiter ';', 3 columns: Ref, When, Mail)`)
	assert.ErrorContains(t, err, `"Placed"`)
	assert.ErrorContains(t, err, `"Sum"`)
}

func TestColumnsWithoutAnAmount(t *testing.T) {
	_, err := orderfile.Open(strings.NewReader("Ref,When\n"), orderfile.Options{
		Columns: orderfile.Columns{orderfile.OrderID: "Ref", orderfile.OrderedAt: "When"},
	})
	assert.EqualError(t, err, "columns: amount is missing; needed are order_id, ordered_at and amount")
}

func TestACurrencyIsNeeded(t *testing.T) {
	text := "Ref,When,Sum\n1,2026-01-01,5.00\n"
	columns := orderfile.Columns{orderfile.OrderID: "Ref", orderfile.OrderedAt: "When", orderfile.Amount: "Sum"}
	_, err := orderfile.Open(strings.NewReader(text), orderfile.Options{Columns: columns})
	require.EqualError(t, err, "the mapping by hand: this file does not say the currency; add -currency, for example -currency EUR, or currency=COLUMN to -columns")
	_, err = orderfile.Open(strings.NewReader(text), orderfile.Options{Columns: columns, Currency: "euro"})
	require.EqualError(t, err, `the currency has to be a code such as "EUR"`)
	assert.Equal(t, "EUR", read(t, text, orderfile.Options{Columns: columns, Currency: "EUR"}).orders[0].Currency)
}

func TestTheOrderColumnOfStripe(t *testing.T) {
	_, err := openSample(t, "stripe.csv", orderfile.Options{OrderColumn: "order (metadata)"})
	assert.EqualError(t, err, `column "order (metadata)" is not there, but named as the column of order ids`)
}
