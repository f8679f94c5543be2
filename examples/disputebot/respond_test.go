package main

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/chargehound"
	"github.com/chargekit/chargekit-go/chargehound/chargehoundtest"
)

func (b testBot) countSubmits() int { return b.hound.CountRequests(isSubmit) }

func TestADisputeIsFollowedFromItsOrderToItsEnd(t *testing.T) {
	t.Parallel()
	b := newTestBot(t, "none")
	dispute := b.hound.SeedDispute("txn_1f0c2a01", 6140, "gbp", "fraudulent")

	again, err := b.respond(t, dispute)
	require.NoError(t, err)
	require.Equal(t, followAgain, again)
	require.Equal(t, "submitted", b.status(t, dispute))
	var sent map[string]any
	require.NoError(t, json.Unmarshal(b.hound.LastRequest().Body, &sent))
	require.Equal(t, map[string]any{
		"template": demoTemplate,
		"fields": map[string]any{
			"order_id": "ord_2001", "ordered_at": float64(1788444984), "customer_email": "ada.okafor@example.com",
			"customer_name": "Ada Okafor", "tracking": "DHL TRK550210000",
		},
		"products": []any{map[string]any{"name": "The brewing notebook", "quantity": float64(2), "amount": float64(5200)}},
	}, sent)

	again, err = b.respond(t, dispute)
	require.NoError(t, err)
	require.Equal(t, followAgain, again)
	require.NoError(t, b.hound.Resolve(dispute, "won"))
	again, err = b.respond(t, dispute)
	require.NoError(t, err)
	require.Zero(t, again)
	require.Equal(t, "won", b.status(t, dispute))
	require.Equal(t, 1, b.countSubmits())
	require.Equal(t, 2, strings.Count(b.logs.String(), "\n"), b.logs)
	require.NotContains(t, b.logs.String(), "kafor")
}

func TestADisputeFindsItsOrderByTheOrderID(t *testing.T) {
	t.Parallel()
	b := newTestBot(t, "none")
	dispute := b.hound.SeedDisputeWith(chargehoundtest.Dispute{Charge: "other", Fields: map[string]any{"order_id": "ord_2003"}})
	_, err := b.respond(t, dispute)
	require.NoError(t, err)
	require.Equal(t, "submitted", b.status(t, dispute))
	require.Contains(t, string(b.hound.LastRequest().Body), "mei.tanaka@example.com")
}

func TestWhatWaitsIsAskedForAgain(t *testing.T) {
	t.Parallel()
	for status, test := range map[string]struct {
		review string
		seed   chargehoundtest.Dispute
	}{
		"no order found":                 {"none", chargehoundtest.Dispute{Charge: "txn_other"}},
		"waits for approval":             {"EUR=100", chargehoundtest.Dispute{Charge: "txn_1f0c2a02", Currency: "eur", Amount: 100_01}},
		"held for review at Chargehound": {"none", chargehoundtest.Dispute{Charge: "txn_1f0c2a02", Amount: 1}},
		"held as accepted at Chargehound": {"none", chargehoundtest.Dispute{
			Charge: "txn_1f0c2a02", Amount: 2, State: "accepted",
		}},
	} {
		t.Run(status, func(t *testing.T) {
			t.Parallel()
			b := newTestBot(t, test.review)
			b.hound.ReviewWhen(func(d chargehoundtest.Dispute) bool { return d.Amount == 1 })
			dispute := b.hound.SeedDisputeWith(test.seed)
			for range 2 {
				again, err := b.respond(t, dispute)
				require.NoError(t, err)
				require.Equal(t, askAgain, again)
				require.Equal(t, status, b.status(t, dispute))
			}
			require.LessOrEqual(t, b.countSubmits(), 1)
			require.Equal(t, 1, strings.Count(b.logs.String(), "\n"), "it is logged once: %v", b.logs)
			before, _ := b.hound.Dispute(dispute)
			require.Zero(t, before.Submissions)

			known, err := b.approve(t.Context(), dispute)
			require.NoError(t, err)
			require.True(t, known)
			require.Len(t, b.jobs(t, "respond"), 1)
			_, err = b.respond(t, dispute)
			require.NoError(t, err)
			if status != "no order found" {
				require.Equal(t, "submitted", b.status(t, dispute))
			}
		})
	}
}

