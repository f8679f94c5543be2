package chargedesk_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/chargedesk"
	"github.com/chargekit/chargekit-go/internal/lenient"
)

func TestParseEvent(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		body string
		want chargedesk.Event
	}{
		"a charge": {
			`{"event_id":"ev_1","created":1767261600,"class":"charge","event":"charge_paid","data":{"charge":{"charge_id":"ch_7Q","is_paid":"1"}}}`,
			chargedesk.Event{
				ID: "ev_1", Created: chargedesk.NewTime(newYear), Class: "charge", Type: chargedesk.EventTypeChargePaid,
				Data: chargedesk.EventData{Charge: &chargedesk.Charge{ChargeID: "ch_7Q", IsPaid: true}},
			},
		},
		"a customer": {
			`{"event_id":"ev_1","class":"customer","event":"customer_new","data":{"customer":{"customer_id":"cus_ada"}}}`,
			chargedesk.Event{
				ID: "ev_1", Class: "customer", Type: chargedesk.EventTypeCustomerNew,
				Data: chargedesk.EventData{Customer: &chargedesk.Customer{CustomerID: "cus_ada"}},
			},
		},
		"a subscription": {
			`{"event_id":"ev_1","class":"subscription","event":"subscription_new","data":{"subscription":{"subscription_id":"sub_9K"}}}`,
			chargedesk.Event{
				ID: "ev_1", Class: "subscription", Type: chargedesk.EventTypeSubscriptionNew,
				Data: chargedesk.EventData{Subscription: &chargedesk.Subscription{SubscriptionID: "sub_9K"}},
			},
		},
		"an object of another class": {
			`{"event_id":"ev_1","class":"AgentLog","event":"agent_log_new","data":{"log":{"object_id":"ch_7Q"}},"version":2}`,
			chargedesk.Event{
				ID: "ev_1", Class: "AgentLog", Type: chargedesk.EventTypeAgentLogNew,
				Data:  chargedesk.EventData{Extra: chargedesk.Extra{"log": []byte(`{"object_id":"ch_7Q"}`)}},
				Extra: chargedesk.Extra{"version": []byte("2")},
			},
		},
		"no data": {`{"event_id":"ev_1","event":"x"}`, chargedesk.Event{ID: "ev_1", Type: "x"}},
		"no id":   {`{"event":"charge_paid","class":"charge"}`, chargedesk.Event{Class: "charge", Type: chargedesk.EventTypeChargePaid}},
		"no type": {`{"class":"charge"}`, chargedesk.Event{Class: "charge"}},
		"an id that is a number and data that is PHP's": {
			`{"event_id":77,"created":"0","class":false,"event":"charge_paid","data":[]}`,
			chargedesk.Event{ID: "77", Type: chargedesk.EventTypeChargePaid},
		},
		"odd fields": {
			`{"event_id":{},"created":"soon","class":["x"],"event":"charge_paid","data":{"charge":5,"customer":null}}`,
			chargedesk.Event{
				Type: chargedesk.EventTypeChargePaid, Data: chargedesk.EventData{Extra: chargedesk.Extra{"charge": []byte("5")}},
				Extra: chargedesk.Extra{"event_id": []byte("{}"), "created": []byte(`"soon"`), "class": []byte(`["x"]`)},
			},
		},
		"an ISO time and a byte order mark": {
			"\ufeff" + `{"event_id":"ev_1","created":"2026-01-01T11:00:00+01:00","event":"x"}`,
			chargedesk.Event{ID: "ev_1", Created: chargedesk.NewTime(newYear), Type: "x"},
		},
		"an amount that can't be read": {
			`{"event_id":"ev_1","class":"charge","event":"charge_paid","data":{"charge":{"charge_id":"ch_7Q","amount":"1,234.00"},"customer":null,"also":1},"live":true}`,
			chargedesk.Event{
				ID: "ev_1", Class: "charge", Type: chargedesk.EventTypeChargePaid, Extra: chargedesk.Extra{"live": []byte("true")},
				Data: chargedesk.EventData{
					Charge: &chargedesk.Charge{ChargeID: "ch_7Q", Extra: chargedesk.Extra{"amount": []byte(`"1,234.00"`)}},
					Extra:  chargedesk.Extra{"also": []byte("1")},
				},
			},
		},
		"a subscription's amount that can't be read": {
			`{"event":"x","data":{"subscription":{"subscription_id":"sub_9K","amount":{}},"customer":{"customer_id":"cus_ada"}}}`,
			chargedesk.Event{Type: "x", Data: chargedesk.EventData{
				Subscription: &chargedesk.Subscription{SubscriptionID: "sub_9K", Extra: chargedesk.Extra{"amount": []byte("{}")}},
				Customer:     &chargedesk.Customer{CustomerID: "cus_ada"},
			}},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			event, err := chargedesk.ParseEvent([]byte(c.body))
			require.NoError(t, err)
			require.Equal(t, &c.want, event)

			text, err := json.Marshal(event)
			require.NoError(t, err)
			again := new(chargedesk.Event)
			require.NoError(t, json.Unmarshal(text, again))
			require.Equal(t, event, again)
		})
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

func TestParseEventRejectsWhatIsNoEvent(t *testing.T) {
	t.Parallel()
	for _, body := range []string{
		``, `null`, `[]`, `"x"`, `{}`, `{"event_id":"ev_1"}`, `{"event_id":"ev_1","data":{"charge":{"charge_id":"ch_7Q"}}}`,
		`{"refund_amount":12.34,"action_reason":"","charge":{}}`, // a custom gateway's request
		`{"event_id":"ev_1","event":"charge_paid"}{}`, `{"event_id":"ev_1","event":"charge_pa`,
		`{"event_id":"ev_1","event_id":"ev_2","event":"charge_paid"}`,
	} {
		event, err := chargedesk.ParseEvent([]byte(body))
		require.ErrorIs(t, err, chargedesk.ErrBadEvent, body)
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
		require.NotEmpty(t, string(event.Type)+event.Class)
		again, err := lenient.Inline(event)
		require.NoError(t, err)
		same, err := chargedesk.ParseEvent(again)
		require.NoError(t, err, "%s", again)
		require.Equal(t, event.ID, same.ID)
		require.Equal(t, event.Data.Charge == nil, same.Data.Charge == nil)
	})
}
