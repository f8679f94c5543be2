package chargeback

import (
	"encoding/json"

	"github.com/chargekit/chargekit-go/internal/api"
)

// Order is an order as Chargeback stores it. A string is "" if Chargeback sent
// null or nothing.
//
// Chargeback documentation: https://chargeback.github.io/chargeback-api/
type Order struct {
	ID      ID     `json:"id"`       // Chargeback's own; what Get, Update and Delete take
	OrderID string `json:"order_id"` // the merchant's

	OrderTS           Time   `json:"order_ts"`           // when the order was completed, UTC
	OrderAmount       Amount `json:"order_amount"`       // total in major units; need not be the sum of its parts
	TransactionID     string `json:"transaction_id"`     // of the payment at the gateway
	TransactionAmount Amount `json:"transaction_amount"` // of the payment in major units; may differ from the total

	CRM      CRM      `json:"crm"`      // data source
	Merchant Merchant `json:"merchant"` // merchant account

	// CRMID, CRMName and MerchantName are what was sent. Chargeback's sample
	// responses have CRM and Merchant instead, so expect these to be empty.
	CRMID        ID     `json:"crm_id"`
	CRMName      string `json:"crm_name"`
	MerchantName string `json:"merchant_name"`

	CardPrefix        string `json:"card_prefix"`         // first six digits
	CardSuffix        string `json:"card_suffix"`         // last four digits
	CardType          string `json:"card_type"`           // brand; Chargeback derives it
	CardExp           string `json:"card_exp"`            // MM/YY
	ReportedAVSStatus string `json:"reported_avs_status"` // address check, in the gateway's words
	ReportedCVVStatus string `json:"reported_cvv_status"` // security code check, in the gateway's words; not in Chargeback's sample
	AVSStatus         string `json:"avs_status"`          // address check, in Chargeback's words
	CVVStatus         string `json:"cvv_status"`          // security code check, in Chargeback's words

	CurrencyCode      string `json:"currency_code"`      // ISO 4217 in most cases; Chargeback's own sample has a country
	IPAddress         string `json:"ip_address"`         // of the buyer
	AuthorizationCode string `json:"authorization_code"` // the issuer's approval
	ARN               string `json:"arn"`                // acquirer reference number

	ShippingSubtotal Amount `json:"shipping_subtotal"` // major units
	TaxSubtotal      Amount `json:"tax_subtotal"`      // major units

	SourceURL       string          `json:"source_url"`       // the order in the merchant's own system
	TrackingNumbers TrackingNumbers `json:"tracking_numbers"` // nil if Chargeback sent null or nothing
	LineItems       []LineItem      `json:"line_items"`       // what was bought
	Shipments       []Shipment      `json:"shipments"`        // parcels

	CustomerEmail     string `json:"customer_email"`      // of a registered customer
	CustomerFirstName string `json:"customer_first_name"` // of a registered customer
	CustomerLastName  string `json:"customer_last_name"`  // of a registered customer
	CustomerPhone     string `json:"customer_phone"`      // of the customer

	BillingFirstName string `json:"billing_first_name"` // first name on the bill
	BillingLastName  string `json:"billing_last_name"`  // last name on the bill
	BillingAddress1  string `json:"billing_address1"`   // street on the bill
	BillingAddress2  string `json:"billing_address2"`   // street on the bill, second line
	BillingCity      string `json:"billing_city"`       // town on the bill
	BillingState     string `json:"billing_state"`      // state or region on the bill
	BillingCountry   string `json:"billing_country"`    // three letters in Chargeback's sample
	BillingPostal    string `json:"billing_postal"`     // shipments say zip

	CreatedAt         Time        `json:"created_at"`         // when the record was created, UTC
	UpdatedAt         Time        `json:"updated_at"`         // when it was last changed, UTC
	CreatorID         ID          `json:"creator_id"`         // who created it; not in Chargeback's sample
	CreatorType       CreatorType `json:"creator_type"`       // kind of user who created it
	ManuallyGenerated bool        `json:"manually_generated"` // true only for records created in Chargeback's web pages

	Extra Extra `json:"Extra,omitempty"` // see [Extra]
}

