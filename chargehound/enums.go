package chargehound

// DisputeState says where a dispute stands. Unknown values are kept.
type DisputeState string

// States of a dispute. Chargehound documents no meaning of StateCompilingEvidence
// and StateResponseDisabled.
const (
	StateNeedsResponse        DisputeState = "needs_response"         // open
	StateWarningNeedsResponse DisputeState = "warning_needs_response" // open inquiry or retrieval
	StateRequiresReview       DisputeState = "requires_review"        // held by a rule for manual review
	StateAccepted             DisputeState = "accepted"               // not to be answered
	StateQueued               DisputeState = "queued"                 // goes out by itself before it is due
	StateCompilingEvidence    DisputeState = "compiling_evidence"
	StateSubmitted            DisputeState = "submitted"            // the response is with the processor
	StateUnderReview          DisputeState = "under_review"         // the bank decides
	StateWarningUnderReview   DisputeState = "warning_under_review" // the bank decides on an inquiry
	StateWon                  DisputeState = "won"
	StateLost                 DisputeState = "lost"
	StateWarningClosed        DisputeState = "warning_closed"  // inquiry closed
	StateChargeRefunded       DisputeState = "charge_refunded" // closed, since the charge was refunded
	StateResponseDisabled     DisputeState = "response_disabled"
)

// Reason is why the customer disputed the charge. Unknown values are kept.
type Reason string

// Reasons of a dispute. All but ReasonCustomerInitiated may be given to
// [DisputesService.Create].
const (
	ReasonGeneral                        Reason = "general"
	ReasonFraudulent                     Reason = "fraudulent"
	ReasonDuplicate                      Reason = "duplicate"
	ReasonSubscriptionCanceled           Reason = "subscription_canceled"
	ReasonProductUnacceptable            Reason = "product_unacceptable"
	ReasonProductNotReceived             Reason = "product_not_received"
	ReasonUnrecognized                   Reason = "unrecognized"
	ReasonCreditNotProcessed             Reason = "credit_not_processed"
	ReasonIncorrectAccountDetails        Reason = "incorrect_account_details"
	ReasonInsufficientFunds              Reason = "insufficient_funds"
	ReasonBankCannotProcess              Reason = "bank_cannot_process"
	ReasonDebitNotAuthorized             Reason = "debit_not_authorized"
	ReasonGoodsServicesReturnedOrRefused Reason = "goods_services_returned_or_refused"
	ReasonGoodsServicesCancelled         Reason = "goods_services_cancelled"
	ReasonTransactionAmountDiffers       Reason = "transaction_amount_differs"
	ReasonRetrieved                      Reason = "retrieved"
	ReasonCustomerInitiated              Reason = "customer_initiated"
)

// Kind is the kind of a dispute. Unknown values are kept.
type Kind string

// Kinds of disputes.
const (
	KindChargeback     Kind = "chargeback"
	KindPreArbitration Kind = "pre_arbitration"
	KindRetrieval      Kind = "retrieval"
)

// Source is where Chargehound got a dispute from. Unknown values are kept.
type Source string

// Sources of disputes.
const (
	SourceMock      Source = "mock" // created in the dashboard
	SourceAPI       Source = "api"  // created by [DisputesService.Create]
	SourceBraintree Source = "braintree"
	SourceVantiv    Source = "vantiv"
	SourceAdyen     Source = "adyen"
	SourceWorldpay  Source = "worldpay"
	SourcePayPal    Source = "paypal"
	SourceAmex      Source = "amex"
	SourceCheckout  Source = "checkout"
	SourceStripe    Source = "stripe"
)

// Processor is who processed the charge. Unknown values are kept.
type Processor string

// Processors. PayPal, Amex and Checkout are not documented for [DisputesService.Create].
const (
	ProcessorBraintree Processor = "braintree"
	ProcessorVantiv    Processor = "vantiv"
	ProcessorAdyen     Processor = "adyen"
	ProcessorWorldpay  Processor = "worldpay"
	ProcessorPayPal    Processor = "paypal"
	ProcessorAmex      Processor = "amex"
	ProcessorCheckout  Processor = "checkout"
	ProcessorStripe    Processor = "stripe"
)

// Check is the result of a check of the card's holder; "" if Chargehound sends
// null. Unknown values are kept.
type Check string

// Results of checks. Documentation before 2022 has "checked" for "unchecked".
const (
	CheckPass        Check = "pass"
	CheckFail        Check = "fail"
	CheckUnavailable Check = "unavailable"
	CheckUnchecked   Check = "unchecked"
	CheckChecked     Check = "checked"
)

// EventType says what a webhook is about. Unknown values are kept.
type EventType string

// Types of webhooks.
const (
	EventDisputeCreated           EventType = "dispute.created"
	EventDisputeUpdated           EventType = "dispute.updated"
	EventDisputeSubmitted         EventType = "dispute.submitted"
	EventDisputeClosed            EventType = "dispute.closed"
	EventDisputeResponseGenerated EventType = "dispute.response.generated" // standalone integrations only
	EventTest                     EventType = "test"                       // sent by hand from the dashboard, without a dispute
)

// ErrorType is Chargehound's code for what is wrong. Unknown values are kept;
// answers of versions before 2021 have none.
type ErrorType string

// Types of errors. For each there is an error to match with errors.Is.
const (
	TypeAuthentication        ErrorType = "authentication"
	TypeDisputeClosed         ErrorType = "dispute_closed"
	TypeDisputeNotFound       ErrorType = "dispute_not_found"
	TypeDisputeOverdue        ErrorType = "dispute_overdue"
	TypeDisputeSubmitted      ErrorType = "dispute_submitted"
	TypeDisputeUneditable     ErrorType = "dispute_uneditable"
	TypeInvalidCorrespondence ErrorType = "invalid_correspondence"
	TypeInvalidFields         ErrorType = "invalid_fields"
	TypeInvalidPastPayments   ErrorType = "invalid_past_payments"
	TypeInvalidProducts       ErrorType = "invalid_products"
	TypeInvalidRequest        ErrorType = "invalid_request"
	TypeMissingFields         ErrorType = "missing_fields"
	TypeMissingTemplate       ErrorType = "missing_template"
	TypeTemplateNotFound      ErrorType = "template_not_found"
)
