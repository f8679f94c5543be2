package currency_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/internal/currency"
)

func TestDecimals(t *testing.T) {
	t.Parallel()
	for code, want := range map[string]int{"USD": 2, "usd": 2, "Eur": 2, "JPY": 0, "isk": 0, "UGX": 0, "MGA": 2, "KWD": 3, "CLF": 4, "XAU": -1, "BTC": -1, "": -1, "USDT": -1} {
		t.Run(code, func(t *testing.T) {
			t.Parallel()
			n, ok := currency.Decimals(code)
			require.Equal(t, want >= 0, ok)
			require.Equal(t, max(want, 0), n)
		})
	}
}
