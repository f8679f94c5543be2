package chargehound_test

import (
	"context"
	"errors"
	"fmt"

	"github.com/chargekit/chargekit-go/chargehound"
	"github.com/chargekit/chargekit-go/chargehound/chargehoundtest"
)

func ExampleDisputesService_EnsureSubmitted() {
	hound := chargehoundtest.NewServer()
	defer hound.Close()
	hound.AddTemplate("goods", "order_id")
	hound.SeedDisputeWith(chargehoundtest.Dispute{ID: "dp_7Q"})
	client, ctx := hound.Client(), context.Background()
	params := &chargehound.DisputeSubmitParams{
		Template: new("goods"),
		Fields:   chargehound.Fields{"order_id": chargehound.TextField("ord_1042")},
	}

	for range 2 { // a job that runs twice submits once
		dispute, err := client.Disputes.EnsureSubmitted(ctx, "dp_7Q", params)
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(dispute.Submission(), dispute.SubmittedCount)
	}
	// Output:
	// submitted 1
	// submitted 1
}

func ExampleDisputesService_EnsureAccepted() {
	hound := chargehoundtest.NewServer()
	defer hound.Close()
	hound.SeedDisputeWith(chargehoundtest.Dispute{ID: "dp_7Q"})
	hound.SeedDisputeWith(chargehoundtest.Dispute{ID: "dp_8R", State: "submitted"})
	client, ctx := hound.Client(), context.Background()

	dispute, err := client.Disputes.EnsureAccepted(ctx, "dp_7Q")
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(dispute.State)

	_, err = client.Disputes.EnsureAccepted(ctx, "dp_8R")
	fmt.Println(errors.Is(err, chargehound.ErrOutOfReach))
	// Output:
	// accepted
	// true
}
