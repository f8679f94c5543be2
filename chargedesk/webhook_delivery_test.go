package chargedesk_test

import (
	"context"
	"errors"
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
		response := httptest.NewRecorder()
		s.handler.ServeHTTP(response, httptest.NewRequestWithContext(ctx, "POST", "/"+secret, strings.NewReader(body)))
		require.Equal(t, 500, response.Code)
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
type brokenStore struct{ claim, done error }

func (s brokenStore) Claim(_ context.Context, _, claim string, _ time.Duration) (string, error) {
	return claim, s.claim
}

func (s brokenStore) Done(context.Context, string, string) error { return s.done }

func (s brokenStore) Release(context.Context, string, string) error { return nil }

func TestAStoreThatFailsNeitherLosesNorRepeatsWork(t *testing.T) {
	t.Parallel()
	s := newShop(t, chargedesk.WebhookConfig{Store: brokenStore{claim: errors.New("away")}})
	body := chargeEvent("ev_1", "charge_paid", s.fake.SeedCharge("34.00", "USD").ChargeID)
	require.Equal(t, 500, s.post(body), "what can't be looked up is left for later")
	require.Empty(t, s.delivered)

	s = newShop(t, chargedesk.WebhookConfig{Store: brokenStore{done: errors.New("away")}})
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

// counted wraps a store of two instances of a program.
type counted struct {
	chargedesk.EventStore
	claims atomic.Int32
}

func (s *counted) Claim(ctx context.Context, eventID, claim string, lease time.Duration) (string, error) {
	s.claims.Add(1)
	return s.EventStore.Claim(ctx, eventID, claim, lease)
}

func TestTwoInstancesThatShareAStoreHandleAnEventOnce(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		store := &counted{EventStore: webhook.NewMemory()}
		shops := [2]*shop{newShop(t, chargedesk.WebhookConfig{Store: store}), newShop(t, chargedesk.WebhookConfig{Store: store})}
		statuses := make(chan int, 2)
		for _, s := range shops {
			body := chargeEvent("ev_1", "charge_paid", s.fake.SeedCharge("34.00", "USD").ChargeID)
			s.work = func() { time.Sleep(10 * time.Second) }
			go func() { statuses <- s.post(body) }()
		}
		require.Equal(t, []int{200, 200}, []int{<-statuses, <-statuses})
		require.Len(t, append(shops[0].delivered, shops[1].delivered...), 1)
		require.Greater(t, store.claims.Load(), int32(2))
	})
}

func TestAnEventWithoutAnIDIsHandledEachTime(t *testing.T) {
	t.Parallel()
	s := newShop(t, chargedesk.WebhookConfig{})
	body := strings.Replace(chargeEvent("ev_1", "charge_paid", s.fake.SeedCharge("34.00", "USD").ChargeID), `"event_id":"ev_1",`, "", 1)
	require.Equal(t, 200, s.post(body))
	require.Equal(t, 200, s.post(body))
	require.Len(t, s.delivered, 2)
}

func TestADeliveryIsHeldUntilItsClaimIsLost(t *testing.T) {
	t.Parallel()
	require.True(t, new(chargedesk.Delivery).Held(), "one that a test made")
	s := newShop(t, chargedesk.WebhookConfig{})
	require.Equal(t, 200, s.post(chargeEvent("ev_1", "charge_paid", s.fake.SeedCharge("34.00", "USD").ChargeID)))
	require.True(t, s.delivered[0].Held())
}
