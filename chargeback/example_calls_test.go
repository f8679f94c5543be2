package chargeback_test

import (
	"context"
	"errors"
	"fmt"

	"github.com/chargekit/chargekit-go/chargeback"
	"github.com/chargekit/chargekit-go/chargeback/chargebacktest"
)

// Chargeback documents no errors, so Message may be empty; the outcome never is.
func ExampleError() {
	server := chargebacktest.NewServer()
	defer server.Close()
	server.FailNext(chargebacktest.RespondHTML(502))

	_, err := server.Client().Orders.Create(context.Background(), lampOrder("ord_1042"))
	if failed, ok := errors.AsType[*chargeback.Error](err); ok {
		fmt.Println(failed.StatusCode, failed.Method, failed.Route)
		fmt.Println("outcome:", failed.Outcome)
		fmt.Println("look up:", failed.ObjectID)
	}
	// Output:
	// 502 POST /orders
	// outcome: unknown
	// look up: ord_1042
}

// Chargeback responds with 429 once. The client waits and tries again.
func ExampleWithResponse() {
	server := chargebacktest.NewServer()
	defer server.Close()
	server.FailNext(chargebacktest.TooManyRequests("0"))

	var response chargeback.Response
	_, err := server.Client().Orders.Create(context.Background(), lampOrder("ord_1042"), chargeback.WithResponse(&response))
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(response.StatusCode, "after", response.Attempts, "attempts;", server.Created("ord_1042"), "order")
	// Output: 201 after 2 attempts; 1 order
}

// A field of an order that Chargeback knows and this package does not.
func ExampleWithParam() {
	server := chargebacktest.NewServer()
	defer server.Close()
	id := server.SeedOrder("ord_1042")

	_, err := server.Client().Orders.Update(context.Background(), id, nil, chargeback.WithParam("gift", true))
	fmt.Println(string(server.LastRequest().Body), err)
	// Output: {"gift":true} <nil>
}

// A field that this version does not know, and one whose value it can't read.
func ExampleExtra() {
	server := chargebacktest.NewServer()
	defer server.Close()
	server.FailNext(chargebacktest.Respond(200, `{"order": {"id": "900001", "order_id": "ord_1042", "gift": true, "customer_phone": ["1", "2"]}}`))

	order, err := server.Client().Orders.Get(context.Background(), "900001")
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("%s %q\n", order.OrderID, order.CustomerPhone)
	fmt.Println(string(order.Extra["gift"]), string(order.Extra["customer_phone"]))
	// Output:
	// ord_1042 ""
	// true ["1", "2"]
}

// The first process ends after 120 orders, and the next goes on where it was.
func ExampleWithCheckpoint() {
	server := chargebacktest.NewServer()
	defer server.Close()
	server.SeedOrders(250)
	client := server.Client()

	var saved []byte // in a file, or beside the orders in their database
	export := func(most int) (orders int) {
		var at chargeback.Checkpoint
		if saved != nil {
			if err := at.UnmarshalText(saved); err != nil {
				panic(err)
			}
		}
		for _, err := range client.Orders.All(context.Background(), nil, chargeback.WithCheckpoint(&at)) {
			if err != nil {
				panic(err)
			}
			orders++
			saved, _ = at.MarshalText() // the order is done
			if orders == most {
				break
			}
		}
		return orders
	}
	fmt.Println(export(120), "orders, then", export(-1))
	// Output: 120 orders, then 130
}
