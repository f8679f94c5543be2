package main

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"time"

	"github.com/chargekit/chargekit-go/chargeback"
	"github.com/chargekit/chargekit-go/chargeback/chargebacktest"
	"github.com/chargekit/chargekit-go/chargedesk"
	"github.com/chargekit/chargekit-go/chargedesk/chargedesktest"
	"github.com/chargekit/chargekit-go/chargehound"
	"github.com/chargekit/chargekit-go/chargehound/chargehoundtest"
)

// instrument returns the middleware for the clients of a vendor.
type instrument func(vendor) func(http.RoundTripper) http.RoundTripper

// tell makes the calls whose spans and metrics the program shows.
func tell(ctx context.Context, t *telemetry, wrap instrument, out io.Writer) error {
	desk := chargedesktest.NewServer()
	defer desk.Close()
	client := desk.Client(chargedesk.WithMiddleware(wrap(chargeDesk)))
	charge := desk.SeedCharge("34.00", "USD").ChargeID
	get := func(ctx context.Context) (*chargedesk.Charge, error) { return client.Charges.Get(ctx, charge) }
	say := func(what string, err error) {
		if err != nil {
			what += ": " + err.Error()
		}
		fmt.Fprintln(out, what)
	}

	desk.FailNext(chargedesktest.TooManyRequests("1"))
	_, err := traced(ctx, t, chargeDesk, "Charges.Get", get)
	say("A 429 with a Retry-After of a second", err)

	desk.FailNext(chargedesktest.Respond(http.StatusBadGateway, ""))
	_, err = traced(ctx, t, chargeDesk, "Charges.Get", get)
	say("A 502, and a retry", err)

	desk.FailNext(chargedesktest.DropResponse)
	_, err = traced(ctx, t, chargeDesk, "Gateway.Refund", func(ctx context.Context) (*chargedesk.Charge, error) {
		return client.Gateway.Refund(ctx, charge, &chargedesk.RefundParams{Amount: chargedesk.MustAmount("21.00")})
	})
	say("A refund whose response is lost", err)

	_, err = traced(ctx, t, chargeHound, "Disputes.Submit", submitter(wrap))
	say("A submission that is rejected", err)

	_, err = traced(ctx, t, chargeBack, "Orders.Create", creator(wrap))
	say("An order", err)

	down, err := chargedesk.New(chargedesktest.Key, chargedesk.WithBaseURL("http://"+closedAddress()+"/v1"), chargedesk.WithMiddleware(wrap(chargeDesk)))
	if err != nil {
		return err
	}
	_, err = traced(ctx, t, chargeDesk, "Gateway.Refund", func(ctx context.Context) (*chargedesk.Charge, error) {
		return down.Gateway.RefundInFull(ctx, charge, nil)
	})
	say("A refund that can't be sent", err)
	return ctx.Err()
}

func submitter(wrap instrument) func(context.Context) (*chargehound.Dispute, error) {
	return func(ctx context.Context) (*chargehound.Dispute, error) {
		hound := chargehoundtest.NewServer()
		defer hound.Close()
		hound.AddTemplate("goods", "order_id")
		id := hound.SeedDispute("ch_1", 7340, "eur", "fraudulent")
		params := &chargehound.DisputeSubmitParams{Template: new("goods")} // without the order_id that it asks for
		return hound.Client(chargehound.WithMiddleware(wrap(chargeHound))).Disputes.Submit(ctx, id, params)
	}
}

func creator(wrap instrument) func(context.Context) (*chargeback.Order, error) {
	return func(ctx context.Context) (*chargeback.Order, error) {
		back := chargebacktest.NewServer()
		defer back.Close()
		return back.Client(chargeback.WithMiddleware(wrap(chargeBack))).Orders.Create(ctx, &chargeback.OrderCreateParams{
			OrderID: "ord_1042", OrderTS: chargeback.NewTime(time.Now()), OrderAmount: chargeback.MustAmount("180.06"),
			TransactionID: "txn_047a", TransactionAmount: chargeback.MustAmount("180.06"),
			CRMName: new(chargebacktest.CRMName), MerchantName: chargebacktest.MerchantName,
		})
	}
}

// closedAddress returns an address of this machine at which nothing listens.
func closedAddress() string {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "127.0.0.1:1"
	}
	defer listener.Close()
	return listener.Addr().String()
}
