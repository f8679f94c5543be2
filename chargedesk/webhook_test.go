package chargedesk_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/chargedesk"
	"github.com/chargekit/chargekit-go/internal/lenient"
)

func TestParseEventFindsTheObject(t *testing.T) {
	t.Parallel()
	for body, found := range map[string]func(d chargedesk.EventData) bool{
		`{"event_id":"ev_1","created":1767261600,"class":"charge","event":"charge_paid","data":{"charge":{"charge_id":"ch_7Q"}}}`:                func(d chargedesk.EventData) bool { return d.Charge.ChargeID == "ch_7Q" },
		`{"event_id":"ev_1","class":"customer","event":"customer_new","data":{"customer":{"customer_id":"cus_ada"}}}`:                            func(d chargedesk.EventData) bool { return d.Customer.CustomerID == "cus_ada" },
		`{"event_id":"ev_1","class":"subscription","event":"subscription_new","data":{"subscription":{"subscription_id":"sub_9K"}}}`:             func(d chargedesk.EventData) bool { return d.Subscription.SubscriptionID == "sub_9K" },
		`{"event_id":"ev_1","class":"agent_log","event":"agent_log_new","data":{"agent_log":{"object_id":"ch_7Q"}}}`:                             func(d chargedesk.EventData) bool { return d.AgentLog.ObjectID == "ch_7Q" },
		`{"event_id":"ev_1","class":"AgentLog","event":"agent_log_new","data":{"log":{"object_id":"ch_7Q"}}}`:                                    func(d chargedesk.EventData) bool { return d.AgentLog.ObjectID == "ch_7Q" && d.Extra == nil },
		`{"event_id":"ev_1","class":"agentlog","event":"agent_log_new","data":{"agentlog":{"object_id":"ch_7Q"},"more":1}}`:                      func(d chargedesk.EventData) bool { return d.AgentLog.ObjectID == "ch_7Q" && len(d.Extra) == 1 },
		`{"event_id":"ev_1","event":"agent_log_new","data":{"entry":{"object_id":"ch_7Q"}}}`:                                                     func(d chargedesk.EventData) bool { return d.AgentLog.ObjectID == "ch_7Q" },
		`{"event_id":"ev_1","class":"charge","event":"charge_paid","data":{"object":{"charge_id":"ch_7Q"}}}`:                                     func(d chargedesk.EventData) bool { return d.Charge.ChargeID == "ch_7Q" },
		`{"event_id":"ev_1","class":"ticket","event":"ticket_new","data":{"ticket":{"ticket_id":7}}}`:                                            func(d chargedesk.EventData) bool { return string(d.Extra["ticket"]) == `{"ticket_id":7}` },
		`{"event_id":"ev_1","class":"charge","event":"charge_paid","data":{"object":"not one"}}`:                                                 func(d chargedesk.EventData) bool { return d.Charge == nil && string(d.Extra["object"]) == `"not one"` },
		`{"event_id":"ev_1","class":"charge","event":"charge_paid"}`:                                                                             func(d chargedesk.EventData) bool { return d.Charge == nil && d.Extra == nil },
		`{"event_id":"ev_1","class":"subscription","event":"subscription_new","data":{"customer":{"customer_id":"x"},"subscription":{"x":1}}}`:   func(d chargedesk.EventData) bool { return d.Subscription != nil && d.Customer != nil },
		`{"event_id":"ev_1","class":"charge","event":"charge_paid","data":{"charge":{"charge_id":"ch_7Q","occurred":"1767261600"}},"version":2}`: func(d chargedesk.EventData) bool { return d.Charge.Occurred.Unix() == 1767261600 },
	} {
		event, err := chargedesk.ParseEvent([]byte(body))
		require.NoError(t, err, body)
		require.True(t, found(event.Data), body)

		text, err := json.Marshal(event)
		require.NoError(t, err)
		again := new(chargedesk.Event)
		require.NoError(t, json.Unmarshal(text, again))
		require.Equal(t, event, again, body)
	}
}

