package openapi

import (
	"context"
	"net/http"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/chargeback"
	"github.com/chargekit/chargekit-go/chargeback/chargebacktest"
)

// backShapes are all forms of responses that the fake has and the description
// covers. Unwrapped and NotJSONDelete are not: the one is a draft's, the other a
// slip of the published page, and the client takes both all the same.
var backShapes = map[string][]chargebacktest.Option{
	"as in the samples":     nil,
	"numbers":               {chargebacktest.WithShapes(chargebacktest.Shapes{NumberIDs: true, NumberPages: true, NumberMoney: true})},
	"texts":                 {chargebacktest.WithShapes(chargebacktest.Shapes{StringQuantity: true, StringFlags: true})},
	"lists and nulls":       {chargebacktest.WithShapes(chargebacktest.Shapes{ListTracking: true, NullParties: true, SingleBatch: true})},
	"200":                   {chargebacktest.WithShapes(chargebacktest.Shapes{OK: true})},
	"an empty delete":       {chargebacktest.WithShapes(chargebacktest.Shapes{EmptyDelete: true})},
	"batches in disorder":   {chargebacktest.WithShapes(chargebacktest.Shapes{ReverseBatch: true, AnonymousErrors: true})},
	"errors as a text":      {chargebacktest.WithErrors(chargebacktest.ErrorsInError)},
	"errors as a list":      {chargebacktest.WithErrors(chargebacktest.ErrorsInList)},
	"errors by field":       {chargebacktest.WithErrors(chargebacktest.ErrorsByField)},
	"422 for duplicates":    {chargebacktest.WithDuplicates(chargebacktest.DuplicatesUnprocessable)},
	"a search that rejects": {chargebacktest.WithSearch(chargebacktest.SearchRejected)},
}

func TestChargebackSpeaksAsDescribed(t *testing.T) {
	t.Parallel()
	covered := coverage{}
	for name, options := range backShapes {
		t.Run(name, func(t *testing.T) {
			server := chargebacktest.NewTestServer(t, options...)
			witness := &Witness{Description: load(t, "chargeback")}
			back := server.Client(chargeback.WithMiddleware(witness.Wrap), chargeback.WithRetry(chargeback.RetryPolicy{}))
			covered.add(walk(t, witness, backSteps(t, server, back, witness), func() (all []received) {
				for _, r := range server.Requests() {
					all = append(all, received{r.Method, r.Path, r.RawQuery, r.Header, r.Body})
				}
				return all
			}))
		})
	}
	covered.atLeast(t, load(t, "chargeback"), 7)
}

// richOrder sets every field, so that all of them meet the description.
func richOrder(orderID string) *chargeback.OrderCreateParams {
	amount, at := chargeback.MustAmount, chargeback.NewTime(time.Date(2026, 2, 3, 4, 5, 6, 7e6, time.FixedZone("", 3600)))
	return &chargeback.OrderCreateParams{
		OrderID: orderID, OrderTS: at, OrderAmount: amount("81.40"), TransactionID: "txn_" + orderID, TransactionAmount: amount("0"),
		CRMName: new(chargebacktest.CRMName), MerchantName: chargebacktest.MerchantName,
		CardPrefix: new("412300"), CardSuffix: new("0907"), CardType: new("visa"), CardExp: new("11/29"),
		ReportedAVSStatus: new("Y"), ReportedCVVStatus: new("M"), CurrencyCode: new("EUR"), IPAddress: new("192.0.2.44"),
		AuthorizationCode: new("A1"), ARN: new("arn-1"), ShippingSubtotal: new(amount("6.90")), TaxSubtotal: new(amount("0.00")),
		SourceURL: new("https://shop.example.com/orders/1"), TrackingNumbers: chargeback.TrackingNumbers{"PKT1", "PKT2"},
		LineItems: []chargeback.LineItemParams{{
			ProductName: new("Desk lamp"), ProductDescription: new("brass"), ProductAmount: new(amount("37.25")),
			Quantity: new(int64(2)), Subtotal: new(amount("74.50")), SourceProductID: new("lamp-2"),
		}},
		Shipments: []chargeback.ShipmentParams{{
			TrackingNumber: new("PKT1"), ShipperName: new("Northpost"), ShippedTS: &at,
			OriginName: new("Lumen"), OriginAddress1: new("1 Quay"), OriginAddress2: new("b"), OriginCity: new("Bergen"), OriginState: new(""), OriginCountry: new("NOR"), OriginZip: new("5003"),
			DestinationFirstName: new("Jo"), DestinationLastName: new("Lindqvist"), DestinationAddress1: new("2 Street"), DestinationAddress2: new("c"),
			DestinationCity: new("Stockholm"), DestinationState: new(""), DestinationCountry: new("SWE"), DestinationZip: new("11122"),
		}},
		CustomerEmail: new("jo@example.com"), CustomerFirstName: new("Jo"), CustomerLastName: new("Lindqvist"), CustomerPhone: new("+46 8 000"),
		BillingFirstName: new("Jo"), BillingLastName: new("Lindqvist"), BillingAddress1: new("2 Street"), BillingAddress2: new("c"),
		BillingCity: new("Stockholm"), BillingState: new(""), BillingCountry: new("SWE"), BillingPostal: new("11122"),
	}
}

