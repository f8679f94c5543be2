package chargebacktest_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/chargeback"
	"github.com/chargekit/chargekit-go/chargeback/chargebacktest"
)

func TestClientPanicsOnOptionsThatNewRejects(t *testing.T) {
	t.Parallel()
	server := chargebacktest.NewTestServer(t)
	require.Panics(t, func() { server.Client(chargeback.WithAttemptTimeout(-1)) })
}
