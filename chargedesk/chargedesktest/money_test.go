package chargedesktest_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestEveryCurrencyHasItsDecimals(t *testing.T) {
	t.Parallel()
	d := open(t)
	for codes, want := range map[string]string{
		"BIF BYR CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF": "7",
		"BHD IQD JOD KWD LYD OMR TND":                                         "7.000",
		"CLF":                                                                 "7.0000",
		"USD EUR CHF MGA MRU COP HUF EEK VEF ZMK MRO MTL LTL LVL GGP XAU BTC": "7.00",
	} {
		t.Run(codes, func(t *testing.T) {
			d := d.with(t)
			for _, code := range strings.Fields(codes) {
				made := d.post("/charges", "amount=7&customer[id]=x&currency="+code)
				require.Equal(t, want, made["amount"], code)
			}
		})
	}
	for _, code := range []string{"SLE", "ZWG", "XCG", "US", "USDT", "usd", "", "XXX"} {
		t.Run(code, func(t *testing.T) {
			d := d.with(t)
			d.rejectsForm("currency", "/charges", "amount=7&customer[id]=x&currency="+code)
		})
	}
}

func TestAmountsAreGroupedForDisplayOnly(t *testing.T) {
	t.Parallel()
	d := open(t)
	base := "currency=USD&amount=100000&lines[0][amount]="
	for sent, want := range map[string]string{"999": "999.00", "1000": "1,000.00", "123456.5": "123,456.50", "1234567": "1,234,567.00"} {
		t.Run(sent, func(t *testing.T) {
			d := d.with(t)
			made := d.post("/charges", "customer[id]=x&currency=USD&amount="+sent)
			require.Equal(t, want, made["amount_with_commas"])
			require.NotContains(t, made["amount"], ",")
		})
	}
	made := d.post("/subscriptions", "subscription_id=s&currency=USD&items[0][amount]=-1234.5")
	includes(t, made.rows("items")[0], object{"amount": "-1234.50", "amount_formatted": "$-1,234.50 USD"})
	d.rejectsForm("lines", "/charges", "customer[id]=x&"+base+"1")
}
