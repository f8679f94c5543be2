package lenient_test

import (
	"math/big"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/internal/lenient"
)

func TestDigitsAreBounded(t *testing.T) {
	t.Parallel()
	for _, d := range []decimal.Decimal{{}, decimal.New(-3400, -2), decimal.New(1, lenient.MaxExponent), decimal.New(1, -lenient.MaxNumberBytes)} {
		require.True(t, lenient.IsBounded(d))
	}
	for _, text := range []string{`1e18`, `1.5e-18`, `"-999999999999999999999999999999999999999999999999999999999999999"`, `0.0000000000000000000000000000000000000000000000000000000001e-18`} {
		d, _, err := lenient.Decimal([]byte(text))
		require.NoError(t, err)
		require.True(t, lenient.IsBounded(d), text)
	}
	huge := new(big.Int).Lsh(big.NewInt(1), 257)
	for _, d := range []decimal.Decimal{decimal.New(1, lenient.MaxExponent+1), decimal.New(1, 1_000_000_000), decimal.New(1, -1_000_000), decimal.NewFromBigInt(huge, 0)} {
		require.False(t, lenient.IsBounded(d))
	}
}
