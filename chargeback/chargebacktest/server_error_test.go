package chargebacktest_test

import (
	"errors"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/chargeback"
	"github.com/chargekit/chargekit-go/chargeback/chargebacktest"
)

func TestNewErrorIsThatOfARealCall(t *testing.T) {
	t.Parallel()
	create := func(c *chargeback.Client) error {
		_, err := c.Orders.Create(t.Context(), &chargeback.OrderCreateParams{
			OrderID: "ord_7", TransactionID: "txn_7", OrderTS: chargeback.NewTime(time.Unix(1_700_000_000, 0)), CRMName: new(chargebacktest.CRMName),
			OrderAmount: chargeback.MustAmount("9.00"), TransactionAmount: chargeback.MustAmount("9.00"), MerchantName: chargebacktest.MerchantName,
		})
		return err
	}
	get := func(c *chargeback.Client) error {
		_, err := c.Orders.Get(t.Context(), "900001")
		return err
	}
	taken := `{"status":"error","errors":{"order_id":["exists already"]}}`
	for name, tt := range map[string]struct {
		fault    chargebacktest.Fault
		call     func(*chargeback.Client) error
		status   int
		objectID string
		kind     error
	}{
		"an order that exists":            {chargebacktest.Respond(409, taken), create, 409, "ord_7", chargeback.ErrConflict},
		"an order behind a broken proxy":  {chargebacktest.RespondHTML(502), create, 502, "ord_7", chargeback.ErrOutcomeUnknown},
		"an order whose response is lost": {chargebacktest.DropResponse, create, 0, "ord_7", chargeback.ErrOutcomeUnknown},
		"a read over the limit":           {chargebacktest.TooManyRequests("7"), get, 429, "900001", chargeback.ErrRateLimited},
		"a read of an order that is gone": {chargebacktest.NoFault, get, 404, "900001", chargeback.ErrNotFound},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			err := chargebacktest.NewError(tt.fault, tt.call)
			got, ok := errors.AsType[*chargeback.Error](err)
			require.True(t, ok, err)
			require.ErrorIs(t, err, tt.kind)
			require.Equal(t, tt.status, got.StatusCode)
			require.Equal(t, tt.objectID, got.ObjectID)
			require.Equal(t, 1, got.Attempts)

			server := chargebacktest.NewTestServer(t)
			server.FailNext(tt.fault)
			want, ok := errors.AsType[*chargeback.Error](tt.call(server.Client(chargeback.WithRetry(chargeback.RetryPolicy{}))))
			require.True(t, ok)
			if tt.status != 0 { // the text of a lost connection depends on the network
				require.Equal(t, want.Error(), got.Error())
			}
			require.Equal(t, errors.Is(want, tt.kind), errors.Is(got, tt.kind))
			require.Equal(t, want.Param, got.Param)
		})
	}
}

func TestNewErrorNeedsACallThatFails(t *testing.T) {
	t.Parallel()
	require.PanicsWithValue(t, "chargebacktest.NewError: the call did not fail", func() {
		_ = chargebacktest.NewError(chargebacktest.NoFault, func(c *chargeback.Client) error {
			_, err := c.Orders.List(t.Context(), nil)
			return err
		})
	})
}
