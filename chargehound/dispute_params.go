package chargehound

import "slices"

// MaxListLimit is how many disputes a page has at most.
const MaxListLimit = 100

// DisputeCreateParams are the parameters of [DisputesService.Create]. nil
// pointers, slices and maps are not sent. The other names that version
// 2016-03-05 has for ID, Charge, Customer and AccountID are sent by [WithParam].
type DisputeCreateParams struct {
	ID         string        `json:"id"`          // required, at most 255 bytes; the processor's
	Charge     string        `json:"charge"`      // required; the processor's id of the charge
	Reason     DisputeReason `json:"reason"`      // required
	ChargedAt  Time          `json:"charged_at"`  // required
	DisputedAt Time          `json:"disputed_at"` // required
	DueBy      Time          `json:"due_by"`      // required
	Currency   string        `json:"currency"`    // required; such as "USD", in any case
	Amount     int64         `json:"amount"`      // required, so not 0; of the charge, in minor units

	Customer           *string           `json:"customer,omitzero"`             // the processor's id
	Processor          *DisputeProcessor `json:"processor,omitzero"`            // who processed the charge
	State              *DisputeState     `json:"state,omitzero"`                // DisputeStateNeedsResponse or DisputeStateWarningNeedsResponse
	Kind               *DisputeKind      `json:"kind,omitzero"`                 // of the dispute
	ReversalCurrency   *string           `json:"reversal_currency,omitzero"`    // such as "USD", in any case
	Fee                *int64            `json:"fee,omitzero"`                  // of the processor, in minor units
	ReversalAmount     *int64            `json:"reversal_amount,omitzero"`      // without the fee, in minor units
	ReversalTotal      *int64            `json:"reversal_total,omitzero"`       // with the fee, in minor units
	IsChargeRefundable *bool             `json:"is_charge_refundable,omitzero"` // whether the charge can still be refunded
	SubmittedCount     *int64            `json:"submitted_count,omitzero"`      // how often evidence was submitted already
	AddressLine1Check  *DisputeCheck     `json:"address_line1_check,omitzero"`  // the bank's check of the street
	AddressZipCheck    *DisputeCheck     `json:"address_zip_check,omitzero"`    // the bank's check of the postal code
	CVCCheck           *DisputeCheck     `json:"cvc_check,omitzero"`            // the bank's check of the security code
	AccountID          *string           `json:"account_id,omitzero"`           // Stripe account that was charged directly

	Template       *string          `json:"template,omitzero"`       // id of the evidence template
	Fields         Fields           `json:"fields,omitzero"`         // evidence, by the names of the template's fields; nil = not sent
	Products       []Product        `json:"products,omitzero"`       // what was bought
	Correspondence []Correspondence `json:"correspondence,omitzero"` // e-mails with the customer
	PastPayments   []PastPayment    `json:"past_payments,omitzero"`  // at most MaxPastPayments
	ReferenceURL   *string          `json:"reference_url,omitzero"`  // into the merchant's own system

	Submit *bool `json:"submit,omitzero"` // submit the response at once
	Queue  *bool `json:"queue,omitzero"`  // submit it later, but before it is due
	Force  *bool `json:"force,omitzero"`  // with Submit: submit this evidence although a review rule would hold it
}

func (p *DisputeCreateParams) check() error {
	if p == nil {
		return noParams[DisputeCreateParams]()
	}
	var c checks
	c.ID("id", &p.ID) // no other method could name the dispute
	c.Required("charge", p.Charge)
	c.Required("reason", string(p.Reason))
	c.time("charged_at", p.ChargedAt)
	c.time("disputed_at", p.DisputedAt)
	c.time("due_by", p.DueBy)
	c.Required("currency", p.Currency)
	if p.Amount == 0 {
		c.Reject("amount", "is missing")
	}
	c.evidence(p.Fields, p.Products, p.Correspondence, p.PastPayments)
	return c.err()
}

