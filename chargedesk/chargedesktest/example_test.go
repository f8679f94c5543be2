package chargedesktest_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"

	"github.com/chargekit/chargekit-go/chargedesk"
	"github.com/chargekit/chargekit-go/chargedesk/chargedesktest"
)

// A refund whose response is lost happened all the same.
func Example() {
	desk := chargedesktest.NewServer()
	defer desk.Close()
	charge := desk.SeedCharge("34.00", "USD")
	desk.FailNext(chargedesktest.DropResponse)

	params := &chargedesk.RefundParams{Amount: chargedesk.MustAmount("21.00")}
	_, err := desk.Client().Gateway.Refund(context.Background(), charge.ChargeID, params)

	fmt.Println("outcome unknown:", errors.Is(err, chargedesk.ErrOutcomeUnknown))
	fmt.Println("times refunded:", desk.Refunds(charge.ChargeID))
	// Output:
	// outcome unknown: true
	// times refunded: 1
}

// Webhooks are queued by what happens and sent when the test says so.
func ExampleServer_DeliverDue() {
	shop := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		fmt.Println("shop got", len(body) > 0)
	}))
	defer shop.Close()
	desk := chargedesktest.NewServer()
	defer desk.Close()
	desk.DeliverWebhooksTo(shop.URL, "charge_disputed")

	if err := desk.DisputeCharge(desk.SeedCharge("34.00", "USD").ChargeID); err != nil {
		fmt.Println(err)
	}
	attempts := desk.DeliverDue(context.Background())

	fmt.Println(attempts, desk.Deliveries()[0].Event, desk.Deliveries()[0].Delivered)
	// Output:
	// shop got true
	// 1 charge_disputed true
}

// A mock that returns the error of a refund whose response is lost.
func ExampleNewError() {
	lost := chargedesktest.NewError(chargedesktest.DropResponse, func(c *chargedesk.Client) error {
		_, err := c.Gateway.RefundInFull(context.Background(), "ch_1", nil)
		return err
	})
	refund := func(chargeID string) error { return lost }

	err := refund("ch_1")
	fmt.Println(errors.Is(err, chargedesk.ErrOutcomeUnknown))
	// Output: true
}
