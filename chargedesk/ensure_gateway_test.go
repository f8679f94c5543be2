package chargedesk_test

import (
	"context"
	"net/http"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/chargedesk"
	"github.com/chargekit/chargekit-go/chargedesk/chargedesktest"
)

func TestEnsureRefundedSendsWhatIsMissing(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ charge, total, writes string }{
		"nothing was refunded":        {`"amount": 34, "amount_refunded": "0.00", "status": "paid", "currency": "USD"`, "21.00", "refund amount=21.00"},
		"a part was refunded":         {`"amount": 34, "amount_refunded": "10.00", "status": "partially refunded", "currency": "USD"`, "21.00", "refund amount=11.00"},
		"all that is left":            {`"amount": 34, "amount_refunded": "10.00", "status": "partially refunded", "currency": "USD"`, "34", "refund amount=24.00"},
		"a sum of floats":             {`"amount": 34, "amount_refunded": 10.989999999999998, "currency": "USD"`, "21", "refund amount=10.01"},
		"a sum of floats, reached":    {`"amount": 34, "amount_refunded": 20.999999999999998, "currency": "USD"`, "21", ""},
		"reached":                     {`"amount": 34, "amount_refunded": 21, "currency": "USD"`, "21.00", ""},
		"more than total":             {`"amount": 34, "amount_refunded": "25.00", "currency": "USD"`, "21.00", ""},
		"all, and the sum is missing": {`"amount": 34, "status": "refunded", "currency": "USD"`, "34", ""},
		"all, and the sum is zero":    {`"amount": 34, "amount_refunded": "0.00", "status": "refunded", "currency": "USD"`, "21", ""},
		"more than the charge":        {`"amount": 34, "amount_refunded": 34, "status": "refunded", "currency": "USD"`, "35", "refund amount=1.00"},
		"no other status matters":     {`"amount": 34, "amount_refunded": 0, "status": "failed", "currency": "USD"`, "21", "refund amount=21.00"},
		"yen":                         {`"amount": 3400, "amount_refunded": "1000.00", "currency": "JPY"`, "2100", "refund amount=1100"},
		"dinars":                      {`"amount": "3.400", "amount_refunded": "1.100", "currency": "KWD"`, "2.125", "refund amount=1.025"},
		"bitcoin":                     {`"amount": 1, "amount_refunded": 0.1, "currency": "BTC"`, "0.10012345", "refund amount=0.00012345"},
	} {
		t.Run(name, func(t *testing.T) {
			vendor := &oneObject{shows: `{"charge_id": "ch_7Q", ` + test.charge + `}`}
			charge, err := vendor.client(t).Gateway.EnsureRefunded(t.Context(), "ch_7Q", chargedesk.MustAmount(test.total), nil)
			require.NoError(t, err)
			require.Equal(t, "ch_7Q", charge.ChargeID)
			var want []string
			if test.writes != "" {
				want = []string{test.writes}
			}
			require.Equal(t, want, vendor.writes)
		})
	}
}

func TestEnsureRefundedSendsNothingOnAGuess(t *testing.T) {
	t.Parallel()
	type params = chargedesk.EnsureRefundedParams
	usd := `{"charge_id": "ch_7Q", "amount": 34, "amount_refunded": 0, "currency": "USD"}`
	vendor := &oneObject{shows: usd}
	_, err := vendor.client(t).Gateway.EnsureRefunded(t.Context(), "ch_7Q", chargedesk.MustAmount("21"), &params{Currency: new(chargedesk.Currency("usd"))})
	require.NoError(t, err, "in small letters it is the charge's")
	for name, test := range map[string]struct {
		charge string
		total  chargedesk.Amount
		params *params
		reads  int
		want   string
	}{
		"no total":          {usd, chargedesk.Amount{}, nil, 0, "chargedesk: total is missing"},
		"a total of zero":   {usd, chargedesk.MustAmount("0.00"), nil, 0, "chargedesk: total is not above zero"},
		"another currency":  {usd, chargedesk.MustAmount("21"), &params{Currency: new(chargedesk.CurrencyEUR)}, 1, "chargedesk: currency is not the charge's"},
		"too many decimals": {usd, chargedesk.MustAmount("21.001"), nil, 1, "chargedesk: total has more decimals than its currency"},
		"the sum is missing": {
			`{"charge_id": "ch_7Q", "amount": 34, "status": "paid", "currency": "USD"}`, chargedesk.MustAmount("21"), nil, 1,
			"chargedesk: not sent: the target is out of reach: the charge does not show what was refunded, so every call would refund again",
		},
	} {
		t.Run(name, func(t *testing.T) {
			vendor := &oneObject{shows: test.charge}
			_, err := vendor.client(t).Gateway.EnsureRefunded(t.Context(), "ch_7Q", test.total, test.params)
			require.EqualError(t, err, test.want)
			require.ErrorIs(t, err, chargedesk.ErrNotSent)
			require.Empty(t, vendor.writes)
			require.Len(t, vendor.reads, test.reads)
		})
	}
	t.Run("the sum can't be read", func(t *testing.T) {
		vendor := &oneObject{shows: `{"charge_id": "ch_7Q", "amount": 34, "amount_refunded": "some", "currency": "USD"}`}
		_, err := vendor.client(t).Gateway.EnsureRefunded(t.Context(), "ch_7Q", chargedesk.MustAmount("21"), nil)
		require.Error(t, err)
		require.NotErrorIs(t, err, chargedesk.ErrOutcomeUnknown)
		require.Empty(t, vendor.writes)
	})
}