func TestApprovingAnUnknownDisputeDoesNothing(t *testing.T) {
	t.Parallel()
	b := newTestBot(t, "none")
	known, err := b.approve(t.Context(), "dp_typo")
	require.NoError(t, err)
	require.False(t, known)
	require.Empty(t, b.jobs(t, "respond"))
}

func TestEvidenceThatIsRejectedIsTriedAgainLater(t *testing.T) {
	t.Parallel()
	b := newTestBot(t, "none")
	b.hound.AddTemplate(demoTemplate, "signature")
	dispute := b.hound.SeedDispute("txn_1f0c2a01", 6140, "gbp", "fraudulent")
	again, err := b.respond(t, dispute)
	require.NoError(t, err)
	require.Equal(t, tryAgain, again)
	require.True(t, strings.HasPrefix(b.status(t, dispute), "rejected: chargehound: "), b.status(t, dispute))

	b.hound.AddTemplate(demoTemplate)
	_, err = b.respond(t, dispute)
	require.NoError(t, err)
	require.Equal(t, "submitted", b.status(t, dispute))
}

// The process before this one was killed after it had begun a submission.
func TestNothingIsSubmittedWhileAnotherSubmissionMayArrive(t *testing.T) {
	t.Parallel()
	b := newTestBot(t, "none")
	dispute := b.hound.SeedDispute("txn_1f0c2a01", 6140, "gbp", "fraudulent")
	now := time.Now()
	mine, err := b.store.begin(t.Context(), dispute, entry{}, now)
	require.NoError(t, err)
	require.True(t, mine)

	again, err := b.respond(t, dispute)
	require.NoError(t, err)
	require.InDelta(t, b.unsettled(), again, float64(time.Second))
	require.Zero(t, b.countSubmits())

	long, err := b.store.begin(t.Context(), dispute, entry{begun: time.UnixMilli(now.UnixMilli())}, now.Add(-b.unsettled()))
	require.NoError(t, err)
	require.True(t, long)
	_, err = b.respond(t, dispute)
	require.NoError(t, err)
	require.Equal(t, 1, b.countSubmits())
}

func TestAnUnknownOutcomeStaysNotedAndAKnownOneDoesNot(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		fault chargehoundtest.Fault
		want  error
		noted bool
	}{
		"the request is lost":        {chargehoundtest.DropBefore, chargehound.ErrOutcomeUnknown, true},
		"a proxy gives up":           {chargehoundtest.RespondHTML(502), chargehound.ErrOutcomeUnknown, true},
		"the response is lost":       {chargehoundtest.DropResponse, nil, false},
		"too many requests":          {chargehoundtest.TooManyRequests("3600"), chargehound.ErrRateLimited, false},
		"a proxy gives up too early": {chargehoundtest.RespondHTML(504).Executed(), nil, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := newTestBot(t, "none")
			dispute := b.hound.SeedDispute("txn_1f0c2a01", 6140, "gbp", "fraudulent")
			b.hound.FailMatching(isSubmit, test.fault)
			_, err := b.respond(t, dispute)
			require.ErrorIs(t, err, test.want)
			known, err := b.store.entry(t.Context(), dispute)
			require.NoError(t, err)
			require.Equal(t, test.noted, !known.begun.IsZero())
			require.Equal(t, 1, b.countSubmits())
		})
	}
}

func TestRetriesGrowApartAndDoNotEnd(t *testing.T) {
	t.Parallel()
	for failures, want := range map[int]time.Duration{0: time.Second, 3: 8 * time.Second, 11: longestRetry, 4000: longestRetry} {
		require.WithinDuration(t, time.Now().Add(want), nextRetry(failures), time.Second)
	}
}
