package chargehound_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/chargekit/chargekit-go/chargehound"
	"github.com/chargekit/chargekit-go/chargehound/chargehoundtest"
)

func ExampleNew() {
	_, err := chargehound.New("")

	fmt.Println(err)
	// Output: chargehound: key is empty
}

func ExampleDisputesService_Create() {
	hound := chargehoundtest.NewServer()
	defer hound.Close()
	client := hound.Client()

	dispute, err := client.Disputes.Create(context.Background(), &chargehound.DisputeCreateParams{
		ID:         "dp_7Q",
		Charge:     "ch_7Q",
		Reason:     chargehound.DisputeReasonProductNotReceived,
		ChargedAt:  chargehound.NewTime(time.Date(2026, 1, 9, 7, 14, 2, 0, time.UTC)),
		DisputedAt: chargehound.NewTime(time.Date(2026, 2, 1, 10, 0, 0, 0, time.UTC)),
		DueBy:      chargehound.NewTime(time.Now().AddDate(0, 0, 14)),
		Currency:   "EUR",
		Amount:     7340, // 73.40 euros
	})
	if err != nil {
		fmt.Println(err)
		return
	}

	fmt.Println(dispute.ID, dispute.State, dispute.Source)
	// Output: dp_7Q needs_response api
}

func ExampleDisputesService_Get() {
	hound := chargehoundtest.NewServer()
	defer hound.Close()
	hound.SeedDisputeWith(chargehoundtest.Dispute{ID: "dp_7Q", Amount: 7340, Currency: "eur"})

	dispute, err := hound.Client().Disputes.Get(context.Background(), "dp_7Q")
	if err != nil {
		fmt.Println(err)
		return
	}
	_, err = hound.Client().Disputes.Get(context.Background(), "dp_0")

	fmt.Println(dispute.Amount, dispute.Currency, dispute.CustomerName == nil)
	fmt.Println(errors.Is(err, chargehound.ErrDisputeNotFound))
	// Output:
	// 7340 eur true
	// true
}

func ExampleDisputesService_List() {
	hound := chargehoundtest.NewServer()
	defer hound.Close()
	hound.SeedDisputeWith(chargehoundtest.Dispute{ID: "dp_1", State: "won"})
	hound.SeedDisputeWith(chargehoundtest.Dispute{ID: "dp_2"})
	hound.SeedDisputeWith(chargehoundtest.Dispute{ID: "dp_3"})

	page, err := hound.Client().Disputes.List(context.Background(), &chargehound.DisputeListParams{
		State: []chargehound.DisputeState{chargehound.DisputeStateNeedsResponse, chargehound.DisputeStateWarningNeedsResponse},
		Limit: new(1),
	})
	if err != nil {
		fmt.Println(err)
		return
	}

	fmt.Println(page.Data[0].ID, page.HasMore)
	// Output: dp_3 true
}

func ExampleDisputesService_All() {
	hound := chargehoundtest.NewServer()
	defer hound.Close()
	hound.SeedDisputes(250)
	open := &chargehound.DisputeListParams{State: []chargehound.DisputeState{chargehound.DisputeStateNeedsResponse}}

	count := 0
	for dispute, err := range hound.Client().Disputes.All(context.Background(), open) {
		if err != nil {
			fmt.Println(err)
			return
		}
		if dispute.Livemode {
			continue
		}
		count++
	}

	fmt.Println(count, "disputes in", len(hound.Requests()), "requests")
	// Output: 250 disputes in 3 requests
}

func ExampleDisputesService_Update() {
	hound := chargehoundtest.NewServer()
	defer hound.Close()
	hound.AddTemplate("goods", "order_id")
	hound.SeedDisputeWith(chargehoundtest.Dispute{ID: "dp_7Q"})

	dispute, err := hound.Client().Disputes.Update(context.Background(), "dp_7Q", &chargehound.DisputeUpdateParams{
		Template: new("goods"),
		Fields:   chargehound.Fields{"order_id": chargehound.TextField("ord_1042"), "parcels": chargehound.NumberField(2)},
		Products: []chargehound.Product{{Name: "Tea", Quantity: chargehound.NewQuantityText("3 boxes"), Amount: 2700}},
	})
	if err != nil {
		fmt.Println(err)
		return
	}

	fmt.Println(dispute.Fields["order_id"], dispute.Fields["parcels"], dispute.Products[0].Quantity)
	// Output: ord_1042 2 3 boxes
}

func ExampleDisputesService_Submit() {
	hound := chargehoundtest.NewServer()
	defer hound.Close()
	hound.AddTemplate("goods", "order_id")
	hound.SeedDisputeWith(chargehoundtest.Dispute{ID: "dp_7Q"})
	hound.RequireReview("dp_7Q")
	client, ctx := hound.Client(), context.Background()

	_, err := client.Disputes.Submit(ctx, "dp_6P", nil)
	fmt.Println(errors.Is(err, chargehound.ErrNotFound))

	params := &chargehound.DisputeSubmitParams{
		Template: new("goods"),
		Fields:   chargehound.Fields{"order_id": chargehound.TextField("ord_1042")},
	}
	dispute, err := client.Disputes.Submit(ctx, "dp_7Q", params)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(dispute.Submission())

	params.Force = new(true) // somebody has reviewed it
	dispute, err = client.Disputes.Submit(ctx, "dp_7Q", params)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(dispute.Submission())
	// Output:
	// true
	// held for review
	// submitted
}

