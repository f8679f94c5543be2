package chargebacktest_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/chargeback/chargebacktest"
)

func TestTheJournalIsBounded(t *testing.T) {
	t.Parallel()
	server := chargebacktest.NewTestServer(t, chargebacktest.WithJournalSize(2))
	require.Zero(t, server.LastRequest().Status)
	for range 3 {
		ask(t, server, "GET", "/orders", "")
	}
	require.Len(t, server.Requests(), 2)
}
