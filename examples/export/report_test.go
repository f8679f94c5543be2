package main

import (
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/chargeback/chargebacktest"
)

func TestTheCountIsCompared(t *testing.T) {
	t.Parallel()
	orders := findList("orders")
	require.Equal(t, "Chargeback tells the same total", compare(1200, 1200, 1200, orders))
	require.Equal(t, "Chargeback tells no total to compare this with", compare(1200, 0, 1200, orders))
	require.Equal(t, "Chargeback told a total of 1,200 before and of 1,203 now: rows were added or deleted meanwhile. Those added during the export may be missing",
		compare(1200, 1200, 1203, orders))
	require.Equal(t, "Chargeback told a total of 1,200 before and of 1,200 now, which added or deleted rows do not explain: either both happened, or the total counts other rows than the list shows. No row that stayed in the list is missing",
		compare(1100, 1200, 1200, orders))
}

func TestTheTotalIsReadBeforeAndAfter(t *testing.T) {
	t.Parallel()
	back := chargebacktest.NewTestServer(t)
	back.SeedOrders(40)
	asked := 0
	back.FailMatching(func(r chargebacktest.Request) bool {
		if r.Query.Get("per_page") == "1" {
			asked++
		}
		return false
	}, chargebacktest.NoFault.Times(-1))
	got := start(t, "-base-url", back.URL, "orders", filepath.Join(t.TempDir(), "orders.csv"))
	require.Equal(t, exitDone, got.code)
	require.Contains(t, got.stderr, "40 rows of orders, complete\nChargeback tells the same total\n")
	require.Equal(t, 2, asked)
}

func TestGroupedNumbers(t *testing.T) {
	t.Parallel()
	for n, want := range map[int64]string{0: "0", 999: "999", 1000: "1,000", 1234567: "1,234,567"} {
		require.Equal(t, want, grouped(n))
	}
}
