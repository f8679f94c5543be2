package chargehound_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/chargehound"
)

func TestSubmissionGoesByStateAndStatus(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name string
		body string
		http int
		want chargehound.Submission
	}{
		{"submitted", `"state": "submitted"`, 201, chargehound.SubmissionSubmitted},
		{"submitted, although 202", `"state": "submitted"`, 202, chargehound.SubmissionSubmitted},
		{"at the bank", `"state": "under_review"`, 200, chargehound.SubmissionSubmitted},
		{"inquiry at the bank", `"state": "warning_under_review"`, 200, chargehound.SubmissionSubmitted},
		{"queued with 201", `"state": "queued"`, 201, chargehound.SubmissionQueued},
		{"queued with 202", `"state": "queued"`, 202, chargehound.SubmissionQueued},
		{"held on arrival", `"state": "requires_review"`, 200, chargehound.SubmissionAwaitingReview},
		{"held, nothing there", `"state": "requires_review", "fields": {}, "products": [], "template": "goods"`, 202, chargehound.SubmissionAwaitingReview},
		{"held with fields", `"state": "requires_review", "fields": {"order_id": "ord_1042"}`, 202, chargehound.SubmissionHeldForReview},
		{"held with products, read later", `"state": "requires_review", "products": [{"name": "Tea", "quantity": 1, "amount": 400}]`, 200, chargehound.SubmissionHeldForReview},
		{"held with correspondence", `"state": "requires_review", "correspondence": [{"to": "a"}]`, 202, chargehound.SubmissionHeldForReview},
		{"held with past payments", `"state": "requires_review", "past_payments": [{"id": "ch_1"}]`, 202, chargehound.SubmissionHeldForReview},
		{"held again", `"state": "requires_review", "submitted_count": 1`, 200, chargehound.SubmissionHeldForReview},
		{"held as accepted", `"state": "accepted"`, 202, chargehound.SubmissionHeldAsAccepted},
		{"accepted", `"state": "accepted"`, 200, chargehound.SubmissionHeldAsAccepted},
		{"compiling", `"state": "compiling_evidence"`, 202, chargehound.SubmissionInProgress},
		{"open with 202", `"state": "needs_response"`, 202, chargehound.SubmissionInProgress},
		{"open with 201", `"state": "needs_response"`, 201, chargehound.SubmissionNotSubmitted},
		{"open inquiry", `"state": "warning_needs_response"`, 200, chargehound.SubmissionNotSubmitted},
		{"won after a response", `"state": "won", "submitted_count": 1`, 200, chargehound.SubmissionSubmitted},
		{"lost after a response", `"state": "lost", "submitted_at": "2026-02-03T10:00:00"`, 200, chargehound.SubmissionSubmitted},
		{"lost without one", `"state": "lost", "submitted_at": null`, 200, chargehound.SubmissionNotSubmitted},
		{"refunded", `"state": "charge_refunded"`, 200, chargehound.SubmissionNotSubmitted},
		{"inquiry closed", `"state": "warning_closed"`, 200, chargehound.SubmissionNotSubmitted},
		{"never explained", `"state": "response_disabled"`, 200, chargehound.SubmissionUnknown},
		{"of tomorrow", `"state": "teleported"`, 202, chargehound.SubmissionUnknown},
	} {
		t.Run(c.name, func(t *testing.T) {
			dispute := getDispute(t, c.http, `{"id": "dp_7Q", `+c.body+"}")
			require.Equal(t, c.want, dispute.Submission())

			cached, err := json.Marshal(dispute)
			require.NoError(t, err)
			var back chargehound.Dispute
			require.NoError(t, json.Unmarshal(cached, &back))
			if c.name == "open with 202" {
				require.Equal(t, chargehound.SubmissionNotSubmitted, back.Submission(), "a cache does not know the status")
				return
			}
			require.Equal(t, c.want, back.Submission(), "from a cache")
		})
	}
}

func TestEvidenceThatACallSentIsHeldThoughTheDisputeDoesNotShowIt(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		params *chargehound.DisputeSubmitParams
		want   chargehound.Submission
	}{
		"fields":         {&chargehound.DisputeSubmitParams{Fields: evidence()}, chargehound.SubmissionHeldForReview},
		"products":       {&chargehound.DisputeSubmitParams{Products: products()}, chargehound.SubmissionHeldForReview},
		"correspondence": {&chargehound.DisputeSubmitParams{Correspondence: correspondence()}, chargehound.SubmissionHeldForReview},
		"past payments":  {&chargehound.DisputeSubmitParams{PastPayments: pastPayments()}, chargehound.SubmissionHeldForReview},
		"no params":      {nil, chargehound.SubmissionAwaitingReview},
		"force alone":    {&chargehound.DisputeSubmitParams{Force: new(true), Template: new("goods")}, chargehound.SubmissionAwaitingReview},
		"empty fields":   {&chargehound.DisputeSubmitParams{Fields: chargehound.Fields{}}, chargehound.SubmissionAwaitingReview},
	} {
		t.Run(name, func(t *testing.T) {
			client := answering(t, saying(202, `{"id": "dp_7Q", "state": "requires_review"}`))
			dispute, err := client.Disputes.Submit(t.Context(), "dp_7Q", c.params)
			require.NoError(t, err)
			require.Equal(t, c.want, dispute.Submission())
		})
	}
}
