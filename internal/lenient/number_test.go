package lenient_test

import (
	"strings"
	"sync"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/internal/lenient"
)

func TestDecimalsAreThoseOfTheirDigits(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		"0", "-0", "0.0", "0.00", "0.000", "0.0000", "-0.00", "7", "007", "34.00", "-34.05", "00.10", "999999999999999999", "99999999999999999.9", "-99999999999999999.9",
		"9999999999999999999", "0.000000000000000001", "123456789012345678901234567890.12", "1e3", "1.5e-3", ".5", "5.", "+5",
	} {
		want, err := decimal.NewFromString(text)
		require.NoError(t, err)
		got, ok, err := lenient.Decimal([]byte(`"` + text + `"`))
		require.NoError(t, err, text)
		require.True(t, ok, text)
		require.Equal(t, want.Exponent(), got.Exponent(), text)
		require.Zero(t, want.Coefficient().Cmp(got.Coefficient()), text)
	}
	for _, text := range []string{"-", ".", "-.", "1.2.3", "1-2", "--1", "1 ", "0x1", "1,5", "NaN", "-.5.", "١"} {
		_, _, err := lenient.Decimal([]byte(`"` + text + `"`))
		require.Error(t, err, text)
	}
}

func TestManyReadAtOnce(t *testing.T) {
	t.Parallel()
	var want page
	_, err := lenient.Read(pageOf(20), &want)
	require.NoError(t, err)
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			for range 20 {
				var got page
				_, err := lenient.Read(pageOf(20), &got)
				assert.NoError(t, err)
				assert.Equal(t, want, got)
				_, err = lenient.Read([]byte(`{"text":"`+strings.Repeat("a", 100)+`","lines":[{"note":"x"}]}`), new(sample))
				assert.NoError(t, err)
			}
		})
	}
	all.Wait()
}