// DisputeUpdateParams are the parameters of [DisputesService.Update]. nil
// pointers, slices and maps are not sent. What an empty value does to a stored
// one is not documented. The parameters that only version 2016-03-05 has,
// customer_name, customer_email and user_id, are sent by [WithParam].
type DisputeUpdateParams struct {
	Template       *string          `json:"template,omitzero"`       // id of the evidence template
	Fields         Fields           `json:"fields,omitzero"`         // evidence, by the names of the template's fields; nil = not sent
	Products       []Product        `json:"products,omitzero"`       // what was bought
	Correspondence []Correspondence `json:"correspondence,omitzero"` // e-mails with the customer
	PastPayments   []PastPayment    `json:"past_payments,omitzero"`  // at most MaxPastPayments
	ReferenceURL   *string          `json:"reference_url,omitzero"`  // into the merchant's own system
	Charge         *string          `json:"charge,omitzero"`         // Braintree, where Chargehound may only read: the transaction's id
	AccountID      *string          `json:"account_id,omitzero"`     // Stripe account that was charged directly

	Submit *bool `json:"submit,omitzero"` // submit after saving
	Queue  *bool `json:"queue,omitzero"`  // submit it later, but before it is due
	Force  *bool `json:"force,omitzero"`  // with Submit: submit the evidence although a review rule holds the dispute, or it was accepted
}

func (p *DisputeUpdateParams) check() error {
	var c checks
	c.evidence(p.Fields, p.Products, p.Correspondence, p.PastPayments)
	return c.err()
}

// submits reports whether the update also submits or queues the dispute.
func (p *DisputeUpdateParams) submits() bool { return isTrue(p.Submit) || isTrue(p.Queue) }

// DisputeSubmitParams are the parameters of [DisputesService.Submit]. nil
// pointers, slices and maps are not sent. What an empty value does to a stored
// one is not documented. The parameters that only version 2016-03-05 has,
// customer_name, customer_email and user_id, are sent by [WithParam].
type DisputeSubmitParams struct {
	Template       *string          `json:"template,omitzero"`       // id of the evidence template
	Fields         Fields           `json:"fields,omitzero"`         // evidence, by the names of the template's fields; nil = not sent
	Products       []Product        `json:"products,omitzero"`       // what was bought
	Correspondence []Correspondence `json:"correspondence,omitzero"` // e-mails with the customer
	PastPayments   []PastPayment    `json:"past_payments,omitzero"`  // at most MaxPastPayments
	ReferenceURL   *string          `json:"reference_url,omitzero"`  // into the merchant's own system
	Charge         *string          `json:"charge,omitzero"`         // Braintree, where Chargehound may only read: the transaction's id
	AccountID      *string          `json:"account_id,omitzero"`     // Stripe account that was charged directly
	Account        *string          `json:"account,omitzero"`        // Chargehound's connected account, where there are several

	Queue *bool `json:"queue,omitzero"` // submit it later, but before it is due
	Force *bool `json:"force,omitzero"` // submit the evidence although a review rule holds the dispute, or it was accepted
}

func (p *DisputeSubmitParams) check() error {
	if p == nil {
		return nil
	}
	var c checks
	c.evidence(p.Fields, p.Products, p.Correspondence, p.PastPayments)
	return c.err()
}

// DisputeListParams are the parameters of [DisputesService.List] and
// [DisputesService.All]. nil fields are not sent.
type DisputeListParams struct {
	Limit         *int           `url:"limit,omitempty"`          // 1 to MaxListLimit; nil means 20, and 100 for All
	StartingAfter *string        `url:"starting_after,omitempty"` // id of a dispute: go on with older ones
	EndingBefore  *string        `url:"ending_before,omitempty"`  // id of a dispute: go back to newer ones; not with StartingAfter
	State         []DisputeState `url:"state,omitempty"`          // in any of these states
	Account       *string        `url:"account,omitempty"`        // of this connected account
}

func (p *DisputeListParams) check() error {
	if p == nil {
		return nil
	}
	var c checks
	c.Between("limit", p.Limit, 1, MaxListLimit)
	if p.StartingAfter != nil && p.EndingBefore != nil {
		c.Reject("ending_before", "can't be given together with starting_after")
	}
	c.NotEmpty("starting_after", p.StartingAfter)
	c.NotEmpty("ending_before", p.EndingBefore)
	c.NotEmpty("account", p.Account)
	if slices.Contains(p.State, "") {
		c.Reject("state", "has an empty element")
	}
	return c.err()
}

// checkWalk rejects what would lead a walk to newer disputes, or every page of
// it to the same place.
func (p *DisputeListParams) checkWalk(opts []CallOption) error {
	cfg, err := newCallConfig(opts)
	if err != nil {
		return err
	}
	var c checks
	if p.EndingBefore != nil {
		c.Reject("ending_before", "leads to newer disputes, and All walks to older ones")
	}
	if name := findVariable(cfg.Query, "limit", "starting_after", "ending_before"); name != "" {
		c.Reject(name, "belongs in the params of All, not in WithQuery")
	}
	return c.err()
}
