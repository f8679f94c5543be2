package main

import (
	"context"
	"fmt"
	"io"
	"strings"

	"github.com/chargekit/chargekit-go/chargeback"
	"github.com/chargekit/chargekit-go/chargedesk"
	"github.com/chargekit/chargekit-go/chargehound"
)

// shopNames are what the shop is called at the vendors.
type shopNames struct{ crm, merchant, template string }

// vendors are the three clients.
type vendors struct {
	desk  *chargedesk.Client
	back  *chargeback.Client
	hound *chargehound.Client
}

// job is one run of the program and what it has done.
type job struct {
	*vendors
	shop      shopNames
	out, errs io.Writer

	charges  map[string]*order      // by the id that ChargeDesk gave
	reported map[chargeback.ID]bool // by the id that Chargeback gave
	done     []*order               // both of them have these
	disputes map[chargehound.Submission]int
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
		byTransaction[o.transactionID] = o
		mirrored := j.mirror(ctx, o)
		if j.report(ctx, o) && mirrored {
			j.done = append(j.done, o)
		}
		j.reportProgress(i+1, len(orders))
	}
	j.workQueue(ctx, byTransaction)
}

// mirror records the order's charge. With UpdateIfExists a second run of the
// program writes the same charge again, found by its transaction, and makes none.
func (j *job) mirror(ctx context.Context, o *order) bool {
	params := &chargedesk.ChargeCreateParams{
		Amount:         chargedesk.NewAmount(o.amount),
		Currency:       chargedesk.Currency(o.currency),
		TransactionID:  &o.transactionID,
		UpdateIfExists: true,
		Customer:       chargedesk.ChargeCustomerParams{ID: o.email, Email: &o.email, Name: optional(o.name), Country: optional(o.country)},
		Occurred:       new(chargedesk.NewTime(o.orderedAt)),
		Description:    new(o.summary()),
		Last4Digits:    optional(o.cardSuffix),
		Metadata:       chargedesk.Metadata{"order_id": o.id},
	}
	if o.refunded {
		params.Status = new(chargedesk.ChargeStatusRefunded)
		params.AmountRefunded = new(chargedesk.NewAmount(o.amount))
	}
	charge, err := j.desk.Charges.Create(ctx, params)
	if err == nil && j.charges[charge.ChargeID] != nil {
		err = fmt.Errorf("ChargeDesk took it for the charge of %s", j.charges[charge.ChargeID].id)
	}
	if err != nil {
		j.fail(fmt.Sprintf("line %d: charge of %s", o.line, o.id), err)
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
		OrderID:           o.id,
		OrderTS:           chargeback.NewTime(o.orderedAt),
		OrderAmount:       chargeback.NewAmount(o.amount),
		TransactionID:     o.transactionID,
		TransactionAmount: chargeback.NewAmount(o.amount),
		CRMName:           &j.shop.crm,
		MerchantName:      j.shop.merchant,
		CurrencyCode:      &o.currency,
		CardPrefix:        optional(o.cardPrefix),
		CardSuffix:        optional(o.cardSuffix),
		CustomerEmail:     &o.email,
		BillingCountry:    optional(o.country),
		ShippingSubtotal:  new(chargeback.NewAmount(o.shipping)),
		TaxSubtotal:       new(chargeback.NewAmount(o.tax)),
	}
	for _, item := range o.items {
		params.LineItems = append(params.LineItems, chargeback.LineItemParams{
			ProductName: &item.name, Quantity: &item.quantity, ProductAmount: new(chargeback.NewAmount(item.price)),
		})
	}
	if o.trackingNumber != "" {
		params.Shipments = []chargeback.ShipmentParams{{
			TrackingNumber: &o.trackingNumber, ShipperName: optional(o.carrier), DestinationCountry: optional(o.country),
		}}
	}
	reported, err := j.back.Orders.Create(ctx, params)
	if err != nil {
		j.fail(fmt.Sprintf("line %d: report of %s", o.line, o.id), err)
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
		dispute.ID, o.id, strings.ReplaceAll(string(dispute.Reason), "_", " "), o.amount.StringFixed(-o.amount.Exponent()), o.currency, submitted.Submission())
}

func (j *job) evidence(o *order) *chargehound.DisputeSubmitParams {
	params := &chargehound.DisputeSubmitParams{
		Template: &j.shop.template,
		Fields: chargehound.Fields{
			"order_id":       chargehound.TextField(o.id),
			"customer_email": chargehound.EmailField(o.email),
			"ordered_at":     chargehound.DateField(o.orderedAt),
			"product":        chargehound.TextField(o.summary()),
		},
	}
	if o.name != "" {
		params.Fields["customer_name"] = chargehound.TextField(o.name)
	}
	if o.trackingNumber != "" {
		params.Fields["tracking"] = chargehound.TextField(strings.TrimSpace(o.carrier + " " + o.trackingNumber))
	}
	for _, item := range o.items {
		params.Products = append(params.Products, chargehound.Product{
			Name:     item.name,
			Quantity: chargehound.NewQuantity(item.quantity),
			Amount:   item.total,
		})
	}
	return params
}

func (o *order) summary() string {
	names := make([]string, len(o.items))
	for i, item := range o.items {
		names[i] = fmt.Sprintf("%d x %s", item.quantity, item.name)
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
