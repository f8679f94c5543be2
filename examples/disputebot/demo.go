package main

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"time"

	"github.com/riverqueue/river"

	"github.com/chargekit/chargekit-go/chargehound"
	"github.com/chargekit/chargekit-go/chargehound/chargehoundtest"
)

const (
	demoTemplate = "order-facts"
	demoReview   = "EUR=500,GBP=500"
	demoLimit    = 2 * time.Minute
)

// demoFake starts a Chargehound with disputes of the sample's orders, and one of an
// order that is not in it. Its own rule holds those above 300.
func demoFake() *chargehoundtest.Server {
	hound := chargehoundtest.NewServer()
	hound.AddTemplate(demoTemplate, "order_id", "customer_email", "ordered_at")
	hound.ReviewWhen(func(d chargehoundtest.Dispute) bool { return d.Amount > 300_00 && d.Template != "" })
	return hound
}

// demo shows how disputes go from a webhook to their end. Instead of Chargehound,
// the bank and a person there is hound, a fake.
func demo(ctx context.Context, b *bot, hound *chargehoundtest.Server, out io.Writer) error {
	ctx, cancel := context.WithTimeout(ctx, demoLimit)
	defer cancel()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	token := rand.Text()
	hound.DeliverWebhooksTo("http://" + listener.Addr().String() + webhookPath + token)
	events, unsubscribe := b.queue.Subscribe(river.EventKindJobSnoozed, river.EventKindJobCompleted)
	defer unsubscribe()
	served := make(chan error, 1)
	go func() { served <- b.serve(ctx, listener, token) }()

	story := &story{bot: b, hound: hound, events: events, out: out}
	err = story.tell(ctx)
	cancel()
	return errors.Join(err, <-served)
}

// story is what happens in the demo.
type story struct {
	*bot
	hound  *chargehoundtest.Server
	events <-chan *river.Event
	out    io.Writer
}

func (s *story) tell(ctx context.Context) error {
	fmt.Fprintln(s.out, "\nThe bank passes on five disputes, and Chargehound sends a webhook for each:")
	disputes, err := s.seed()
	if err != nil {
		return err
	}
	s.hound.DeliverDue(ctx)
	if err := s.wait(ctx, river.EventKindJobSnoozed, disputes...); err != nil {
		return err
	}

	large := disputes[2]
	fmt.Fprintf(s.out, "\nA person approves %s, as \"disputebot approve %[1]s\" does:\n", large)
	if err := approve(ctx, s.bot, []string{large}, s.out); err != nil {
		return err
	}
	if err := s.wait(ctx, river.EventKindJobSnoozed, large); err != nil {
		return err
	}

	fmt.Fprintln(s.out, "\nThe bank decides about two of them:")
	if err := errors.Join(s.hound.Resolve(disputes[0], "won"), s.hound.Resolve(disputes[1], "lost")); err != nil {
		return err
	}
	s.hound.DeliverDue(ctx)
	if err := s.wait(ctx, river.EventKindJobCompleted, disputes[0], disputes[1]); err != nil {
		return err
	}

	fmt.Fprintln(s.out, "\nThis is how they stand, as \"disputebot list\" prints it:")
	return errors.Join(list(ctx, s.store, s.out), ctx.Err())
}

// seed makes a dispute for each order of the sample that says so, and one more.
func (s *story) seed() ([]string, error) {
	var disputes []string
	for order := range s.orders.all() {
		reason := order.Cell("dispute")
		if reason == "" {
			continue
		}
		amount, err := chargehound.DecimalToMinor(order.Amount.String(), order.Currency)
		if err != nil {
			return nil, err
		}
		disputes = append(disputes, s.hound.SeedDispute(order.TransactionID, amount, order.Currency, reason))
	}
	return append(disputes, s.hound.SeedDispute("txn_of_nobody", 19_00, "eur", "unrecognized")), nil
}

// wait waits until the jobs of all these disputes have come to this.
func (s *story) wait(ctx context.Context, kind river.EventKind, disputes ...string) error {
	waiting := map[string]bool{}
	for _, dispute := range disputes {
		waiting[dispute] = true
	}
	for len(waiting) > 0 {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case event := <-s.events:
			var args respondTo
			if event != nil && event.Kind == kind && event.Job.Kind == args.Kind() && json.Unmarshal(event.Job.EncodedArgs, &args) == nil {
				delete(waiting, args.Dispute)
			}
		}
	}
	return nil
}
