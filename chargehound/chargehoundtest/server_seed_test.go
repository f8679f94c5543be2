package chargehoundtest_test

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/chargehound/chargehoundtest"
)

func TestAStateThatIsNoneCantBeSeeded(t *testing.T) {
	t.Parallel()
	c := newCaller(t)
	require.PanicsWithValue(t, `chargehoundtest: there is no state "sumbitted"`, func() { c.server.SeedDisputeWith(chargehoundtest.Dispute{State: "sumbitted"}) })
	require.Empty(t, c.server.Counts(), "and nothing was")
	lenient := newCaller(t, chargehoundtest.WithLenience())
	require.Equal(t, "of_tomorrow", lenient.state(lenient.server.SeedDisputeWith(chargehoundtest.Dispute{State: "of_tomorrow"})))
}

func TestSeedsAreWhatTheyAreSaidToBe(t *testing.T) {
	t.Parallel()
	clock := newClock()
	c := newCaller(t, chargehoundtest.WithClock(clock.read))
	id := c.server.SeedDispute("ch_K31", 7340, "EUR", "product_not_received")
	d, _ := c.server.Dispute(id)
	require.Equal(t, chargehoundtest.Dispute{
		ID: "dp_fake_1", State: "needs_response", Reason: "product_not_received", Source: "api", Processor: "stripe",
		Charge: "ch_K31", Amount: 7340, Currency: "eur", Account: "default", Fields: map[string]any{},
		ChargedAt: clock.now.AddDate(0, 0, -30), DisputedAt: clock.now.AddDate(0, 0, -1), DueBy: clock.now.AddDate(0, 0, 14),
	}, d)

	c.server.SeedDisputeWith(chargehoundtest.Dispute{ID: id, State: "queued", Template: "goods"})
	require.Equal(t, []string{id}, idsOf(c.get("/disputes")), "replaced")
	c.server.DeliverWebhooksTo(hookURL)
	c.server.SeedDisputeWith(chargehoundtest.Dispute{ID: id, Fields: map[string]any{"n": uint8(7), "big": json.Number("12345678901234567890"), "f": func() {}}})
	clock.advance(72 * time.Hour)
	d, _ = c.server.Dispute(id)
	require.Equal(t, "needs_response", d.State)
	require.Equal(t, []string{"dispute.created"}, events(t, c.server), "the queued one is forgotten")
	require.Equal(t, map[string]any{"n": int64(7), "big": json.Number("12345678901234567890"), "f": nil}, d.Fields)
}

func TestAnIDThatIsTakenIsNotGivenAway(t *testing.T) {
	t.Parallel()
	c := newCaller(t)
	c.server.SeedDisputeWith(chargehoundtest.Dispute{ID: "dp_fake_2"})
	require.Equal(t, []string{"dp_fake_3"}, c.server.SeedDisputes(1))
	require.Equal(t, map[string]int{"needs_response": 2}, c.server.Counts())
}
