package guides_test

import (
	"context"
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/chargedesk"
	"github.com/chargekit/chargekit-go/chargedesk/chargedesktest"
	"github.com/chargekit/chargekit-go/chargehound"
)

// refunded returns what was refunded, one sum for each currency.
func refunded(ctx context.Context, desk *chargedesk.Client) (map[chargedesk.Currency]chargedesk.Amount, error) {
	sums := map[chargedesk.Currency]chargedesk.Amount{}
	for charge, err := range desk.Charges.All(ctx, nil) {
		if err != nil {
			return nil, err // a sum of some of the charges is worth nothing
		}
		if charge.AmountRefunded.IsSet() {
			sums[charge.Currency] = sums[charge.Currency].Add(charge.AmountRefunded)
		}
	}
	return sums, nil
}

// decimals of the processor where they differ from ISO 4217.
var decimals = map[string]int32{"ISK": 2, "UGX": 2, "MGA": 0}

// major converts an amount of a dispute to major units.
func major(dispute *chargehound.Dispute) (chargedesk.Amount, error) {
	if places, own := decimals[strings.ToUpper(dispute.Currency)]; own {
		return chargedesk.NewAmount(decimal.New(dispute.Amount, -places)), nil
	}
	text, err := chargehound.MinorToDecimal(dispute.Amount, dispute.Currency)
	if err != nil {
		return chargedesk.Amount{}, err // a currency without decimals in ISO 4217, such as XAU
	}
	return chargedesk.ParseAmount(text)
}

func TestSumsByCurrency(t *testing.T) {
	desk := chargedesktest.NewTestServer(t)
	for total, currency := range map[string]string{"0.10": "USD", "0.20": "USD", "7": "JPY"} {
		charge := desk.SeedCharge("34", currency)
		_, err := desk.Client().Gateway.Refund(t.Context(), charge.ChargeID, &chargedesk.RefundParams{Amount: chargedesk.MustAmount(total)})
		require.NoError(t, err)
	}
	desk.SeedCharge("5.00", "EUR")

	sums, err := refunded(t.Context(), desk.Client())
	require.NoError(t, err)
	require.True(t, sums["USD"].Equal(chargedesk.MustAmount("0.30")), "%v", sums)
	require.True(t, sums["JPY"].Equal(chargedesk.MustAmount("7")), "%v", sums)
}

func TestMinorUnitsOfAProcessor(t *testing.T) {
	for currency, want := range map[string]string{"usd": "73.40", "jpy": "7340", "kwd": "7.340", "isk": "73.40", "UGX": "73.40", "mga": "7340"} {
		amount, err := major(&chargehound.Dispute{Amount: 7340, Currency: currency})
		require.NoError(t, err)
		require.True(t, amount.Equal(chargedesk.MustAmount(want)), "%s: %s", currency, amount)
	}
	for currency, want := range map[string]string{"isk": "7340", "ugx": "7340", "mga": "73.40"} {
		byISO, err := chargehound.MinorToDecimal(7340, currency)
		require.NoError(t, err)
		require.Equal(t, want, byISO, currency)
	}
	_, err := major(&chargehound.Dispute{Amount: 1, Currency: "xau"})
	require.Error(t, err)
}
