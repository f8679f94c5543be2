package chargehoundtest_test

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/chargehound/chargehoundtest"
)

// receiver is a merchant's end of the webhooks, without a network.
type receiver struct {
	status   int
	times    []time.Time
	ids      []string
	disputes []string
}

func (r *receiver) RoundTrip(req *http.Request) (*http.Response, error) {
	body, err := io.ReadAll(req.Body)
	if err != nil {
		return nil, err
	}
	var event struct{ ID, Dispute string }
	if err := json.Unmarshal(body, &event); err != nil {
		return nil, err
	}
	r.times, r.ids, r.disputes = append(r.times, time.Now()), append(r.ids, event.ID), append(r.disputes, event.Dispute)
	recorder := httptest.NewRecorder()
	recorder.Header().Set("Location", "http://hooks.example.com/elsewhere")
	recorder.WriteHeader(r.status)
	return recorder.Result(), nil
}

func eventOf(t *testing.T, d chargehoundtest.DeliveryLog) map[string]any {
	t.Helper()
	var event map[string]any
	require.NoError(t, json.Unmarshal(d.Body, &event))
	return event
}

// events are the types of the webhooks so far, in order.
func events(t *testing.T, s *chargehoundtest.Server) []string {
	t.Helper()
	types := []string{}
	for _, d := range s.Deliveries() {
		types = append(types, eventOf(t, d)["type"].(string))
	}
	return types
}

const hookURL = "http://hooks.example.com/chargehound"

func TestWebhooksTellWhatHappened(t *testing.T) {
	t.Parallel()
	goods := chargehoundtest.Dispute{ID: "dp_7Q", Template: "goods"}
	cases := map[string]struct {
		act  func(caller)
		want []string
	}{
		"update":              {func(c caller) { c.put("/disputes/dp_7Q", `{"reference_url":"https://example.com/1"}`) }, []string{"dispute.updated"}},
		"update of nothing":   {func(c caller) { c.put("/disputes/dp_7Q", `{}`) }, []string{}},
		"submit":              {func(c caller) { c.post("/disputes/dp_7Q/submit", ``) }, []string{"dispute.submitted", "dispute.response.generated"}},
		"update and submit":   {func(c caller) { c.put("/disputes/dp_7Q", `{"fields":{"a":1},"submit":true}`) }, []string{"dispute.updated", "dispute.submitted", "dispute.response.generated"}},
		"failed submit":       {func(c caller) { c.put("/disputes/dp_7Q", `{"template":"","submit":true}`) }, []string{"dispute.updated"}},
		"rejected update":     {func(c caller) { c.put("/disputes/dp_7Q", `{"template":"none"}`) }, []string{}},
		"queue":               {func(c caller) { c.put("/disputes/dp_7Q", `{"queue":true}`) }, []string{"dispute.updated"}},
		"accept":              {acceptOnly, []string{"dispute.updated"}},
		"accept twice":        {func(c caller) { acceptIt(c); acceptIt(c) }, []string{"dispute.updated"}},
		"held for review":     {func(c caller) { c.server.RequireReview("dp_7Q"); c.post("/disputes/dp_7Q/submit", "") }, []string{"dispute.updated"}},
		"closed":              {func(c caller) { require.NoError(c.t, c.server.Resolve("dp_7Q", "lost")) }, []string{"dispute.closed"}},
		"create":              {func(c caller) { c.post("/disputes", newDispute("dp_8R", "")) }, []string{"dispute.created"}},
		"create and submit":   {func(c caller) { c.post("/disputes", newDispute("dp_8R", `"template":"goods","submit":true,`)) }, []string{"dispute.created", "dispute.submitted", "dispute.response.generated"}},
		"failed create":       {func(c caller) { c.post("/disputes", newDispute("dp_8R", `"submit":true,`)) }, []string{}},
		"seed":                {func(c caller) { c.server.SeedDispute("ch_1", 100, "usd", "general") }, []string{"dispute.created"}},
		"seeds in bulk":       {func(c caller) { c.server.SeedDisputes(3) }, []string{}},
		"not standalone":      {func(c caller) { submitStripe(c) }, []string{"dispute.created", "dispute.submitted"}},
		"the bank's look":     {func(c caller) { submitWith("")(c); require.NoError(c.t, c.server.MarkUnderReview("dp_7Q")) }, []string{"dispute.submitted", "dispute.response.generated", "dispute.updated"}},
		"the dashboard's own": {func(c caller) { c.server.SendTestWebhook() }, []string{"test"}},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := newCaller(t)
			c.server.SeedDisputeWith(goods)
			c.server.DeliverWebhooksTo(hookURL)
			tc.act(c)
			require.Equal(t, tc.want, events(t, c.server))
		})
	}
}

