package chargebacktest_test

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/chargekit/chargekit-go/chargeback"
	"github.com/chargekit/chargekit-go/chargeback/chargebacktest"
)

// An order whose response is lost was reported all the same.
func Example() {
	back := chargebacktest.NewServer()
	defer back.Close()
	back.FailNext(chargebacktest.DropResponse)

	_, err := back.Client().Orders.Create(context.Background(), &chargeback.OrderCreateParams{
		OrderID: "ord_1042", OrderTS: chargeback.NewTime(time.Now()),
		OrderAmount: chargeback.MustAmount("180.06"), TransactionID: "txn_047a", TransactionAmount: chargeback.MustAmount("180.06"),
		CRMName: new(chargebacktest.CRMName), MerchantName: chargebacktest.MerchantName,
	})

	fmt.Println("outcome unknown:", errors.Is(err, chargeback.ErrOutcomeUnknown))
	fmt.Println("orders made:", back.Created("ord_1042"))
	// Output:
	// outcome unknown: true
	// orders made: 1
}

// A mock that returns the error of an order that exists already.
func ExampleNewError() {
	exists := chargebacktest.NewError(chargebacktest.Respond(409, `{"status": "error"}`), func(c *chargeback.Client) error {
		_, err := c.Orders.Update(context.Background(), "900001", &chargeback.OrderUpdateParams{OrderID: new("ord_1042")})
		return err
	})
	update := func(orderID string) error { return exists }

	err := update("ord_1042")
	fmt.Println(errors.Is(err, chargeback.ErrConflict))
	// Output: true
}
