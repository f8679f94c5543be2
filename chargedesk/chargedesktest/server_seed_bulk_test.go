package chargedesktest_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/chargedesk/chargedesktest"
)

func TestSeededChargesAreListedAndDatedApart(t *testing.T) {
	t.Parallel()
	d := open(t)
	ids := d.SeedCharges(25)
	require.Equal(t, []string{"ch_25", "ch_24"}, ids[:2])
	list := d.get("/charges?count=3").rows("data")
	includes(t, list[0], object{"charge_id": "ch_25", "occurred": "1772366400", "amount": "2.68", "customer_id": "cus_3", "transaction_id": "tx_25"})
	require.Equal(t, "1772366340", list[1]["occurred"])
	require.Equal(t, n("10"), d.get("/customers/cus_1")["charges"])
	require.Len(t, d.SeedCharges(2, time.Hour), 2)
	require.Equal(t, []any{"ch_27", "ch_25", "ch_24"}, d.get("/charges?count=3").column("charge_id"), "between those there are")
	require.Equal(t, 27, d.Counts()["charges"])
	require.Empty(t, d.SeedCharges(0))
}

func BenchmarkSeedCharges(b *testing.B) {
	for b.Loop() {
		s := chargedesktest.NewHandler()
		s.SeedCharges(100_000)
		s.Close()
	}
}
