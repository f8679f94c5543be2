package chargehound_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"

	"github.com/chargekit/chargekit-go/chargehound"
	"github.com/chargekit/chargekit-go/chargehound/chargehoundtest"
)

func ExampleParseEvent() {
	event, err := chargehound.ParseEvent([]byte(`{"id": "wh_9f", "type": "dispute.created", "object": "webhook", "livemode": false, "dispute": "dp_7Q"}`))
	if err != nil {
		fmt.Println(err)
		return
	}

	fmt.Println(event.Type, event.Dispute)
	// Output: dispute.created dp_7Q
}

func ExampleWebhookHandler() {
	hound := chargehoundtest.NewServer()
	defer hound.Close()
	const token = "k3yWo5xvJm0Zr8sQnT4uLd" // of crypto/rand.Text, kept with the other secrets

	handler, err := chargehound.WebhookHandler(hound.Client(), chargehound.WebhookConfig{Token: token},
		func(ctx context.Context, d *chargehound.Delivery) error {
			if d.Event.Type == chargehound.EventTypeDisputeCreated {
				fmt.Println("to be responded to:", d.Dispute.ID, d.Dispute.State)
			}
			return nil
		})
	if err != nil {
		fmt.Println(err)
		return
	}
	mux := http.NewServeMux()
	mux.Handle("/hooks/chargehound/{token}", handler)
	shop := httptest.NewServer(mux)
	defer shop.Close()

	hound.DeliverWebhooksTo(shop.URL + "/hooks/chargehound/" + token)
	hound.SeedDisputeWith(chargehoundtest.Dispute{ID: "dp_7Q"})
	hound.DeliverDue(context.Background())
	// Output: to be responded to: dp_7Q needs_response
}
