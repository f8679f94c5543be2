package chargehoundtest_test

import (
	"errors"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/chargehound"
	"github.com/chargekit/chargekit-go/chargehound/chargehoundtest"
)

func TestNewErrorIsThatOfARealCall(t *testing.T) {
	t.Parallel()
	submit := func(c *chargehound.Client) error {
		_, err := c.Disputes.Submit(t.Context(), "dp_7", nil)
		return err
	}
	get := func(c *chargehound.Client) error {
		_, err := c.Disputes.Get(t.Context(), "dp_7")
		return err
	}
	missing := `{"url":"/v1/disputes/dp_7/submit","livemode":false,"error":{"status":400,"type":"missing_fields","message":"order_id"}}`
	for name, tt := range map[string]struct {
		fault  chargehoundtest.Fault
		call   func(*chargehound.Client) error
		status int
		kind   error
	}{
		"a submit without its fields":     {chargehoundtest.Respond(400, missing), submit, 400, chargehound.ErrMissingFields},
		"a submit behind a broken proxy":  {chargehoundtest.RespondHTML(502), submit, 502, chargehound.ErrOutcomeUnknown},
		"a submit whose response is lost": {chargehoundtest.DropResponse, submit, 0, chargehound.ErrOutcomeUnknown},
		"a read over the limit":           {chargehoundtest.TooManyRequests("7"), get, 429, chargehound.ErrRateLimited},
		"a read of nothing":               {chargehoundtest.NoFault, get, 404, chargehound.ErrDisputeNotFound},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			err := chargehoundtest.NewError(tt.fault, tt.call)
			got, ok := errors.AsType[*chargehound.Error](err)
			require.True(t, ok, err)
			require.ErrorIs(t, err, tt.kind)
			require.Equal(t, tt.status, got.StatusCode)
			require.Equal(t, "dp_7", got.ObjectID)
			require.Equal(t, 1, got.Attempts)

			server := chargehoundtest.NewTestServer(t)
			server.FailNext(tt.fault)
			want, ok := errors.AsType[*chargehound.Error](tt.call(server.Client(chargehound.WithRetry(chargehound.RetryPolicy{}))))
			require.True(t, ok)
			if tt.status != 0 { // the text of a lost connection depends on the network
				require.Equal(t, want.Error(), got.Error())
			}
			require.Equal(t, errors.Is(want, tt.kind), errors.Is(got, tt.kind))
			require.Equal(t, want.Type, got.Type)
		})
	}
}

func TestNewErrorNeedsACallThatFails(t *testing.T) {
	t.Parallel()
	require.PanicsWithValue(t, "chargehoundtest.NewError: the call did not fail", func() {
		_ = chargehoundtest.NewError(chargehoundtest.NoFault, func(c *chargehound.Client) error {
			_, err := c.Disputes.List(t.Context(), nil)
			return err
		})
	})
}
