package main

import (
	"context"
	"encoding/json"
	"strings"

	"github.com/chargekit/chargekit-go/chargeback"
)

const batchSize = chargeback.MaxBatch

func chargebackRows() []row {
	order, request := payload("chargeback_order"), payload("chargeback_create")
	page := envelope(`{"orders":LIST,"page":1,"per_page":100,"total":100}`, ordersOf(list("chargeback_order", 100)))
	missing := []byte(`{"status":"error","message":"Order not found"}`)
	params := orderParams(request)
	get := func(ctx context.Context, client *chargeback.Client) (any, error) {
		return client.Orders.Get(ctx, "901042")
	}
	return []row{
		{"chargeback", "get one", 200, order, getByHand("/api/v1/orders/901042", order), chargebackCall(get), []string{"901042", `"1042.40"`}},
		{"chargeback", "list 100", 200, page, getByHand("/api/v1/orders?page=1&per_page=100", page), chargebackCall(func(ctx context.Context, client *chargeback.Client) (any, error) {
			return client.Orders.List(ctx, &chargeback.OrderListParams{Page: new(1), PerPage: new(100)})
		}), []string{"901000", "901099", `"1099.40"`}},
		{"chargeback", "create by JSON", 201, order, postByHand("/api/v1/orders", request, order), chargebackCall(func(ctx context.Context, client *chargeback.Client) (any, error) {
			return client.Orders.Create(ctx, params)
		}), []string{"901042", `"1042.40"`}},
		{"chargeback", "404", 404, missing, getByHand("/api/v1/orders/901042", missing), chargebackCall(get), []string{"404"}},
	}
}

// orderParams reads the params of a create from what they send.
func orderParams(request []byte) *chargeback.OrderCreateParams {
	var sent struct {
		chargeback.OrderCreateParams
		TrackingNumbers string `json:"tracking_numbers"`
	}
	must(json.Unmarshal(request, &sent))
	params := sent.OrderCreateParams
	params.TrackingNumbers = strings.Split(sent.TrackingNumbers, ",")
	return &params
}

// ordersOf returns the orders of responses, without their envelopes.
func ordersOf(responses []byte) []byte {
	var all []struct{ Order json.RawMessage }
	must(json.Unmarshal(responses, &all))
	orders := make([]json.RawMessage, len(all))
	for i, response := range all {
		orders[i] = response.Order
	}
	text, err := json.Marshal(orders)
	must(err)
	return text
}

func newChargeback(n network) *chargeback.Client {
	client, err := chargeback.New("pk_fake", "sk_fake", chargeback.WithHTTPClient(n.client), chargeback.WithBaseURL(n.url+"/api/v1"), chargeback.WithInsecureHTTP())
	must(err)
	return client
}

func chargebackCall(run func(context.Context, *chargeback.Client) (any, error)) maker {
	return func(n network) call {
		client := newChargeback(n)
		return func(ctx context.Context) (any, error) { return run(ctx, client) }
	}
}
