package chargedesk

import (
	"bytes"
	"encoding/json"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/chargekit/chargekit-go/internal/api"
	"github.com/chargekit/chargekit-go/internal/lenient"
)

// Charge is the record of a charge. Amounts are in major units of Currency, and
// times are zero if ChargeDesk has none. Fields marked "display" are formatted
// for people and must not be parsed by programs.
type Charge struct {
	ChargeID string `json:"charge_id"` // ChargeDesk's id
	Object   string `json:"object"`    // "charge"

	Amount                  Amount       `json:"amount"`                    // before refunds
	AmountRefunded          Amount       `json:"amount_refunded"`           // the sum of all refunds
	AddedTax                Amount       `json:"added_tax"`                 // tax that was put on top
	AmountFormatted         string       `json:"amount_formatted"`          // display
	AmountRefundedFormatted string       `json:"amount_refunded_formatted"` // display
	AmountSymbol            string       `json:"amount_symbol"`             // display
	AmountWithCommas        string       `json:"amount_with_commas"`        // display
	Currency                Currency     `json:"currency"`                  // of all amounts
	Status                  ChargeStatus `json:"status"`                    // current status
	StatusText              string       `json:"status_text"`               // display
	IsPaid                  bool         `json:"is_paid"`                   // whether it counts as paid

	Occurred            Time   `json:"occurred"`              // when it was paid, or recorded as paid
	OccurredFormatted   string `json:"occurred_formatted"`    // display
	OccurredRelative    string `json:"occurred_relative"`     // display
	RefundedAt          Time   `json:"refunded_at"`           // zero if nothing was refunded
	RefundedAtFormatted string `json:"refunded_at_formatted"` // display

	Company             string `json:"company"`               // the ChargeDesk company's name in URLs, not the customer's firm
	CustomerID          string `json:"customer_id"`           // the merchant's own
	CustomerEmail       string `json:"customer_email"`        // e-mail address
	CustomerEmailDomain string `json:"customer_email_domain"` // what follows the @
	CustomerName        string `json:"customer_name"`         // name of the person
	CustomerUsername    string `json:"customer_username"`     // user name
	CustomerCountry     string `json:"customer_country"`      // ISO 3166 code of two letters
	CustomerPhone       string `json:"customer_phone"`        // phone number

	Description    string `json:"description"`     // of what was paid for
	ProductDesc    string `json:"product_desc"`    // description of the product
	ProductID      string `json:"product_id"`      // "" if it belongs to none
	SubscriptionID string `json:"subscription_id"` // "" if it belongs to none
	TransactionID  string `json:"transaction_id"`  // the gateway's or the merchant's own
	GatewayID      string `json:"gateway_id"`      // "" if there is none
	GatewayURL     string `json:"gateway_url"`     // its page at the gateway

	PaymentMethod         string `json:"payment_method"`          // such as Credit
	PaymentMethodBrand    string `json:"payment_method_brand"`    // such as Visa
	PaymentMethodBank     string `json:"payment_method_bank"`     // that issued the card
	PaymentMethodDescribe string `json:"payment_method_describe"` // display
	Last4Digits           string `json:"last_4_digits"`           // a string: it may begin with zeros
	StatementDescription  string `json:"statement_description"`   // what the payer's statement shows
	FailureReason         string `json:"failure_reason"`          // why it failed

	Metadata         Metadata          `json:"metadata"`          // the merchant's own pairs
	Logs             []json.RawMessage `json:"logs"`              // format not documented
	MethodsActive    []string          `json:"methods_active"`    // what can be done with the charge now
	MethodsSupported []string          `json:"methods_supported"` // what its gateway can do at all

	NameEmail     string `json:"name_email"`      // the e-mail that SendEmail would send
	NameSendEmail string `json:"name_send_email"` // display
	EmailLastSent Time   `json:"email_last_sent"` // zero if none was sent

	// What these say, ChargeDesk does not document. In live accounts they are strings.
	SentInvoice         string `json:"sent_invoice"`          // of the invoice
	SentInvoiceReminder string `json:"sent_invoice_reminder"` // of the reminder
	SentReceipt         string `json:"sent_receipt"`          // of the receipt
	SentRefundReceipt   string `json:"sent_refund_receipt"`   // of the notice of a refund
	SentAuthorize       string `json:"sent_authorize"`        // of the notice of an authorization
	SentVoid            string `json:"sent_void"`             // of the notice that it was voided
	SentDunning         string `json:"sent_dunning"`          // of the request to pay again after a failure
	AccurateAt          string `json:"accurate_at"`           // ChargeDesk's own
	AuditedJob          string `json:"audited_job"`           // ChargeDesk's own

	InvoiceURL         string `json:"invoice_url"`          // the invoice as a page
	InvoiceDownloadURL string `json:"invoice_download_url"` // the invoice as a file
	ManageURL          string `json:"manage_url"`           // its page in ChargeDesk
	SupportURL         string `json:"support_url"`          // where the customer finds help with this charge
	SupportEmail       string `json:"support_email"`        // whom the customer asks about this charge

	Extra Extra `json:"Extra,omitempty"` // what has no field here
}

