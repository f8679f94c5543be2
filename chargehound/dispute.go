package chargehound

import (
	"github.com/chargekit/chargekit-go/internal/api"
)

// Dispute is a charge that the customer has disputed. Money is in minor units
// of its currency, times are UTC, and pointers are nil if Chargehound sent
// null. Fields that version 2016-03-05 of the API named differently are decoded
// into the same fields.
//
// Chargehound documentation: https://www.chargehound.com/docs/api/index.html#the-dispute-object
type Dispute struct {
	ID        string           `json:"id"`        // the payment processor's id; that of the call if Chargehound sent none that can be read
	Object    string           `json:"object"`    // "dispute"
	Livemode  bool             `json:"livemode"`  // made with a live key; also true if only the list that it came in says so
	URL       string           `json:"url"`       // path in the API
	State     DisputeState     `json:"state"`     // see [Dispute.Submission]
	Reason    DisputeReason    `json:"reason"`    // the customer's
	Kind      DisputeKind      `json:"kind"`      // "" if Chargehound does not say
	Source    DisputeSource    `json:"source"`    // where Chargehound got it from
	Processor DisputeProcessor `json:"processor"` // who processed the charge
	Charge    string           `json:"charge"`    // the processor's id of the charge

	Customer           *string `json:"customer"`             // the processor's id
	CustomerName       *string `json:"customer_name"`        // the buyer's name, as the processor has it
	CustomerEmail      *string `json:"customer_email"`       // the buyer's e-mail address
	CustomerPurchaseIP *string `json:"customer_purchase_ip"` // the buyer's IP address at the purchase

	AddressZip          *string      `json:"address_zip"`          // postal code of the billing address
	AddressLine1Check   DisputeCheck `json:"address_line1_check"`  // the bank's check of the street
	AddressZipCheck     DisputeCheck `json:"address_zip_check"`    // the bank's check of the postal code
	CVCCheck            DisputeCheck `json:"cvc_check"`            // the bank's check of the security code
	StatementDescriptor *string      `json:"statement_descriptor"` // on the card's statement

	Amount             int64   `json:"amount" lenient:"money"`          // of the charge, in minor units
	Currency           string  `json:"currency"`                        // compare without regard to case
	Fee                *int64  `json:"fee" lenient:"money"`             // of the processor, in minor units
	ReversalAmount     *int64  `json:"reversal_amount" lenient:"money"` // taken back, without the fee, in minor units
	ReversalTotal      *int64  `json:"reversal_total" lenient:"money"`  // taken back with the fee, in minor units
	ReversalCurrency   *string `json:"reversal_currency"`               // of what is taken back
	IsChargeRefundable bool    `json:"is_charge_refundable"`            // a refund would end the dispute

	ChargedAt      Time  `json:"charged_at"`      // when the charge was made
	DisputedAt     Time  `json:"disputed_at"`     // when the customer disputed it
	DueBy          Time  `json:"due_by"`          // last moment for evidence
	SubmittedAt    Time  `json:"submitted_at"`    // zero while nothing is submitted
	ClosedAt       Time  `json:"closed_at"`       // zero while it is open
	Created        Time  `json:"created"`         // in Chargehound
	Updated        Time  `json:"updated"`         // in Chargehound; zero if never
	SubmittedCount int64 `json:"submitted_count"` // how often a response was submitted

	Template       *string          `json:"template"`       // id of the evidence template
	Fields         Fields           `json:"fields"`         // evidence
	MissingFields  MissingFields    `json:"missing_fields"` // evidence that the template still asks for
	Products       []Product        `json:"products"`       // what was bought
	Correspondence []Correspondence `json:"correspondence"` // e-mails with the customer
	PastPayments   []PastPayment    `json:"past_payments"`  // earlier payments with the same card
	ReferenceURL   *string          `json:"reference_url"`  // into the merchant's own system

	AccountID *string `json:"account_id"` // Stripe account that was charged directly
	Account   *string `json:"account"`    // Chargehound's connected account

	// FileURL is the address of the evidence document that Chargehound sent until
	// 2018; "" since then. See [DisputesService.Response].
	FileURL SecretURL `json:"file_url,omitzero"`

	Extra Extra `json:"Extra,omitempty"` // see [Extra]

	// For Submission: the status of the response, and whether the call sent
	// evidence. Neither is known of a dispute of a list.
	httpStatus   int
	sentEvidence bool
}

func (d *Dispute) verify(x *api.Exchange) error {
	d.keepOutcome(x)
	d.moveOldNames()
	if d.ID == "" && d.State != "" {
		d.ID = x.Call.ObjectID // nothing says that it is another one
	}
	switch {
	case d.ID == "":
		return errNoDispute
	case isOther(x, d.ID):
		return errOtherDispute
	}
	return nil
}

// moveOldNames sets fields from the names that they had in version 2016-03-05.
func (d *Dispute) moveOldNames() {
	if len(d.Extra) == 0 {
		return
	}
	d.Extra.moveOldName("external_identifier", &d.ID)
	d.Extra.moveOldName("external_charge", &d.Charge)
	d.Extra.moveOldNullable("external_customer", &d.Customer)
	d.Extra.moveOldNullable("user_id", &d.AccountID)
	d.Extra = d.Extra.orNil()
}

// DisputeState says where a dispute stands. Unknown values are kept.
type DisputeState string

