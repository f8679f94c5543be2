package fake_test

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/internal/fake"
)

// receiver is a merchant's webhook endpoint that responds as told.
type receiver struct {
	mu       sync.Mutex
	response func(try int) int // status of the n-th delivery, from 1; 0 = never
	times    []time.Time
	bodies   []string
}

func (r *receiver) ServeHTTP(w http.ResponseWriter, req *http.Request) {
	body, _ := io.ReadAll(req.Body)
	r.mu.Lock()
	r.times = append(r.times, time.Now())
	r.bodies = append(r.bodies, req.Method+" "+req.Header.Get("Content-Type")+" "+string(body))
	status := r.response(len(r.times))
	r.mu.Unlock()
	if status == 0 {
		<-req.Context().Done()
		return
	}
	w.Header().Set("Location", "/elsewhere")
	w.WriteHeader(status)
}

func always(status int) func(int) int { return func(int) int { return status } }

// onFakeClock runs a test in a bubble with an in-memory receiver.
func onFakeClock(t *testing.T, response func(int) int, test func(*testing.T, *receiver, *fake.Deliverer)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		receiver := &receiver{response: response}
		server := fake.New(receiver, fake.Config{InMemory: true})
		defer server.Close()
		test(t, receiver, &fake.Deliverer{Client: server.HTTPClient()})
	})
}

// run lets the deliverer work for a while on the fake clock.
func run(t *testing.T, d *fake.Deliverer, span time.Duration) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), span)
	defer cancel()
	d.Run(ctx)
}

func TestAWebhookIsDeliveredOnce(t *testing.T) {
	onFakeClock(t, always(204), func(t *testing.T, receiver *receiver, d *fake.Deliverer) {
		d.Send("event-1", "paid", "http://merchant.test/hook", []byte(`{"a":1}`))
		require.Empty(t, receiver.times, "Send itself attempts nothing")
		require.Equal(t, 1, d.DeliverDue(t.Context()))
		require.Equal(t, 0, d.DeliverDue(t.Context()))
		require.Equal(t, []string{`POST application/json {"a":1}`}, receiver.bodies)

		done := d.Deliveries()[0]
		require.True(t, done.Done)
		require.True(t, done.Delivered)
		require.Equal(t, "event-1", done.ID)
		require.Equal(t, []fake.Attempt{{Time: time.Now(), Status: 204}}, done.Attempts)
	})
}

func TestRedeliveryForThreeDays(t *testing.T) {
	for _, tt := range []struct {
		interval time.Duration
		tries    int
	}{{time.Hour, 73}, {30 * time.Minute, 145}} {
		t.Run(tt.interval.String(), func(t *testing.T) {
			onFakeClock(t, always(500), func(t *testing.T, receiver *receiver, d *fake.Deliverer) {
				d.Interval = tt.interval
				start := time.Now()
				d.Send("e", "paid", "http://merchant.test/", nil)
				run(t, d, 30*24*time.Hour)

				require.Len(t, receiver.times, tt.tries)
				for i, at := range receiver.times {
					require.Equal(t, start.Add(time.Duration(i)*tt.interval), at)
				}
				given := d.Deliveries()[0]
				require.True(t, given.Done)
				require.False(t, given.Delivered)
				require.Len(t, given.Attempts, tt.tries)
			})
		})
	}
}

func TestADeliveryWithoutAResponseTakesItsTimeout(t *testing.T) {
	onFakeClock(t, func(try int) int { return 200 * (try - 1) }, func(t *testing.T, receiver *receiver, d *fake.Deliverer) {
		start := time.Now()
		d.Send("e", "paid", "http://merchant.test/", nil)
		require.Equal(t, 1, d.DeliverDue(t.Context()))
		require.Equal(t, 30*time.Second, time.Since(start))
		first := d.Deliveries()[0].Attempts[0]
		require.Zero(t, first.Status)
		require.Contains(t, first.Err, context.DeadlineExceeded.Error())

		run(t, d, 24*time.Hour)
		require.Equal(t, []time.Time{start, start.Add(time.Hour)}, receiver.times, "counted from start to start")
		require.True(t, d.Deliveries()[0].Delivered)
	})
}