func backSteps(t *testing.T, server *chargebacktest.Server, back *chargeback.Client, witness *Witness) []step {
	ctx, id := t.Context(), chargeback.ID("")
	return []step{
		{"orders.create", func() error {
			order, err := back.Orders.Create(ctx, richOrder("ord_1042"))
			if err == nil {
				id = order.ID
			}
			return err
		}, nil},
		{"orders.create", func() error {
			require.Error(t, second(back.Orders.Create(ctx, richOrder("ord_1042"))), "a duplicate")
			return nil
		}, nil},
		{"orders.createBatch", func() error {
			return second(back.Orders.CreateBatch(ctx, []*chargeback.OrderCreateParams{richOrder("ord_1043")}))
		}, nil},
		{"orders.createBatch", func() error {
			// What a rejected order gives is the client's business; here is how it looks on the wire.
			_, _ = back.Orders.CreateBatch(ctx, []*chargeback.OrderCreateParams{richOrder("ord_1044"), richOrder("ord_1042")})
			return nil
		}, nil},
		{"orders.import", func() error { return importOrders(ctx, back, richOrder("ord_1050"), richOrder("ord_1051")) }, nil},
		{"orders.list", func() error {
			return second(back.Orders.List(ctx, &chargeback.OrderListParams{Page: new(1), PerPage: new(2)}))
		}, nil},
		{"orders.list", func() error {
			_, _ = back.Orders.List(ctx, &chargeback.OrderListParams{Search: chargeback.SearchEqual{"order_id": "ord_1042"}})
			return nil
		}, nil},
		{"orders.list", func() error {
			for _, err := range back.Orders.All(ctx, nil) {
				if err != nil {
					return err
				}
			}
			return nil
		}, nil},
		{"orders.get", func() error { return second(back.Orders.Get(ctx, id)) }, nil},
		{"orders.get", func() error { return second(back.Orders.Get(ctx, "0")) }, chargeback.ErrNotFound},
		{"orders.update", func() error {
			return second(back.Orders.Update(ctx, id, &chargeback.OrderUpdateParams{
				OrderAmount: new(chargeback.MustAmount("80")), CRMID: new(int64(chargebacktest.CRMID)),
				TrackingNumbers: chargeback.TrackingNumbers{}, LineItems: []chargeback.LineItemParams{}, ARN: new(""),
			}))
		}, nil},
		{"orders.delete", func() error { return back.Orders.Delete(ctx, id) }, nil},
		{"orders.delete", func() error {
			require.Error(t, back.Orders.Delete(ctx, server.SeedManualOrder("ord_1060")), "made by hand")
			return nil
		}, nil},
		{"orders.get", func() error {
			server.FailNext(chargebacktest.RespondHTML(http.StatusBadGateway))
			return second(back.Orders.Get(ctx, id))
		}, chargeback.ErrServer},
		{"orders.get", func() error {
			server.FailNext(chargebacktest.TooManyRequests("1"))
			return second(back.Orders.Get(ctx, id))
		}, chargeback.ErrRateLimited},
		{"orders.get", func() error {
			stranger, err := chargeback.New("pk", "sk_wrong", chargeback.WithBaseURL(server.URL), chargeback.WithHTTPClient(server.HTTPClient()), chargeback.WithMiddleware(witness.Wrap))
			require.NoError(t, err)
			return second(stranger.Orders.Get(ctx, id))
		}, chargeback.ErrUnauthorized},
	}
}

func importOrders(ctx context.Context, back *chargeback.Client, orders ...*chargeback.OrderCreateParams) error {
	for _, err := range back.Orders.Import(ctx, slices.Values(orders), nil) {
		if err != nil {
			return err
		}
	}
	return nil
}
