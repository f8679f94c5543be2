package chargedesk_test

import (
	"context"
	"fmt"

	"github.com/chargekit/chargekit-go/chargedesk"
	"github.com/chargekit/chargekit-go/chargedesk/chargedesktest"
)

// The response to the refund is lost, and the button is clicked twice.
func ExampleGatewayService_EnsureRefunded() {
	fake := chargedesktest.NewServer()
	defer fake.Close()
	paid := fake.SeedCharge("34.00", "USD")
	fake.FailNext(chargedesktest.NoFault, chargedesktest.DropResponse) // the read, and the refund
	desk := fake.Client()

	for range 2 {
		charge, err := desk.Gateway.EnsureRefunded(context.Background(), paid.ChargeID, chargedesk.MustAmount("21.00"),
			&chargedesk.EnsureRefundedParams{Reason: new("return 1042")})
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(charge.AmountRefunded, "of", charge.Amount)
	}
	fmt.Println("refunds:", fake.Refunds(paid.ChargeID))
	// Output:
	// 21.00 of 34.00
	// 21.00 of 34.00
	// refunds: 1
}

func ExampleGatewayService_EnsureCaptured() {
	fake := chargedesktest.NewServer()
	defer fake.Close()
	authorized := fake.SeedAuthorizedCharge("34.00", "USD")
	desk := fake.Client()

	for range 2 {
		charge, err := desk.Gateway.EnsureCaptured(context.Background(), authorized.ChargeID, chargedesk.MustAmount("30.00"))
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(charge.Amount, charge.Status)
	}
	// Output:
	// 30.00 paid
	// 30.00 paid
}

func ExampleGatewayService_EnsureVoided() {
	fake := chargedesktest.NewServer()
	defer fake.Close()
	desk := fake.Client()

	for _, charge := range []chargedesktest.Charge{
		fake.SeedAuthorizedCharge("34.00", "USD"), fake.SeedPaymentRequest("34.00", "USD"), fake.SeedCharge("34.00", "USD"),
	} {
		voided, err := desk.Gateway.EnsureVoided(context.Background(), charge.ChargeID)
		fmt.Println(voided.Status, err)
	}
	// Output:
	// void <nil>
	// invoice canceled <nil>
	// paid chargedesk: not sent: the target is out of reach: the charge is paid
}

func ExampleGatewayService_EnsureSubscriptionCanceled() {
	fake := chargedesktest.NewServer()
	defer fake.Close()
	id := fake.SeedSubscription(fake.SeedCustomer("Ada Loom"), "7.50", "EUR")
	desk := fake.Client()

	for range 2 {
		subscription, err := desk.Gateway.EnsureSubscriptionCanceled(context.Background(), id, &chargedesk.CancelSubscriptionParams{
			Reason: new("moved away"),
		})
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(subscription.Status)
	}
	// Output:
	// canceled
	// canceled
}
