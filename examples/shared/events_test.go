package shared_test

import (
	"bufio"
	"bytes"
	"context"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"
	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/chargedesk"
	"github.com/chargekit/chargekit-go/chargedesk/chargedesktest"
	"github.com/chargekit/chargekit-go/chargehound"
	"github.com/chargekit/chargekit-go/examples/shared"
)

var (
	_ chargedesk.EventStore  = (*shared.EventStore)(nil)
	_ chargehound.EventStore = (*shared.EventStore)(nil)
)

func eventsWorker(client *redis.Client, name string, out *json.Encoder, in *bufio.Scanner) {
	ctx, store := context.Background(), shared.NewEventStore(client, name)
	me := fmt.Sprint("worker ", os.Getpid())
	for in.Scan() {
		event := in.Text()
		holder, err := store.Claim(ctx, event, me, time.Minute)
		if err == nil && holder == me {
			if err = client.Incr(ctx, "times:"+event).Err(); err == nil {
				err = store.Done(ctx, event, me)
			}
		}
		if err != nil {
			panic(err)
		}
		_ = out.Encode(holder)
	}
}

func TestTwoReplicasHandleEachEventOnce(t *testing.T) {
	t.Parallel()
	server := startRedis(t)
	one, other := server.work(t, "events", "events"), server.work(t, "events", "events")
	for i := range 200 {
		event := fmt.Sprintln("evt", i)
		for _, w := range []*worker{one, other} {
			_, err := w.in.Write([]byte(event))
			require.NoError(t, err)
		}
	}
	client := server.client(t)
	for i := range 200 {
		for _, w := range []*worker{one, other} {
			var holder string
			require.NoError(t, w.out.Decode(&holder))
		}
		times, err := client.Get(t.Context(), fmt.Sprint("times:evt ", i)).Int()
		require.NoError(t, err)
		require.Equal(t, 1, times, "event %d", i)
	}
}

func TestAClaim(t *testing.T) {
	t.Parallel()
	client := startRedis(t).client(t)
	type step struct {
		do     string // what the claim does
		claim  string
		holder string
		err    error
	}
	for name, steps := range map[string][]step{
		"keeps others out": {{"claim", "a", "a", nil}, {"claim", "b", "a", nil}},
		"is extended":      {{"claim", "a", "a", nil}, {"claim", "a", "a", nil}},
		"is released":      {{"claim", "a", "a", nil}, {"release", "a", "", nil}, {"claim", "b", "b", nil}},
		"is not another's to release": {
			{"claim", "a", "a", nil}, {"release", "b", "", nil}, {"claim", "b", "a", nil},
		},
		"is done":                   {{"claim", "a", "a", nil}, {"done", "a", "", nil}, {"claim", "b", "", nil}},
		"that is done can't go":     {{"claim", "a", "a", nil}, {"done", "a", "", nil}, {"release", "a", "", nil}, {"claim", "b", "", nil}},
		"was lost":                  {{"claim", "b", "b", nil}, {"done", "a", "", shared.ErrClaimLost}, {"claim", "b", "", nil}},
		"has ended":                 {{"done", "a", "", shared.ErrClaimLost}, {"claim", "b", "", nil}},
		"of the word handled holds": {{"claim", "handled", "handled", nil}, {"claim", "b", "handled", nil}},
	} {
		t.Run(name, func(t *testing.T) {
			store := shared.NewEventStore(client, name)
			for i, s := range steps {
				holder, err := "", error(nil)
				switch s.do {
				case "claim":
					holder, err = store.Claim(t.Context(), "evt_1", s.claim, time.Hour)
				case "done":
					err = store.Done(t.Context(), "evt_1", s.claim)
				case "release":
					err = store.Release(t.Context(), "evt_1", s.claim)
				}
				require.Equal(t, s.err, err, "step %d", i)
				require.Equal(t, s.holder, holder, "step %d", i)
			}
		})
	}
}