func (c *Charge) verify(x *api.Exchange) error {
	return verifyObject(x, "charge_id", c.Extra, c.ChargeID, c.TransactionID)
}

// ChargeList is one page of charges.
type ChargeList struct {
	Count  int64     `json:"count"`  // rows requested or rows sent, which is not documented; use len(Data)
	Offset int64     `json:"offset"` // rows skipped
	Data   []*Charge `json:"data"`   // in an order that is not documented

	Extra Extra `json:"Extra,omitempty"` // what has no field here
}

func (l *ChargeList) verify(*api.Exchange) error { return verifyRows(l.Data) }

// ChargePreview is the total of a charge with its taxes.
type ChargePreview struct {
	SubtotalAmount          Amount     `json:"subtotalAmount"`          // without tax
	SubtotalAmountFormatted string     `json:"subtotalAmountFormatted"` // display
	TaxRates                []*TaxRate `json:"taxRates"`                // the taxes
	TotalAmount             Amount     `json:"totalAmount"`             // with tax
	TotalAmountFormatted    string     `json:"totalAmountFormatted"`    // display

	Extra Extra `json:"Extra,omitempty"` // what has no field here
}

// A preview is of no object.
func (p *ChargePreview) verify(*api.Exchange) error { return nil }

// TaxRate is one tax on a charge.
type TaxRate struct {
	Name            string `json:"name"`            // such as VAT
	Rate            Number `json:"rate"`            // in percent, so 10 is a tenth; no money
	Amount          Amount `json:"amount"`          // of this tax
	AmountFormatted string `json:"amountFormatted"` // display

	Extra Extra `json:"Extra,omitempty"` // what has no field here
}

// ChargeItems are the line items and taxes of a charge.
type ChargeItems struct {
	Items []*ChargeItem     `json:"items"` // in their order
	Taxes []json.RawMessage `json:"taxes"` // format not documented

	Extra Extra `json:"Extra,omitempty"` // what has no field here
}

// ChargeItem is one line item of a charge.
type ChargeItem struct {
	Ord         int64    `json:"ord"`         // place in the charge, from 0
	Amount      Amount   `json:"amount"`      // of one unit
	Currency    Currency `json:"currency"`    // of the amounts
	Quantity    Number   `json:"quantity"`    // of units
	ProductID   string   `json:"product_id"`  // of the product sold
	Description string   `json:"description"` // of the line
	Taxable     bool     `json:"taxable"`     // whether tax is due
	TaxPaid     Amount   `json:"tax_paid"`    // tax of this line that was paid

	Extra Extra `json:"Extra,omitempty"` // what has no field here
}

// chargeItemsResponse reads the three shapes in which items have been seen: bare,
// in a field data, and as a list.
type chargeItemsResponse struct{ ChargeItems }

func (r *chargeItemsResponse) UnmarshalJSON(body []byte) error {
	outer := lenient.Fields(body).Map()
	_, bare := outer["items"]
	data, found := outer["data"]
	if bare || !found {
		return r.read(body)
	}
	if err := r.read(data); err != nil {
		return err
	}
	delete(outer, "data")
	for name, value := range outer {
		if r.Extra == nil {
			r.Extra = Extra{}
		}
		r.Extra[name] = bytes.Clone(value)
	}
	return nil
}

func (r *chargeItemsResponse) read(items []byte) error {
	var target any = &r.ChargeItems
	if jsontext.Value(items).Kind() == jsontext.KindBeginArray {
		target = &r.Items
	}
	_, err := lenient.Read(items, target)
	return err
}

func (r *chargeItemsResponse) verify(*api.Exchange) error { return verifyRows(r.Items) }

// ChargeStatus is the status of a charge. It is an open type: unknown values
// are kept. Words are separated by spaces, unlike those of
// [SubscriptionStatus].
type ChargeStatus string

// Statuses of a charge that are known.
const (
	ChargeStatusPending             ChargeStatus = "pending"
	ChargeStatusPaid                ChargeStatus = "paid"
	ChargeStatusPartiallyRefunded   ChargeStatus = "partially refunded"
	ChargeStatusRefunded            ChargeStatus = "refunded"
	ChargeStatusFailed              ChargeStatus = "failed"
	ChargeStatusAuthorized          ChargeStatus = "authorized"
	ChargeStatusVoid                ChargeStatus = "void"
	ChargeStatusInvoiced            ChargeStatus = "invoiced"
	ChargeStatusInvoiceCanceled     ChargeStatus = "invoice canceled"
	ChargeStatusUnpaid              ChargeStatus = "unpaid"
	ChargeStatusPastDue             ChargeStatus = "past due"
	ChargeStatusSubscriptionPending ChargeStatus = "subscription pending"
	ChargeStatusDisputed            ChargeStatus = "disputed"
	ChargeStatusTrial               ChargeStatus = "trial"
	ChargeStatusCredit              ChargeStatus = "credit"
	ChargeStatusUncollectible       ChargeStatus = "uncollectible"
	ChargeStatusOpen                ChargeStatus = "open"
	ChargeStatusDraft               ChargeStatus = "draft"

	// ChargeStatusUnclaimed is not in ChargeDesk's reference, but in a newer description of its API.
	ChargeStatusUnclaimed ChargeStatus = "unclaimed"
)
