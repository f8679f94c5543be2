package main

import (
	"context"
	"fmt"
	"io"
	"strings"

	"github.com/chargekit/chargekit-go/chargeback"
	"github.com/chargekit/chargekit-go/chargedesk"
	"github.com/chargekit/chargekit-go/chargehound"
	"github.com/chargekit/chargekit-go/internal/orderfile"
)

// shopNames are what the shop is called at the vendors.
type shopNames struct{ crm, merchant, template string }

// vendors are the three clients, and what stops the fakes behind them.
type vendors struct {
	desk  *chargedesk.Client
	back  *chargeback.Client
	hound *chargehound.Client
	stop  func()
}

// job is one run of the program and what it has done.
type job struct {
	*vendors
	shop      shopNames
	out, errs io.Writer

	charges  map[string]*order      // by the id that ChargeDesk gave
	reported map[chargeback.ID]bool // by the id that Chargeback gave
	done     []*order               // these went through
	disputes map[chargehound.Submission]int
	nameless int // orders without a customer, which ChargeDesk does not get
	failed   int
}

func newJob(clients *vendors, shop shopNames, out, errs io.Writer) *job {
	return &job{
		vendors: clients, shop: shop, out: out, errs: errs,
		charges: map[string]*order{}, reported: map[chargeback.ID]bool{}, disputes: map[chargehound.Submission]int{},
	}
}

func (j *job) run(ctx context.Context, orders []*order) {
	byTransaction := map[string]*order{}
	for i, o := range orders {
		if ctx.Err() != nil {
			j.fail("stopped", fmt.Errorf("%d of %d orders were not begun, nor were the disputes", len(orders)-i, len(orders)))
			return
		}
		byTransaction[o.TransactionID] = o
		mirrored := true
		if o.customer() == "" {
			j.nameless++
		} else {
			mirrored = j.mirror(ctx, o)
		}
		if j.report(ctx, o) && mirrored {
			j.done = append(j.done, o)
		}
		j.reportProgress(i+1, len(orders))
	}
	j.workQueue(ctx, byTransaction)
}

// mirror records the order's charge, for which ChargeDesk needs a customer. With
// UpdateIfExists a second run of the program writes the same charge again, found by
// its transaction, and makes none.
func (j *job) mirror(ctx context.Context, o *order) bool {
	params := &chargedesk.ChargeCreateParams{
		Amount:         chargedesk.NewAmount(o.Amount),
		Currency:       chargedesk.Currency(o.Currency),
		TransactionID:  &o.TransactionID,
		UpdateIfExists: true,
		Customer:       chargedesk.ChargeCustomerParams{ID: o.customer(), Email: optional(o.Email), Name: optional(o.Name), Country: optional(o.countryCode())},
		Occurred:       new(chargedesk.NewTime(o.PlacedAt)),
		Description:    new(o.summary()),
		Last4Digits:    optional(o.CardSuffix),
		Metadata:       chargedesk.Metadata{"order_id": o.ID},
	}
	if o.Status == orderfile.Refunded {
		params.Status = new(chargedesk.ChargeStatusRefunded)
	}
	if o.Refunded.IsPositive() {
		params.AmountRefunded = new(chargedesk.NewAmount(o.Refunded))
	}
	charge, err := j.desk.Charges.Create(ctx, params)
	if err == nil && j.charges[charge.ChargeID] != nil {
		err = fmt.Errorf("ChargeDesk took it for the charge of %s", j.charges[charge.ChargeID].ID)
	}
	if err != nil {
		j.fail(fmt.Sprintf("line %d: charge of %s", o.line(), o.ID), err)
		return false
	}
	j.charges[charge.ChargeID] = o
	return true
}

