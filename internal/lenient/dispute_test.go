package lenient_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/internal/lenient"
)

// disputes are a page of results with pointers, maps and lists inside.
type disputes struct {
	HasMore bool          `json:"has_more"`
	Data    []*dispute    `json:"data"`
	Extra   pagesOwnExtra `json:",embed,inline"`
}

type dispute struct {
	ID         string                     `json:"id"`
	State      string                     `json:"state"`
	Reason     string                     `json:"reason"`
	Customer   *string                    `json:"customer"`
	Name       *string                    `json:"customer_name"`
	Email      *string                    `json:"customer_email"`
	Zip        *string                    `json:"address_zip"`
	Descriptor *string                    `json:"statement_descriptor"`
	Amount     int64                      `json:"amount" lenient:"money"`
	Fee        *int64                     `json:"fee" lenient:"money"`
	Currency   *currency                  `json:"currency"`
	Refundable bool                       `json:"is_charge_refundable"`
	DisputedAt moment                     `json:"disputed_at"`
	ClosedAt   moment                     `json:"closed_at"`
	Template   *string                    `json:"template"`
	Fields     map[string]moment          `json:"fields"`
	Missing    map[string]json.RawMessage `json:"missing_fields"`
	Products   []product                  `json:"products"`
	Extra      pagesOwnExtra              `json:",embed,inline"`
}

type product struct {
	Name        string        `json:"name"`
	Amount      int64         `json:"amount" lenient:"money"`
	Description *string       `json:"description"`
	SKU         *string       `json:"sku"`
	Extra       pagesOwnExtra `json:",embed,inline"`
}

func pageOfDisputes(n int) []byte {
	rows := make([]string, n)
	for i := range rows {
		rows[i] = fmt.Sprintf(`{"id":"dp_%d","state":"needs_response","reason":"product_not_received","customer":"cus_%d","customer_name":"Ada No %d",`+
			`"customer_email":"ada.%d@example.com","address_zip":"10115","statement_descriptor":"LAMPS AND CO","amount":%d,"fee":1100,"currency":"eur",`+
			`"is_charge_refundable":true,"disputed_at":"2026-02-01T10:00:00Z","closed_at":null,"template":null,"fields":{"delivered":%d},`+
			`"missing_fields":{"note":{"required":false},"delivery_date":{"required":true,"type":"date"}},`+
			`"products":[{"name":"Desk lamp","amount":%d,"description":"brass, no %d","sku":"LMP-2"},{"name":"Bulb","amount":0}]}`, i, i, i, i, i, 1767261600+i, i, i)
	}
	return fmt.Appendf(nil, `{"has_more":false,"data":[%s]}`, strings.Join(rows, ","))
}

func TestWhatFieldsPointToIsNotShared(t *testing.T) {
	t.Parallel()
	var page disputes
	odd, err := lenient.Read(pageOfDisputes(20), &page)
	require.NoError(t, err)
	require.Empty(t, odd)
	for i, d := range page.Data {
		*d.Customer, *d.Email = "overwritten", "overwritten"
		_ = append(d.Missing["note"], "overwritten"...)
		require.Equal(t, fmt.Sprintf("Ada No %d", i), *d.Name)
		require.Equal(t, []string{"10115", "LAMPS AND CO", "LMP-2"}, []string{*d.Zip, *d.Descriptor, *d.Products[0].SKU})
		require.Equal(t, fmt.Sprintf("brass, no %d", i), *d.Products[0].Description)
		require.JSONEq(t, `{"required":true,"type":"date"}`, string(d.Missing["delivery_date"]))
		require.Equal(t, []*string{nil, nil, nil}, []*string{d.Template, d.Products[1].SKU, d.Products[1].Description})
	}
}

func TestAListOfOneKeepsNoRoomForMany(t *testing.T) {
	t.Parallel()
	for _, lines := range []int{500, 1, 3, 1} {
		got, odd := read(t, `{"lines":[`+strings.Repeat(`{"note":"n"},`, lines-1)+`{"note":"n"}]}`)
		require.Empty(t, odd)
		require.Len(t, got.Lines, lines)
		require.LessOrEqual(t, cap(got.Lines), max(8, 2*lines))
	}
}
