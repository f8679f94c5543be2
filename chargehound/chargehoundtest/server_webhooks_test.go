package chargehoundtest_test

import (
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/chargehound/chargehoundtest"
)

func TestWebhooksOfUnknownEventsAreRejected(t *testing.T) {
	t.Parallel()
	s := chargehoundtest.NewTestServer(t)
	for _, name := range []string{"dispute_created", "", "2021-09-15"} {
		t.Run(name, func(t *testing.T) {
			require.PanicsWithValue(t, `chargehoundtest.DeliverWebhooksTo: there is no event "`+name+`"`, func() {
				s.DeliverWebhooksTo("https://shop.example.com/hook", "dispute.created", name)
			})
		})
	}
	s.DeliverWebhooksTo("https://shop.example.com/hook", "dispute.created")
}

func TestWebhooksAreRetriedEveryHalfHourForThreeDays(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		end := &receiver{status: http.StatusFound}
		s := chargehoundtest.NewTestServer(t, chargehoundtest.InMemory(), chargehoundtest.WithWebhookClient(&http.Client{Transport: end}))
		s.DeliverWebhooksTo(hookURL)
		began := time.Now()
		s.SendTestWebhook()
		ctx, cancel := context.WithTimeout(t.Context(), 80*time.Hour)
		defer cancel()

		s.RunWebhooks(ctx)

		require.Len(t, end.times, 145, "at 0:00, 0:30 ... 72:00")
		for i, at := range end.times {
			require.Equal(t, time.Duration(i)*30*time.Minute, at.Sub(began))
			require.Equal(t, end.ids[0], end.ids[i], "the same id")
		}
		delivery := s.Deliveries()[0]
		require.True(t, delivery.Done)
		require.False(t, delivery.Delivered)
		require.Equal(t, 302, delivery.Attempts[144].Status, "a redirect is a failure, and is not followed")
	})
}

func TestADeliveredWebhookIsNotRetried(t *testing.T) {
	t.Parallel()
	clock := newClock()
	end := &receiver{status: http.StatusInternalServerError}
	s := chargehoundtest.NewTestServer(t, chargehoundtest.InMemory(), chargehoundtest.WithClock(clock.read),
		chargehoundtest.WithWebhookClient(&http.Client{Transport: end}))
	s.DeliverWebhooksTo(hookURL)
	s.SendTestWebhook()

	require.Equal(t, 1, s.DeliverDue(t.Context()))
	end.status = http.StatusNoContent
	clock.advance(29 * time.Minute)
	require.Equal(t, 0, s.DeliverDue(t.Context()), "not due yet")
	clock.advance(time.Minute)
	require.Equal(t, 1, s.DeliverDue(t.Context()))
	clock.advance(time.Hour)
	require.Equal(t, 0, s.DeliverDue(t.Context()))
	require.True(t, s.Deliveries()[0].Delivered)
}

func TestAHandlerMayReadTheDisputeItIsToldOf(t *testing.T) {
	t.Parallel()
	s := chargehoundtest.NewTestServer(t)
	states := make(chan string, 1)
	shop := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var event struct{ Dispute string }
		if err := json.NewDecoder(r.Body).Decode(&event); err == nil {
			states <- caller{t: t, server: s}.state(event.Dispute)
		}
	}))
	defer shop.Close()
	s.DeliverWebhooksTo(shop.URL, "dispute.created")

	s.SeedDispute("ch_K31", 7340, "EUR", "fraudulent")

	require.Equal(t, 1, s.DeliverDue(t.Context()))
	require.Equal(t, "needs_response", <-states)
	require.True(t, strings.HasPrefix(s.Deliveries()[0].ID, "wh_"))
}