// report gives the order to Chargeback, with what was bought and how it was sent.
// What becomes of an order that Chargeback has already is not documented: a second
// run of the program may be rejected here, or create the order twice.
func (j *job) report(ctx context.Context, o *order) bool {
	params := &chargeback.OrderCreateParams{
		OrderID:           o.ID,
		OrderTS:           chargeback.NewTime(o.PlacedAt),
		OrderAmount:       chargeback.NewAmount(o.Amount),
		TransactionID:     o.TransactionID,
		TransactionAmount: chargeback.NewAmount(o.TransactionAmount),
		CRMName:           &j.shop.crm,
		MerchantName:      j.shop.merchant,
		CurrencyCode:      &o.Currency,
		CardPrefix:        optional(o.CardPrefix),
		CardSuffix:        optional(o.CardSuffix),
		CustomerEmail:     optional(o.Email),
		BillingCountry:    optional(o.Address.Country),
		ShippingSubtotal:  new(chargeback.NewAmount(o.Shipping)),
		TaxSubtotal:       new(chargeback.NewAmount(o.Tax)),
	}
	for _, item := range o.items {
		params.LineItems = append(params.LineItems, chargeback.LineItemParams{
			ProductName: &item.Name, Quantity: &item.Quantity, ProductAmount: new(chargeback.NewAmount(item.UnitPrice)),
		})
	}
	for _, parcel := range o.Parcels {
		params.Shipments = append(params.Shipments, chargeback.ShipmentParams{
			TrackingNumber: &parcel.Number, ShipperName: optional(parcel.Carrier), DestinationCountry: optional(o.Address.Country),
		})
	}
	reported, err := j.back.Orders.Create(ctx, params)
	if err != nil {
		j.fail(fmt.Sprintf("line %d: report of %s", o.line(), o.ID), err)
		return false
	}
	j.reported[reported.ID] = true
	return true
}

// workQueue submits evidence for every dispute that waits for it.
func (j *job) workQueue(ctx context.Context, byTransaction map[string]*order) {
	waiting := &chargehound.DisputeListParams{State: []chargehound.DisputeState{chargehound.DisputeStateNeedsResponse, chargehound.DisputeStateWarningNeedsResponse}}
	for dispute, err := range j.hound.Disputes.All(ctx, waiting) {
		if err != nil {
			j.fail("disputes", err)
			return
		}
		o := byTransaction[dispute.Charge]
		if o == nil {
			j.fail("dispute "+dispute.ID, fmt.Errorf("no order has the transaction %s", dispute.Charge))
			continue
		}
		j.submit(ctx, dispute, o)
	}
}

// submit submits the evidence for one dispute. A submit that succeeds is not yet
// a response at the bank: the dispute says what became of it.
func (j *job) submit(ctx context.Context, dispute *chargehound.Dispute, o *order) {
	submitted, err := j.hound.Disputes.Submit(ctx, dispute.ID, j.evidence(o))
	if err != nil {
		j.fail("dispute "+dispute.ID, err)
		return
	}
	j.disputes[submitted.Submission()]++
	fmt.Fprintf(j.out, "Dispute %s of order %s (%s, %s %s): %s.\n",
		dispute.ID, o.ID, strings.ReplaceAll(string(dispute.Reason), "_", " "), sum(o.Amount, o.Currency), o.Currency, submitted.Submission())
}

func (j *job) evidence(o *order) *chargehound.DisputeSubmitParams {
	params := &chargehound.DisputeSubmitParams{
		Template: &j.shop.template,
		Fields: chargehound.Fields{
			"order_id":   chargehound.TextField(o.ID),
			"ordered_at": chargehound.DateField(o.PlacedAt),
			"product":    chargehound.TextField(o.summary()),
		},
	}
	if o.Email != "" {
		params.Fields["customer_email"] = chargehound.EmailField(o.Email)
	}
	if o.Name != "" {
		params.Fields["customer_name"] = chargehound.TextField(o.Name)
	}
	if len(o.Parcels) > 0 {
		params.Fields["tracking"] = chargehound.TextField(strings.TrimSpace(o.Parcels[0].Carrier + " " + o.Parcels[0].Number))
	}
	for _, item := range o.items {
		params.Products = append(params.Products, chargehound.Product{
			Name:     item.Name,
			Quantity: chargehound.NewQuantity(item.Quantity),
			Amount:   item.total,
		})
	}
	return params
}

func (o *order) summary() string {
	names := make([]string, len(o.items))
	for i, item := range o.items {
		names[i] = fmt.Sprintf("%d x %s", item.Quantity, item.Name)
	}
	return strings.Join(names, "; ")
}

// optional is a parameter that is not sent when the export has no value for it.
func optional(text string) *string {
	if text == "" {
		return nil
	}
	return &text
}
