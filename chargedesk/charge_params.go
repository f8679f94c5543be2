package chargedesk

import (
	"cmp"

	"github.com/chargekit/chargekit-go/internal/api"
)

// ChargeCreateParams are the parameters of [ChargesService.Create].
type ChargeCreateParams struct {
	// Amount of the charge, in major units. Required. The record of a credit may be
	// below zero.
	Amount Amount `url:"amount"`

	// Currency of the amounts. Required.
	Currency Currency `url:"currency"`

	// Customer who paid. Its ID is required.
	Customer ChargeCustomerParams `url:"customer"`

	// GatewayID of the gateway that took the money, as the company's setup page
	// shows it; nil means the account's default.
	GatewayID *string `url:"gateway_id,omitempty"`

	// Occurred is when it was paid; nil means now. ChargeDesk rejects times in the
	// future, such as the now of a clock that is fast.
	Occurred *Time `url:"occurred,unix,omitempty"`

	// Status; nil means [ChargeStatusPaid].
	Status *ChargeStatus `url:"status,omitempty"`

	// AmountRefunded so far, of a charge that is refunded in part.
	AmountRefunded *Amount `url:"amount_refunded,omitempty"`

	// Last4Digits of the card.
	Last4Digits *string `url:"last_4_digits,omitempty"`

	// TransactionID is the merchant's or gateway's own, unique among charges.
	TransactionID *string `url:"transaction_id,omitempty"`

	// UpdateIfExists updates the charge that has this TransactionID, if there is
	// one. By default ChargeDesk rejects the call then. Without TransactionID
	// there is nothing to match, and the call records another charge.
	UpdateIfExists bool `url:"duplicate,true=update"`

	// Description is shown to the payer.
	Description *string `url:"description,omitempty"`

	// ProductID groups charges by product.
	ProductID *string `url:"product[id],omitempty"`

	// SubscriptionID of the subscription that the charge belongs to.
	SubscriptionID *string `url:"subscription[id],omitempty"`

	// Lines of the invoice. The sum of their quantities times amounts should be
	// Amount, which is not checked here.
	Lines []ChargeLineParams `url:"lines"`

	// Metadata to attach to the charge.
	Metadata Metadata `url:"metadata"`
}

// ChargeCustomerParams is the customer of a new charge's record.
type ChargeCustomerParams struct {
	// ID is an e-mail address, a user name or a user id, the same for all charges
	// of the person. Required.
	ID string `url:"id"`

	// Email of the person; nil means ID if that is an e-mail address.
	Email *string `url:"email,omitempty"`

	// Username of the person; nil means the e-mail address.
	Username *string `url:"username,omitempty"`

	// Name of the person.
	Name *string `url:"name,omitempty"`

	// Description of the person.
	Description *string `url:"description,omitempty"`

	// Delinquent reports whether the person owes money; nil means false.
	Delinquent *bool `url:"delinquent,int,omitempty"`

	// Country is an ISO 3166 code of two letters.
	Country *string `url:"country,omitempty"`
}

func (p *ChargeCreateParams) check() error {
	if p == nil {
		return noParams[ChargeCreateParams]()
	}
	var c checks
	c.Required("currency", string(p.Currency))
	c.requiredAmount("amount", p.Amount)
	c.Required("customer[id]", p.Customer.ID)
	c.metadata(p.Metadata)
	return c.err()
}

// request returns the request of a create.
func (p *ChargeCreateParams) request() api.Request {
	transactionID := orZero(p.TransactionID)
	return opChargeCreate.On().About(cmp.Or(transactionID, p.Customer.ID)).
		RepeatableIf(p.UpdateIfExists && transactionID != "").Protect("duplicate", "transaction_id")
}

func (p *ChargeCreateParams) importID() string { return orZero(orZero(p).TransactionID) }

func (p *ChargeCreateParams) forImport() (api.Request, any, error) {
	if err := p.check(); err != nil {
		return api.Request{}, nil, err
	}
	if p.importID() == "" {
		return api.Request{}, nil, &ValidationError{Param: "transaction_id", Reason: "is missing, and a charge without one is recorded twice if it is sent twice; Create sends it once"}
	}
	own := *p
	own.UpdateIfExists = true
	return own.request(), &own, nil
}

// ChargeUpdateParams are the parameters of [ChargesService.Update]. nil leaves
// a field as it is.
type ChargeUpdateParams struct {
	// Amount of the charge, in major units.
	Amount *Amount `url:"amount,omitempty"`

	// Currency of the amounts.
	Currency *Currency `url:"currency,omitempty"`

	// Customer who paid.
	Customer *ChargeCustomerUpdateParams `url:"customer,omitempty"`

	// GatewayID of the gateway that took the money. ChargeDesk documented it in 2017,
	// and no more.
	GatewayID *string `url:"gateway_id,omitempty"`

	// Occurred is when it was paid. ChargeDesk rejects times in the future.
	Occurred *Time `url:"occurred,unix,omitempty"`

	// Status of the charge.
	Status *ChargeStatus `url:"status,omitempty"`

	// AmountRefunded so far.
	AmountRefunded *Amount `url:"amount_refunded,omitempty"`

	// Last4Digits of the card.
	Last4Digits *string `url:"last_4_digits,omitempty"`

	// TransactionID is the merchant's or gateway's own, unique among charges.
	TransactionID *string `url:"transaction_id,omitempty"`

	// Description is shown to the payer.
	Description *string `url:"description,omitempty"`

	// ProductID groups charges by product.
	ProductID *string `url:"product[id],omitempty"`

	// SubscriptionID of the subscription that the charge belongs to.
	SubscriptionID *string `url:"subscription[id],omitempty"`

	// Lines of the invoice.
	Lines []ChargeLineParams `url:"lines"`

	// Metadata of the charge. Whether it replaces the existing pairs or is added
	// to them is not documented.
	Metadata Metadata `url:"metadata"`
}