func TestParseEventKeepsWhatItDoesNotKnow(t *testing.T) {
	t.Parallel()
	body := `{"event_id":"ev_1","created":1767261600,"class":"charge","event":"charge_seen","data":{"charge":{"charge_id":"ch_7Q","new":1},"also":[2]},"live":true}`
	event, err := chargedesk.ParseEvent([]byte(body))
	require.NoError(t, err)
	require.Equal(t, chargedesk.EventType("charge_seen"), event.Type)
	again, err := lenient.Inline(event)
	require.NoError(t, err)
	var sent, kept any
	require.NoError(t, json.Unmarshal([]byte(body), &sent))
	require.NoError(t, json.Unmarshal(again, &kept))
	requireKept(t, "event", sent, kept)
}

func TestParseEventIsLenientWhereAFailureWouldLoseTheEvent(t *testing.T) {
	t.Parallel()
	for _, created := range []string{`"2026-01-01T10:00:00Z"`, `"soon"`, `{}`, `1.5`, `null`} {
		event, err := chargedesk.ParseEvent([]byte(`{"event_id":77,"created":` + created + `,"class":"charge","event":"charge_paid","data":[]}`))
		require.NoError(t, err, created)
		require.Equal(t, "77", event.ID)
		require.True(t, event.Created.IsZero(), created)
		require.Equal(t, chargedesk.EventData{}, event.Data)
	}
	for _, odd := range []string{`"class":5,"data":{"charge":{"charge_id":7,"logs":{}}}`, `"class":false,"data":{"charge":{"charge_id":"7","methods_active":""}}`} {
		event, err := chargedesk.ParseEvent([]byte(`{"event_id":"ev_1","event":"charge_paid",` + odd + `}`))
		require.NoError(t, err, odd)
		require.Equal(t, "7", event.Data.Charge.ChargeID, odd)
	}
	event, err := chargedesk.ParseEvent([]byte(`{"event_id":"ev_1","class":"charge","event":"charge_paid","data":{"charge":{"charge_id":"ch_7Q","amount":"1,234.00"},"customer":null}}`))
	require.NoError(t, err)
	require.Nil(t, event.Data.Charge)
	require.Equal(t, map[string]json.RawMessage{"charge": json.RawMessage(`{"charge_id":"ch_7Q","amount":"1,234.00"}`)}, event.Data.Extra)
}

func TestParseEventRefusesWhatIsNoEvent(t *testing.T) {
	t.Parallel()
	for _, body := range []string{
		``, `null`, `[]`, `"x"`, `{}`, `{"event_id":"ev_1"}`, `{"event":"charge_paid"}`, `{"event_id":"","event":"charge_paid"}`,
		`{"refund_amount":12.34,"action_reason":"","charge":{}}`, // a custom gateway's request
		`{"event_id":"ev_1","event_id":"ev_2","event":"charge_paid"}`, `{"event_id":"ev_1","event":"charge_paid"}{}`,
		`{"event_id":"ev_1","event":"charge_paid","data":[1]}`, `{"event_id":"ev_1","event":"charge_paid","data":"x"}`, `{"event_id":{},"event":"charge_paid"}`,
	} {
		event, err := chargedesk.ParseEvent([]byte(body))
		require.Error(t, err, body)
		require.Nil(t, event, body)
	}
}

func FuzzParseEvent(f *testing.F) {
	f.Add([]byte(`{"event_id":77,"created":"soon","class":"charge","event":"charge_paid","data":{"charge":{"charge_id":"ch_7Q","amount":"1,234.00"}}}`))
	f.Add([]byte(`{"event_id":"ev_1","created":1767261600,"class":"charge","event":"charge_paid","data":{"charge":{"charge_id":"ch_7Q","amount":"34.00"}}}`))
	f.Add([]byte(`{"event_id":"ev_1","created":"0","class":"AgentLog","event":"agent_log_new","data":{"log":{"object_id":"ch_7Q","params":null}}}`))
	f.Add([]byte(`{"event_id":"ev_1","event":"x","data":{"ticket":{"a":[]}},"more":{}}`))
	f.Fuzz(func(t *testing.T, body []byte) {
		event, err := chargedesk.ParseEvent(body)
		if err != nil {
			require.Nil(t, event)
			return
		}
		require.NotEmpty(t, event.ID)
		require.NotEmpty(t, event.Type)
		again, err := lenient.Inline(event)
		require.NoError(t, err)
		same, err := chargedesk.ParseEvent(again)
		require.NoError(t, err, "%s", again)
		require.Equal(t, event.ID, same.ID)
		require.Equal(t, event.Data.Charge == nil, same.Data.Charge == nil)
	})
}
