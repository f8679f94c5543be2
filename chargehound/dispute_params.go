package chargehound

// MaxListLimit is how many disputes a page has at most.
const MaxListLimit = 100

// DisputeCreateParams are the parameters of [DisputesService.Create]. Nil
// pointers, slices and maps are not sent.
type DisputeCreateParams struct {
	ID         string        `json:"id"`          // required, at most 255 bytes; the processor's, chosen by the caller
	Charge     string        `json:"charge"`      // required; the processor's id of the charge
	Reason     DisputeReason `json:"reason"`      // required
	ChargedAt  Time          `json:"charged_at"`  // required
	DisputedAt Time          `json:"disputed_at"` // required
	DueBy      Time          `json:"due_by"`      // required
	Currency   string        `json:"currency"`    // required; three letters, such as "USD"
	Amount     int64         `json:"amount"`      // required, positive; of the charge, in minor units

	Customer           *string           `json:"customer,omitzero"`             // the processor's id
	Processor          *DisputeProcessor `json:"processor,omitzero"`            // who processed the charge
	State              *DisputeState     `json:"state,omitzero"`                // DisputeStateNeedsResponse or DisputeStateWarningNeedsResponse
	Kind               *DisputeKind      `json:"kind,omitzero"`                 // of the dispute
	ReversalCurrency   *string           `json:"reversal_currency,omitzero"`    // three letters
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

	Submit *bool `json:"submit,omitzero"` // answer the dispute at once
	Queue  *bool `json:"queue,omitzero"`  // have it answered before it is due
	Force  *bool `json:"force,omitzero"`  // in spite of review rules

	// The old names that version 2016-03-05 takes beside the ones above. Do not
	// use them with later versions.
	ExternalIdentifier *string `json:"external_identifier,omitzero"` // ID
	ExternalCharge     *string `json:"external_charge,omitzero"`     // Charge
	ExternalCustomer   *string `json:"external_customer,omitzero"`   // Customer
	UserID             *string `json:"user_id,omitzero"`             // AccountID
}

func (p *DisputeCreateParams) check() error {
	if p == nil {
		return isNil("params")
	}
	if err := required("id", p.ID, "charge", p.Charge, "reason", string(p.Reason)); err != nil {
		return err
	}
	if _, err := opGetDispute.on(p.ID).escapedPath(); err != nil {
		return invalid(err) // no other method could name the dispute
	}
	for _, at := range []struct {
		param string
		time  Time
	}{{"charged_at", p.ChargedAt}, {"disputed_at", p.DisputedAt}, {"due_by", p.DueBy}} {
		if at.time.IsZero() {
			return missing(at.param)
		}
	}
	if err := required("currency", p.Currency); err != nil {
		return err
	}
	if err := checkCurrency("currency", p.Currency); err != nil {
		return err
	}
	if p.Amount <= 0 {
		return &ValidationError{Param: "amount", Reason: "is missing or not positive"}
	}
	if p.ReversalCurrency != nil {
		if err := checkCurrency("reversal_currency", *p.ReversalCurrency); err != nil {
			return err
		}
	}
	return checkEvidence(p.Fields, p.Products, p.Correspondence, p.PastPayments)
}

// DisputeUpdateParams are the parameters of [DisputesService.Update]. Nil
// pointers, slices and maps are not sent; what an empty value does to a stored
// one is not documented.
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
	Queue  *bool `json:"queue,omitzero"`  // have it submitted before it is due
	Force  *bool `json:"force,omitzero"`  // in spite of review rules, or although it was accepted

	// Parameters that only version 2016-03-05 takes. Later ones have the customer
	// in Fields and AccountID for UserID.
	CustomerName  *string `json:"customer_name,omitzero"`
	CustomerEmail *string `json:"customer_email,omitzero"` // the buyer's e-mail address
	UserID        *string `json:"user_id,omitzero"`
}

func (p *DisputeUpdateParams) check() error {
	if err := checkEmail("customer_email", p.CustomerEmail); err != nil {
		return err
	}
	return checkEvidence(p.Fields, p.Products, p.Correspondence, p.PastPayments)
}

// operation tells an update that may be sent again from one that also submits.
func (p *DisputeUpdateParams) operation() operation {
	update := opUpdateDispute
	if isTrue(p.Submit) || isTrue(p.Queue) {
		update.safety = opSubmitDispute.safety
	}
	return update
}

func isTrue(flag *bool) bool { return flag != nil && *flag }

// DisputeSubmitParams are the parameters of [DisputesService.Submit]. Nil
// pointers, slices and maps are not sent; what an empty value does to a stored
// one is not documented.
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
	Force *bool `json:"force,omitzero"` // in spite of review rules, or although it was accepted

	// Parameters that only version 2016-03-05 takes. Later ones have the customer
	// in Fields and AccountID for UserID.
	CustomerName  *string `json:"customer_name,omitzero"`
	CustomerEmail *string `json:"customer_email,omitzero"` // the buyer's e-mail address
	UserID        *string `json:"user_id,omitzero"`
}

func (p *DisputeSubmitParams) check() error {
	if p == nil {
		return nil
	}
	if err := checkEmail("customer_email", p.CustomerEmail); err != nil {
		return err
	}
	return checkEvidence(p.Fields, p.Products, p.Correspondence, p.PastPayments)
}

func checkEmail(param string, address *string) error {
	if address == nil || *address == "" || emailFault(*address) == "" {
		return nil
	}
	return &ValidationError{Param: param, Reason: emailFault(*address)}
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
	if p.Limit != nil && (*p.Limit < 1 || *p.Limit > MaxListLimit) {
		return &ValidationError{Param: "limit", Reason: "is not in 1 to 100"}
	}
	if p.StartingAfter != nil && p.EndingBefore != nil {
		return &ValidationError{Param: "ending_before", Reason: "can't be given together with starting_after"}
	}
	for _, id := range []struct {
		param string
		value *string
	}{{"starting_after", p.StartingAfter}, {"ending_before", p.EndingBefore}, {"account", p.Account}} {
		if id.value != nil && *id.value == "" {
			return &ValidationError{Param: id.param, Reason: "is empty"}
		}
	}
	for _, state := range p.State {
		if state == "" {
			return &ValidationError{Param: "state", Reason: "has an empty element"}
		}
	}
	return nil
}
