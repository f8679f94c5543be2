package orderfile_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/internal/orderfile"
)

func TestSquareRowsThatCantBeUsed(t *testing.T) {
	const header = "Date,Time,Time Zone,Gross Sales,Net Sales,Total Collected,Net Total,Transaction ID,Payment ID,Event Type,Card,Partial Refunds\n"
	tests := map[string]struct{ row, want string }{
		"an event that is not known": {"2026-01-01,10:00,London,5,5,5,5,t1,p1,Dispute,5,0\n", `line 2: column "Event Type" is neither Payment nor Refund`},
		"partial refunds": {"2026-01-01,10:00,London,5,5,5,5,t1,p1,Payment,5,-1\n",
			`line 2: column "Partial Refunds" is not zero: it is not known whether refund rows hold it too`},
		"two payments of a transaction": {strings.Repeat("2026-01-01,10:00,London,5,5,5,5,t1,p1,Payment,5,0\n", 2),
			`lines 2, 3: column "Transaction ID" has the same order or transaction on several lines`},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			r := read(t, header+test.row, orderfile.Options{Currency: "GBP"})
			require.Len(t, r.bad, 1)
			assert.EqualError(t, r.bad[0], test.want)
		})
	}
}

func TestStripesTimesAreUTC(t *testing.T) {
	for _, column := range []string{"Created date (UTC)", "Created (UTC)"} {
		o := read(t, "id,"+column+",Amount,Amount Refunded,Currency,Status\nch_1,2026-01-01 10:00,5.00,0.00,usd,Paid\n",
			orderfile.Options{Zone: zone(t, "Europe/Berlin")}).orders[0]
		assert.Equal(t, "2026-01-01 10:00:00 +0000 UTC", o.PlacedAt.String(), "the column names its zone")
	}
	o := read(t, "id,Created,Amount,Amount Refunded,Currency,Status\nch_1,2026-01-01 10:00,5.00,0.00,usd,Paid\n", orderfile.Options{}).orders[0]
	assert.True(t, o.ZoneKnown)
}

func TestAmountsHaveTheDecimalsOfTheirCurrency(t *testing.T) {
	for currency, want := range map[string]string{"JPY": "5", "USD": "5.00", "KWD": "5.000"} {
		o := read(t, amounts(currency, "5"), orderfile.Options{Columns: plain}).orders[0]
		assert.Equal(t, want, o.Amount.StringFixed(-o.Amount.Exponent()))
	}
}
