package main

import (
	"context"

	"github.com/openai/openai-go/v3"
	"github.com/openai/openai-go/v3/option"
	"github.com/openai/openai-go/v3/shared"
)

func openaiRows() []row {
	batch, page := payload("openai_batch"), envelope(`{"object":"list","first_id":"batch_1000","last_id":"batch_1099","has_more":false,"data":LIST}`, list("openai_batch", 100))
	request, completion := payload("openai_create"), payload("openai_completion")
	params := completionParams()
	missing := []byte(`{"error":{"message":"No such batch","type":"invalid_request_error","param":null,"code":null}}`)
	get := func(ctx context.Context, client openai.Client) (any, error) {
		return client.Batches.Get(ctx, "batch_1042")
	}
	return []row{
		{"openai-go", "get one", 200, batch, getByHand("/v1/batches/batch_1042", batch), openaiCall(get), []string{"batch_1042", "cus_1042"}},
		{"openai-go", "list 100", 200, page, getByHand("/v1/batches?limit=100", page), openaiCall(func(ctx context.Context, client openai.Client) (any, error) {
			return client.Batches.List(ctx, openai.BatchListParams{Limit: openai.Int(100)})
		}), []string{"batch_1000", "batch_1099", "cus_1099"}},
		{"openai-go", "create by JSON", 200, completion, postByHand("/v1/chat/completions", request, completion), openaiCall(func(ctx context.Context, client openai.Client) (any, error) {
			return client.Chat.Completions.New(ctx, params)
		}), []string{"chatcmpl-1042", "Order 1042 has left"}},
		{"openai-go", "404", 404, missing, getByHand("/v1/batches/batch_1042", missing), openaiCall(get), []string{"404"}},
	}
}

func openaiCall(run func(context.Context, openai.Client) (any, error)) maker {
	return func(n network) call {
		client := openai.NewClient(option.WithAPIKey("sk_test_fake"), option.WithHTTPClient(n.client), option.WithBaseURL(n.url+"/v1/"))
		return func(ctx context.Context) (any, error) { return run(ctx, client) }
	}
}

func completionParams() openai.ChatCompletionNewParams {
	return openai.ChatCompletionNewParams{
		Messages: []openai.ChatCompletionMessageParamUnion{openai.SystemMessage("Say where an order is."), openai.UserMessage("Where is order 1042?")},
		Model:    "model-small", FrequencyPenalty: openai.Float(0.5), Logprobs: openai.Bool(false), MaxCompletionTokens: openai.Int(100),
		N: openai.Int(1), PresencePenalty: openai.Float(0.25), PromptCacheKey: openai.String("orders"), SafetyIdentifier: openai.String("user_1042"),
		Seed: openai.Int(7), Store: openai.Bool(true), Temperature: openai.Float(0.5), TopP: openai.Float(0.75), ParallelToolCalls: openai.Bool(false),
		User: openai.String("user_1042"), Metadata: shared.Metadata{"order": "ord_1042"}, Modalities: []string{"text"},
		ReasoningEffort: "low", ServiceTier: "default", Verbosity: "low",
	}
}
