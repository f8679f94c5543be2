package chargehoundtest_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"

	"github.com/chargekit/chargekit-go/chargehound"
	"github.com/chargekit/chargekit-go/chargehound/chargehoundtest"
)

// A submit whose response is lost has happened all the same.
func ExampleServer_FailNext() {
	hound := chargehoundtest.NewServer()
	defer hound.Close()
	id := hound.SeedDisputeWith(chargehoundtest.Dispute{ID: "dp_7Q", Template: "goods"})
	hound.FailNext(chargehoundtest.DropResponse)

	err := hound.Client().Do(context.Background(), http.MethodPost, "/disputes/dp_7Q/submit", nil, nil)

	dispute, _ := hound.Dispute(id)
	fmt.Println(errors.Is(err, chargehound.ErrOutcomeUnknown), dispute.State, dispute.Submissions)
	// Output: true submitted 1
}

// What the bank decides is up to the test.
func ExampleServer_Resolve() {
	hound := chargehoundtest.NewServer()
	defer hound.Close()
	shop := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}))
	defer shop.Close()
	id := hound.SeedDisputeWith(chargehoundtest.Dispute{State: "submitted"})
	hound.DeliverWebhooksTo(shop.URL)

	_ = hound.MarkUnderReview(id)
	_ = hound.Resolve(id, "won")

	fmt.Println(hound.DeliverDue(context.Background()), "webhooks delivered")
	fmt.Println(hound.Counts())
	// Output:
	// 2 webhooks delivered
	// map[won:1]
}

// A mock that returns the error of a submit without required fields.
func ExampleNewError() {
	body := `{"error": {"status": 400, "type": "missing_fields", "message": "order_id is required"}}`
	missing := chargehoundtest.NewError(chargehoundtest.Respond(400, body), func(c *chargehound.Client) error {
		_, err := c.Disputes.Submit(context.Background(), "dp_1", nil)
		return err
	})
	submit := func(id string) error { return missing }

	err := submit("dp_1")
	fmt.Println(errors.Is(err, chargehound.ErrMissingFields))
	// Output: true
}
