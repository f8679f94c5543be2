package chargedesk_test

import (
	"context"
	"fmt"
	"net/http"

	"github.com/chargekit/chargekit-go/chargedesk"
	"github.com/chargekit/chargekit-go/chargedesk/chargedesktest"
)

// transport is an [http.RoundTripper] made of a function.
type transport func(*http.Request) (*http.Response, error)

func (do transport) RoundTrip(req *http.Request) (*http.Response, error) { return do(req) }

// Attempts are counted by route, without ids.
func ExampleWithMiddleware() {
	fake := chargedesktest.NewServer()
	defer fake.Close()
	paid := fake.SeedCharge("34.00", "USD")
	count := func(next http.RoundTripper) http.RoundTripper {
		return transport(func(req *http.Request) (*http.Response, error) {
			resp, err := next.RoundTrip(req)
			fmt.Println(req.Method, chargedesk.RouteFromContext(req.Context()), err)
			return resp, err
		})
	}
	desk := fake.Client(chargedesk.WithMiddleware(count))

	if _, err := desk.Charges.Get(context.Background(), paid.ChargeID); err != nil {
		fmt.Println(err)
	}
	// Output: GET /charges/{charge_id} <nil>
}
