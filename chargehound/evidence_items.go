package chargehound

// Product is one of the products of the disputed order.
//
// Chargehound documentation: https://www.chargehound.com/docs/api/index.html#product-data
type Product struct {
	Name        string   `json:"name"`                   // required
	Quantity    Quantity `json:"quantity"`               // required
	Amount      int64    `json:"amount" lenient:"money"` // paid for this line, in minor units; 0 is a gift
	Description *string  `json:"description,omitzero"`   // size or colour, for example
	SKU         *string  `json:"sku,omitzero"`           // stock-keeping unit
	Image       *string  `json:"image,omitzero"`         // URL of a picture
	URL         *string  `json:"url,omitzero"`           // URL of the page it is sold on

	ShippingCarrier        *string `json:"shipping_carrier,omitzero"`         // who carried the parcel
	ShippingTrackingNumber *string `json:"shipping_tracking_number,omitzero"` // the carrier's number of the parcel

	Extra Extra `json:"Extra,omitempty"` // see [Extra]
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

	Extra Extra `json:"Extra,omitempty"` // see [Extra]
}

// PastPayment is an earlier payment of the customer with the same card that
// succeeded and was not disputed. A dispute has at most [MaxPastPayments].
//
// Chargehound documentation: https://www.chargehound.com/docs/api/index.html#past-payments
type PastPayment struct {
	ID        string    `json:"id"`                     // required; the charge's
	Amount    int64     `json:"amount" lenient:"money"` // in minor units
	Currency  string    `json:"currency"`               // required; such as "usd"
	ChargedAt ChargedAt `json:"charged_at"`             // required

	DeviceID        *string `json:"device_id,omitzero"`        // the customer's device
	ItemDescription *string `json:"item_description,omitzero"` // what was bought
	UserID          *string `json:"user_id,omitzero"`          // the customer's login or e-mail address
	IPAddress       *string `json:"ip_address,omitzero"`       // the customer's IP address
	ShippingAddress *string `json:"shipping_address,omitzero"` // where it was sent to

	Extra Extra `json:"Extra,omitempty"` // see [Extra]
}

// MaxPastPayments is how many past payments a dispute has at most.
const MaxPastPayments = 10
