package chargedesktest_test

import (
	"net/http"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/chargedesk/chargedesktest"
)

func TestAPreviewAddsTaxes(t *testing.T) {
	t.Parallel()
	d := open(t)
	require.Equal(t, object{
		"subtotalAmount": n("10"), "subtotalAmountFormatted": "$10.00",
		"taxRates":    []any{map[string]any{"name": "Tax", "rate": n("10"), "amount": n("1"), "amountFormatted": "$1.00"}},
		"totalAmount": n("11"), "totalAmountFormatted": "$11.00",
	}, d.get("/charges/preview?amount=10.00&currency=USD"))
	require.Empty(t, d.Counts())
}

func TestPreviewsAreExactDecimals(t *testing.T) {
	t.Parallel()
	taxes := chargedesktest.WithTaxes(
		chargedesktest.TaxRate{Name: "VAT", Percent: decimal.RequireFromString("19.6")},
		chargedesktest.TaxRate{Name: "Levy", Percent: decimal.RequireFromString("0.5"), Country: "FR"},
	)
	d := open(t, taxes)
	for query, want := range map[string][4]string{ // subtotal, VAT, levy, total
		"amount=0.10&currency=USD":                           {"0.1", "0.02", "", "0.12"},
		"amount=99.99&currency=USD&country=FR":               {"99.99", "19.6", "0.5", "120.09"},
		"amount=99.99&currency=USD&country=FR&add_tax=0":     {"83.25", "16.32", "0.42", "99.99"},
		"amount=99.99&currency=USD&country=FR&add_tax=false": {"83.25", "16.32", "0.42", "99.99"},
		"amount=99.99&currency=USD&add_tax=1":                {"99.99", "19.6", "", "119.59"},
		"amount=101&currency=JPY&country=FR":                 {"101", "20", "1", "122"},
		"amount=1.005&currency=KWD":                          {"1.005", "0.197", "", "1.202"},
		"amount=1e1&currency=USD":                            {},
		"amount=100&currency=USD&country=FR&tax_number=1":    {"100", "0", "0", "100"},
		"amount=90071992547409.93&currency=USD&country=DE":   {"90071992547409.93", "17654110539292.35", "", "107726103086702.28"},
	} {
		if want == [4]string{} {
			d.rejects(400, "amount", http.MethodGet, "/charges/preview?"+query, "")
			continue
		}
		got := d.get("/charges/preview?" + query)
		rates := got.rows("taxRates")
		require.Equal(t, n(want[0]), got["subtotalAmount"], query)
		require.Equal(t, n(want[1]), rates[0]["amount"], query)
		if want[2] == "" {
			require.Len(t, rates, 1, query)
		} else {
			require.Equal(t, n(want[2]), rates[1]["amount"], query)
		}
		require.Equal(t, n(want[3]), got["totalAmount"], query)
	}
}

func TestAPreviewStartsFromAChargeOrProduct(t *testing.T) {
	t.Parallel()
	d := open(t)
	loom := d.SeedProduct("Loom", "20.00", "EUR")
	d.post("/charges", "amount=5&currency=GBP&customer[id]=x")
	for query, want := range map[string]string{
		"product_id=" + loom:                              "€22.00",
		"charge_id=ch_1":                                  "£5.50",
		"charge_id=ch_1&product_id=" + loom:               "£5.50",
		"charge_id=ch_1&amount=10&currency=USD":           "$11.00",
		"product_id=" + loom + "&amount=1":                "€1.10",
		"amount=1&currency=AED":                           "1.10",
		"product_id=" + loom + "&tax_number=GB1&add_tax=": "€20.00",
	} {
		t.Run(query, func(t *testing.T) {
			d := d.with(t)
			require.Equal(t, want, d.get("/charges/preview?" + query)["totalAmountFormatted"], query)
		})
	}
	for query, param := range map[string]string{
		"": "amount", "amount=1": "currency", "charge_id=ch_9": "charge_id", "product_id=p": "product_id",
		"amount=1&currency=USD&country=usa": "country", "amount=1&currency=USD&add_tax=on": "add_tax",
		"charge_id=ch_1&amount=0.001": "amount",
	} {
		t.Run(query, func(t *testing.T) {
			d := d.with(t)
			d.rejects(400, param, http.MethodGet, "/charges/preview?"+query, "")
		})
	}
}

func TestACompanyMayHaveNoTaxes(t *testing.T) {
	t.Parallel()
	d := open(t, chargedesktest.WithTaxes())
	got := d.get("/charges/preview?amount=10&currency=USD")
	require.Equal(t, []any{}, got["taxRates"])
	require.Equal(t, n("10"), got["totalAmount"])
}
