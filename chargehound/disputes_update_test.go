package chargehound_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/chargehound"
	"github.com/chargekit/chargekit-go/chargehound/chargehoundtest"
)

func updating(t *testing.T, params *chargehound.DisputeUpdateParams, opts ...chargehound.CallOption) func(*chargehound.Client) error {
	return func(c *chargehound.Client) error {
		_, err := c.Disputes.Update(t.Context(), "dp_7Q", params, opts...)
		return err
	}
}

func TestSubmitWhoseResponseIsLostIsLookedUpNotSentAgain(t *testing.T) {
	t.Parallel()
	hound := chargehoundtest.NewTestServer(t)
	hound.AddTemplate("goods")
	id := hound.SeedDisputeWith(chargehoundtest.Dispute{Template: "goods"})
	hound.FailNext(chargehoundtest.DropResponse)
	client := hound.Client()

	_, err := client.Disputes.Submit(t.Context(), id, nil)
	require.ErrorIs(t, err, chargehound.ErrOutcomeUnknown)
	var failure *chargehound.Error
	require.ErrorAs(t, err, &failure)
	require.Equal(t, id, failure.ObjectID)

	dispute, err := client.Disputes.Get(t.Context(), failure.ObjectID)
	require.NoError(t, err)
	require.Equal(t, chargehound.SubmissionSubmitted, dispute.Submission())
	require.Equal(t, int64(1), dispute.SubmittedCount, "times it was submitted")
}

func TestEvidenceStaysWhenTheSubmissionOfAnUpdateFails(t *testing.T) {
	t.Parallel()
	hound := chargehoundtest.NewTestServer(t)
	hound.AddTemplate("goods", "order_id", "tracking")
	id := hound.SeedDisputeWith(chargehoundtest.Dispute{})
	client := hound.Client()

	_, err := client.Disputes.Update(t.Context(), id, &chargehound.DisputeUpdateParams{
		Template: new("goods"), Fields: chargehound.Fields{"order_id": chargehound.TextField("ord_1042")}, Submit: new(true),
	})
	require.ErrorIs(t, err, chargehound.ErrMissingFields)
	dispute, err := client.Disputes.Get(t.Context(), id)
	require.NoError(t, err)
	require.Equal(t, chargehound.TextField("ord_1042"), dispute.Fields["order_id"])
	require.Equal(t, []string{"tracking"}, dispute.MissingFields.Required())
}