func TestARedirectIsAFailure(t *testing.T) {
	onFakeClock(t, func(try int) int { return map[int]int{1: 302, 2: 307, 3: 200}[try] }, func(t *testing.T, receiver *receiver, d *fake.Deliverer) {
		d.Send("e", "paid", "http://merchant.test/", nil)
		run(t, d, 24*time.Hour)
		require.Len(t, receiver.times, 3)
		statuses := []int{}
		for _, attempt := range d.Deliveries()[0].Attempts {
			statuses = append(statuses, attempt.Status)
		}
		require.Equal(t, []int{302, 307, 200}, statuses)
	})
}

func TestA410ClosesItsURLOnly(t *testing.T) {
	onFakeClock(t, always(410), func(t *testing.T, receiver *receiver, d *fake.Deliverer) {
		var disabled []string
		d.StopOn410 = true
		d.Disabled = func(url string) {
			disabled = append(disabled, url)
			_ = d.Deliveries() // the callback may use the deliverer
		}
		d.Send("1", "paid", "http://merchant.test/a", nil)
		d.Send("2", "paid", "http://merchant.test/a", nil)
		d.Send("3", "paid", "http://merchant.test/b", nil)
		require.Equal(t, 2, d.DeliverDue(t.Context()))
		require.Equal(t, []string{"http://merchant.test/a", "http://merchant.test/b"}, disabled)
		for _, delivery := range d.Deliveries() {
			require.True(t, delivery.Done)
			require.False(t, delivery.Delivered)
		}
	})
}

func TestWithoutStopOn410ItIsAFailureLikeOthers(t *testing.T) {
	onFakeClock(t, always(410), func(t *testing.T, receiver *receiver, d *fake.Deliverer) {
		d.Send("1", "paid", "http://merchant.test/", nil)
		run(t, d, 2*time.Hour+time.Second)
		require.Len(t, receiver.times, 3)
	})
}

func TestAHandDrivenClock(t *testing.T) {
	onFakeClock(t, always(500), func(t *testing.T, receiver *receiver, d *fake.Deliverer) {
		now := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
		d.Clock = func() time.Time { return now }
		d.Send("e", "paid", "http://merchant.test/", nil)
		for _, step := range []struct {
			advance  time.Duration
			attempts int
		}{
			{0, 1},
			{59 * time.Minute, 0},
			{time.Minute, 1},
			{10 * time.Hour, 1}, // missed attempts are not made up for
			{61 * time.Hour, 1}, // exactly three days
			{time.Hour, 0},      // given up
		} {
			now = now.Add(step.advance)
			require.Equal(t, step.attempts, d.DeliverDue(t.Context()), "at %s", now)
		}
		require.True(t, d.Deliveries()[0].Done)
	})
}

func TestAClockBeyondTheEndGivesUpWithoutAnAttempt(t *testing.T) {
	onFakeClock(t, always(500), func(t *testing.T, receiver *receiver, d *fake.Deliverer) {
		d.Send("e", "paid", "http://merchant.test/", nil)
		<-time.After(72*time.Hour + 1)
		require.Zero(t, d.DeliverDue(t.Context()))
		require.True(t, d.Deliveries()[0].Done)
	})
}

func TestSendWakesRun(t *testing.T) {
	onFakeClock(t, always(200), func(t *testing.T, receiver *receiver, d *fake.Deliverer) {
		ctx, cancel := context.WithCancel(t.Context())
		ended := make(chan struct{})
		go func() {
			d.Run(ctx)
			close(ended)
		}()
		for i := range 5 {
			<-time.After(time.Minute)
			d.Send(fmt.Sprint(i), "paid", "http://merchant.test/", nil)
			synctest.Wait()
			require.Len(t, receiver.times, i+1, "delivered without the clock moving")
		}
		cancel()
		<-ended
	})
}