func TestEnsureRefundedSettlesFaults(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		fault     chargedesktest.Fault
		undecided int // calls
		took      time.Duration
	}{
		"no fault":             {chargedesktest.NoFault, 0, 0},
		"the response is lost": {chargedesktest.DropResponse, 0, 0},
		"the request is lost":  {chargedesktest.DropBefore, 1, 2 * time.Minute},
		"a proxy gives up":     {chargedesktest.RespondHTML(502), 1, 2 * time.Minute},
		"half a response":      {chargedesktest.TruncateResponse(10), 0, 0},
		"executed late":        {chargedesktest.ExecuteLate(100 * time.Second), 0, 111 * time.Second},
		"a 429":                {chargedesktest.TooManyRequests("30"), 0, 30 * time.Second},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				desk := chargedesktest.NewTestServer(t, chargedesktest.InMemory())
				charge := desk.SeedCharge("100.00", "USD")
				desk.FailNext(chargedesktest.NoFault, test.fault)
				gateway := desk.Client().Gateway
				started := time.Now()
				for range test.undecided {
					_, err := gateway.EnsureRefunded(t.Context(), charge.ChargeID, chargedesk.MustAmount("21.00"), nil)
					require.ErrorIs(t, err, chargedesk.ErrOutcomeUnknown)
				}
				got, err := gateway.EnsureRefunded(t.Context(), charge.ChargeID, chargedesk.MustAmount("21.00"), nil)
				require.NoError(t, err)
				require.WithinDuration(t, started.Add(test.took), time.Now(), 4*time.Second, "the pause after a 429 has a random part")
				require.Equal(t, "21.00", got.AmountRefunded.String())
				require.Equal(t, 1, desk.Refunds(charge.ChargeID))
			})
		})
	}
}

func TestEnsureRefundedReadsOnAfterAFailedRead(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		desk := chargedesktest.NewTestServer(t, chargedesktest.InMemory())
		charge := desk.SeedCharge("34.00", "USD")
		desk.FailNext(chargedesktest.NoFault, chargedesktest.DropResponse, chargedesktest.Respond(404, "{}").Times(2))
		started := time.Now()
		_, err := desk.Client().Gateway.EnsureRefunded(t.Context(), charge.ChargeID, chargedesk.MustAmount("21.00"), nil)
		require.NoError(t, err)
		require.Equal(t, 3*time.Second, time.Since(started))
	})
}

func TestEnsureRefundedByManyAtOnce(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		desk := chargedesktest.NewTestServer(t, chargedesktest.InMemory())
		charge := desk.SeedCharge("34.00", "USD")
		client := desk.Client()
		var group sync.WaitGroup
		for range 20 {
			group.Go(func() {
				copied, err := client.With(chargedesk.WithTimeout(time.Hour))
				require.NoError(t, err)
				_, err = copied.Gateway.EnsureRefunded(t.Context(), charge.ChargeID, chargedesk.MustAmount("1.00"), nil) // so little that a second refund would fit
				require.NoError(t, err)
			})
		}
		group.Wait()
		require.Equal(t, 1, desk.Refunds(charge.ChargeID))
	})
}

// A read may show a refund later than the response to it.
func TestEnsureRefundedRemembersWhatA2xxConfirmed(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		vendor := &oneObject{shows: `{"charge_id": "ch_7Q", "amount": 34, "amount_refunded": 0, "currency": "USD"}`}
		gateway := vendor.client(t).Gateway
		for _, total := range []string{"10.00", "10.00", "7.00", "25.00"} {
			_, err := gateway.EnsureRefunded(t.Context(), "ch_7Q", chargedesk.MustAmount(total), nil)
			require.NoError(t, err)
		}
		require.Equal(t, []string{"refund amount=10.00", "refund amount=15.00"}, vendor.writes)
		time.Sleep(time.Hour + time.Second)
		_, err := gateway.EnsureRefunded(t.Context(), "ch_7Q", chargedesk.MustAmount("25.00"), nil)
		require.NoError(t, err)
		require.Equal(t, "refund amount=25.00", vendor.writes[2], "forgotten after an hour")
	})
}

// A refund of 20 may still happen when a call for 10 finds its own target reached.
func TestEnsureRefundedKeepsTheDoubtAboutAnotherTotal(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		vendor := &oneObject{shows: `{"charge_id": "ch_7Q", "amount": 34, "amount_refunded": 10, "currency": "USD"}`, log: `{"data": []}`}
		vendor.onSend = func(r *http.Request) (*http.Response, error) { return jsonResponse(r, 502, ""), nil }
		gateway := vendor.client(t).Gateway
		ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
		defer cancel()
		_, err := gateway.EnsureRefunded(ctx, "ch_7Q", chargedesk.MustAmount("20.00"), nil)
		require.ErrorIs(t, err, chargedesk.ErrOutcomeUnknown)
		_, err = gateway.EnsureRefunded(t.Context(), "ch_7Q", chargedesk.MustAmount("10.00"), nil)
		require.NoError(t, err)

		ctx, cancel = context.WithTimeout(t.Context(), 10*time.Second)
		defer cancel()
		_, err = gateway.EnsureRefunded(ctx, "ch_7Q", chargedesk.MustAmount("20.00"), nil)
		require.ErrorIs(t, err, chargedesk.ErrOutcomeUnknown)
		require.Len(t, vendor.writes, 1)
	})
}
