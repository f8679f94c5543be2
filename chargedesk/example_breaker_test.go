package chargedesk_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"

	"github.com/chargekit/chargekit-go/chargedesk"
)

// breaker is a circuit breaker that is open.
type breaker struct{}

func (breaker) RoundTrip(*http.Request) (*http.Response, error) {
	return nil, fmt.Errorf("ChargeDesk is down: %w", chargedesk.ErrNotSent)
}

// Middleware that sends nothing says so, and nothing has to be looked up.
func ExampleWithMiddleware_reject() {
	desk, err := chargedesk.New("sk_test_shop", chargedesk.WithMiddleware(func(http.RoundTripper) http.RoundTripper {
		return breaker{}
	}))
	if err != nil {
		fmt.Println(err)
		return
	}
	_, err = desk.Gateway.RefundInFull(context.Background(), "ch_7Q", nil)
	fmt.Println(errors.Is(err, chargedesk.ErrNotSent), errors.Is(err, chargedesk.ErrOutcomeUnknown))
	// Output: true false
}