func ExampleDisputesService_Accept() {
	hound := chargehoundtest.NewServer()
	defer hound.Close()
	hound.SeedDisputeWith(chargehoundtest.Dispute{ID: "dp_7Q"})

	dispute, err := hound.Client().Disputes.Accept(context.Background(), "dp_7Q")
	if err != nil {
		fmt.Println(err)
		return
	}

	fmt.Println(dispute.State)
	// Output: accepted
}

func ExampleDisputesService_Response() {
	hound := chargehoundtest.NewServer()
	defer hound.Close()
	hound.SeedDisputeWith(chargehoundtest.Dispute{ID: "dp_7Q", Charge: "ch_7Q", State: "submitted", Fields: map[string]any{"order_id": "ord_1042"}})

	response, err := hound.Client().Disputes.Response(context.Background(), "dp_7Q")
	if err != nil {
		fmt.Println(err)
		return
	}

	fmt.Println(response.Dispute, response.Charge, response.Evidence["order_id"])
	fmt.Println(response.ResponseURL)
	// Output:
	// dp_7Q ch_7Q ord_1042
	// [secret URL]
}

func ExampleDisputesService_DownloadResponse() {
	hound := chargehoundtest.NewServer()
	defer hound.Close()
	hound.SeedDisputeWith(chargehoundtest.Dispute{ID: "dp_7Q", State: "submitted"})
	client, ctx := hound.Client(), context.Background()

	response, err := client.Disputes.Response(ctx, "dp_7Q")
	if err != nil {
		fmt.Println(err)
		return
	}
	var document strings.Builder
	if _, err := client.Disputes.DownloadResponse(ctx, response, &document); err != nil {
		fmt.Println(err)
		return
	}

	fmt.Println(document.String()[:4])
	// Output: %PDF
}

func ExamplePersonalDataService_Retrieve() {
	hound := chargehoundtest.NewServer()
	defer hound.Close()

	receipt, err := hound.Client().PersonalData.Retrieve(context.Background(), &chargehound.PersonalDataRetrieveParams{
		Email: "ada@example.com", Name: "Ada Lindqvist", NotificationEmail: "privacy@example.com",
	})
	if err != nil {
		fmt.Println(err)
		return
	}

	fmt.Println(receipt.Success.Message != "", receipt.Livemode)
	// Output: true false
}

func ExamplePersonalDataService_Remove() {
	hound := chargehoundtest.NewServer()
	defer hound.Close()

	client, ctx := hound.Client(), context.Background()

	receipt, err := client.PersonalData.Remove(ctx, &chargehound.PersonalDataRemoveParams{Email: "ada@example.com", Name: "Ada Lindqvist"})
	if err != nil {
		fmt.Println(err)
		return
	}
	_, err = client.PersonalData.Remove(ctx, &chargehound.PersonalDataRemoveParams{Email: "Ada <ada@example.com>", Name: "Ada Lindqvist"})

	fmt.Println(receipt.Success.Message != "")
	fmt.Println(errors.Is(err, chargehound.ErrInvalidRequest))
	// Output:
	// true
	// true
}

func ExampleClient_Do() {
	hound := chargehoundtest.NewServer()
	defer hound.Close()
	hound.SeedDisputeWith(chargehoundtest.Dispute{ID: "dp_7Q"})

	var dispute struct {
		ID string `json:"id"`
	}
	err := hound.Client().Do(context.Background(), http.MethodGet, "/disputes/dp_7Q", nil, &dispute)

	fmt.Println(dispute.ID, err)
	// Output: dp_7Q <nil>
}

func ExampleDispute_Submission() {
	arrived := &chargehound.Dispute{State: chargehound.DisputeStateRequiresReview}
	fmt.Println(arrived.Submission())

	held := &chargehound.Dispute{
		State:  chargehound.DisputeStateRequiresReview,
		Fields: chargehound.Fields{"order_id": chargehound.TextField("ord_1042")},
	}
	fmt.Println(held.Submission())
	// Output:
	// awaiting review
	// held for review
}

func ExampleFields() {
	fields := chargehound.Fields{
		"order_id":    chargehound.TextField("ord_1042"),
		"shipped":     chargehound.DateField(time.Date(2026, 1, 9, 8, 0, 0, 0, time.UTC)),
		"total":       chargehound.AmountField(7340),
		"product_url": chargehound.URLField("shop.example.com/lamp"), // no https://
	}
	hound := chargehoundtest.NewServer()
	defer hound.Close()

	_, err := hound.Client().Disputes.Update(context.Background(), "dp_7Q", &chargehound.DisputeUpdateParams{Fields: fields})

	fmt.Println(err)
	fmt.Println(len(hound.Requests()), "requests were sent")
	// Output:
	// chargehound: fields.product_url is not an absolute URL with http:// or https://
	// 0 requests were sent
}
