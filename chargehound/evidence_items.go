package chargehound

import (
	"encoding/json"
	"strconv"
	"strings"
)

// Product is one of the products of the disputed order.
//
// Chargehound documentation: https://www.chargehound.com/docs/api/index.html#product-data
type Product struct {
	Name        string   `json:"name"`                 // required
	Quantity    Quantity `json:"quantity"`             // required
	Amount      int64    `json:"amount"`               // paid for this line, in minor units; 0 is a gift
	Description *string  `json:"description,omitzero"` // size or colour, for example
	SKU         *string  `json:"sku,omitzero"`         // stock-keeping unit
	Image       *string  `json:"image,omitzero"`       // absolute URL of a picture
	URL         *string  `json:"url,omitzero"`         // absolute URL of the page it is sold on

	ShippingCarrier        *string `json:"shipping_carrier,omitzero"`         // who carried the parcel
	ShippingTrackingNumber *string `json:"shipping_tracking_number,omitzero"` // the carrier's number of the parcel

	// Extra holds the members this version does not know, as sent. json.Marshal
	// writes it as a nested "Extra" object.
	Extra map[string]json.RawMessage `json:",embed,inline"`
}

func (p Product) check() error {
	switch {
	case p.Name == "":
		return missing("name")
	case p.Quantity.IsZero():
		return missing("quantity")
	}
	for _, address := range []struct {
		param string
		value *string
	}{{"image", p.Image}, {"url", p.URL}} {
		if address.value != nil && *address.value != "" && urlFault(*address.value) != "" {
			return &ValidationError{Param: address.param, Reason: urlFault(*address.value)}
		}
	}
	return nil
}

// Correspondence is one e-mail exchanged with the customer.
//
// Chargehound documentation: https://www.chargehound.com/docs/api/index.html#customer-correspondence
type Correspondence struct {
	To      string  `json:"to"`               // required
	From    string  `json:"from"`             // required
	Subject string  `json:"subject"`          // always sent, also an empty one
	Body    string  `json:"body"`             // plain text; always sent, also an empty one
	Sent    *string `json:"sent,omitzero"`    // when, in any form
	Caption *string `json:"caption,omitzero"` // what to say about it

	// Extra holds the members this version does not know, as sent. json.Marshal
	// writes it as a nested "Extra" object.
	Extra map[string]json.RawMessage `json:",embed,inline"`
}

func (c Correspondence) check() error {
	return required("to", c.To, "from", c.From)
}

// PastPayment is an earlier payment of the customer with the same card that
// succeeded and was not disputed. A dispute has at most [MaxPastPayments].
//
// Chargehound documentation: https://www.chargehound.com/docs/api/index.html#past-payments
type PastPayment struct {
	ID        string    `json:"id"`         // required; the charge's
	Amount    int64     `json:"amount"`     // in minor units
	Currency  string    `json:"currency"`   // required; three letters
	ChargedAt ChargedAt `json:"charged_at"` // required

	DeviceID        *string `json:"device_id,omitzero"`        // the customer's device
	ItemDescription *string `json:"item_description,omitzero"` // what was bought
	UserID          *string `json:"user_id,omitzero"`          // the customer's login or e-mail address
	IPAddress       *string `json:"ip_address,omitzero"`       // the customer's IP address
	ShippingAddress *string `json:"shipping_address,omitzero"` // where it was sent to

	// Extra holds the members this version does not know, as sent. json.Marshal
	// writes it as a nested "Extra" object.
	Extra map[string]json.RawMessage `json:",embed,inline"`
}

// MaxPastPayments is how many past payments a dispute has at most.
const MaxPastPayments = 10

func (p PastPayment) check() error {
	if err := required("id", p.ID, "currency", p.Currency); err != nil {
		return err
	}
	if p.ChargedAt.IsZero() {
		return missing("charged_at")
	}
	return checkCurrency("currency", p.Currency)
}

// checkEvidence checks what create, update and submit have in common.
func checkEvidence(fields Fields, products []Product, mails []Correspondence, payments []PastPayment) error {
	if err := fields.check(); err != nil {
		return err
	}
	if len(payments) > MaxPastPayments {
		return &ValidationError{Param: "past_payments", Reason: "has more than " + strconv.Itoa(MaxPastPayments) + " elements"}
	}
	if err := checkEach("products", products); err != nil {
		return err
	}
	if err := checkEach("correspondence", mails); err != nil {
		return err
	}
	return checkEach("past_payments", payments)
}

func checkEach[T interface{ check() error }](param string, list []T) error {
	for i, element := range list {
		if bad, ok := element.check().(*ValidationError); ok {
			return &ValidationError{Param: param + "[" + strconv.Itoa(i) + "]." + bad.Param, Reason: bad.Reason}
		}
	}
	return nil
}

func missing(param string) error { return &ValidationError{Param: param, Reason: "is missing"} }

func isNil(param string) error { return &ValidationError{Param: param, Reason: "is nil"} }

// required takes pairs of a parameter's name and value.
func required(pairs ...string) error {
	for i := 0; i < len(pairs); i += 2 {
		if pairs[i+1] == "" {
			return missing(pairs[i])
		}
	}
	return nil
}

func checkCurrency(param, code string) error {
	letters := func(r rune) bool { return 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' }
	if len(code) != 3 || strings.TrimFunc(code, letters) != "" {
		return &ValidationError{Param: param, Reason: "is not a code of three letters"}
	}
	return nil
}
