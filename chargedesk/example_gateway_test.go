package chargedesk_test

import (
	"context"
	"errors"
	"fmt"

	"github.com/chargekit/chargekit-go/chargedesk"
	"github.com/chargekit/chargekit-go/chargedesk/chargedesktest"
)

func ExampleGatewayService_CreateCharge() {
	fake := chargedesktest.NewServer()
	defer fake.Close()
	customer := fake.SeedCustomer("Ada Loom")
	desk := fake.Client()

	done, err := desk.Gateway.CreateCharge(context.Background(), &chargedesk.GatewayChargeParams{
		CustomerID:  customer,
		Amount:      chargedesk.MustAmount("34.00"),
		Currency:    chargedesk.CurrencyUSD,
		Description: new("Punched cards"),
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(done.Charge.Amount, done.Charge.Currency, done.Charge.Status)
	// Output: 34.00 USD paid
}

func ExampleGatewayService_CreateSubscription() {
	fake := chargedesktest.NewServer()
	defer fake.Close()
	customer := fake.SeedCustomer("Ada Loom")
	desk := fake.Client()

	done, err := desk.Gateway.CreateSubscription(context.Background(), &chargedesk.GatewaySubscriptionParams{
		CustomerID: customer,
		Amount:     chargedesk.MustAmount("7.50"),
		Currency:   chargedesk.CurrencyEUR,
		Product:    chargedesk.SubscriptionProductParams{Interval: chargedesk.IntervalMonth, IntervalCount: new(3)},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(done.Subscription.Status, done.Subscription.Amount, "every", done.Subscription.IntervalCount, done.Subscription.Interval)
	// Output: active 7.50 every 3 month
}

func ExampleGatewayService_RequestPayment() {
	fake := chargedesktest.NewServer()
	defer fake.Close()
	desk := fake.Client()

	request, err := desk.Gateway.RequestPayment(context.Background(), &chargedesk.PaymentRequestParams{
		Contact:  new("ada@example.com"),
		LinkOnly: new(true), // our own e-mail will carry the link
		Amount:   chargedesk.MustAmount("34.00"),
		Currency: chargedesk.CurrencyUSD,
		Lines: []chargedesk.PaymentLineParams{
			{Description: new("Shuttles"), Amount: new(chargedesk.MustAmount("12.00")), Quantity: new(chargedesk.NewNumber(3))},
			{Description: new("Discount"), Amount: new(chargedesk.MustAmount("-2.00"))},
		},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(request.Charge.Status, request.PayLink != "", len(fake.Messages()), "messages")
	// Output: invoiced true 0 messages
}

func ExampleGatewayService_Refund() {
	fake := chargedesktest.NewServer()
	defer fake.Close()
	paid := fake.SeedCharge("34.00", "USD")
	desk := fake.Client()

	charge, err := desk.Gateway.Refund(context.Background(), paid.ChargeID, &chargedesk.RefundParams{
		Amount: chargedesk.MustAmount("21.00"),
		Reason: new("arrived broken"),
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(charge.AmountRefunded, "of", charge.Amount, charge.Status)
	// Output: 21.00 of 34.00 partially refunded
}

// A refund whose response is lost is not retried. Read the charge to learn whether
// it was made.
func ExampleGatewayService_Refund_outcomeUnknown() {
	fake := chargedesktest.NewServer()
	defer fake.Close()
	paid := fake.SeedCharge("34.00", "USD")
	fake.FailNext(chargedesktest.DropResponse)
	desk := fake.Client()

	_, err := desk.Gateway.Refund(context.Background(), paid.ChargeID, &chargedesk.RefundParams{Amount: chargedesk.MustAmount("21.00")})
	if errors.Is(err, chargedesk.ErrOutcomeUnknown) {
		charge, err := desk.Charges.Get(context.Background(), paid.ChargeID)
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println("refunded already:", charge.AmountRefunded)
	}
	// Output: refunded already: 21.00
}

func ExampleGatewayService_RefundInFull() {
	fake := chargedesktest.NewServer()
	defer fake.Close()
	paid := fake.SeedCharge("34.00", "USD")
	desk := fake.Client()

	charge, err := desk.Gateway.RefundInFull(context.Background(), paid.ChargeID, nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(charge.AmountRefunded, charge.Status)
	// Output: 34.00 refunded
}

func ExampleGatewayService_Capture() {
	fake := chargedesktest.NewServer()
	defer fake.Close()
	authorized := fake.SeedAuthorizedCharge("34.00", "USD")
	desk := fake.Client()

	charge, err := desk.Gateway.Capture(context.Background(), authorized.ChargeID, &chargedesk.CaptureParams{Amount: chargedesk.MustAmount("21.00")})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(charge.Amount, charge.Status)
	// Output: 21.00 paid
}

func ExampleGatewayService_CaptureInFull() {
	fake := chargedesktest.NewServer()
	defer fake.Close()
	authorized := fake.SeedAuthorizedCharge("34.00", "USD")
	desk := fake.Client()

	charge, err := desk.Gateway.CaptureInFull(context.Background(), authorized.ChargeID)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(charge.Amount, charge.Status)
	// Output: 34.00 paid
}

func ExampleGatewayService_VoidAuthorization() {
	fake := chargedesktest.NewServer()
	defer fake.Close()
	authorized := fake.SeedAuthorizedCharge("34.00", "USD")
	desk := fake.Client()

	charge, err := desk.Gateway.VoidAuthorization(context.Background(), authorized.ChargeID)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(charge.Status)
	// Output: void
}

func ExampleGatewayService_CancelPaymentRequest() {
	fake := chargedesktest.NewServer()
	defer fake.Close()
	request := fake.SeedPaymentRequest("34.00", "USD")
	desk := fake.Client()

	charge, err := desk.Gateway.CancelPaymentRequest(context.Background(), request.ChargeID)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(charge.Status)
	// Output: invoice canceled
}

func ExampleGatewayService_CancelSubscription() {
	fake := chargedesktest.NewServer()
	defer fake.Close()
	id := fake.SeedSubscription("cus_ada", "7.50", "EUR")
	desk := fake.Client()

	subscription, err := desk.Gateway.CancelSubscription(context.Background(), id, &chargedesk.CancelSubscriptionParams{Reason: new("moved away")})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(subscription.Status, subscription.MethodsActive)
	// Output: canceled []
}

func ExampleGatewayService_UpdatePlans() {
	fake := chargedesktest.NewServer()
	defer fake.Close()
	id := fake.SeedSubscription("cus_ada", "7.50", "EUR")
	desk := fake.Client()

	subscription, err := desk.Gateway.UpdatePlans(context.Background(), id, &chargedesk.UpdatePlansParams{
		Plans:   []chargedesk.PlanParams{{ID: new("plan_big"), Quantity: new(chargedesk.NewNumber(2))}},
		Prorate: new(false),
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(subscription.SubscriptionID == id, subscription.Status)
	// Output: true active
}
