// Deskcalls makes the calls of desk.php, in its order, with our client. DESK_URL
// and KEY are as there.
package main

import (
	"context"
	"errors"
	"fmt"
	"log"
	"os"
	"time"

	"github.com/chargekit/chargekit-go/chargedesk"
)

func main() {
	log.SetFlags(0)
	log.SetPrefix("deskcalls: ")
	ctx, desk := context.Background(), client(os.Getenv("KEY"))
	amount := chargedesk.MustAmount

	made := must(desk.Charges.Create(ctx, charge("tx 1/a", chargedesk.ChargeStatusPaid, func(p *chargedesk.ChargeCreateParams) {
		p.Description = new("Two lamps, 100% brass\r\n= \"fine\"")
		p.Lines = []chargedesk.ChargeLineParams{
			{Amount: new(amount("12.34")), Currency: new(chargedesk.CurrencyUSD), Quantity: new(chargedesk.NewNumber(2)), Description: new("Lamp [desk]"), Taxable: new(true), TaxPaid: new(amount("0.50"))},
			{Amount: new(amount("24.68")), Quantity: new(chargedesk.NewNumber(1)), Description: new("Lämp +1"), Taxable: new(false)},
		}
		p.Metadata = chargedesk.Metadata{"colour.1": "red & blue", "a b": "", "size (cm)": "30"}
	})))
	page := must(desk.Charges.List(ctx, &chargedesk.ChargeListParams{
		Count: new(2), Offset: new(1),
		Occurred: &chargedesk.TimeRange{Min: new(chargedesk.NewTime(time.Unix(1577836800, 0))), Max: new(chargedesk.NewTime(time.Unix(4102444800, 0)))},
	}))
	must(desk.Charges.Get(ctx, string(made.ChargeID)))

	card := string(must(desk.Gateway.CreateCharge(ctx, &chargedesk.GatewayChargeParams{
		CustomerID: string(page.Data[0].CustomerID), Amount: amount("20"), Currency: chargedesk.CurrencyUSD, Description: new("Again"),
	})).Charge.ChargeID)
	must(desk.Gateway.Refund(ctx, card, &chargedesk.RefundParams{Amount: amount("5.25"), Reason: new("scratched & dusty")}))
	must(desk.Gateway.RefundInFull(ctx, card, nil))

	capture := must(desk.Charges.Create(ctx, charge("order_2", chargedesk.ChargeStatusAuthorized)))
	must(desk.Gateway.Capture(ctx, string(capture.ChargeID), &chargedesk.CaptureParams{Amount: amount("40.00")}))
	void := must(desk.Charges.Create(ctx, charge("order_3", chargedesk.ChargeStatusAuthorized)))
	must(desk.Gateway.VoidAuthorization(ctx, string(void.ChargeID)))
	request := must(desk.Gateway.RequestPayment(ctx, &chargedesk.PaymentRequestParams{
		Amount: amount("12.34"), Currency: chargedesk.CurrencyUSD, Contact: new("ada@example.com"), LinkOnly: new(true),
		Lines: []chargedesk.PaymentLineParams{{Amount: new(amount("12.34")), Description: new("Lamp")}},
	}))
	must(desk.Gateway.CancelPaymentRequest(ctx, string(request.Charge.ChargeID)))

	must(desk.Customers.Create(ctx, &chargedesk.CustomerCreateParams{
		CustomerID: "bo/1?", Email: new("bo@example.com"), Name: new("Bo O'Neil"), Phone: new("+46 8 000"), Delinquent: new(true),
		Metadata: chargedesk.Metadata{"plan": "gold", "ünit": "7"},
	}))
	must(0, desk.Customers.Delete(ctx, "bo/1?", chargedesk.DeleteModeCustomerOnly))

	_, err := desk.Gateway.Refund(ctx, card, &chargedesk.RefundParams{Amount: amount("5.25")})
	rejected(err, chargedesk.ErrBadRequest)
	_, err = desk.Charges.Get(ctx, "none")
	rejected(err, chargedesk.ErrNotFound)
	_, err = client("sk_wrong").Charges.List(ctx, nil)
	rejected(err, chargedesk.ErrUnauthorized)
	fmt.Printf("our client: %d calls as expected\n", calls)
}

var calls int

func client(key string) *chargedesk.Client {
	made, err := chargedesk.New(key, chargedesk.WithBaseURL(os.Getenv("DESK_URL")+"/v1"), chargedesk.WithRetry(chargedesk.RetryPolicy{}))
	if err != nil {
		log.Fatal(err)
	}
	return made
}

func charge(transaction string, status chargedesk.ChargeStatus, more ...func(*chargedesk.ChargeCreateParams)) *chargedesk.ChargeCreateParams {
	params := &chargedesk.ChargeCreateParams{
		Amount: chargedesk.MustAmount("49.36"), Currency: chargedesk.CurrencyUSD, Status: &status, TransactionID: &transaction,
		Occurred: new(chargedesk.NewTime(time.Unix(1770091506, 0))),
		Customer: chargedesk.ChargeCustomerParams{ID: "ada+shop@example.com", Name: new("Ada & Söhne"), Country: new("SE"), Delinquent: new(false)},
	}
	for _, edit := range more {
		edit(params)
	}
	return params
}

func must[T any](result T, err error) T {
	if calls++; err != nil {
		log.Fatalf("call %d: %v", calls, err)
	}
	return result
}

func rejected(err, want error) {
	if calls++; !errors.Is(err, want) {
		log.Fatalf("call %d: error %v, not %v", calls, err, want)
	}
}
