package chargedesk_test

import (
	"context"
	"fmt"
	"time"

	"github.com/chargekit/chargekit-go/chargedesk"
	"github.com/chargekit/chargekit-go/chargedesk/chargedesktest"
)

// A cheque is recorded. With a transaction id and UpdateIfExists the call may
// be sent twice and still makes one record.
func ExampleChargesService_Create() {
	fake := chargedesktest.NewServer()
	defer fake.Close()
	desk := fake.Client()

	params := &chargedesk.ChargeCreateParams{
		Amount:         chargedesk.MustAmount("34.00"),
		Currency:       chargedesk.CurrencyUSD,
		Customer:       chargedesk.ChargeCustomerParams{ID: "ada@example.com", Name: new("Ada Loom")},
		TransactionID:  new("cheque_1042"),
		UpdateIfExists: true,
		Metadata:       chargedesk.Metadata{"order": "ord_1042"},
	}
	for range 2 {
		charge, err := desk.Charges.Create(context.Background(), params)
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(charge.Status, charge.CustomerEmail, charge.Metadata["order"], fake.Counts()["charges"])
	}
	// Output:
	// paid ada@example.com ord_1042 1
	// paid ada@example.com ord_1042 1
}

func ExampleChargesService_Get() {
	fake := chargedesktest.NewServer()
	defer fake.Close()
	paid := fake.SeedCharge("34.00", "USD")
	desk := fake.Client()

	charge, err := desk.Charges.Get(context.Background(), paid.ChargeID)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(charge.Amount, charge.IsPaid, charge.Occurred.IsZero())
	// Output: 34.00 true false
}

func ExampleChargesService_List() {
	fake := chargedesktest.NewServer()
	defer fake.Close()
	fake.SeedCharges(30)
	fake.SeedAuthorizedCharge("34.00", "USD")
	desk := fake.Client()

	page, err := desk.Charges.List(context.Background(), &chargedesk.ChargeListParams{Status: new(chargedesk.ChargeStatusPaid), Count: new(10), Offset: new(25)})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(len(page.Data))
	// Output: 5
}

func ExampleChargesService_All() {
	fake := chargedesktest.NewServer()
	defer fake.Close()
	fake.SeedCharges(1200)
	desk := fake.Client()

	charges := 0
	since := chargedesk.NewTime(time.Now().AddDate(-1, 0, 0))
	for charge, err := range desk.Charges.All(context.Background(), &chargedesk.ChargeListParams{Occurred: &chargedesk.TimeRange{Min: &since}}) {
		if err != nil {
			fmt.Println(err)
			return
		}
		if charge.IsPaid {
			charges++
		}
	}
	fmt.Println(charges, "charges in", len(fake.Requests()), "requests")
	// Output: 1200 charges in 4 requests
}

func ExampleChargesService_Update() {
	fake := chargedesktest.NewServer()
	defer fake.Close()
	paid := fake.SeedCharge("34.00", "USD")
	desk := fake.Client()

	charge, err := desk.Charges.Update(context.Background(), paid.ChargeID, &chargedesk.ChargeUpdateParams{Description: new("Punched cards")})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(charge.Description, charge.Status)
	// Output: Punched cards paid
}

func ExampleChargesService_Delete() {
	fake := chargedesktest.NewServer()
	defer fake.Close()
	paid := fake.SeedCharge("34.00", "USD")
	desk := fake.Client()

	if err := desk.Charges.Delete(context.Background(), paid.ChargeID); err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(fake.Counts()["charges"], "records,", fake.Refunds(paid.ChargeID), "refunds")
	// Output: 0 records, 0 refunds
}

func ExampleChargesService_SendEmail() {
	fake := chargedesktest.NewServer()
	defer fake.Close()
	paid := fake.SeedCharge("34.00", "USD")
	desk := fake.Client()

	err := desk.Charges.SendEmail(context.Background(), paid.ChargeID, &chargedesk.ChargeEmailParams{Email: new("books@example.com")})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, message := range fake.Messages() {
		fmt.Println(message.Kind, "to", message.To)
	}
	// Output: receipt to books@example.com
}

func ExampleChargesService_Preview() {
	fake := chargedesktest.NewServer()
	defer fake.Close()
	desk := fake.Client()

	preview, err := desk.Charges.Preview(context.Background(), &chargedesk.ChargePreviewParams{
		Amount:   new(chargedesk.MustAmount("10.00")),
		Currency: new(chargedesk.CurrencyUSD),
		AddTax:   new(true),
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(preview.SubtotalAmount, "+", preview.TaxRates[0].Rate, "% =", preview.TotalAmount)
	// Output: 10 + 10 % = 11
}

func ExampleChargesService_Items() {
	fake := chargedesktest.NewServer()
	defer fake.Close()
	desk := fake.Client()
	charge, err := desk.Charges.Create(context.Background(), &chargedesk.ChargeCreateParams{
		Amount:   chargedesk.MustAmount("34.00"),
		Currency: chargedesk.CurrencyUSD,
		Customer: chargedesk.ChargeCustomerParams{ID: "ada@example.com"},
		Lines:    []chargedesk.ChargeLineParams{{Description: new("Shuttles"), Amount: new(chargedesk.MustAmount("17.00")), Quantity: new(chargedesk.NewNumber(2))}},
	})
	if err != nil {
		fmt.Println(err)
		return
	}

	items, err := desk.Charges.Items(context.Background(), charge.ChargeID)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, item := range items.Items {
		fmt.Println(item.Quantity, item.Description)
	}
	// Output: 2 Shuttles
}
