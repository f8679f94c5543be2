package main

import (
	"context"
	"net/url"

	"github.com/stripe/stripe-go/v84"
)

func stripeRows() []row {
	charge, page := payload("stripe_charge"), envelope(`{"object":"list","url":"/v1/charges","has_more":false,"data":LIST}`, list("stripe_charge", 100))
	missing := []byte(`{"error":{"code":"resource_missing","message":"No such charge","param":"id","type":"invalid_request_error"}}`)
	get := func(ctx context.Context, client *stripe.Client) (any, error) {
		return client.V1Charges.Retrieve(ctx, "ch_1042", nil)
	}
	return []row{
		{"stripe-go", "get one", 200, charge, getByHand("/v1/charges/ch_1042", charge), stripeCall(get), []string{"ch_1042", `"amount":1042`}},
		{"stripe-go", "list 100", 200, page, getByHand("/v1/charges?limit=100", page), stripeCall(listStripe), []string{"ch_1000", "ch_1099", `"amount":1099`}},
		{"stripe-go", "create by form", 200, charge, formByHand("/v1/charges", stripeForm, charge), stripeCall(func(ctx context.Context, client *stripe.Client) (any, error) {
			return client.V1Charges.Create(ctx, stripeParams())
		}), []string{"ch_1042", `"amount":1042`}},
		{"stripe-go", "404", 404, missing, getByHand("/v1/charges/ch_1042", missing), stripeCall(get), []string{"404"}},
	}
}

func stripeCall(run func(context.Context, *stripe.Client) (any, error)) maker {
	return func(n network) call {
		backend := stripe.GetBackendWithConfig(stripe.APIBackend, &stripe.BackendConfig{
			HTTPClient: n.client, URL: &n.url, LeveledLogger: &stripe.LeveledLogger{Level: stripe.LevelNull}, EnableTelemetry: new(false),
		})
		client := stripe.NewClient("sk_test_fake", stripe.WithBackends(&stripe.Backends{API: backend, Connect: backend, Uploads: backend, MeterEvents: backend}))
		return func(ctx context.Context) (any, error) { return run(ctx, client) }
	}
}

// listStripe reads one page, as the other clients do.
func listStripe(ctx context.Context, client *stripe.Client) (any, error) {
	params := &stripe.ChargeListParams{}
	params.Limit = new(int64(100))
	params.Single = true
	var page []*stripe.Charge
	for charge, err := range client.V1Charges.List(ctx, params) {
		if err != nil {
			return nil, err
		}
		page = append(page, charge)
	}
	return page, nil
}

func stripeParams() *stripe.ChargeCreateParams {
	return &stripe.ChargeCreateParams{
		Amount: new(int64(1042)), Currency: new("usd"), Customer: new("cus_1042"), Description: new("Punched cards"), Capture: new(true),
		ReceiptEmail: new("ada.1042@example.com"), StatementDescriptor: new("LOOMS"), TransferGroup: new("group_1042"),
		Metadata: map[string]string{"order": "ord_1042", "channel": "web"},
		Shipping: &stripe.ShippingDetailsParams{
			Name:    new("Ada Loom"),
			Address: &stripe.AddressParams{Line1: new("1 Mill Lane"), City: new("Leeds"), Country: new("GB"), PostalCode: new("LS1 4AP")},
		},
	}
}

func stripeForm() url.Values {
	return url.Values{
		"amount": {"1042"}, "currency": {"usd"}, "customer": {"cus_1042"}, "description": {"Punched cards"}, "capture": {"true"},
		"receipt_email": {"ada.1042@example.com"}, "statement_descriptor": {"LOOMS"}, "transfer_group": {"group_1042"},
		"metadata[order]": {"ord_1042"}, "metadata[channel]": {"web"}, "shipping[name]": {"Ada Loom"},
		"shipping[address][line1]": {"1 Mill Lane"}, "shipping[address][city]": {"Leeds"},
		"shipping[address][country]": {"GB"}, "shipping[address][postal_code]": {"LS1 4AP"},
	}
}