func TestRunKeepsTheTimesOfSeveralDeliveries(t *testing.T) {
	onFakeClock(t, always(500), func(t *testing.T, receiver *receiver, d *fake.Deliverer) {
		ctx, cancel := context.WithTimeout(t.Context(), 90*time.Minute)
		defer cancel()
		start := time.Now()
		d.Send("1", "paid", "http://merchant.test/", nil)
		time.AfterFunc(20*time.Minute, func() { d.Send("2", "paid", "http://merchant.test/", nil) })
		d.Run(ctx)
		minutes := []float64{}
		for _, at := range receiver.times {
			minutes = append(minutes, at.Sub(start).Minutes())
		}
		require.Equal(t, []float64{0, 20, 60, 80}, minutes)
	})
}

func TestSendCopiesItsBody(t *testing.T) {
	onFakeClock(t, always(200), func(t *testing.T, receiver *receiver, d *fake.Deliverer) {
		body := []byte("{1}")
		d.Send("e", "paid", "http://merchant.test/", body)
		body[1] = '2'
		d.DeliverDue(t.Context())
		require.Equal(t, []string{"POST application/json {1}"}, receiver.bodies)
	})
}

func TestDeliverDueEndsWithItsContext(t *testing.T) {
	onFakeClock(t, always(200), func(t *testing.T, receiver *receiver, d *fake.Deliverer) {
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		d.Send("e", "paid", "http://merchant.test/", nil)
		require.Zero(t, d.DeliverDue(ctx))
		require.False(t, d.Deliveries()[0].Done)
	})
}

func TestTheDefaultClientOverLoopback(t *testing.T) {
	hook := &receiver{response: func(try int) int { return map[int]int{1: 302, 2: 200}[try] }}
	server := httptest.NewServer(hook)
	defer server.Close()
	now := time.Now()
	d := &fake.Deliverer{Clock: func() time.Time { return now }}
	d.Send("e", "paid", server.URL, []byte("{}"))
	d.Send("bad", "paid", "http://[broken", nil)
	require.Equal(t, 2, d.DeliverDue(t.Context()))
	now = now.Add(time.Hour)
	require.Equal(t, 2, d.DeliverDue(t.Context()))
	require.Len(t, hook.times, 2)
	require.True(t, d.Deliveries()[0].Delivered)
	require.NotEmpty(t, d.Deliveries()[1].Attempts[0].Err)
}

type roundTrip func(*http.Request) (*http.Response, error)

func (f roundTrip) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

func TestOnlyDoneDeliveriesAreForgotten(t *testing.T) {
	d := &fake.Deliverer{Client: &http.Client{Transport: roundTrip(func(r *http.Request) (*http.Response, error) {
		response := httptest.NewRecorder()
		if r.URL.Host != "merchant.test" {
			response.WriteHeader(http.StatusServiceUnavailable)
		}
		return response.Result(), nil
	})}}
	for i := range fake.MaxDeliveries {
		url := "http://down.test/"
		if i == 1 || i == 2 {
			url = "http://merchant.test/"
		}
		d.Send(fmt.Sprint(i), "paid", url, nil)
	}
	require.Equal(t, fake.MaxDeliveries, d.DeliverDue(t.Context()))
	for i := range 4 {
		d.Send(fmt.Sprint("new", i), "paid", "http://merchant.test/", nil)
	}
	kept := d.Deliveries()
	require.Len(t, kept, fake.MaxDeliveries+2)
	require.Equal(t, "0", kept[0].ID)
	require.Equal(t, "3", kept[1].ID)
}

func TestParallelSendsAndDeliveries(t *testing.T) {
	onFakeClock(t, always(200), func(t *testing.T, receiver *receiver, d *fake.Deliverer) {
		var work sync.WaitGroup
		for range 4 {
			work.Go(func() {
				for i := range 20 {
					d.Send(fmt.Sprint(i), "paid", "http://merchant.test/", []byte("{}"))
					d.DeliverDue(t.Context())
					_ = d.Deliveries()
				}
			})
		}
		work.Wait()
		require.Len(t, receiver.times, 80, "each delivered exactly once")
	})
}
