package chargehound

// DisputeState says where a dispute stands. Unknown values are kept.
type DisputeState string

// States of a dispute. Chargehound documents no meaning of DisputeStateCompilingEvidence
// and DisputeStateResponseDisabled.
const (
	DisputeStateNeedsResponse        DisputeState = "needs_response"         // open
	DisputeStateWarningNeedsResponse DisputeState = "warning_needs_response" // open inquiry or retrieval
	DisputeStateRequiresReview       DisputeState = "requires_review"        // held by a rule for manual review
	DisputeStateAccepted             DisputeState = "accepted"               // not to be answered
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

// EventType says what a webhook is about. Unknown values are kept.
type EventType string

// Types of webhooks.
const (
	EventTypeDisputeCreated           EventType = "dispute.created"
	EventTypeDisputeUpdated           EventType = "dispute.updated"
	EventTypeDisputeSubmitted         EventType = "dispute.submitted"
	EventTypeDisputeClosed            EventType = "dispute.closed"
	EventTypeDisputeResponseGenerated EventType = "dispute.response.generated" // standalone integrations only
	EventTypeTest                     EventType = "test"                       // sent by hand from the dashboard, without a dispute
)

// ErrorType is Chargehound's code for what is wrong. Unknown values are kept;
// answers of versions before 2021 have none.
type ErrorType string

// Types of errors. For each there is an error to match with errors.Is.
const (
	ErrorTypeAuthentication        ErrorType = "authentication"
	ErrorTypeDisputeClosed         ErrorType = "dispute_closed"
	ErrorTypeDisputeNotFound       ErrorType = "dispute_not_found"
	ErrorTypeDisputeOverdue        ErrorType = "dispute_overdue"
	ErrorTypeDisputeSubmitted      ErrorType = "dispute_submitted"
	ErrorTypeDisputeUneditable     ErrorType = "dispute_uneditable"
	ErrorTypeInvalidCorrespondence ErrorType = "invalid_correspondence"
	ErrorTypeInvalidFields         ErrorType = "invalid_fields"
	ErrorTypeInvalidPastPayments   ErrorType = "invalid_past_payments"
	ErrorTypeInvalidProducts       ErrorType = "invalid_products"
	ErrorTypeInvalidRequest        ErrorType = "invalid_request"
	ErrorTypeMissingFields         ErrorType = "missing_fields"
	ErrorTypeMissingTemplate       ErrorType = "missing_template"
	ErrorTypeTemplateNotFound      ErrorType = "template_not_found"
)
