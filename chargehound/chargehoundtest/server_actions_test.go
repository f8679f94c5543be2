package chargehoundtest_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/chargehound/chargehoundtest"
)

func TestTheProcessorMovesDisputes(t *testing.T) {
	t.Parallel()
	for _, version := range versions {
		t.Run(version, func(t *testing.T) {
			t.Parallel()
			walkProcessorRows(t, version)
		})
	}
}

func walkProcessorRows(t *testing.T, version string) {
	clock := newClock()
	c := newCaller(t, chargehoundtest.WithClock(clock.read), chargehoundtest.WithAPIVersion(version))
	for _, opened := range []struct{ state, reviewed string }{
		{"needs_response", "under_review"}, {"warning_needs_response", "warning_under_review"},
	} {
		for _, outcome := range []string{"won", "lost", "warning_closed", "charge_refunded"} {
			id := c.server.SeedDisputeWith(chargehoundtest.Dispute{State: opened.state, Template: "goods"})
			require.Error(t, c.server.MarkUnderReview(id), "not submitted yet")
			require.Equal(t, 201, c.post("/disputes/"+id+"/submit", "").status)
			require.NoError(t, c.server.MarkUnderReview(id))
			require.Equal(t, opened.reviewed, c.state(id))
			clock.advance(time.Hour)
			require.NoError(t, c.server.Resolve(id, outcome))
			a := c.get("/disputes/" + id)
			require.Equal(t, outcome, a.text("state"))
			require.Equal(t, clock.now.Format("2006-01-02T15:04:05"), a.text("closed_at"))
			require.Error(t, c.server.Resolve(id, "won"), "it has ended")

			leftOpen := c.server.SeedDisputeWith(chargehoundtest.Dispute{State: opened.state})
			require.NoError(t, c.server.Resolve(leftOpen, outcome))
			require.Equal(t, outcome, c.state(leftOpen))
		}
	}
	require.Error(t, c.server.Resolve("dp_none", "won"))
	require.Error(t, c.server.Resolve(c.server.SeedDispute("ch_1", 100, "usd", "general"), "submitted"))
}