// States of a dispute. Chargehound documents no meaning of DisputeStateCompilingEvidence
// and DisputeStateResponseDisabled.
const (
	DisputeStateNeedsResponse        DisputeState = "needs_response"         // open
	DisputeStateWarningNeedsResponse DisputeState = "warning_needs_response" // open inquiry or retrieval
	DisputeStateRequiresReview       DisputeState = "requires_review"        // held by a rule for manual review
	DisputeStateAccepted             DisputeState = "accepted"               // no response will be sent
	DisputeStateQueued               DisputeState = "queued"                 // goes out by itself before it is due
	DisputeStateCompilingEvidence    DisputeState = "compiling_evidence"
	DisputeStateSubmitted            DisputeState = "submitted"            // the response is with the processor
	DisputeStateUnderReview          DisputeState = "under_review"         // the bank decides
	DisputeStateWarningUnderReview   DisputeState = "warning_under_review" // the bank decides on an inquiry
	DisputeStateWon                  DisputeState = "won"
	DisputeStateLost                 DisputeState = "lost"
	DisputeStateWarningClosed        DisputeState = "warning_closed"  // inquiry closed
	DisputeStateChargeRefunded       DisputeState = "charge_refunded" // closed, since the charge was refunded
	DisputeStateResponseDisabled     DisputeState = "response_disabled"
)

// DisputeReason is why the customer disputed the charge. Unknown values are kept.
type DisputeReason string

// Reasons of a dispute. All but DisputeReasonCustomerInitiated may be given to
// [DisputesService.Create].
const (
	DisputeReasonGeneral                        DisputeReason = "general"
	DisputeReasonFraudulent                     DisputeReason = "fraudulent"
	DisputeReasonDuplicate                      DisputeReason = "duplicate"
	DisputeReasonSubscriptionCanceled           DisputeReason = "subscription_canceled"
	DisputeReasonProductUnacceptable            DisputeReason = "product_unacceptable"
	DisputeReasonProductNotReceived             DisputeReason = "product_not_received"
	DisputeReasonUnrecognized                   DisputeReason = "unrecognized"
	DisputeReasonCreditNotProcessed             DisputeReason = "credit_not_processed"
	DisputeReasonIncorrectAccountDetails        DisputeReason = "incorrect_account_details"
	DisputeReasonInsufficientFunds              DisputeReason = "insufficient_funds"
	DisputeReasonBankCannotProcess              DisputeReason = "bank_cannot_process"
	DisputeReasonDebitNotAuthorized             DisputeReason = "debit_not_authorized"
	DisputeReasonGoodsServicesReturnedOrRefused DisputeReason = "goods_services_returned_or_refused"
	DisputeReasonGoodsServicesCancelled         DisputeReason = "goods_services_cancelled"
	DisputeReasonTransactionAmountDiffers       DisputeReason = "transaction_amount_differs"
	DisputeReasonRetrieved                      DisputeReason = "retrieved"
	DisputeReasonCustomerInitiated              DisputeReason = "customer_initiated"
)

// DisputeKind is the kind of a dispute. Unknown values are kept.
type DisputeKind string

// Kinds of disputes.
const (
	DisputeKindChargeback     DisputeKind = "chargeback"
	DisputeKindPreArbitration DisputeKind = "pre_arbitration"
	DisputeKindRetrieval      DisputeKind = "retrieval"
)

// DisputeSource is where Chargehound got a dispute from. Unknown values are kept.
type DisputeSource string

// Sources of disputes.
const (
	DisputeSourceMock      DisputeSource = "mock" // created in the dashboard
	DisputeSourceAPI       DisputeSource = "api"  // created by [DisputesService.Create]
	DisputeSourceBraintree DisputeSource = "braintree"
	DisputeSourceVantiv    DisputeSource = "vantiv"
	DisputeSourceAdyen     DisputeSource = "adyen"
	DisputeSourceWorldpay  DisputeSource = "worldpay"
	DisputeSourcePayPal    DisputeSource = "paypal"
	DisputeSourceAmex      DisputeSource = "amex"
	DisputeSourceCheckout  DisputeSource = "checkout"
	DisputeSourceStripe    DisputeSource = "stripe"
)

// DisputeProcessor is who processed the charge. Unknown values are kept.
type DisputeProcessor string

// Processors. PayPal, Amex and Checkout are not documented for [DisputesService.Create].
const (
	DisputeProcessorBraintree DisputeProcessor = "braintree"
	DisputeProcessorVantiv    DisputeProcessor = "vantiv"
	DisputeProcessorAdyen     DisputeProcessor = "adyen"
	DisputeProcessorWorldpay  DisputeProcessor = "worldpay"
	DisputeProcessorPayPal    DisputeProcessor = "paypal"
	DisputeProcessorAmex      DisputeProcessor = "amex"
	DisputeProcessorCheckout  DisputeProcessor = "checkout"
	DisputeProcessorStripe    DisputeProcessor = "stripe"
)

// DisputeCheck is the result of a check of the card's holder; "" if Chargehound sends
// null. Unknown values are kept.
type DisputeCheck string

// Results of checks. Documentation before 2022 has "checked" for "unchecked".
const (
	DisputeCheckPass        DisputeCheck = "pass"
	DisputeCheckFail        DisputeCheck = "fail"
	DisputeCheckUnavailable DisputeCheck = "unavailable"
	DisputeCheckUnchecked   DisputeCheck = "unchecked"
	DisputeCheckChecked     DisputeCheck = "checked"
)