func acceptOnly(c caller) { acceptIt(c) }

func submitStripe(c caller) {
	c.server.SeedDisputeWith(chargehoundtest.Dispute{ID: "dp_S", Template: "goods", Source: "stripe"})
	c.post("/disputes/dp_S/submit", "")
}

func TestTheShapeOfWebhooks(t *testing.T) {
	t.Parallel()
	c := newCaller(t, chargehoundtest.WithAPIVersion("2016-03-05"))
	c.server.DeliverWebhooksTo(hookURL, "dispute.submitted", "dispute.response.generated")
	id := c.server.SeedDisputeWith(chargehoundtest.Dispute{Template: "goods", Charge: "ch_K31", AccountID: "acct_5", Fields: map[string]any{"parcels": 2}})
	c.server.SendTestWebhook()
	c.post("/disputes/"+id+"/submit", "")

	deliveries := c.server.Deliveries()
	require.Len(t, deliveries, 3)
	require.Equal(t, map[string]any{
		"id": "wh_00000001-c4a2-4e00-9f00-000000000001", "type": "test", "object": "webhook", "livemode": false,
	}, eventOf(t, deliveries[0]))
	require.Equal(t, map[string]any{
		"id": "wh_00000002-c4a2-4e00-9f00-000000000002", "type": "dispute.submitted", "object": "webhook", "livemode": false, "dispute": id,
	}, eventOf(t, deliveries[1]))
	generated := eventOf(t, deliveries[2])
	require.Contains(t, generated["response_url"], "/files/"+id+".pdf?")
	delete(generated, "response_url")
	require.Equal(t, map[string]any{
		"id": "wh_00000003-c4a2-4e00-9f00-000000000003", "type": "dispute.response.generated", "object": "webhook",
		"livemode": false, "dispute": id, "charge": "ch_K31", "account_id": "acct_5", "evidence": map[string]any{"parcels": 2.0},
		"dispute_id": id, "external_charge": "ch_K31", "user_id": "acct_5",
	}, generated)
}

func TestClosedDisputesAreReportedByVersion(t *testing.T) {
	t.Parallel()
	for _, version := range versions {
		t.Run(version, func(t *testing.T) {
			t.Parallel()
			c := newCaller(t, chargehoundtest.WithAPIVersion(version))
			leftOpen := c.server.SeedDisputeWith(chargehoundtest.Dispute{})
			returned := c.server.SeedDisputeWith(chargehoundtest.Dispute{Template: "goods"})
			c.post("/disputes/"+returned+"/submit", "")
			c.server.DeliverWebhooksTo(hookURL)

			require.NoError(t, c.server.Resolve(leftOpen, "lost"))
			require.NoError(t, c.server.Resolve(returned, "won"))

			var closed []string
			for _, d := range c.server.Deliveries() {
				closed = append(closed, eventOf(t, d)["dispute"].(string))
			}
			want := []string{returned}
			if version == "2021-09-15" {
				want = []string{leftOpen, returned}
			}
			require.Equal(t, want, closed)
		})
	}
}
