package chargehoundtest_test

import (
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/chargehound/chargehoundtest"
)

func TestARetriedWebhookMayHaveANewID(t *testing.T) {
	t.Parallel()
	clock := newClock()
	end := &receiver{status: http.StatusInternalServerError}
	s := chargehoundtest.NewTestServer(t, chargehoundtest.InMemory(), chargehoundtest.WithClock(clock.read), chargehoundtest.WithNewWebhookIDs(),
		chargehoundtest.WithWebhookClient(&http.Client{Transport: end}))
	s.DeliverWebhooksTo(hookURL)
	s.SeedDisputeWith(chargehoundtest.Dispute{ID: "dp_wh_00000001-c4a2-4e00-9f00-000000000001"})
	s.SendTestWebhook()
	for range 3 {
		require.Equal(t, 2, s.DeliverDue(t.Context()))
		clock.advance(30 * time.Minute)
	}
	require.Len(t, end.ids, 6)
	seen := map[string]bool{}
	for i, id := range end.ids {
		require.Regexp(t, `^wh_[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$`, id)
		require.False(t, seen[id], "no two requests have one id")
		seen[id] = true
		require.Equal(t, i%2 == 0, end.disputes[i] == "dp_wh_00000001-c4a2-4e00-9f00-000000000001", "nothing else is new")
	}
	require.Equal(t, s.Deliveries()[0].ID, end.ids[0], "the first keeps its own")
}
