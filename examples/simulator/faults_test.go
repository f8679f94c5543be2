package main

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/chargedesk"
)

func TestRequestsGoWrongAsAsked(t *testing.T) {
	t.Parallel()
	for flag, want := range map[string]error{
		"1":                         nil,
		"drop-before=1":             chargedesk.ErrOutcomeUnknown,
		"drop-response=1":           chargedesk.ErrOutcomeUnknown,
		"502=0.5,drop-response=0.5": chargedesk.ErrOutcomeUnknown,
		"429=1":                     chargedesk.ErrRateLimited,
	} {
		t.Run(flag, func(t *testing.T) {
			t.Parallel()
			urls, _, stop := simulate(t, "-faults", flag, "-no-rate-limit", "-keep-alive")
			desk, err := chargedesk.New("sk_test_fake", chargedesk.WithBaseURL(urls["ChargeDesk"]+"/v1"), chargedesk.WithRetry(chargedesk.RetryPolicy{}), chargedesk.WithLimiter(nil))
			require.NoError(t, err)
			for i := range 20 {
				_, err := desk.Gateway.RefundInFull(t.Context(), "ch_1", nil)
				require.Error(t, err, i)
				if want != nil {
					require.ErrorIs(t, err, want)
				}
			}
			require.Equal(t, 0, stop())
		})
	}
}

func TestRatesOfFaults(t *testing.T) {
	t.Parallel()
	var rates faultRates
	require.NoError(t, rates.Set("0.05"))
	require.Equal(t, faultRates{0.05, []int{1, 1, 1, 1}}, rates)
	require.NoError(t, rates.Set("drop-response=0.02,429=0.1"))
	require.InDelta(t, 0.12, rates.share, 1e-9)
	require.Equal(t, []int{0, 200, 0, 1000}, rates.weights)
	require.Equal(t, []string{"b", "b", "d"}, weighted([]string{"a", "b", "c", "d"}, []int{0, 2, 0, 1}))
}
