package chargehound_test

import (
	"context"
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/chargehound"
)

func TestParsedEventHasAllFields(t *testing.T) {
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
}

func TestWhatIsNoEventIsAnError(t *testing.T) {
	t.Parallel()
	for name, body := range map[string]string{
		"empty": "", "HTML": "<html>", "a list": `[{"id": "wh_1", "type": "test"}]`, "a string": `"test"`, "null": `null`, "cut off": `{"id": "wh_1", "type": "te`,
		"two": `{"type": "test"}{"type": "test"}`, "says nothing": `{"id": "wh_1"}`, "says nothing to read": `{"id": 7, "type": {}, "dispute": []}`,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			event, err := chargehound.ParseEvent([]byte(body))
			require.ErrorIs(t, err, chargehound.ErrBadEvent)
			require.Nil(t, event)
			require.NotContains(t, err.Error(), "wh_")
		})
	}
}

// Chargehound gives up on an event after three days, and its dispute is lost then.
func TestAnOddEventIsReadAsFarAsItGoes(t *testing.T) {
	t.Parallel()
	raw := func(text string) json.RawMessage { return json.RawMessage(text) }
	type extra = chargehound.Extra
	created := chargehound.EventTypeDisputeCreated
	for body, want := range map[string]*chargehound.Event{
		`{"id": 12345678901234567890, "type": "dispute.created", "dispute": 17}`: {ID: "12345678901234567890", Type: created, Dispute: "17"},
		`{"type": "dispute.created", "dispute": "dp_7Q"}`:                        {Type: created, Dispute: "dp_7Q"},
		`{"id": true, "type": "dispute.created", "dispute": "dp_7Q"}`:            {Type: created, Dispute: "dp_7Q", Extra: extra{"id": raw("true")}},
		`{"id": {"a": 1}, "type": "test"}`:                                       {Type: "test", Extra: extra{"id": raw(`{"a": 1}`)}},
		`{"id": "wh_1", "id": "wh_2", "type": "test", "dispute": 7}`:             {Type: "test", Dispute: "7", Extra: extra{"id": raw(`"wh_2"`)}},
		`{"id": "wh_1", "type": "test", "account_id": "a", "account_id": "b", "dispute": {"id": "dp_7Q"}}`: {
			Type: "test", Dispute: "dp_7Q", Extra: extra{"id": raw(`"wh_1"`), "account_id": raw(`"b"`), "dispute": raw(`{"id": "dp_7Q"}`)},
		},
		`{"id": null, "type": "test"}`:                                                  {Type: "test"},
		`{"id": "wh_1", "dispute": "dp_7Q"}`:                                            {ID: "wh_1", Dispute: "dp_7Q"},
		`{"id": "wh_1", "type": 7}`:                                                     {ID: "wh_1", Type: "7"},
		`{"id": "wh_1", "type": "dispute.created", "dispute": {"id": "dp_7Q"}}`:         {ID: "wh_1", Type: created, Dispute: "dp_7Q", Extra: extra{"dispute": raw(`{"id": "dp_7Q"}`)}},
		`{"id": "wh_1", "type": "dispute.created", "dispute": ["dp_7Q"]}`:               {ID: "wh_1", Type: created, Extra: extra{"dispute": raw(`["dp_7Q"]`)}},
		`{"id": "wh_1", "type": "test", "charge": {}, "account_id": [7]}`:               {ID: "wh_1", Type: "test", Extra: extra{"charge": raw("{}"), "account_id": raw("[7]")}},
		`{"id": "wh_1", "type": "test", "charge": 7, "account_id": 8, "object": true}`:  {ID: "wh_1", Type: "test", Charge: "7", AccountID: new("8"), Object: "true"},
		`{"id": "wh_1", "type": "test", "evidence": "none", "response_url": []}`:        {ID: "wh_1", Type: "test", Extra: extra{"evidence": raw(`"none"`), "response_url": raw("[]")}},
		`{"id": "wh_1", "type": "test", "evidence": [1, {"a": 2}]}`:                     {ID: "wh_1", Type: "test", Extra: extra{"evidence": raw(`[1, {"a": 2}]`)}},
		`{"id": "wh_1", "type": "test", "evidence": null, "disputes": ["dp_7Q"]}`:       {ID: "wh_1", Type: "test", Extra: extra{"disputes": raw(`["dp_7Q"]`)}},
		"\ufeff{\"id\": \"wh_1\", \"type\": \"test\"}":                                  {ID: "wh_1", Type: "test"},
		"{\"id\": \"wh_1\", \"type\": \"test\", \"charge\": \"\xff\"}":                  {ID: "wh_1", Type: "test", Extra: extra{"charge": raw("\"\xff\"")}},
		`{"id": "wh_1", "type": "test", "type": "dispute.created", "dispute": "dp_7Q"}`: {ID: "wh_1", Type: created, Dispute: "dp_7Q"},
	} {
		t.Run(body, func(t *testing.T) {
			t.Parallel()
			event, err := chargehound.ParseEvent([]byte(body))
			require.NoError(t, err)
			require.Equal(t, want, event)
		})
	}
	live, err := chargehound.ParseEvent([]byte(`{"type": "test", "livemode": "true"}`))
	require.NoError(t, err)
	require.True(t, live.Livemode)
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

func TestWhatAnEventDoesNotSayIsNotCompared(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		event, dispute string
		status         int
	}{
		"no mode":           {`"type": "dispute.closed"`, `"livemode": true`, 200},
		"an odd mode":       {`"type": "dispute.closed", "livemode": {}`, `"livemode": true`, 200},
		"another mode":      {`"type": "dispute.closed", "livemode": false`, `"livemode": true`, 500},
		"charge by case":    {`"type": "dispute.closed", "charge": " CH_7q"`, `"charge": "ch_7Q"`, 200},
		"another charge":    {`"type": "dispute.closed", "charge": "ch_8R"`, `"charge": "ch_7Q"`, 500},
		"no charge to find": {`"type": "dispute.closed", "charge": "ch_8R"`, `"charge": null`, 200},
		"account by case":   {`"type": "dispute.closed", "account_id": "ACCT_9k"`, `"account_id": "acct_9K"`, 200},
		"another account":   {`"type": "dispute.closed", "account_id": "acct_0"`, `"account_id": "acct_9K"`, 500},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			client := answering(t, saying(200, `{"id": "dp_7Q", "state": "won", `+c.dispute+`}`))
			handler, err := chargehound.WebhookHandler(client, chargehound.WebhookConfig{Token: secretToken}, func(context.Context, *chargehound.Delivery) error { return nil })
			require.NoError(t, err)
			require.Equal(t, c.status, (&hooks{Handler: handler}).post(`{"id": "wh_1", "dispute": "dp_7Q", `+c.event+`}`).Code)
		})
	}
}