// ChargeCustomerUpdateParams changes the customer of a charge's record.
type ChargeCustomerUpdateParams struct {
	ID          *string `url:"id,omitempty"`             // whose charge it is
	Email       *string `url:"email,omitempty"`          // e-mail address
	Username    *string `url:"username,omitempty"`       // user name
	Name        *string `url:"name,omitempty"`           // name of the person
	Description *string `url:"description,omitempty"`    // of the person
	Delinquent  *bool   `url:"delinquent,int,omitempty"` // owes money
	Country     *string `url:"country,omitempty"`        // ISO 3166 code of two letters
}

func (p *ChargeUpdateParams) check() error {
	if p == nil {
		return nil
	}
	var c checks
	c.metadata(p.Metadata)
	return c.err()
}

// ChargeListParams are the parameters of [ChargesService.List] and
// [ChargesService.All]. How the filters match, whole or in part, and how they
// combine is not documented. An empty id, address or status is rejected: it might
// match every charge.
type ChargeListParams struct {
	Count            *int          `url:"count,omitempty"`              // rows of a page, 1 to 500; nil means 20, and 500 for All
	Offset           *int          `url:"offset,omitempty"`             // rows to skip, 0 to 50,000; nil means 0
	Status           *ChargeStatus `url:"status,omitempty"`             // only charges in this status
	Query            *string       `url:"query,omitempty"`              // searches every searchable field
	CustomerID       *string       `url:"customer[id],omitempty"`       // only charges of this customer
	CustomerEmail    *string       `url:"customer[email],omitempty"`    // only charges of this e-mail address
	CustomerName     *string       `url:"customer[name],omitempty"`     // only charges of this name
	CustomerUsername *string       `url:"customer[username],omitempty"` // only charges of this user name
	CustomerCountry  *string       `url:"customer[country],omitempty"`  // only charges of this country; documented in 2017 only
	Last4Digits      *string       `url:"last_4_digits,omitempty"`      // of the card
	Description      *string       `url:"description,omitempty"`        // of the charge
	TransactionID    *string       `url:"transaction_id,omitempty"`     // of the gateway, or an invoice number
	Occurred         *TimeRange    `url:"occurred,omitempty"`           // when they were paid
	MetadataKey      *string       `url:"metadata_key,omitempty"`       // a key of [Charge.Metadata]
	MetadataValue    *string       `url:"metadata_value,omitempty"`     // its value
}

func (p *ChargeListParams) check() error {
	var c checks
	filter := orZero(p)
	c.page(filter.Count, filter.Offset, wideOffset)
	c.NotEmpty("status", (*string)(filter.Status))
	c.NotEmpty("customer[id]", filter.CustomerID)
	c.NotEmpty("customer[email]", filter.CustomerEmail)
	c.NotEmpty("transaction_id", filter.TransactionID)
	return c.err()
}

// ChargeEmailParams are the parameters of [ChargesService.SendEmail].
type ChargeEmailParams struct {
	// Email is the address to send to; nil means the customer's.
	Email *string `url:"email,omitempty"`
}

func (p *ChargeEmailParams) check() error {
	var c checks
	c.NotEmpty("email", orZero(p).Email)
	return c.err()
}

// ChargePreviewParams are the parameters of [ChargesService.Preview]. Give
// ChargeID or ProductID, or else Amount and Currency.
type ChargePreviewParams struct {
	ChargeID  *string   `url:"charge_id,omitempty"`   // the charge to start from
	ProductID *string   `url:"product_id,omitempty"`  // the product to start from; ignored beside ChargeID
	Amount    *Amount   `url:"amount,omitempty"`      // in major units; overrides that of the charge or product
	Currency  *Currency `url:"currency,omitempty"`    // overrides that of the charge or product
	Country   *string   `url:"country,omitempty"`     // of the payer, ISO 3166 code of two letters
	TaxNumber *string   `url:"tax_number,omitempty"`  // of the payer; can bring the tax down to nothing
	AddTax    *bool     `url:"add_tax,int,omitempty"` // true puts tax on top, false takes it as included; nil leaves it to the account
}

func (p *ChargePreviewParams) check() error {
	if p == nil {
		return noParams[ChargePreviewParams]()
	}
	var c checks
	if orZero(p.ChargeID) == "" && orZero(p.ProductID) == "" {
		c.requiredAmount("amount", orZero(p.Amount))
		c.Required("currency", string(orZero(p.Currency)))
	}
	return c.err()
}

// ChargeLineParams is one line of a charge's record.
type ChargeLineParams struct {
	Amount      *Amount   `url:"amount,omitempty"`      // of one unit, in major units; below zero for a discount
	Currency    *Currency `url:"currency,omitempty"`    // of the amounts
	Quantity    *Number   `url:"quantity,omitempty"`    // of units; nil means 1
	ProductID   *string   `url:"product_id,omitempty"`  // of the product sold
	Description *string   `url:"description,omitempty"` // of the line
	Taxable     *bool     `url:"taxable,int,omitempty"` // whether tax is due
	TaxPaid     *Amount   `url:"tax_paid,omitempty"`    // tax of this line that was paid
}
