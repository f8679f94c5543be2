package chargedesk_test

import (
	"context"
	"errors"
	"fmt"
	"sync/atomic"

	"github.com/chargekit/chargekit-go/chargedesk"
	"github.com/chargekit/chargekit-go/chargedesk/chargedesktest"
)

// nightly lets at most a number of requests leave in one run of a job.
type nightly struct{ left atomic.Int64 }

func (l *nightly) Wait(context.Context) error {
	if l.left.Add(-1) < 0 {
		return errors.New("enough for tonight")
	}
	return nil
}

// A limiter of your own decides about every request. What it rejects is not sent.
func ExampleWithLimiter() {
	fake := chargedesktest.NewServer()
	defer fake.Close()
	limiter := &nightly{}
	limiter.left.Store(2)
	desk := fake.Client(chargedesk.WithLimiter(limiter))

	for range 3 {
		_, err := desk.Charges.List(context.Background(), nil)
		fmt.Println(err == nil, errors.Is(err, chargedesk.ErrNotSent))
	}
	fmt.Println("requests:", len(fake.Requests()))
	// Output:
	// true false
	// true false
	// false true
	// requests: 2
}
