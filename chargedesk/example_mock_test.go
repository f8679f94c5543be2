package chargedesk_test

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"strings"

	"github.com/chargekit/chargekit-go/chargedesk"
)

// mock is a ChargeDesk that has one charge.
type mock struct{}

func (mock) RoundTrip(req *http.Request) (*http.Response, error) {
	return &http.Response{
		StatusCode: 200,
		Header:     http.Header{"Content-Type": {"application/json"}},
		Body:       io.NopCloser(strings.NewReader(`{"charge_id": "ch_7Q", "amount": "34.00", "status": "paid"}`)),
		Request:    req,
	}, nil
}

// A mock takes the place of the network. A mock of [http.DefaultTransport] does not:
// the client has transports of its own. The fake of package chargedesktest is the
// better choice where the test depends on what ChargeDesk does.
func ExampleWithHTTPClient_mock() {
	desk, err := chargedesk.New("sk_test_mock", chargedesk.WithHTTPClient(&http.Client{Transport: mock{}}))
	if err != nil {
		fmt.Println(err)
		return
	}

	charge, err := desk.Charges.Get(context.Background(), "ch_7Q")
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(charge.Amount, charge.Status)
	// Output: 34.00 paid
}
