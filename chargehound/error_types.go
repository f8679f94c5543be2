package chargehound

import "errors"

// Kinds of errors by type, for errors.Is.
var (
	ErrDisputeClosed         = errors.New("chargehound: dispute closed")         // won or lost
	ErrDisputeNotFound       = errors.New("chargehound: dispute not found")      // no dispute has the id
	ErrDisputeOverdue        = errors.New("chargehound: dispute overdue")        // too late to submit
	ErrDisputeSubmitted      = errors.New("chargehound: dispute submitted")      // was submitted before
	ErrDisputeUneditable     = errors.New("chargehound: dispute uneditable")     // can't be updated
	ErrInvalidCorrespondence = errors.New("chargehound: invalid correspondence") // of an e-mail given
	ErrInvalidFields         = errors.New("chargehound: invalid fields")         // of an evidence field given
	ErrInvalidPastPayments   = errors.New("chargehound: invalid past payments")  // of a past payment given
	ErrInvalidProducts       = errors.New("chargehound: invalid products")       // of a product given
	ErrInvalidRequest        = errors.New("chargehound: invalid request")        // invalid or incomplete
	ErrMissingFields         = errors.New("chargehound: missing fields")         // the template requires more
	ErrMissingTemplate       = errors.New("chargehound: missing template")       // the dispute has none
	ErrTemplateNotFound      = errors.New("chargehound: template not found")     // no template has the id
)

// ErrorType is Chargehound's code for an error. Unknown values are kept.
// Responses of versions before 2021 have none.
type ErrorType string

// Types of errors. Each has an error that errors.Is matches. That of
// ErrorTypeAuthentication is [ErrUnauthorized].
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

// byType are the sentinels that an error matches by its type.
var byType = map[error]ErrorType{
	ErrUnauthorized:          ErrorTypeAuthentication,
	ErrDisputeClosed:         ErrorTypeDisputeClosed,
	ErrDisputeNotFound:       ErrorTypeDisputeNotFound,
	ErrDisputeOverdue:        ErrorTypeDisputeOverdue,
	ErrDisputeSubmitted:      ErrorTypeDisputeSubmitted,
	ErrDisputeUneditable:     ErrorTypeDisputeUneditable,
	ErrInvalidCorrespondence: ErrorTypeInvalidCorrespondence,
	ErrInvalidFields:         ErrorTypeInvalidFields,
	ErrInvalidPastPayments:   ErrorTypeInvalidPastPayments,
	ErrInvalidProducts:       ErrorTypeInvalidProducts,
	ErrInvalidRequest:        ErrorTypeInvalidRequest,
	ErrMissingFields:         ErrorTypeMissingFields,
	ErrMissingTemplate:       ErrorTypeMissingTemplate,
	ErrTemplateNotFound:      ErrorTypeTemplateNotFound,
}