// dyingWorker claims an event for a second and never finishes.
func dyingWorker(client *redis.Client, name string, out *json.Encoder, in *bufio.Scanner) {
	holder, err := shared.NewEventStore(client, name).Claim(context.Background(), "evt_1", "dying", time.Second)
	if err != nil {
		panic(err)
	}
	_ = out.Encode(holder)
	in.Scan()
}

func TestTheEventOfADeadProcessIsHandledAfterItsLease(t *testing.T) {
	t.Parallel()
	server := startRedis(t)
	var holder string
	dying := server.work(t, "dying", "dead")
	require.NoError(t, dying.out.Decode(&holder))
	require.Equal(t, "dying", holder)
	require.NoError(t, dying.process.Process.Kill())

	store := shared.NewEventStore(server.client(t), "dead")
	require.Eventually(t, func() bool {
		holder, err := store.Claim(t.Context(), "evt_1", "next", time.Hour)
		return err == nil && holder == "next"
	}, time.Minute, 100*time.Millisecond)
	require.ErrorIs(t, store.Done(t.Context(), "evt_1", "dying"), shared.ErrClaimLost)
	holder, err := store.Claim(t.Context(), "evt_1", "third", time.Hour)
	require.NoError(t, err)
	require.Empty(t, holder, "handled")
}

func TestAWebhookThatReachesTwoReplicasIsHandledOnce(t *testing.T) {
	t.Parallel()
	server, desk := startRedis(t), chargedesktest.NewTestServer(t)
	var handled atomic.Int32
	token := rand.Text()
	var replicas []http.Handler
	for range 2 {
		replica, err := chargedesk.WebhookHandler(desk.Client(), chargedesk.WebhookConfig{
			Token: token,
			Store: shared.NewEventStore(server.client(t), "replicas"),
		}, func(context.Context, *chargedesk.Delivery) error {
			handled.Add(1)
			return nil
		})
		require.NoError(t, err)
		replicas = append(replicas, replica)
	}
	var statuses [2]int
	shop := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		var both sync.WaitGroup
		for i, replica := range replicas {
			both.Go(func() {
				w, again := httptest.NewRecorder(), r.Clone(r.Context())
				again.Body = io.NopCloser(bytes.NewReader(body))
				replica.ServeHTTP(w, again)
				statuses[i] = w.Code
			})
		}
		both.Wait()
	}))
	t.Cleanup(shop.Close)
	desk.DeliverWebhooksTo(shop.URL+"/"+token, "charge_disputed")
	require.NoError(t, desk.DisputeCharge(desk.SeedCharge("34.00", "USD").ChargeID))

	require.Equal(t, 1, desk.DeliverDue(t.Context()))
	require.Equal(t, [2]int{200, 200}, statuses)
	require.EqualValues(t, 1, handled.Load())
}

func TestTheStoreKeepsNamesApartAndForgetsAfterAWeek(t *testing.T) {
	t.Parallel()
	client := startRedis(t).client(t)
	desk, hound := shared.NewEventStore(client, "desk"), shared.NewEventStore(client, "hound")
	_, err := desk.Claim(t.Context(), "evt_1", "a", time.Hour)
	require.NoError(t, err)
	require.NoError(t, desk.Done(t.Context(), "evt_1", "a"))
	holder, err := hound.Claim(t.Context(), "evt_1", "b", time.Hour)
	require.NoError(t, err)
	require.Equal(t, "b", holder)

	left := map[string]time.Duration{}
	for _, key := range client.Keys(t.Context(), "*").Val() {
		require.NotContains(t, key, "evt_1")
		left[key[:len("chargekit:{desk}")]] = client.TTL(t.Context(), key).Val()
	}
	require.Len(t, left, 2)
	require.InDelta(t, 7*24*time.Hour, left["chargekit:{desk}"], float64(time.Minute))
	require.InDelta(t, time.Hour, left["chargekit:{hound"], float64(time.Minute))
}
