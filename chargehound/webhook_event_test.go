package chargehound_test

import (
	"net/http/httptest"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/chargehound"
	"github.com/chargekit/chargekit-go/chargehound/chargehoundtest"
)

func TestWebhooksOfTheFakeArriveInAllVersions(t *testing.T) {
	t.Parallel()
	for _, version := range []string{chargehound.APIVersion20160305, chargehound.APIVersion20171030, chargehound.APIVersion20200228, chargehound.APIVersion20210915} {
		h := newHooks(t, nil)
		shop := httptest.NewServer(h)
		h.hound.DeliverWebhooksTo(shop.URL+"/"+secretToken, version)
		h.hound.AddTemplate("goods")
		id := h.hound.SeedDispute(chargehoundtest.Dispute{Template: "goods", Amount: 100})
		_, err := h.hound.Client().Disputes.Submit(t.Context(), id, nil)
		require.NoError(t, err)
		require.NoError(t, h.hound.Resolve(id, "won"))
		h.hound.SendTestWebhook()
		h.hound.DeliverDue(t.Context())
		shop.Close()

		for _, delivery := range h.hound.Deliveries() {
			require.True(t, delivery.Delivered, "%s", delivery.Body)
		}
		require.Subset(t, h.work, []string{"dispute.created " + id + " 100", "dispute.submitted " + id + " 100", "dispute.closed " + id + " 100", "test"}, version)
	}
}

func TestParsedEventHasAllMembers(t *testing.T) {
	t.Parallel()
	event, err := chargehound.ParseEvent([]byte(` {"id": "wh_1", "type": "dispute.response.generated", "object": "webhook", "livemode": true, "dispute": "dp_7Q",
		"charge": "ch_7Q", "account_id": null, "evidence": {"ledger": 12345678901234567890}, "response_url": "https://x/y?s", "new": 1}`))
	require.NoError(t, err)
	require.Equal(t, chargehound.EventDisputeResponseGenerated, event.Type)
	require.True(t, event.Livemode)
	require.Equal(t, "ch_7Q", event.Charge)
	require.Nil(t, event.AccountID)
	require.Equal(t, "12345678901234567890", event.Evidence["ledger"].String())
	require.Equal(t, chargehound.SecretURL("https://x/y?s"), event.ResponseURL)
	require.Equal(t, "1", string(event.Extra["new"]))

	old, err := chargehound.ParseEvent([]byte(`{"id": "req_1", "type": "dispute.created", "object": "event", "dispute": "dp_7Q", "charge": "ch_7Q"}`))
	require.NoError(t, err, "of before July 2017")
	require.Equal(t, "dp_7Q", old.Dispute)

	for _, bad := range []string{`{"id": true, "type": "test"}`, `{"id": {}, "type": "test"}`, `{"id": null, "type": "test"}`, `{"type": "test"}`} {
		_, err = chargehound.ParseEvent([]byte(bad))
		require.ErrorIs(t, err, chargehound.ErrBadEvent, bad)
	}
	_, err = chargehound.ParseEvent([]byte(`{"id": 7}`))
	require.ErrorIs(t, err, chargehound.ErrBadEvent)
}

// The dispute of an event that is refused is never looked at.
func TestEventSurvivesWhatNothingIsDecidedBy(t *testing.T) {
	t.Parallel()
	event, err := chargehound.ParseEvent([]byte(`{"id": 12345678901234567890, "type": "dispute.created", "dispute": "dp_7Q"}`))
	require.NoError(t, err)
	require.Equal(t, "12345678901234567890", event.ID)
	require.Nil(t, event.Extra)

	for _, evidence := range []string{`[1, {"a": 2}]`, `"none"`, `7`, `false`} {
		event, err = chargehound.ParseEvent([]byte(`{"id": "wh_1", "type": "dispute.created", "dispute": "dp_7Q", "evidence": ` + evidence + `}`))
		require.NoError(t, err, evidence)
		require.Nil(t, event.Evidence)
		require.Equal(t, evidence, string(event.Extra["evidence"]))
	}
	event, err = chargehound.ParseEvent([]byte(`{"id": "wh_1", "type": "test", "evidence": null}`))
	require.NoError(t, err)
	require.Equal(t, &chargehound.Event{ID: "wh_1", Type: "test"}, event)
}