// verify checks that the order has Chargeback's id, since an order_id alone may
// only be what was sent, and that it is the order of the path. Of a create it
// checks the order_id, which the response need not have. An id that can't be read
// counts as there.
func (o *Order) verify(x *api.Exchange) error {
	if _, isOdd := o.Extra["id"]; isOdd {
		return nil
	}
	sent := x.Call.ObjectID
	switch {
	case o.ID == "":
		return errNoOrder
	case !x.IsAbout(string(o.ID), o.OrderID):
		return errOtherOrder
	case len(x.Call.IDs) == 0 && sent != "" && o.OrderID != "" && !api.SameID(sent, o.OrderID):
		return errOtherOrder
	}
	return nil
}

// CreatorType is the kind of user who created a record. Chargeback may send
// values that are not listed here.
type CreatorType string

// Known kinds of creators.
const (
	CreatorTypeUser    CreatorType = "User"
	CreatorTypeAPIUser CreatorType = "ApiUser"
)

// CRM is a data source of the merchant. All of it may be empty.
type CRM struct {
	ID   ID     `json:"id"`   // Chargeback's own number
	Name string `json:"name"` // as Chargeback knows it

	Extra Extra `json:"Extra,omitempty"` // see [Extra]
}

// Merchant is a merchant account. All of it may be empty.
type Merchant struct {
	Name string `json:"name"` // as Chargeback knows it

	Extra Extra `json:"Extra,omitempty"` // see [Extra]; it has the id if Chargeback sends one
}

// LineItem is one line of an order. It has no id of its own.
type LineItem struct {
	ProductName        string `json:"product_name"`        // as it was when ordered
	ProductDescription string `json:"product_description"` // as it was when ordered
	ProductAmount      Amount `json:"product_amount"`      // of one piece, in major units
	Quantity           int64  `json:"quantity"`            // pieces
	Subtotal           Amount `json:"subtotal"`            // of the line, in major units
	SourceProductID    string `json:"source_product_id"`   // the merchant's own

	Extra Extra `json:"Extra,omitempty"` // see [Extra]
}

// Shipment is one parcel of an order. Chargeback fills it by asking the carrier
// for a tracking number, or keeps what the merchant sent.
type Shipment struct {
	TrackingNumber string `json:"tracking_number"` // the carrier's number of the parcel
	ShipperName    string `json:"shipper_name"`    // the carrier
	ShippedTS      string `json:"shipped_ts"`      // when it left, as sent

	OriginName     string `json:"origin_name"`     // sender
	OriginAddress1 string `json:"origin_address1"` // sender's street
	OriginAddress2 string `json:"origin_address2"` // sender's street, second line
	OriginCity     string `json:"origin_city"`     // sender's town
	OriginState    string `json:"origin_state"`    // sender's state or region
	OriginCountry  string `json:"origin_country"`  // sender's country
	OriginZip      string `json:"origin_zip"`      // sender's postal code

	DestinationFirstName string `json:"destination_first_name"` // receiver's first name
	DestinationLastName  string `json:"destination_last_name"`  // receiver's last name
	DestinationAddress1  string `json:"destination_address1"`   // receiver's street
	DestinationAddress2  string `json:"destination_address2"`   // receiver's street, second line
	DestinationCity      string `json:"destination_city"`       // receiver's town
	DestinationState     string `json:"destination_state"`      // receiver's state or region
	DestinationCountry   string `json:"destination_country"`    // receiver's country
	DestinationZip       string `json:"destination_zip"`        // receiver's postal code

	// TrackingSummary is what the carrier reported, as sent: its form is not
	// documented, and null in the only sample. nil when it was not sent.
	TrackingSummary json.RawMessage `json:"tracking_summary,omitzero"`

	Extra Extra `json:"Extra,omitempty"` // see [Extra]
}

// OrderList is one page of [OrdersService.List].
type OrderList struct {
	Status       string   `json:"status"`        // success
	Page         int64    `json:"page"`          // number of this page, from 1; 0 when not sent
	PerPage      int64    `json:"per_page"`      // rows of a full page; 0 when not sent
	TotalRecords int64    `json:"total_records"` // rows on all pages; 0 when not sent
	Data         []*Order `json:"orders"`        // in no documented order

	Extra Extra `json:"Extra,omitempty"` // see [Extra]
}

// verify checks that the page has orders, if only none, and does not say failure.
func (l *OrderList) verify(x *api.Exchange) error {
	switch {
	case l.Data == nil:
		return errNoOrders
	case isSuccess(l.Status) && len(l.Extra) == 0:
		return nil
	}
	return checkEnvelope(x)
}
