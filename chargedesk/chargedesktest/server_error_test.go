package chargedesktest_test

import (
	"errors"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/chargedesk"
	"github.com/chargekit/chargekit-go/chargedesk/chargedesktest"
)

func TestNewErrorIsThatOfARealCall(t *testing.T) {
	t.Parallel()
	refund := func(c *chargedesk.Client) error {
		_, err := c.Gateway.Refund(t.Context(), "ch_7", &chargedesk.RefundParams{Amount: chargedesk.MustAmount("21.00")})
		return err
	}
	get := func(c *chargedesk.Client) error {
		_, err := c.Charges.Get(t.Context(), "ch_7")
		return err
	}
	declined := `{"error":{"message":"The card was declined.","incorrect_parameter":"amount"}}`
	for name, tt := range map[string]struct {
		fault   chargedesktest.Fault
		call    func(*chargedesk.Client) error
		status  int
		outcome chargedesk.Outcome
		kind    error
	}{
		"a refund that is declined":       {chargedesktest.Respond(400, declined), refund, 400, chargedesk.OutcomeRejected, chargedesk.ErrRejected},
		"a refund behind a broken proxy":  {chargedesktest.RespondHTML(502), refund, 502, chargedesk.OutcomeUnknown, chargedesk.ErrOutcomeUnknown},
		"a refund whose response is lost": {chargedesktest.DropResponse, refund, 0, chargedesk.OutcomeUnknown, chargedesk.ErrOutcomeUnknown},
		"a refund over the limit":         {chargedesktest.TooManyRequests("7"), refund, 429, chargedesk.OutcomeRejected, chargedesk.ErrRateLimited},
		"a read behind a broken proxy":    {chargedesktest.RespondHTML(502), get, 502, chargedesk.OutcomeFailed, chargedesk.ErrServer},
		"a read of nothing":               {chargedesktest.NoFault, get, 404, chargedesk.OutcomeRejected, chargedesk.ErrNotFound},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			err := chargedesktest.NewError(tt.fault, tt.call)
			got, ok := errors.AsType[*chargedesk.Error](err)
			require.True(t, ok, err)
			require.ErrorIs(t, err, tt.kind)
			require.Equal(t, tt.status, got.StatusCode)
			require.Equal(t, tt.outcome, got.Outcome)
			require.Equal(t, "ch_7", got.ObjectID)
			require.Equal(t, 1, got.Attempts)

			d := open(t)
			d.FailNext(tt.fault)
			want, ok := errors.AsType[*chargedesk.Error](tt.call(d.Client(chargedesk.WithRetry(chargedesk.RetryPolicy{}))))
			require.True(t, ok)
			if tt.status != 0 { // the text of a lost connection depends on the network
				require.Equal(t, want.Error(), got.Error())
			}
			require.Equal(t, errors.Is(want, tt.kind), errors.Is(got, tt.kind))
			require.Equal(t, want.Message, got.Message)
			require.Equal(t, want.Param, got.Param)
		})
	}
	slow, _ := errors.AsType[*chargedesk.Error](chargedesktest.NewError(chargedesktest.TooManyRequests("7"), refund))
	require.Equal(t, 7*time.Second, slow.RetryAfter)
	unread, ok := errors.AsType[*chargedesk.DecodeError](chargedesktest.NewError(chargedesktest.Respond(200, "{"), refund))
	require.True(t, ok)
	require.ErrorIs(t, unread, chargedesk.ErrOutcomeUnknown)
}

func TestNewErrorNeedsACallThatFails(t *testing.T) {
	t.Parallel()
	require.PanicsWithValue(t, "chargedesktest.NewError: the call did not fail", func() {
		_ = chargedesktest.NewError(chargedesktest.NoFault, func(c *chargedesk.Client) error {
			_, err := c.Charges.List(t.Context(), nil)
			return err
		})
	})
}
