package chargeback_test

import (
	"context"
	"fmt"
	"time"

	"github.com/chargekit/chargekit-go/chargeback"
	"github.com/chargekit/chargekit-go/chargeback/chargebacktest"
)

// paced sends at most one request in each interval. It is for one goroutine; see
// golang.org/x/time/rate for more.
type paced struct {
	interval time.Duration
	next     time.Time
}

func (l *paced) Wait(ctx context.Context) error {
	pause := time.NewTimer(time.Until(l.next))
	defer pause.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-pause.C:
		l.next = time.Now().Add(l.interval)
		return nil
	}
}

// Chargeback documents no limit, so a client has no limiter unless it is given one.
func ExampleWithLimiter() {
	server := chargebacktest.NewServer()
	defer server.Close()
	server.SeedOrders(3)
	client := server.Client(chargeback.WithLimiter(&paced{interval: 10 * time.Millisecond}))

	began := time.Now()
	for range 3 {
		if _, err := client.Orders.List(context.Background(), nil); err != nil {
			fmt.Println(err)
			return
		}
	}
	fmt.Println(len(server.Requests()), time.Since(began) >= 20*time.Millisecond)
	// Output: 3 true
}
