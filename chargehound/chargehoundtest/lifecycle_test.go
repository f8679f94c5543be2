package chargehoundtest_test

import (
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/chargehound/chargehoundtest"
)

func TestAQueuedDisputeIsSubmittedWhenItsTimeComes(t *testing.T) {
	t.Parallel()
	for _, version := range versions {
		t.Run(version, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				c := newCaller(t, chargehoundtest.WithQueueDelay(6*time.Hour)).in(version)
				id := c.server.SeedDisputeWith(chargehoundtest.Dispute{Template: "goods", DueBy: time.Now().AddDate(0, 0, 5)})
				due := time.Now().Add(6 * time.Hour)
				require.Equal(t, 202, c.post("/disputes/"+id+"/submit", `{"queue":true}`).status)

				time.Sleep(6*time.Hour - time.Second)
				require.Equal(t, "queued", c.state(id))
				time.Sleep(time.Minute)

				a := c.get("/disputes/" + id)
				require.Equal(t, "submitted", a.text("state"))
				require.Equal(t, due.UTC().Format("2006-01-02T15:04:05"), a.text("submitted_at"), "its own time, not that of the look")
				require.Equal(t, "1", number(a, "submitted_count"))
			})
		})
	}
}

func TestAQueuedDisputeIsSubmittedBeforeItIsDue(t *testing.T) {
	t.Parallel()
	clock := newClock()
	c := newCaller(t, chargehoundtest.WithClock(clock.read), chargehoundtest.WithQueueDelay(10*24*time.Hour))
	id := c.server.SeedDisputeWith(chargehoundtest.Dispute{Template: "goods", DueBy: clock.now.Add(2 * time.Hour)})
	require.Equal(t, 202, c.put("/disputes/"+id, `{"queue":true}`).status)

	clock.advance(3 * time.Hour)

	a := c.get("/disputes/" + id)
	require.Equal(t, "submitted", a.text("state"))
	require.Equal(t, "2026-02-02T10:29:00", a.text("submitted_at"), "a minute before it was due at 10:30:00")
}

func TestADisputeQueuedInItsLastMinuteGoesOutAtOnce(t *testing.T) {
	t.Parallel()
	clock := newClock()
	c := newCaller(t, chargehoundtest.WithClock(clock.read))
	id := c.server.SeedDisputeWith(chargehoundtest.Dispute{Template: "goods", DueBy: clock.now.Add(30 * time.Second)})
	require.Equal(t, "queued", c.put("/disputes/"+id, `{"queue":true}`).text("state"))

	a := c.get("/disputes/" + id)

	require.Equal(t, "submitted", a.text("state"))
	require.Equal(t, "2026-02-02T08:30:00", a.text("submitted_at"), "not before it was queued")
}

func TestAQueuedDisputeTakesUpdatesAndKeepsItsTime(t *testing.T) {
	t.Parallel()
	clock := newClock()
	c := newCaller(t, chargehoundtest.WithClock(clock.read))
	id := c.server.SeedDisputeWith(chargehoundtest.Dispute{Template: "goods"})
	c.put("/disputes/"+id, `{"queue":true}`)
	clock.advance(23 * time.Hour)

	require.Equal(t, 202, c.put("/disputes/"+id, `{"queue":true,"fields":{"order_id":"ord_1042"}}`).status)
	clock.advance(time.Hour)

	a := c.get("/disputes/" + id)
	require.Equal(t, "submitted", a.text("state"))
	require.Equal(t, "2026-02-03T08:30:00", a.text("submitted_at"))
	require.Equal(t, map[string]any{"order_id": "ord_1042"}, a.body["fields"])
}

func TestAQueuedDisputeThatBecameIncompleteIsOpenAgain(t *testing.T) {
	t.Parallel()
	clock := newClock()
	c := newCaller(t, chargehoundtest.WithClock(clock.read))
	c.server.AddTemplate("goods")
	c.server.AddTemplate("travel", "flight")
	id := c.server.SeedDisputeWith(chargehoundtest.Dispute{State: "warning_needs_response", Template: "goods"})
	c.put("/disputes/"+id, `{"queue":true}`)
	require.Equal(t, 200, c.put("/disputes/"+id, `{"template":"travel"}`).status)

	clock.advance(25 * time.Hour)

	require.Equal(t, "warning_needs_response", c.state(id))
	stored, _ := c.server.Dispute(id)
	require.Zero(t, stored.Submissions)
}

func TestQueuedDisputesGoOutInOrder(t *testing.T) {
	t.Parallel()
	clock := newClock()
	c := newCaller(t, chargehoundtest.WithClock(clock.read))
	c.server.DeliverWebhooksTo("http://127.0.0.1:1/hook", "dispute.submitted")
	soon := c.server.SeedDisputeWith(chargehoundtest.Dispute{ID: "dp_soon", Template: "goods", State: "queued", DueBy: clock.now.Add(time.Hour)})
	for _, id := range []string{"dp_1", "dp_2"} {
		c.server.SeedDisputeWith(chargehoundtest.Dispute{ID: id, Template: "goods", State: "queued"})
	}
	c.server.SeedDisputeWith(chargehoundtest.Dispute{ID: "dp_sooner", Template: "goods", State: "queued", DueBy: clock.now.Add(30 * time.Minute)})

	clock.advance(48 * time.Hour)

	require.Equal(t, map[string]int{"submitted": 4}, c.server.Counts())
	require.Equal(t, "submitted", c.state(soon))
	var order []string
	for _, d := range c.server.Deliveries() {
		order = append(order, eventOf(t, d)["dispute"].(string))
	}
	require.Equal(t, []string{"dp_sooner", "dp_soon", "dp_1", "dp_2"}, order)
}

func TestADisputeIsOverdueAfterItsDueDateOnly(t *testing.T) {
	t.Parallel()
	clock := newClock()
	c := newCaller(t, chargehoundtest.WithClock(clock.read))
	due := clock.now.Add(time.Hour)
	for _, id := range []string{"dp_at", "dp_after"} {
		c.server.SeedDisputeWith(chargehoundtest.Dispute{ID: id, Template: "goods", DueBy: due})
	}

	clock.advance(time.Hour)
	require.Equal(t, 201, c.post("/disputes/dp_at/submit", "").status)
	clock.advance(time.Second)
	require.Equal(t, "dispute_overdue", c.post("/disputes/dp_after/submit", "").errorType())
}
