package main

import (
	"context"
	"encoding/json"

	"github.com/chargekit/chargekit-go/chargehound"
)

func chargehoundRows() []row {
	dispute, request := payload("chargehound_dispute"), payload("chargehound_create")
	page := envelope(`{"object":"list","url":"/v1/disputes","livemode":false,"has_more":false,"data":LIST}`, list("chargehound_dispute", 100))
	missing := []byte(`{"url":"/v1/disputes/dp_1042","livemode":false,"error":{"status":404,"type":"not_found","message":"A dispute with id dp_1042 was not found"}}`)
	params := &chargehound.DisputeCreateParams{}
	must(json.Unmarshal(request, params))
	get := func(ctx context.Context, hound *chargehound.Client) (any, error) {
		return hound.Disputes.Get(ctx, "dp_1042")
	}
	return []row{
		{"chargehound", "get one", 200, dispute, getByHand("/v1/disputes/dp_1042", dispute), chargehoundCall(get), []string{"dp_1042", "1042"}},
		{"chargehound", "list 100", 200, page, getByHand("/v1/disputes?limit=100", page), chargehoundCall(func(ctx context.Context, hound *chargehound.Client) (any, error) {
			return hound.Disputes.List(ctx, &chargehound.DisputeListParams{Limit: new(100)})
		}), []string{"dp_1000", "dp_1099", `"amount":1099`}},
		{"chargehound", "create by JSON", 200, dispute, postByHand("/v1/disputes", request, dispute), chargehoundCall(func(ctx context.Context, hound *chargehound.Client) (any, error) {
			return hound.Disputes.Create(ctx, params)
		}), []string{"dp_1042", `"amount":1042`}},
		{"chargehound", "404", 404, missing, getByHand("/v1/disputes/dp_1042", missing), chargehoundCall(get), []string{"404"}},
	}
}

func chargehoundCall(run func(context.Context, *chargehound.Client) (any, error)) maker {
	return func(n network) call {
		hound, err := chargehound.New("test_fake", chargehound.WithHTTPClient(n.client), chargehound.WithBaseURL(n.url+"/v1"), chargehound.WithInsecureHTTP())
		must(err)
		return func(ctx context.Context) (any, error) { return run(ctx, hound) }
	}
}
