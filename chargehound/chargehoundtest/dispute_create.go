package chargehoundtest

import (
	"net/http"
	"slices"
	"strings"
)

// Parameters of create beside evidenceParams.
var (
	createParams = []string{
		"id", "reason", "charged_at", "disputed_at", "due_by", "currency", "amount", "customer", "processor",
		"state", "kind", "reversal_currency", "fee", "reversal_amount", "reversal_total", "is_charge_refundable",
		"submitted_count", "address_line1_check", "address_zip_check", "cvc_check",
	}
	createParams2016 = []string{"external_identifier", "external_charge", "external_customer", "user_id"}
)

// Values of enums that create accepts.
var (
	createReasons = []string{
		"general", "fraudulent", "duplicate", "subscription_canceled", "product_unacceptable",
		"product_not_received", "unrecognized", "credit_not_processed", "incorrect_account_details",
		"insufficient_funds", "bank_cannot_process", "debit_not_authorized",
		"goods_services_returned_or_refused", "goods_services_cancelled", "transaction_amount_differs",
		"retrieved",
	}
	createProcessors = []string{"braintree", "vantiv", "adyen", "worldpay", "stripe"}
	createStates     = []string{needsResponse, warningNeedsResponse}
	kindWords        = []string{"chargeback", "pre_arbitration", "retrieval"}
	checkWords       = []string{"pass", "fail", "unavailable", "unchecked", "checked"}
)

// create creates a dispute and, if the request asks for it, submits or queues it.
func (c *call) create() (reply, *problem) {
	p := c.createBody()
	d, e, wish := c.newDispute(p), c.evidence(p), p.intent()
	wish.submit = wish.submit || c.submitInQuery(p)
	if p.rejection != nil {
		return reply{}, p.rejection
	}
	if known := c.disputes[d.ID]; known != nil {
		if c.cfg.lenient {
			return reply{http.StatusOK, c.shown(known)}, nil
		}
		return reply{}, reject(invalidRequest, "there is a dispute of this id already")
	}
	w := c.workOn(d)
	w.save(e)
	w.arrive(wish.force)
	status := http.StatusCreated
	if wish.wanted() {
		var rejection *problem
		if status, rejection = w.submit(wish); rejection != nil {
			return reply{}, rejection
		}
	}
	w.welcome()
	return reply{status, c.shown(d)}, nil
}

func (c *call) submitInQuery(p *params) bool {
	switch wanted := c.query.Get("submit"); wanted {
	case "true":
		return true
	case "", "false":
	default:
		p.reject("submit is not a boolean")
	}
	return false
}

// arrive applies the rules of the dashboard to a new dispute. Force skips the
// review rules.
func (w *work) arrive(force bool) {
	w.acceptByRule()
	if w.d.State != accepted && !force && w.needsReview(w.d) {
		w.move(requiresReview)
	}
}

// welcome adds a new dispute and sends its events. There is no event for a change,
// but there may be one for its submission.
func (w *work) welcome() {
	w.add(w.d)
	w.emit(disputeCreatedEvent, w.d)
	w.changed = false
	w.finish()
}

func (c *call) createBody() *params {
	p := readParams(c.r, c.kinds)
	known := slices.Concat(evidenceParams, createParams)
	if c.version.oldNames() {
		known = append(known, createParams2016...)
		p.rename("external_identifier", "id")
		p.rename("external_charge", "charge")
		p.rename("external_customer", "customer")
		p.rename("user_id", "account_id")
	}
	p.only(known, c.cfg.lenient)
	return p
}

func (c *call) newDispute(p *params) *dispute {
	d := &dispute{record: record{
		ID: p.required("id"), Source: "api", Account: "default",
		Charge: p.required("charge"), Customer: optional(p.text("customer")),
		Reason:    p.oneOf("reason", createReasons, c.cfg.lenient),
		State:     p.oneOf("state", createStates, c.cfg.lenient),
		Kind:      p.oneOf("kind", kindWords, c.cfg.lenient),
		Processor: p.oneOf("processor", createProcessors, c.cfg.lenient),
		ChargedAt: p.time("charged_at"), DisputedAt: p.time("disputed_at"), DueBy: p.time("due_by"),
		Currency: strings.ToLower(p.required("currency")), ReversalCurrency: c.reversalCurrency(p),
		Fee: p.integer("fee"), ReversalAmount: p.integer("reversal_amount"), ReversalTotal: p.integer("reversal_total"),
		IsChargeRefundable: p.flag("is_charge_refundable"),
		AddressLine1Check:  text(p.oneOf("address_line1_check", checkWords, c.cfg.lenient)),
		AddressZipCheck:    text(p.oneOf("address_zip_check", checkWords, c.cfg.lenient)),
		CVCCheck:           text(p.oneOf("cvc_check", checkWords, c.cfg.lenient)),
		Created:            c.now(),
	}}
	if d.Reason == "" {
		p.reject("reason is missing")
	}
	if amount := p.integer("amount"); amount != nil {
		d.Amount = *amount
	} else {
		p.reject("amount is missing")
	}
	if d.Currency != "" && !isCurrency(d.Currency) {
		p.reject("currency is not a three-letter code")
	}
	if count := p.integer("submitted_count"); count != nil {
		d.SubmittedCount = *count
	}
	return d.withDefaults()
}

func (c *call) reversalCurrency(p *params) text {
	currency := optional(p.text("reversal_currency"))
	if currency != "" && !isCurrency(string(currency)) {
		p.reject("reversal_currency is not a three-letter code")
	}
	return text(strings.ToLower(string(currency)))
}

// withDefaults sets the defaults of a new dispute.
func (d *dispute) withDefaults() *dispute {
	if d.State == "" {
		d.State = needsResponse
	}
	if d.Processor == "" {
		d.Processor = "stripe"
	}
	if d.OpenState = needsResponse; d.State == warningNeedsResponse || d.State == warningUnderReview || d.State == warningClosed {
		d.OpenState = warningNeedsResponse
	}
	return d.normal()
}

func optional(sent *string) text {
	if sent == nil {
		return ""
	}
	return text(*sent)
}
