package chargedesktest_test

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/chargedesk/chargedesktest"
)

// receiver is a merchant's endpoint with scripted responses; the last one stays.
type receiver struct {
	mu       sync.Mutex
	statuses []int
	got      []string
	after    []time.Duration
	start    time.Time
}

func (r *receiver) ServeHTTP(w http.ResponseWriter, req *http.Request) {
	body, _ := io.ReadAll(req.Body)
	r.mu.Lock()
	defer r.mu.Unlock()
	r.got = append(r.got, req.Method+" "+req.Header.Get("Content-Type")+" "+string(body))
	r.after = append(r.after, time.Since(r.start))
	status := r.statuses[0]
	if len(r.statuses) > 1 {
		r.statuses = r.statuses[1:]
	}
	if status == 302 {
		http.Redirect(w, req, "/elsewhere", status)
		return
	}
	w.WriteHeader(status)
}

// hooked is an in-memory desk inside a bubble with a receiver for charge_new.
func hooked(t *testing.T, statuses ...int) (*desk, *receiver) {
	t.Helper()
	r := &receiver{statuses: statuses, start: time.Now()}
	client := &http.Client{Transport: roundTrip(func(req *http.Request) (*http.Response, error) {
		w := httptest.NewRecorder()
		r.ServeHTTP(w, req)
		return w.Result(), nil
	})}
	s := chargedesktest.NewTestServer(t, chargedesktest.InMemory(), chargedesktest.WithWebhookClient(client))
	s.DeliverWebhooksTo("https://shop.example.com/hook", "charge_refunded")
	return &desk{s, t}, r
}

type roundTrip func(*http.Request) (*http.Response, error)

func (f roundTrip) RoundTrip(req *http.Request) (*http.Response, error) { return f(req) }

func (d *desk) refundOne() {
	d.post("/gateway/charges/"+d.SeedCharge("5", "USD").ChargeID+"/refund", "")
}

func TestDeliveriesAreRetriedHourlyUntilTheySucceed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d, r := hooked(t, 500, 302, 404, 204)
		ctx, cancel := context.WithCancel(t.Context())
		d.refundOne()
		go d.RunWebhooks(ctx)
		time.Sleep(100 * time.Hour)
		cancel()
		synctest.Wait()
		require.Equal(t, []time.Duration{0, time.Hour, 2 * time.Hour, 3 * time.Hour}, r.after)
		require.Contains(t, r.got[0], "POST application/json {\"event_id\":\"ev_1\"")
		require.Equal(t, r.got[0], r.got[3], "every attempt is the same")
		delivery := d.Deliveries()[0]
		require.True(t, delivery.Done)
		require.True(t, delivery.Delivered)
		require.Equal(t, []int{500, 302, 404, 204}, []int{
			delivery.Attempts[0].Status, delivery.Attempts[1].Status, delivery.Attempts[2].Status, delivery.Attempts[3].Status,
		})
		d.Close()
	})
}

func TestDeliveriesAreGivenUpAfterThreeDays(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d, r := hooked(t, 500)
		d.refundOne()
		for range 100 {
			d.DeliverDue(t.Context())
			time.Sleep(time.Hour)
		}
		require.Len(t, r.got, 73)
		require.Equal(t, 72*time.Hour, r.after[72])
		require.True(t, d.Deliveries()[0].Done)
		require.False(t, d.Deliveries()[0].Delivered)
		d.Close()
	})
}

func TestAResponseOf410EndsTheWebhook(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d, r := hooked(t, 500, 410)
		d.DeliverWebhooksTo("https://other.example.com/hook", "charge_deleted")
		d.refundOne()
		d.refundOne()
		require.Equal(t, 2, d.DeliverDue(t.Context()), "the 410 came second")
		require.Equal(t, 1, d.Counts()["webhooks"], "the other one is left")
		time.Sleep(time.Hour)
		require.Zero(t, d.DeliverDue(t.Context()))
		d.refundOne()
		require.Len(t, d.Deliveries(), 2)
		require.Len(t, r.got, 2)
		d.Close()
	})
}

func TestADeliveryWaitsThirtySeconds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		client := &http.Client{Transport: roundTrip(func(req *http.Request) (*http.Response, error) {
			<-req.Context().Done()
			return nil, req.Context().Err()
		})}
		s := chargedesktest.NewTestServer(t, chargedesktest.InMemory(), chargedesktest.WithWebhookClient(client))
		s.DeliverWebhooksTo("http://slow.example.com/")
		require.NoError(t, s.DisputeCharge(s.SeedCharge("5", "USD").ChargeID))
		start := time.Now()
		require.Equal(t, 2, s.DeliverDue(t.Context()))
		require.Equal(t, time.Minute, time.Since(start))
		require.Zero(t, s.Deliveries()[0].Attempts[0].Status)
		require.NotEmpty(t, s.Deliveries()[0].Attempts[0].Err)
		s.Close()
	})
}

func TestAReceiverMayCallTheServerBack(t *testing.T) {
	t.Parallel()
	d := open(t)
	var status any
	hook := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		status = d.get("/charges/ch_1")["status"]
	}))
	t.Cleanup(hook.Close)
	d.DeliverWebhooksTo(hook.URL, "charge_refunded")
	d.refundOne()
	require.Equal(t, 1, d.DeliverDue(t.Context()))
	require.Equal(t, "refunded", status)
}
