package chargehound_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/chargehound"
)

func TestParsedEventHasAllMembers(t *testing.T) {
	t.Parallel()
	event, err := chargehound.ParseEvent([]byte(` {"id": "wh_1", "type": "dispute.response.generated", "object": "webhook", "livemode": true, "dispute": "dp_7Q",
		"charge": "ch_7Q", "account_id": null, "evidence": {"ledger": 12345678901234567890}, "response_url": "https://x/y?s", "new": 1}`))
	require.NoError(t, err)
	require.Equal(t, chargehound.EventTypeDisputeResponseGenerated, event.Type)
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

// What tomorrow's events carry must not keep them from being told apart.
func TestAnEventOfUnknownTypeKeepsWhatDoesNotFit(t *testing.T) {
	t.Parallel()
	for _, kind := range []string{"dispute.batch_done", "dispute.v2", "account.closed", "Dispute.created"} {
		for member, sent := range map[string]string{
			"dispute": `{"id": "dp_7Q"}`, "charge": `[1]`, "account_id": `17`, "object": `{}`, "livemode": `"true"`, "response_url": `7`, "evidence": `"none"`,
		} {
			event, err := chargehound.ParseEvent([]byte(`{"id": "wh_1", "type": "` + kind + `", "` + member + `": ` + sent + `, "disputes": ["dp_7Q"]}`))
			require.NoError(t, err, "%s, %s", kind, member)
			require.Equal(t, &chargehound.Event{ID: "wh_1", Type: chargehound.EventType(kind), Extra: map[string]json.RawMessage{
				member: json.RawMessage(sent), "disputes": json.RawMessage(`["dp_7Q"]`),
			}}, event)
		}
	}
	event, err := chargehound.ParseEvent([]byte(`{"id": "wh_1", "type": "dispute.reopened", "dispute": "dp_7Q", "livemode": true, "charge": "ch_7Q", "account_id": null}`))
	require.NoError(t, err)
	require.Equal(t, &chargehound.Event{ID: "wh_1", Type: "dispute.reopened", Dispute: "dp_7Q", Livemode: true, Charge: "ch_7Q"}, event)
}

func TestAnEventOfKnownTypeMustBeAsDocumented(t *testing.T) {
	t.Parallel()
	for _, kind := range []chargehound.EventType{
		chargehound.EventTypeDisputeCreated, chargehound.EventTypeDisputeUpdated, chargehound.EventTypeDisputeSubmitted,
		chargehound.EventTypeDisputeClosed, chargehound.EventTypeDisputeResponseGenerated,
	} {
		for _, members := range []string{
			`"x": 1`, `"dispute": null`, `"dispute": ""`, `"dispute": 17`, `"dispute": {"id": "dp_7Q"}`,
			`"dispute": "dp_7Q", "livemode": "true"`, `"dispute": "dp_7Q", "charge": {}`, `"dispute": "dp_7Q", "account_id": 7`,
			`"dispute": "dp_7Q", "response_url": []`, `"dispute": "dp_7Q", "object": 7`,
		} {
			event, err := chargehound.ParseEvent([]byte(`{"id": "wh_1", "type": "` + string(kind) + `", ` + members + `}`))
			require.ErrorIs(t, err, chargehound.ErrBadEvent, "%s, %s", kind, members)
			require.Nil(t, event)
		}
	}
	_, err := chargehound.ParseEvent([]byte(`{"id": "wh_1", "type": "test", "livemode": "true"}`))
	require.ErrorIs(t, err, chargehound.ErrBadEvent)
	_, err = chargehound.ParseEvent([]byte(`{"id": "wh_1", "type": 7}`))
	require.ErrorIs(t, err, chargehound.ErrBadEvent)
}

func TestAnEventHasTwoGenerationsOfNames(t *testing.T) {
	t.Parallel()
	want := &chargehound.Event{ID: "wh_1", Type: chargehound.EventTypeDisputeResponseGenerated, Dispute: "dp_7Q", Charge: "ch_7Q", AccountID: new("acct_9K")}
	for _, names := range []string{
		`"dispute": "dp_7Q", "charge": "ch_7Q", "account_id": "acct_9K"`,
		`"dispute_id": "dp_7Q", "external_charge": "ch_7Q", "user_id": "acct_9K"`,
		`"dispute": "dp_7Q", "external_identifier": "ch_7Q", "account_id": "acct_9K"`,
	} {
		event, err := chargehound.ParseEvent([]byte(`{"id": "wh_1", "type": "dispute.response.generated", ` + names + `}`))
		require.NoError(t, err)
		require.Equal(t, want, event, names)
	}
}
