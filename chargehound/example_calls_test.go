package chargehound_test

import (
	"context"
	"errors"
	"fmt"

	"github.com/chargekit/chargekit-go/chargehound"
	"github.com/chargekit/chargekit-go/chargehound/chargehoundtest"
)

// Chargehound names the fields that the evidence still needs.
func ExampleError() {
	hound := chargehoundtest.NewServer()
	defer hound.Close()
	hound.AddTemplate("goods", "order_id", "tracking_number")
	hound.SeedDisputeWith(chargehoundtest.Dispute{ID: "dp_7Q"})
	client, ctx := hound.Client(), context.Background()

	_, err := client.Disputes.Submit(ctx, "dp_7Q", &chargehound.DisputeSubmitParams{
		Template: new("goods"),
		Fields:   chargehound.Fields{"order_id": chargehound.TextField("ord_1042")},
	})
	if failed, ok := errors.AsType[*chargehound.Error](err); ok && errors.Is(err, chargehound.ErrMissingFields) {
		dispute, err := client.Disputes.Get(ctx, failed.ObjectID)
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(failed.StatusCode, failed.Type, dispute.MissingFields.Required())
	}
	// Output: 400 missing_fields [tracking_number]
}

// The response to a submission is lost, and another read settles what happened.
func ExampleDisputesService_EnsureSubmitted_outcomeUnknown() {
	hound := chargehoundtest.NewServer()
	defer hound.Close()
	hound.AddTemplate("goods", "order_id")
	hound.SeedDisputeWith(chargehoundtest.Dispute{ID: "dp_7Q"})
	hound.FailNext(chargehoundtest.NoFault, chargehoundtest.DropResponse) // the read, and the submission

	dispute, err := hound.Client().Disputes.EnsureSubmitted(context.Background(), "dp_7Q", &chargehound.DisputeSubmitParams{
		Template: new("goods"),
		Fields:   chargehound.Fields{"order_id": chargehound.TextField("ord_1042")},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(dispute.Submission(), dispute.SubmittedCount)
	// Output: submitted 1
}

// Chargehound responds with 429 once. The client waits and tries again.
func ExampleWithResponse() {
	hound := chargehoundtest.NewServer()
	defer hound.Close()
	hound.SeedDisputeWith(chargehoundtest.Dispute{ID: "dp_7Q"})
	hound.FailNext(chargehoundtest.TooManyRequests("0"))

	var response chargehound.Response
	_, err := hound.Client().Disputes.Accept(context.Background(), "dp_7Q", chargehound.WithResponse(&response))
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(response.StatusCode, "after", response.Attempts, "attempts")
	// Output: 200 after 2 attempts
}

// A parameter that only version 2016-03-05 has, so that this package has no field for it.
func ExampleWithParam() {
	hound := chargehoundtest.NewServer(chargehoundtest.WithAPIVersion(chargehound.APIVersion20160305))
	defer hound.Close()
	hound.SeedDisputeWith(chargehoundtest.Dispute{ID: "dp_7Q"})

	_, err := hound.Client().Disputes.Update(context.Background(), "dp_7Q", nil, chargehound.WithParam("user_id", "cus_ada"))
	fmt.Println(string(hound.LastRequest().Body), err)
	// Output: {"user_id":"cus_ada"} <nil>
}

// Empty values are sent, and nil is not. What they do to what is stored is not
// documented; read the dispute to see.
func ExampleDisputesService_Update_clear() {
	hound := chargehoundtest.NewServer()
	defer hound.Close()
	hound.SeedDisputeWith(chargehoundtest.Dispute{ID: "dp_7Q"})

	_, err := hound.Client().Disputes.Update(context.Background(), "dp_7Q", &chargehound.DisputeUpdateParams{
		ReferenceURL: new(""),
		Products:     []chargehound.Product{},
	})
	fmt.Println(string(hound.LastRequest().Body), err)
	// Output: {"products":[],"reference_url":""} <nil>
}

// A field that this version does not know, and one whose value it can't read.
func ExampleExtra() {
	hound := chargehoundtest.NewServer()
	defer hound.Close()
	hound.FailNext(chargehoundtest.Respond(200, `{"id": "dp_7Q", "object": "dispute", "state": "won", "score": 7, "currency": {"code": "usd"}}`))

	dispute, err := hound.Client().Disputes.Get(context.Background(), "dp_7Q")
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("%s %q\n", dispute.State, dispute.Currency)
	fmt.Println(string(dispute.Extra["score"]), string(dispute.Extra["currency"]))
	// Output:
	// won ""
	// 7 {"code": "usd"}
}

// The first process ends after 120 disputes, and the next goes on where it was.
func ExampleWithCheckpoint() {
	hound := chargehoundtest.NewServer()
	defer hound.Close()
	hound.SeedDisputes(250)
	client := hound.Client()

	var saved []byte // in a file, or beside the disputes in their database
	export := func(most int) (disputes int) {
		var at chargehound.Checkpoint
		if saved != nil {
			if err := at.UnmarshalText(saved); err != nil {
				panic(err)
			}
		}
		for _, err := range client.Disputes.All(context.Background(), nil, chargehound.WithCheckpoint(&at)) {
			if err != nil {
				panic(err)
			}
			disputes++
			saved, _ = at.MarshalText() // the dispute is done
			if disputes == most {
				break
			}
		}
		return disputes
	}
	fmt.Println(export(120), "disputes, then", export(-1))
	// Output: 120 disputes, then 130
}

func ExampleMinorToDecimal() {
	for _, currency := range []string{"usd", "jpy", "kwd"} {
		fmt.Println(chargehound.MinorToDecimal(7340, currency))
	}
	fmt.Println(chargehound.DecimalToMinor("73.4", "usd"))
	// Output:
	// 73.40 <nil>
	// 7340 <nil>
	// 7.340 <nil>
	// 7340 <nil>
}
