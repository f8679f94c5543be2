package chargedesk_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/chargekit/chargekit-go/chargedesk"
	"github.com/chargekit/chargekit-go/chargedesk/chargedesktest"
)

// The gateway takes the money back, and the response is lost.
func ExampleError() {
	fake := chargedesktest.NewServer()
	defer fake.Close()
	paid := fake.SeedCharge("34.00", "USD")
	fake.FailNext(chargedesktest.RespondHTML(502).Executed())

	_, err := fake.Client().Gateway.RefundInFull(context.Background(), paid.ChargeID, nil)
	if failed, ok := errors.AsType[*chargedesk.Error](err); ok {
		fmt.Println(failed.StatusCode, failed.Method, failed.Route)
		fmt.Println("outcome:", failed.Outcome)
		fmt.Println("look up the charge:", failed.ObjectID == paid.ChargeID)
	}
	// Output:
	// 502 POST /gateway/charges/{charge_id}/refund
	// outcome: unknown
	// look up the charge: true
}

// ChargeDesk responds with 429 once. The client waits and tries again, and a refund
// too is made only once.
func ExampleWithResponse() {
	fake := chargedesktest.NewServer()
	defer fake.Close()
	paid := fake.SeedCharge("34.00", "USD")
	fake.FailNext(chargedesktest.TooManyRequests("0"))
	desk := fake.Client()

	var response chargedesk.Response
	_, err := desk.Gateway.RefundInFull(context.Background(), paid.ChargeID, nil, chargedesk.WithResponse(&response))
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(response.StatusCode, "after", response.Attempts, "attempts;", fake.Refunds(paid.ChargeID), "refund")
	fmt.Println(response.Header.Get("Content-Type"), json.Valid(response.Body))
	// Output:
	// 200 after 2 attempts; 1 refund
	// application/json true
}

// A web request can't wait for a minute, so its client waits for two seconds at most.
func ExampleRetryPolicy() {
	fake := chargedesktest.NewServer()
	defer fake.Close()
	fake.FailNext(chargedesktest.TooManyRequests("60"))

	policy := chargedesk.DefaultRetryPolicy()
	policy.MaxRetryAfter = 2 * time.Second
	_, err := fake.Client(chargedesk.WithRetry(policy)).Charges.List(context.Background(), nil)
	if failed, ok := errors.AsType[*chargedesk.Error](err); ok && errors.Is(err, chargedesk.ErrRateLimited) {
		fmt.Println("try again in", failed.RetryAfter)
	}
	// Output: try again in 1m0s
}

// A parameter that ChargeDesk knows and this package does not.
func ExampleWithParam() {
	fake := chargedesktest.NewServer()
	defer fake.Close()

	_, err := fake.Client().Customers.Create(context.Background(), &chargedesk.CustomerCreateParams{CustomerID: "cus_ada"},
		chargedesk.WithParam("language", "fr"))
	fmt.Println(string(fake.LastRequest().Body), err)
	// Output: customer_id=cus_ada&language=fr <nil>
}

// new("") sends an empty value, which clears the field; nil sends nothing.
func ExampleCustomersService_Update_clear() {
	fake := chargedesktest.NewServer()
	defer fake.Close()
	id := fake.SeedCustomer("Ada Loom")

	customer, err := fake.Client().Customers.Update(context.Background(), id, &chargedesk.CustomerUpdateParams{
		Email: new(""),
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("%s %q %q\n", fake.LastRequest().Body, customer.Email, customer.Name)
	// Output: email= "" "Ada Loom"
}

// A field that this version does not know, and one whose value it can't read.
func ExampleExtra() {
	fake := chargedesktest.NewServer()
	defer fake.Close()
	fake.FailNext(chargedesktest.Respond(200, `{"charge_id": "ch_7Q", "amount": "34.00", "risk_score": 7, "description": {"en": "Shuttle"}}`))

	charge, err := fake.Client().Charges.Get(context.Background(), "ch_7Q")
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("%s %q\n", charge.Amount, charge.Description)
	fmt.Println(string(charge.Extra["risk_score"]), string(charge.Extra["description"]))
	// Output:
	// 34.00 ""
	// 7 {"en": "Shuttle"}
}

// The key is read for every attempt, so a new one needs no new client.
func ExampleWithKeyFunc() {
	fake := chargedesktest.NewServer()
	defer fake.Close()
	secret := "sk_test_revoked"
	desk := fake.Client(chargedesk.WithKeyFunc(func(context.Context) (string, error) { return secret, nil }))

	fmt.Println(errors.Is(desk.Ping(context.Background()), chargedesk.ErrUnauthorized))
	secret = chargedesktest.Key
	fmt.Println(desk.Ping(context.Background()))
	// Output:
	// true
	// <nil>
}

// ChargeDesk's own JSON, with numbers as strings, and true as 1.
func ExampleDecode() {
	var customer chargedesk.Customer
	err := chargedesk.Decode([]byte(`{"customer_id": "cus_ada", "charges": "3", "card_on_file": 1, "metadata": []}`), &customer)
	fmt.Println(customer.CustomerID, customer.Charges, customer.CardOnFile, err)
	// Output: cus_ada 3 true <nil>
}
