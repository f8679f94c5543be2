package chargehoundtest_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/chargehound/chargehoundtest"
)

func TestASnapshotRestoresEverything(t *testing.T) {
	t.Parallel()
	clock := newClock()
	c := newCaller(t, chargehoundtest.WithClock(clock.read), chargehoundtest.WithAPIVersion("2020-02-28"))
	c.server.AddTemplate("travel", "flight")
	c.server.SetFieldKind("flight", chargehoundtest.KindNumber)
	c.server.RequireReview("dp_late")
	c.server.DeliverWebhooksTo(hookURL, "dispute.closed")
	c.post("/disputes", newDispute("dp_7Q", `"template":"travel","fields":{"big":12345678901234567890},"products":[{"name":"Lamp","quantity":"2 pcs","amount":0}],`))
	queued := c.server.SeedDisputeWith(chargehoundtest.Dispute{State: "warning_needs_response", Template: "goods"})
	c.put("/disputes/"+queued, `{"queue":true}`)
	c.server.SeedDisputeWith(chargehoundtest.Dispute{State: "under_review", Template: "goods"})
	saved, err := c.server.Snapshot()
	require.NoError(t, err)

	other := newCaller(t, chargehoundtest.WithClock(clock.read))
	gone := other.server.SeedDispute("ch_1", 1, "usd", "general")
	other.server.SeedDisputeWith(chargehoundtest.Dispute{State: "queued", Template: "goods"})
	require.NoError(t, other.server.Restore(saved))

	again, err := other.server.Snapshot()
	require.NoError(t, err)
	require.JSONEq(t, string(saved), string(again))
	require.Equal(t, c.get("/disputes").raw, other.get("/disputes").raw)
	require.Contains(t, other.get("/disputes/dp_7Q").raw, `"big":12345678901234567890`)
	require.Equal(t, "dispute_not_found", c.get("/disputes/"+gone+"x").errorType())
	require.Equal(t, "invalid_fields", other.put("/disputes/dp_7Q", `{"fields":{"flight":"LH1"}}`).errorType())
	require.Equal(t, "missing_fields", other.post("/disputes/dp_7Q/submit", "").errorType())
	require.Equal(t, "requires_review", other.post("/disputes", newDispute("dp_late", "")).text("state"))
	clock.advance(48 * time.Hour)
	require.Equal(t, "submitted", other.state(queued))
	require.NoError(t, other.server.MarkUnderReview(queued))
	require.Equal(t, "warning_under_review", other.state(queued), "it is still an inquiry")
	require.NoError(t, other.server.Resolve(queued, "won"))
	require.Equal(t, []string{"dispute.closed"}, events(t, other.server))
	require.Equal(t, "dp_fake_3", other.server.SeedDispute("ch_2", 1, "usd", "general"), "ids go on")

	before, err := other.server.Snapshot()
	require.NoError(t, err)
	head := `{"vendor":"chargehound","version":1,"templates":{},"field_kinds":{},"review":{}`
	for _, bad := range []string{
		``, `[]`, `{}`, `null`, `{"vendor":"chargehound","version":1}`, head + `,"disputes":[null]}`, head + `,"disputes":[{}]}`,
		strings.Replace(head, "chargehound", "chargeback", 1) + `}`, strings.Replace(head, "1", "2", 1) + `}`,
	} {
		t.Run(bad, func(t *testing.T) {
			require.Error(t, other.server.Restore([]byte(bad)))
		})
	}
	after, err := other.server.Snapshot()
	require.NoError(t, err)
	require.Equal(t, before, after)
	require.NoError(t, other.server.Restore([]byte(head+`}`)))
}
