package guides_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/chargedesk"
	"github.com/chargekit/chargekit-go/chargedesk/chargedesktest"
)

// connect returns a client of ChargeDesk, or of a simulator if an address is given.
func connect(secretKey, address string) (*chargedesk.Client, error) {
	if address == "" {
		return chargedesk.New(secretKey)
	}
	return chargedesk.New(secretKey, chargedesk.WithBaseURL(address), chargedesk.WithInsecureHTTP())
}

func TestConnect(t *testing.T) {
	fake := chargedesktest.NewTestServer(t)
	desk, err := connect(chargedesktest.Key, fake.URL)
	require.NoError(t, err)
	require.NoError(t, desk.Ping(t.Context()))

	_, err = connect(chargedesktest.Key, "http://vendors:8081/v1")
	require.NoError(t, err)
	_, err = connect(chargedesktest.Key, "")
	require.NoError(t, err)
	_, err = chargedesk.New(chargedesktest.Key, chargedesk.WithBaseURL("http://vendors:8081/v1"))
	require.ErrorContains(t, err, "WithInsecureHTTP")
}
