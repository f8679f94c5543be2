package chargedesktest_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/chargedesk/chargedesktest"
)

func TestLinesAddUpToTheAmount(t *testing.T) {
	t.Parallel()
	d := open(t, chargedesktest.WithJSONTypes(chargedesktest.DocsTypes))
	loom := d.SeedProduct("Loom", "7.50", "USD")
	d.post("/charges", "amount=33&currency=USD&customer[id]=x"+
		"&lines[0][amount]=10.50&lines[0][quantity]=2&lines[0][description]=Cards&lines[0][taxable]=1&lines[0][tax_paid]=1.05"+
		"&lines[1][product_id]="+loom+"&lines[1][quantity]=2&lines[2][amount]=-3")
	items := d.get("/charges/ch_1/items")
	require.Len(t, items.rows("items"), 3)
	require.Equal(t, object{
		"ord": n("0"), "amount": n("10.5"), "currency": "USD", "quantity": n("2"), "product_id": "",
		"description": "Cards", "taxable": n("1"), "tax_paid": n("1.05"),
	}, items.rows("items")[0])
	includes(t, items.rows("items")[1], object{"ord": n("1"), "amount": n("7.5"), "quantity": n("2"), "description": "Loom"})
	includes(t, items.rows("items")[2], object{"amount": n("-3"), "quantity": n("1"), "taxable": n("0")})
	require.Equal(t, []object{{"name": "Tax", "amount": n("1.05")}}, items.rows("taxes"))
	require.Equal(t, "1.05", d.get("/charges/ch_1")["added_tax"])
	d.rejectsForm("lines", "/charges/ch_1", "lines[0][amount]=1")
}

func TestItemsComeInBothShapesSeen(t *testing.T) {
	t.Parallel()
	for types, path := range map[chargedesktest.JSONTypes][]string{chargedesktest.DocsTypes: nil, chargedesktest.LiveTypes: {"data"}} {
		d := open(t, chargedesktest.WithJSONTypes(types))
		d.post("/charges", "amount=12&currency=USD&customer[id]=x&lines[0][amount]=12")
		items := d.get("/charges/ch_1/items")
		require.Len(t, items.rows(append(path, "items")...), 1)
		require.Equal(t, []any{}, items.at(append(path, "taxes")...))
	}
}
