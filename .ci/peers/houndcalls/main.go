// Houndcalls makes the calls of chargehound-node.mjs, in its order, with our
// client. HOUND_URL, KEY, TEMPLATE and PREFIX are as there.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"net/http"
	"os"
	"time"

	"github.com/chargekit/chargekit-go/chargehound"
)

func main() {
	log.SetFlags(0)
	log.SetPrefix("houndcalls: ")
	r := &run{ctx: context.Background(), url: os.Getenv("HOUND_URL"), key: os.Getenv("KEY"), template: os.Getenv("TEMPLATE")}
	for _, version := range []string{"2016-03-05", "2017-10-30", "2020-02-28", "2021-09-15", ""} {
		name := version
		if name == "" {
			name = "default"
		}
		r.all(r.client(r.key, version), os.Getenv("PREFIX")+name, version == "" || version >= "2020-02-28")
	}
	_, err := r.client("test_wrong", "").Disputes.List(r.ctx, nil)
	r.rejected("a wrong key", err, chargehound.ErrUnauthorized)
	fmt.Printf("our client: %d calls as expected\n", r.calls)
}

type run struct {
	ctx                context.Context
	url, key, template string
	calls              int
}

func (r *run) client(key, version string) *chargehound.Client {
	opts := []chargehound.Option{chargehound.WithBaseURL(r.url + "/v1"), chargehound.WithRetry(chargehound.RetryPolicy{})}
	if version != "" {
		opts = append(opts, chargehound.WithAPIVersion(version))
	}
	client, err := chargehound.New(key, opts...)
	if err != nil {
		log.Fatal(err)
	}
	return client
}

// done fails unless a call has succeeded as said.
func (r *run) done(what string, err error, as bool) {
	if r.calls++; err != nil || !as {
		log.Fatalf("%s: not as expected, error %v", what, err)
	}
}

func (r *run) rejected(what string, err, want error) {
	if r.calls++; !errors.Is(err, want) {
		log.Fatalf("%s: error %v, not %v", what, err, want)
	}
}

func (r *run) dispute(id string) *chargehound.DisputeCreateParams {
	return &chargehound.DisputeCreateParams{
		ID: id, Charge: "ch_K31", Reason: chargehound.DisputeReasonProductNotReceived, Currency: "eur", Amount: 7340,
		ChargedAt:  chargehound.NewTime(time.Date(2026, 1, 9, 7, 14, 2, 0, time.UTC)),
		DisputedAt: chargehound.NewTime(time.Date(2026, 2, 1, 10, 0, 0, 0, time.UTC)),
		DueBy:      chargehound.NewTime(time.Date(2099, 2, 20, 10, 0, 0, 0, time.UTC)),
	}
}

// all makes the calls of one version. held says whether it holds an accepted
// dispute for review.
func (r *run) all(client *chargehound.Client, id string, held bool) {
	ctx, disputes := r.ctx, client.Disputes
	evidence := chargehound.Fields{
		"order_id": chargehound.TextField("ord_1042"), "parcels": chargehound.NumberField(2), "product_url": chargehound.URLField("https://example.com/lamp"),
	}
	products := []chargehound.Product{
		{Name: "Desk lamp", Quantity: chargehound.NewQuantityText("2 pcs"), Amount: 0},
		{Name: "Bulb", Quantity: chargehound.NewQuantity(4), Amount: 300},
	}

	first := r.dispute(id)
	first.Template = &r.template
	dispute, err := disputes.Create(ctx, first)
	r.done("create", err, err == nil && dispute.ID == id && dispute.State == chargehound.DisputeStateNeedsResponse)
	dispute, err = disputes.Get(ctx, id)
	r.done("get", err, err == nil && dispute.Amount == 7340)
	page, err := disputes.List(ctx, &chargehound.DisputeListParams{Limit: new(1), State: []chargehound.DisputeState{chargehound.DisputeStateNeedsResponse, chargehound.DisputeStateWon}})
	r.done("list", err, err == nil && len(page.Data) == 1 && page.Data[0].ID == id)
	dispute, err = disputes.Update(ctx, id, &chargehound.DisputeUpdateParams{Fields: evidence, Products: products})
	r.done("update", err, err == nil && len(dispute.Fields) == 3 && len(dispute.Products) == 2)
	dispute, err = disputes.Submit(ctx, id, nil)
	r.done("submit", err, err == nil && dispute.Submission() == chargehound.SubmissionSubmitted)
	response, err := disputes.Response(ctx, id)
	r.done("response", err, err == nil && response.Dispute == id)
	size, err := disputes.DownloadResponse(ctx, response, io.Discard)
	if err != nil || size == 0 {
		log.Fatalf("download: %d bytes, error %v", size, err)
	}

	_, err = disputes.Create(ctx, r.dispute(id+"_2"))
	r.done("second create", err, true)
	dispute, err = disputes.Accept(ctx, id+"_2")
	r.done("accept", err, err == nil && dispute.State == chargehound.DisputeStateAccepted)
	dispute, err = disputes.Submit(ctx, id+"_2", &chargehound.DisputeSubmitParams{Template: &r.template, Fields: evidence})
	r.done("submit of an accepted one", err, err == nil && (dispute.State == chargehound.DisputeStateAccepted) == held)
	if held {
		dispute, err = disputes.Submit(ctx, id+"_2", &chargehound.DisputeSubmitParams{Force: new(true)})
		r.done("forced submit", err, err == nil && dispute.State == chargehound.DisputeStateSubmitted)
	}

	_, err = disputes.Get(ctx, id+"_none")
	r.rejected("get of none", err, chargehound.ErrNotFound)
	_, err = disputes.Submit(ctx, id, nil)
	r.rejected("second submit", err, chargehound.ErrBadRequest)
	// Our Create rejects this without asking, so it takes Do to send it.
	err = client.Do(ctx, http.MethodPost, "/disputes", map[string]string{"id": id + "_3"}, nil)
	r.rejected("create without the rest", err, chargehound.ErrBadRequest)
}
