package chargeback_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"time"

	"github.com/chargekit/chargekit-go/chargeback"
	"github.com/chargekit/chargekit-go/chargeback/chargebacktest"
)

func ExampleNew() {
	client, err := chargeback.New("pk_test_shop", "sk_test_shop",
		chargeback.WithUserAgent("lumen-shop/2.1"), chargeback.WithAttemptTimeout(30*time.Second))
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(client.Orders != nil)
	// Output: true
}

func ExampleOrdersService_Create() {
	server := chargebacktest.NewServer()
	defer server.Close()
	client := server.Client()

	order, err := client.Orders.Create(context.Background(), &chargeback.OrderCreateParams{
		OrderID:           "ord_1042",
		OrderTS:           chargeback.NewTime(time.Date(2026, time.February, 3, 4, 5, 6, 0, time.UTC)),
		OrderAmount:       chargeback.MustAmount("81.40"),
		TransactionID:     "txn_55b",
		TransactionAmount: chargeback.MustAmount("81.40"),
		CRMID:             new(int64(812)),
		MerchantName:      "Lumen Shop",
		CardPrefix:        new("412300"),
		CardSuffix:        new("0907"),
		CurrencyCode:      new("EUR"),
		TrackingNumbers:   []string{"PKT1", "PKT2"},
		LineItems: []chargeback.LineItemParams{{
			ProductName:   new("Desk lamp"),
			ProductAmount: new(chargeback.MustAmount("37.25")),
			Quantity:      new(int64(2)),
		}},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(order.ID, order.OrderID, order.OrderAmount, order.CRM.Name)
	fmt.Println(order.LineItems[0].Subtotal, len(order.Shipments), "shipments")
	// Output:
	// 900001 ord_1042 81.40 warehouse-eu
	// 74.50 2 shipments
}

// A lost response says nothing about the order: look it up.
func ExampleOrdersService_Create_outcomeUnknown() {
	server := chargebacktest.NewServer()
	defer server.Close()
	client, ctx := server.Client(), context.Background()
	server.FailNext(chargebacktest.DropResponse)

	_, err := client.Orders.Create(ctx, lampOrder("ord_1042"))
	if errors.Is(err, chargeback.ErrOutcomeUnknown) {
		found, err := client.Orders.List(ctx, &chargeback.OrderListParams{Search: chargeback.SearchEqual{"order_id": "ord_1042"}})
		if err != nil {
			fmt.Println(err)
			return
		}
		for _, order := range found.Data {
			fmt.Println("it is there:", order.OrderID == "ord_1042")
		}
	}
	// Output: it is there: true
}

func ExampleOrdersService_Get() {
	server := chargebacktest.NewServer()
	defer server.Close()
	id := server.SeedOrder("ord_1042")

	order, err := server.Client().Orders.Get(context.Background(), id)
	if errors.Is(err, chargeback.ErrNotFound) {
		fmt.Println("no such order")
		return
	}
	fmt.Println(order.OrderID, order.OrderAmount, err)
	// Output: ord_1042 81.40 <nil>
}

func ExampleOrdersService_List() {
	server := chargebacktest.NewServer()
	defer server.Close()
	server.SeedOrders(45)

	page, err := server.Client().Orders.List(context.Background(), &chargeback.OrderListParams{Page: new(3), PerPage: new(20)})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(len(page.Data), "of", page.TotalRecords)
	// Output: 5 of 45
}

func ExampleOrdersService_All() {
	server := chargebacktest.NewServer()
	defer server.Close()
	server.SeedOrders(250)

	count := 0
	for order, err := range server.Client().Orders.All(context.Background(), nil) {
		if err != nil {
			fmt.Println(err)
			return
		}
		if order.CurrencyCode == "USD" {
			count++
		}
	}
	fmt.Println(count)
	// Output: 250
}

func ExampleOrdersService_Update() {
	server := chargebacktest.NewServer()
	defer server.Close()
	id := server.SeedOrder("ord_1042")

	order, err := server.Client().Orders.Update(context.Background(), id, &chargeback.OrderUpdateParams{
		TrackingNumbers: []string{"PKT1"},
		CustomerPhone:   new(""), // sent as an empty text; what is nil is not sent
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(order.TrackingNumbers, order.OrderAmount)
	fmt.Println(string(server.LastRequest().Body))
	// Output:
	// [PKT1] 81.40
	// {"tracking_numbers":"PKT1","customer_phone":""}
}

// How Chargeback clears a field is not documented; a null can be sent.
func ExampleOrdersService_Update_null() {
	server := chargebacktest.NewServer()
	defer server.Close()
	id := server.SeedOrder("ord_1042")

	_, err := server.Client().Orders.Update(context.Background(), id, nil, chargeback.WithParam("arn", nil))
	fmt.Println(string(server.LastRequest().Body), err)
	// Output: {"arn":null} <nil>
}

func ExampleOrdersService_Delete() {
	server := chargebacktest.NewServer()
	defer server.Close()
	made := server.SeedOrder("ord_1042")
	typed := server.SeedManualOrder("ord_1043")
	client := server.Client()

	fmt.Println(client.Orders.Delete(context.Background(), made))
	fmt.Println(client.Orders.Delete(context.Background(), typed))
	// Output:
	// <nil>
	// chargeback: DELETE /orders/{id}: 403 Forbidden: only orders made through the API can be deleted
}

func ExampleOrdersService_CreateBatch() {
	server := chargebacktest.NewServer()
	defer server.Close()
	server.SeedOrder("ord_2")

	results, err := server.Client().Orders.CreateBatch(context.Background(), []*chargeback.OrderCreateParams{
		lampOrder("ord_1"), lampOrder("ord_2"), lampOrder("ord_3"),
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, result := range results {
		fmt.Println(result.OrderID, result.Err)
	}
	// Output:
	// ord_1 <nil>
	// ord_2 chargeback: POST /orders: 201 Created: order rejected: order_id exists already
	// ord_3 <nil>
}

// A bad order keeps a whole batch back, so look at each before.
func ExampleOrderCreateParams_Validate() {
	bad := lampOrder("ord_2")
	bad.CardSuffix = new("123")

	var batch []*chargeback.OrderCreateParams
	for _, order := range []*chargeback.OrderCreateParams{lampOrder("ord_1"), bad} {
		if err := order.Validate(); err != nil {
			fmt.Println(order.OrderID, err)
			continue
		}
		batch = append(batch, order)
	}
	fmt.Println(len(batch))
	// Output:
	// ord_2 chargeback: card_suffix is not 4 digits; WithoutCardCheck sends it
	// 1
}

func ExampleOrdersService_Import() {
	server := chargebacktest.NewServer()
	defer server.Close()
	orders := slices.Values([]*chargeback.OrderCreateParams{lampOrder("ord_1"), lampOrder(""), lampOrder("ord_3")})

	for result, err := range server.Client().Orders.Import(context.Background(), orders, &chargeback.ImportOptions{Concurrency: 4}) {
		if err != nil {
			fmt.Println("stopped:", err)
			return
		}
		switch {
		case errors.Is(result.Err, chargeback.ErrOutcomeUnknown):
			fmt.Println(result.Index, "has to be looked up")
		case result.Err != nil:
			fmt.Println(result.Index, result.Err)
		default:
			fmt.Println(result.Index, result.OrderID, "is there")
		}
	}
	// Output:
	// 0 ord_1 is there
	// 1 chargeback: orders[1].order_id is missing; WithoutRequiredCheck sends the order
	// 2 ord_3 is there
}

// An import that was stopped, or killed, is resumed from what was saved last.
func ExampleOrdersService_Import_resume() {
	server := chargebacktest.NewServer()
	defer server.Close()
	orders := lampOrders(1000)

	var saved []byte // in a file, or in a database
	options := &chargeback.ImportOptions{Save: func(text []byte) error {
		saved = text
		return nil
	}}
	importOrders := func(ctx context.Context, most int) (results int, err error) {
		var at chargeback.Checkpoint
		if saved != nil {
			if err := at.UnmarshalText(saved); err != nil {
				return 0, err
			}
		}
		ctx, stop := context.WithCancel(ctx)
		defer stop()
		for _, err := range server.Client().Orders.Import(ctx, orders, options, chargeback.WithCheckpoint(&at)) {
			if err != nil {
				return results, err
			}
			if results++; results == most {
				stop()
			}
		}
		return results, nil
	}
	fmt.Println(importOrders(context.Background(), 250))
	fmt.Println(importOrders(context.Background(), -1))
	fmt.Println(server.Counts()["orders"], "orders")
	// Output:
	// 300 chargeback: import stopped after 300 orders with 0 in doubt: context canceled
	// 700 <nil>
	// 1000 orders
}

// Disputes is one of four resources that Chargeback names without saying what can
// be done with them. That a GET of /disputes returns a page is a guess, which is
// why the response is kept as it comes.
func ExampleClient_Do() {
	server := chargebacktest.NewServer()
	defer server.Close()

	var response json.RawMessage
	err := server.Client().Do(context.Background(), http.MethodGet, "/disputes", nil, &response, chargeback.WithQuery("page", "1"))
	if errors.Is(err, chargeback.ErrNotFound) {
		fmt.Println("Chargeback has nothing there:", err)
		return
	}
	fmt.Println(string(response), err)
	// Output: Chargeback has nothing there: chargeback: GET /disputes: 404 Not Found: there is no endpoint GET /api/v1/disputes
}

func ExampleWithBaseURL() {
	client, err := chargeback.New("pk_test_shop", "sk_test_shop",
		chargeback.WithBaseURL("https://api-sandbox.chargeback.com/v1"))
	fmt.Println(client != nil, err)
	// Output: true <nil>
}
