package chargedesk_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"

	"github.com/chargekit/chargekit-go/chargedesk"
	"github.com/chargekit/chargekit-go/chargedesk/chargedesktest"
)

func ExampleWebhooksService_Create() {
	fake := chargedesktest.NewServer()
	defer fake.Close()
	desk := fake.Client()

	webhook, err := desk.Webhooks.Create(context.Background(), &chargedesk.WebhookCreateParams{
		URL:           "https://shop.example/chargedesk/b7Qn0cN2xYd3sVw9Lk1pTe",
		Notifications: []chargedesk.EventType{chargedesk.EventTypeChargePaid, chargedesk.EventTypeChargeRefunded},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println("keep the id:", webhook.WebhookID != "")
	// Output: keep the id: true
}

func ExampleWebhooksService_ListEventTypes() {
	fake := chargedesktest.NewServer()
	defer fake.Close()
	desk := fake.Client()

	kinds, err := desk.Webhooks.ListEventTypes(context.Background())
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, kind := range kinds {
		if kind.Notification == chargedesk.EventTypeChargeDisputed {
			fmt.Println(kind.Object, kind.Name)
		}
	}
	// Output: Charge Charge Disputed
}

func ExampleWebhooksService_Delete() {
	fake := chargedesktest.NewServer()
	defer fake.Close()
	id := fake.SeedWebhook("https://shop.example/chargedesk/b7Qn0cN2xYd3sVw9Lk1pTe")
	desk := fake.Client()

	if err := desk.Webhooks.Delete(context.Background(), id); err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(fake.Counts()["webhooks"])
	// Output: 0
}

func ExampleAgentsService_Create() {
	fake := chargedesktest.NewServer()
	defer fake.Close()
	desk := fake.Client()

	err := desk.Agents.Create(context.Background(), &chargedesk.AgentCreateParams{
		Name:  "Grace Desk",
		Email: "grace@example.com",
		Role:  chargedesk.AgentRoleReadOnly,
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(fake.Agent("grace@example.com"))
	// Output: read-only true
}

func ExampleAgentsService_Delete() {
	fake := chargedesktest.NewServer()
	defer fake.Close()
	desk := fake.Client()

	err := desk.Agents.Delete(context.Background(), "grace@example.com")
	fmt.Println(errors.Is(err, chargedesk.ErrNotFound))
	// Output: true
}

func ExampleLogsService_ListActivity() {
	fake := chargedesktest.NewServer()
	defer fake.Close()
	fake.SeedActivity(3)
	desk := fake.Client()

	page, err := desk.Logs.ListActivity(context.Background(), &chargedesk.ActivityListParams{
		ObjectType: new(chargedesk.ObjectTypeCharge),
		ActionType: new("refund"),
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(len(page.Data), page.Data[0].Event)
	// Output: 3 charge-refund
}

func ExampleLogsService_AllActivity() {
	fake := chargedesktest.NewServer()
	defer fake.Close()
	fake.SeedActivity(600)
	desk := fake.Client()

	entries := 0
	for _, err := range desk.Logs.AllActivity(context.Background(), nil) {
		if err != nil {
			fmt.Println(err)
			return
		}
		entries++
	}
	fmt.Println(entries)
	// Output: 600
}

func ExampleLogsService_ListCancellations() {
	fake := chargedesktest.NewServer()
	defer fake.Close()
	id := fake.SeedSubscription("cus_ada", "7.50", "EUR")
	if err := fake.CancelAsCustomer(id, "cancel", "too many looms"); err != nil {
		fmt.Println(err)
		return
	}
	desk := fake.Client()

	page, err := desk.Logs.ListCancellations(context.Background(), &chargedesk.CancellationListParams{Action: new(chargedesk.CancellationActionCancel)})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(page.Data[0].CustomerID, page.Data[0].Reason)
	// Output: cus_ada too many looms
}

func ExampleLogsService_AllCancellations() {
	fake := chargedesktest.NewServer()
	defer fake.Close()
	fake.SeedCancellations(600)
	desk := fake.Client()

	entries := 0
	for _, err := range desk.Logs.AllCancellations(context.Background(), nil) {
		if err != nil {
			fmt.Println(err)
			return
		}
		entries++
	}
	fmt.Println(entries)
	// Output: 600
}

// A shop hears of its payments. What counts is the charge that was read anew,
// not what the delivery says.
func ExampleWebhookHandler() {
	fake := chargedesktest.NewServer()
	defer fake.Close()
	request := fake.SeedPaymentRequest("34.00", "USD")
	const token = "b7Qn0cN2xYd3sVw9Lk1pTe" // 128 random bits

	handler, err := chargedesk.WebhookHandler(fake.Client(), chargedesk.WebhookConfig{Token: token}, func(_ context.Context, delivery *chargedesk.Delivery) error {
		if charge := delivery.Charge; charge != nil && charge.Status == chargedesk.ChargeStatusPaid {
			fmt.Println(delivery.Event.Type, charge.Amount, charge.Currency)
		}
		return nil
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	mux := http.NewServeMux()
	mux.Handle("/chargedesk/", handler)
	shop := httptest.NewServer(mux)
	defer shop.Close()

	fake.DeliverWebhooksTo(shop.URL+"/chargedesk/"+token, "charge_request_paid")
	if err := fake.Pay(request.ChargeID); err != nil {
		fmt.Println(err)
		return
	}
	fake.DeliverDue(context.Background())
	// Output: charge_request_paid 34.00 USD
}

func ExampleParseEvent() {
	event, err := chargedesk.ParseEvent([]byte(`{
		"event_id": "ev_9K", "created": 1767261600, "class": "charge", "event": "charge_paid",
		"data": {"charge": {"charge_id": "ch_7Q", "amount": "34.00", "currency": "USD"}}
	}`))
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(event.Type, event.Data.Charge.ChargeID)
	// Output: charge_paid ch_7Q
}

func ExampleCurrencyDecimals() {
	for _, code := range []chargedesk.Currency{"USD", "JPY", "KWD", "BTC"} {
		decimals, known := chargedesk.CurrencyDecimals(code)
		fmt.Println(code, decimals, known)
	}
	// Output:
	// USD 2 true
	// JPY 0 true
	// KWD 3 true
	// BTC 0 false
}
