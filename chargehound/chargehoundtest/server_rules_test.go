package chargehoundtest_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/chargehound/chargehoundtest"
)

func TestRulesSeeTheDispute(t *testing.T) {
	t.Parallel()
	c := newCaller(t)
	c.server.ReviewWhen(func(d chargehoundtest.Dispute) bool { return d.Amount > 10_000 })
	c.server.AcceptWhen(func(d chargehoundtest.Dispute) bool { return d.Fields["parcels"] == int64(0) })
	small := c.server.SeedDisputeWith(chargehoundtest.Dispute{Amount: 10_000, Template: "goods"})
	large := c.server.SeedDisputeWith(chargehoundtest.Dispute{Amount: 10_001, Template: "goods"})
	require.Equal(t, "needs_response", c.state(small))
	require.Equal(t, "requires_review", c.state(large))

	require.Equal(t, "accepted", c.put("/disputes/"+small, `{"fields":{"parcels":0}}`).text("state"))
	require.Equal(t, 202, c.post("/disputes/"+large+"/submit", `{"fields":{"order_id":"ord_1042"}}`).status)
	kept, _ := c.server.Dispute(large)
	require.Equal(t, map[string]any{"order_id": "ord_1042"}, kept.Fields, "the data of a held submit is kept")

	given := c.server.SeedDisputeWith(chargehoundtest.Dispute{Amount: 10_001, Fields: map[string]any{"parcels": 0}})
	require.Equal(t, "accepted", c.state(given), "what is given up needs no review")

	c.server.RequireReview("dp_late")
	require.Equal(t, "requires_review", c.post("/disputes", newDispute("dp_late", "")).text("state"))
}
