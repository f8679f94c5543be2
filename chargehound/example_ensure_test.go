package chargehound_test

import (
	"context"
	"errors"
	"fmt"

	"github.com/chargekit/chargekit-go/chargehound"
	"github.com/chargekit/chargekit-go/chargehound/chargehoundtest"
)

// The response to the submission is lost.
func ExampleDisputesService_EnsureSubmitted() {
	fake := chargehoundtest.NewServer()
	defer fake.Close()
	fake.AddTemplate("goods", "order_id")
	id := fake.SeedDisputeWith(chargehoundtest.Dispute{Template: "goods"})
	fake.FailNext(chargehoundtest.NoFault, chargehoundtest.DropResponse) // the read, and the submission
	hound := fake.Client()

	dispute, err := hound.Disputes.EnsureSubmitted(context.Background(), id, &chargehound.DisputeSubmitParams{
		Fields: chargehound.Fields{"order_id": chargehound.TextField("ord_1042")},
	})
	switch {
	case errors.Is(err, chargehound.ErrHeld):
		fmt.Println("have someone decide:", err)
	case err != nil:
		fmt.Println(err)
	default:
		fmt.Println(dispute.Submission(), dispute.SubmittedCount)
	}
	// Output: submitted 1
}

func ExampleDisputesService_EnsureAccepted() {
	fake := chargehoundtest.NewServer()
	defer fake.Close()
	hound := fake.Client()

	for _, state := range []chargehound.DisputeState{chargehound.DisputeStateNeedsResponse, chargehound.DisputeStateUnderReview} {
		id := fake.SeedDisputeWith(chargehoundtest.Dispute{State: string(state)})
		dispute, err := hound.Disputes.EnsureAccepted(context.Background(), id)
		fmt.Println(dispute.State, err)
	}
	// Output:
	// accepted <nil>
	// under_review chargehound: not sent: the target is out of reach: the dispute is under_review
}
