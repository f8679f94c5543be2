package chargedesk_test

import (
	"context"
	"errors"
	"fmt"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/chargedesk"
	"github.com/chargekit/chargekit-go/chargedesk/chargedesktest"
	"github.com/chargekit/chargekit-go/internal/webhook"
)

func TestTwoDeliveriesOfAnEventAtOnceAreHandledOnce(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := newShop(t, chargedesk.WebhookConfig{})
		body := chargeEvent("ev_1", "charge_paid", s.fake.SeedCharge("34.00", "USD").ChargeID)
		var work, done atomic.Int32
		s.work = func() {
			work.Add(1)
			time.Sleep(5 * time.Second)
		}
		for range 3 {
			go func() {
				if s.post(body) == 200 {
					done.Add(1)
				}
			}()
		}
		time.Sleep(time.Minute)
		synctest.Wait()
		require.EqualValues(t, 1, work.Load())
		require.EqualValues(t, 3, done.Load())
	})
}

func TestADeliveryWhoseSenderLeavesWhileAnotherIsHandledFails(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := newShop(t, chargedesk.WebhookConfig{})
		body := chargeEvent("ev_1", "charge_paid", s.fake.SeedCharge("34.00", "USD").ChargeID)
		s.work = func() { time.Sleep(time.Minute) }
		go s.post(body)
		synctest.Wait()
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		answer := httptest.NewRecorder()
		s.handler.ServeHTTP(answer, httptest.NewRequestWithContext(ctx, "POST", "/"+secret, strings.NewReader(body)))
		require.Equal(t, 500, answer.Code)
		time.Sleep(2 * time.Minute)
		synctest.Wait()
		require.Len(t, s.delivered, 1)
	})
}

func TestTheFetchGivesUpInTimeForTheSender(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := newShop(t, chargedesk.WebhookConfig{})
		body := chargeEvent("ev_1", "charge_paid", s.fake.SeedCharge("34.00", "USD").ChargeID)
		s.fake.BlockFor(time.Minute)
		started := time.Now()
		require.Equal(t, 500, s.post(body))
		require.Less(t, time.Since(started), 30*time.Second)
	})
}

func TestAPanicOfTheCallersFunctionLeavesTheEventForTheNextDelivery(t *testing.T) {
	t.Parallel()
	s := newShop(t, chargedesk.WebhookConfig{})
	body := chargeEvent("ev_1", "charge_paid", s.fake.SeedCharge("34.00", "USD").ChargeID)
	s.work = func() { panic("a bug") }
	require.Panics(t, func() { s.post(body) })
	s.work = nil
	require.Equal(t, 200, s.post(body))
	require.Len(t, s.delivered, 1)
}

// brokenStore fails where it is told to.
type brokenStore struct{ seen, mark error }

func (s brokenStore) Seen(context.Context, string) (bool, error) { return false, s.seen }

func (s brokenStore) Mark(context.Context, string) error { return s.mark }

func TestAStoreThatFailsNeitherLosesNorRepeatsWork(t *testing.T) {
	t.Parallel()
	s := newShop(t, chargedesk.WebhookConfig{Store: brokenStore{seen: errors.New("away")}})
	body := chargeEvent("ev_1", "charge_paid", s.fake.SeedCharge("34.00", "USD").ChargeID)
	require.Equal(t, 500, s.post(body), "what can't be looked up is left for later")
	require.Empty(t, s.delivered)

	s = newShop(t, chargedesk.WebhookConfig{Store: brokenStore{mark: errors.New("away")}})
	body = chargeEvent("ev_1", "charge_paid", s.fake.SeedCharge("34.00", "USD").ChargeID)
	require.Equal(t, 200, s.post(body), "what is done is done")
	require.Len(t, s.delivered, 1)
}

func TestTheMemoryKeepsEventsForAWeek(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := newShop(t, chargedesk.WebhookConfig{})
		body := chargeEvent("ev_1", "charge_paid", s.fake.SeedCharge("34.00", "USD").ChargeID)
		require.Equal(t, 200, s.post(body))
		time.Sleep(7 * 24 * time.Hour)
		require.Equal(t, 200, s.post(body))
		require.Len(t, s.delivered, 1)
		time.Sleep(time.Second)
		require.Equal(t, 200, s.post(body))
		require.Len(t, s.delivered, 2)
	})
}

func TestTheFakeDeliversAgainUntilTheShopIsUp(t *testing.T) {
	t.Parallel()
	now := newYear
	fake := chargedesktest.NewTestServer(t, chargedesktest.WithClock(func() time.Time { return now }))
	request := fake.SeedPaymentRequest("34.00", "USD")
	handled, up := 0, false
	handler, err := chargedesk.WebhookHandler(fake.Client(), chargedesk.WebhookConfig{Token: secret}, func(context.Context, *chargedesk.Delivery) error {
		if !up {
			return errors.New("not yet")
		}
		handled++
		return nil
	})
	require.NoError(t, err)
	server := httptest.NewServer(handler)
	defer server.Close()
	fake.DeliverWebhooksTo(server.URL+"/"+secret, string(chargedesk.EventTypeChargeRequestPaid))
	require.NoError(t, fake.Pay(request.ChargeID))

	require.Equal(t, 1, fake.DeliverDue(t.Context()))
	now, up = now.Add(time.Hour), true
	require.Equal(t, 1, fake.DeliverDue(t.Context()))
	now = now.Add(time.Hour)
	require.Zero(t, fake.DeliverDue(t.Context()))
	require.Equal(t, 1, handled)
}

func TestTheMemoryIsBounded(t *testing.T) {
	t.Parallel()
	memory := webhook.NewMemory()
	seen := func(i int) bool {
		seen, err := memory.Seen(t.Context(), fmt.Sprint("ev_", i))
		require.NoError(t, err)
		return seen
	}
	for i := range 100_001 {
		require.NoError(t, memory.Mark(t.Context(), fmt.Sprint("ev_", i)))
	}
	require.True(t, seen(1), "the newest 100,000 are remembered")
	require.False(t, seen(0), "the one before is forgotten")
}
