package openapi

import (
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/chargehound"
	"github.com/chargekit/chargekit-go/chargehound/chargehoundtest"
)

func TestChargehoundSpeaksAsDescribed(t *testing.T) {
	t.Parallel()
	covered := coverage{}
	for _, version := range []string{chargehound.APIVersion20160305, chargehound.APIVersion20171030, chargehound.APIVersion20200228, chargehound.APIVersion20210915} {
		t.Run(version, func(t *testing.T) {
			server := chargehoundtest.NewTestServer(t)
			server.AddTemplate("order-facts", "order_id")
			witness := &Witness{Description: load(t, "chargehound")}
			hound := server.Client(chargehound.WithMiddleware(witness.Wrap), chargehound.WithAPIVersion(version), chargehound.WithRetry(chargehound.RetryPolicy{}))
			covered.add(walk(t, witness, houndSteps(t, server, hound, witness, version), func() (all []received) {
				for _, r := range server.Requests() {
					all = append(all, received{r.Method, r.Path, r.RawQuery, r.Header, r.Body})
				}
				return all
			}))
		})
	}
	covered.atLeast(t, load(t, "chargehound"), 9)
}

func houndSteps(t *testing.T, server *chargehoundtest.Server, hound *chargehound.Client, witness *Witness, version string) []step {
	ctx := t.Context()
	evidence := chargehound.Fields{"order_id": chargehound.TextField("ord_1042"), "parcels": chargehound.NumberField(2), "shipped": chargehound.DateField(time.Now())}
	products := []chargehound.Product{{Name: "Desk lamp", Quantity: chargehound.NewQuantity(2), Amount: 3670, SKU: new("lamp-2")}, {Name: "Cable", Quantity: chargehound.NewQuantityText("3 m")}}
	mails := []chargehound.Correspondence{{To: "jo@example.com", From: "shop@example.com", Subject: "Your lamp", Body: "It left today.", Sent: new("yesterday")}}
	past := []chargehound.PastPayment{{ID: "ch_K30", Amount: 1200, Currency: "usd", ChargedAt: chargehound.NewChargedAt(time.Now().AddDate(-1, 0, 0))}}
	now := time.Now().UTC().Truncate(time.Second)
	create := func(id string) *chargehound.DisputeCreateParams {
		return &chargehound.DisputeCreateParams{
			ID: id, Charge: "ch_" + id, Reason: chargehound.DisputeReasonFraudulent, Currency: "USD", Amount: 7340,
			ChargedAt: chargehound.NewTime(now.AddDate(0, 0, -30)), DisputedAt: chargehound.NewTime(now), DueBy: chargehound.NewTime(now.AddDate(0, 0, 10)),
			Customer: new("cus_ada"), Fee: new(int64(1500)), ReversalAmount: new(int64(7340)), ReversalTotal: new(int64(8840)), ReversalCurrency: new("usd"),
			IsChargeRefundable: new(false), SubmittedCount: new(int64(0)), CVCCheck: new(chargehound.DisputeCheckPass), AccountID: new("acct_1"),
			Template: new("order-facts"), Fields: evidence, Products: products, Correspondence: mails, ReferenceURL: new("https://shop.example.com/orders/1042"),
		}
	}
	submitted := create("dp_submitted")
	submitted.Submit = new(true)
	var oldNames []chargehound.CallOption
	if version == chargehound.APIVersion20160305 {
		oldNames = []chargehound.CallOption{chargehound.WithParam("external_customer", "cus_ada"), chargehound.WithParam("user_id", "acct_1")}
	}
	var last string
	steps := []step{
		{"disputes.create", func() error { return second(hound.Disputes.Create(ctx, create("dp_7Q"))) }, nil},
		{"disputes.create", func() error { return second(hound.Disputes.Create(ctx, submitted)) }, nil},
		{"disputes.create", func() error { return second(hound.Disputes.Create(ctx, create("dp_old"), oldNames...)) }, nil},
		{"disputes.list", func() error {
			list, err := hound.Disputes.List(ctx, &chargehound.DisputeListParams{Limit: new(1), State: []chargehound.DisputeState{chargehound.DisputeStateNeedsResponse, chargehound.DisputeStateSubmitted}})
			if err == nil {
				last = list.Data[0].ID
			}
			return err
		}, nil},
		{"disputes.list", func() error {
			return second(hound.Disputes.List(ctx, &chargehound.DisputeListParams{StartingAfter: &last, Account: new("default")}))
		}, nil},
		{"disputes.list", func() error {
			return second(hound.Disputes.List(ctx, &chargehound.DisputeListParams{EndingBefore: &last}))
		}, nil},
		{"disputes.list", func() error {
			for _, err := range hound.Disputes.All(ctx, nil) {
				if err != nil {
					return err
				}
			}
			return nil
		}, nil},
		{"disputes.get", func() error { return second(hound.Disputes.Get(ctx, "dp_7Q")) }, nil},
		{"disputes.get", func() error { return second(hound.Disputes.Get(ctx, "dp/none?")) }, chargehound.ErrNotFound},
		{"disputes.update", func() error {
			return second(hound.Disputes.Update(ctx, "dp_7Q", &chargehound.DisputeUpdateParams{Fields: evidence, Products: []chargehound.Product{}, PastPayments: past, AccountID: new("acct_2")}))
		}, nil},
		{"disputes.update", func() error {
			return second(hound.Disputes.Update(ctx, "dp_old", &chargehound.DisputeUpdateParams{Queue: new(true), Force: new(true)}))
		}, nil},
		{"disputes.submit", func() error {
			return second(hound.Disputes.Submit(ctx, "dp_7Q", &chargehound.DisputeSubmitParams{Fields: evidence, Correspondence: mails, Force: new(true)}))
		}, nil},
		{"disputes.submit", func() error {
			return second(hound.Disputes.Submit(ctx, server.SeedDisputeWith(chargehoundtest.Dispute{}), nil))
		}, chargehound.ErrMissingTemplate},
		{"disputes.accept", func() error {
			return second(hound.Disputes.Accept(ctx, server.SeedDisputeWith(chargehoundtest.Dispute{})))
		}, nil},
		{"disputes.response", func() error { return second(hound.Disputes.Response(ctx, "dp_7Q")) }, nil},
		{"personalData.retrieve", func() error {
			return second(hound.PersonalData.Retrieve(ctx, &chargehound.PersonalDataRetrieveParams{Email: "ada@example.com", Name: "Ada", NotificationEmail: "desk@example.com"}))
		}, nil},
		{"personalData.remove", func() error {
			return second(hound.PersonalData.Remove(ctx, &chargehound.PersonalDataRemoveParams{Email: "ada@example.com", Name: "Ada"}))
		}, nil},
	}
	for _, fault := range []chargehoundtest.Fault{chargehoundtest.RespondHTML(http.StatusBadGateway), chargehoundtest.TooManyRequests("1")} {
		steps = append(steps, step{"disputes.get", func() error {
			server.FailNext(fault)
			err := second(hound.Disputes.Get(ctx, "dp_7Q"))
			require.Error(t, err)
			return nil
		}, nil})
	}
	return append(steps, step{"disputes.get", func() error {
		stranger, err := chargehound.New("test_wrong", chargehound.WithBaseURL(server.URL), chargehound.WithHTTPClient(server.HTTPClient()), chargehound.WithMiddleware(witness.Wrap))
		require.NoError(t, err)
		return second(stranger.Disputes.Get(ctx, "dp_7Q"))
	}, chargehound.ErrUnauthorized})
}
