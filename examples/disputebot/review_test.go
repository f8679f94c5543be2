package main

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/chargehound"
)

func TestWhichDisputesWaitForAPerson(t *testing.T) {
	t.Parallel()
	type sum struct {
		amount   int64
		currency string
	}
	for text, test := range map[string]struct{ held, free []sum }{
		"none":                {nil, []sum{{1 << 60, "usd"}}},
		"all":                 {[]sum{{0, "usd"}, {1, "eur"}}, nil},
		"USD=500":             {[]sum{{500_01, "usd"}, {1, "eur"}}, []sum{{500_00, "usd"}, {1, "USD"}}},
		"usd=0.50, JPY=50000": {[]sum{{51, "usd"}, {50_001, "jpy"}}, []sum{{50, "usd"}, {50_000, "jpy"}}},
		"USD=0":               {[]sum{{1, "usd"}}, nil},
	} {
		rule, err := parseReview(text)
		require.NoError(t, err, text)
		for _, s := range test.held {
			require.True(t, rule.holds(&chargehound.Dispute{Amount: s.amount, Currency: s.currency}), "%s %v", text, s)
		}
		for _, s := range test.free {
			require.False(t, rule.holds(&chargehound.Dispute{Amount: s.amount, Currency: s.currency}), "%s %v", text, s)
		}
	}
	for _, text := range []string{"", "500", "USD", "USD=", "USD=1.005", "XAU=5", "USD=5,", "ALL"} {
		_, err := parseReview(text)
		require.ErrorContains(t, err, "-review", text)
	}
}
