package main

import (
	"context"
	"net/url"
	"time"

	"github.com/chargekit/chargekit-go/chargedesk"
)

const pageSize = 500

var chargedeskMissing = []byte(`{"error":{"message":"No such charge","incorrect_parameter":"charge_id"}}`)

func chargedeskRows() []row {
	charge, missing := payload("chargedesk_charge"), chargedeskMissing
	page := func(count string, n int) []byte {
		return envelope(`{"count":`+count+`,"offset":0,"data":LIST}`, list("chargedesk_charge", n))
	}
	page100, page500 := page("100", 100), page("500", pageSize)
	return []row{
		{"chargedesk", "get one", 200, charge, getByHand("/v1/charges/ch_1042", charge), chargedeskCall(getCharge), []string{"ch_1042", `"1042.00"`}},
		{"chargedesk", "list 100", 200, page100, getByHand("/v1/charges?count=100", page100), chargedeskCall(listCharges(100)), []string{"ch_1000", "ch_1099", `"1099.00"`}},
		{"chargedesk", "list 500", 200, page500, getByHand("/v1/charges?count=500", page500), chargedeskCall(listCharges(pageSize)), []string{"ch_1000", "ch_1499", `"1499.00"`}},
		{"chargedesk", "create by form", 200, charge, formByHand("/v1/charges", chargeForm, charge), chargedeskCall(func(ctx context.Context, desk *chargedesk.Client) (any, error) {
			return desk.Charges.Create(ctx, chargeParams()) // as by hand the form is made for each call
		}), []string{"ch_1042", `"1042.00"`}},
		{"chargedesk", "404", 404, missing, getByHand("/v1/charges/ch_1042", missing), chargedeskCall(getCharge), []string{"404"}},
	}
}

func chargedeskCall(run func(context.Context, *chargedesk.Client) (any, error)) maker {
	return func(n network) call {
		desk := newDesk(n)
		return func(ctx context.Context) (any, error) { return run(ctx, desk) }
	}
}

func newDesk(n network) *chargedesk.Client {
	desk, err := chargedesk.New("sk_test_fake", chargedesk.WithHTTPClient(n.client), chargedesk.WithBaseURL(n.url+"/v1"),
		chargedesk.WithInsecureHTTP(), chargedesk.WithLimiter(nil))
	must(err)
	return desk
}

func getCharge(ctx context.Context, desk *chargedesk.Client) (any, error) {
	return desk.Charges.Get(ctx, "ch_1042")
}

func listCharges(count int) func(context.Context, *chargedesk.Client) (any, error) {
	return func(ctx context.Context, desk *chargedesk.Client) (any, error) {
		return desk.Charges.List(ctx, &chargedesk.ChargeListParams{Count: &count})
	}
}

func chargeParams() *chargedesk.ChargeCreateParams {
	return &chargedesk.ChargeCreateParams{
		Amount: chargedesk.MustAmount("1042.00"), Currency: chargedesk.CurrencyUSD,
		Customer: chargedesk.ChargeCustomerParams{ID: "cus_1042", Email: new("ada.1042@example.com"), Name: new("Ada Loom"), Country: new("GB")},
		Occurred: new(chargedesk.NewTime(time.Unix(1767261042, 0))), Status: new(chargedesk.ChargeStatusPaid),
		TransactionID: new("tx_1042"), Description: new("Punched cards"),
		Lines:    []chargedesk.ChargeLineParams{{Amount: new(chargedesk.MustAmount("1042.00")), Description: new("Punched cards")}},
		Metadata: chargedesk.Metadata{"order": "ord_1042", "channel": "web"},
	}
}

func chargeForm() url.Values {
	return url.Values{
		"amount": {"1042.00"}, "currency": {"USD"}, "customer[id]": {"cus_1042"}, "customer[email]": {"ada.1042@example.com"},
		"customer[name]": {"Ada Loom"}, "customer[country]": {"GB"}, "occurred": {"1767261042"}, "status": {"paid"},
		"transaction_id": {"tx_1042"}, "description": {"Punched cards"}, "lines[0][amount]": {"1042.00"},
		"lines[0][description]": {"Punched cards"}, "metadata[order]": {"ord_1042"}, "metadata[channel]": {"web"},
	}
}
