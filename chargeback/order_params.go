package chargeback

// OrderCreateParams is an order to create, for [OrdersService.Create],
// [OrdersService.CreateBatch] and [OrdersService.Import]. A pointer that is nil is
// not sent; new("") sends an empty string.
//
// Chargeback documents seven required fields. An order without one of them is
// rejected with a [*ValidationError], and nothing is sent, unless
// [WithoutRequiredCheck] is given. The amounts need not add up: those of
// Chargeback's own sample do not, and nothing here checks it.
//
// A card number must never be in an order. An order is rejected with a
// [*ValidationError] if a string or number of it, also one given by [WithParam], has
// a card number in it: 14, 15, 16 or 19 digits of a range from which cards are
// issued, with a card's check digit, undivided or in the groups in which cards are
// printed. In fields that hold identifiers (order_id and all others that end in _id,
// arn, authorization_code, merchant_name, source_url, tracking numbers), only a
// value that is a card number as a whole is rejected, and a tracking number not if
// it has a carrier's check digit. One in ten numbers of such a range has a card's
// check digit by chance; [WithoutCardCheck] sends those too.
//
// A string that is not UTF-8 is rejected with a [*ValidationError], since JSON must
// be UTF-8.
type OrderCreateParams struct {
	// OrderID is the merchant's own number of the order. Required. It should be
	// unique within CRM and merchant, because a lost order is looked up by it.
	OrderID string `json:"order_id,omitempty"`

	// OrderTS is when the order was completed. Required.
	OrderTS Time `json:"order_ts,omitzero"`

	// OrderAmount is the total in major units of the currency. Required; zero is
	// an amount.
	OrderAmount Amount `json:"order_amount,omitzero"`

	// TransactionID is the gateway's id of the payment. Required.
	TransactionID string `json:"transaction_id,omitempty"`

	// TransactionAmount is what was paid, in major units of the currency. It may
	// differ from OrderAmount. Required; zero is an amount.
	TransactionAmount Amount `json:"transaction_amount,omitzero"`

	// CRMID is the number of the data source. This or CRMName is required.
	CRMID *int64 `json:"crm_id,omitempty"`

	// CRMName is the name of the data source, as agreed with Chargeback.
	CRMName *string `json:"crm_name,omitempty"`

	// MerchantName is the name or the identifier of the merchant account. This or
	// MerchantID is required. (Drafts of the documentation had a merchant_id; send it
	// with [WithParam].)
	MerchantName string `json:"merchant_name,omitempty"`

	// MerchantID is the identifier of the merchant account as a number. It is sent as
	// merchant_name in place of MerchantName: Chargeback documents that field as an
	// integer or a string.
	MerchantID *int64 `json:"-"`

	CardPrefix        *string `json:"card_prefix,omitempty"`         // the first six digits of the card
	CardSuffix        *string `json:"card_suffix,omitempty"`         // the last four digits of the card
	CardNumber        *string `json:"card_number,omitempty"`         // masked, such as 412300******0907; of earlier documentation, in place of the two above
	CardType          *string `json:"card_type,omitempty"`           // brand of the card; Chargeback derives it when left out
	CardExp           *string `json:"card_exp,omitempty"`            // MM/YY
	ReportedAVSStatus *string `json:"reported_avs_status,omitempty"` // result of the address check, in the gateway's words
	ReportedCVVStatus *string `json:"reported_cvv_status,omitempty"` // result of the security code check, in the gateway's words
	CurrencyCode      *string `json:"currency_code,omitempty"`       // ISO 4217; Chargeback takes USD when left out
	IPAddress         *string `json:"ip_address,omitempty"`          // of the buyer, IPv4 in dotted form
	AuthorizationCode *string `json:"authorization_code,omitempty"`  // the issuer's approval
	ARN               *string `json:"arn,omitempty"`                 // acquirer reference number
	ShippingSubtotal  *Amount `json:"shipping_subtotal,omitempty"`   // major units
	TaxSubtotal       *Amount `json:"tax_subtotal,omitempty"`        // major units
	SourceURL         *string `json:"source_url,omitempty"`          // where the order is found in the merchant's own system

	// Each of TrackingNumbers creates a shipment. nil = not sent, empty = sent
	// empty.
	TrackingNumbers TrackingNumbers `json:"tracking_numbers,omitzero"`

	// LineItems is what was bought. nil = not sent, empty = sent empty.
	LineItems []LineItemParams `json:"line_items,omitzero"`

	// Shipments are parcels that Chargeback can't look up by their tracking
	// numbers. nil = not sent, empty = sent empty.
	Shipments []ShipmentParams `json:"shipments,omitzero"`

	CustomerEmail     *string `json:"customer_email,omitempty"`      // of a registered customer
	CustomerFirstName *string `json:"customer_first_name,omitempty"` // of a registered customer
	CustomerLastName  *string `json:"customer_last_name,omitempty"`  // of a registered customer
	CustomerPhone     *string `json:"customer_phone,omitempty"`      // of the customer

	BillingFirstName *string `json:"billing_first_name,omitempty"` // first name on the bill
	BillingLastName  *string `json:"billing_last_name,omitempty"`  // last name on the bill
	BillingAddress1  *string `json:"billing_address1,omitempty"`   // street on the bill
	BillingAddress2  *string `json:"billing_address2,omitempty"`   // street on the bill, second line
	BillingCity      *string `json:"billing_city,omitempty"`       // town on the bill
	BillingState     *string `json:"billing_state,omitempty"`      // state or region on the bill
	BillingCountry   *string `json:"billing_country,omitempty"`    // three letters in Chargeback's sample
	BillingPostal    *string `json:"billing_postal,omitempty"`     // shipments say zip
}

// OrderUpdateParams are the parameters of [OrdersService.Update]. Only fields that
// are set are sent: nil leaves a field as it is, new("") sends an empty string, and
// an Amount or Time that holds none sends null. How Chargeback clears a field is not
// documented; WithParam("arn", nil) sends null. Chargeback ignores fields that only
// it sets, such as id and created_at.
type OrderUpdateParams struct {
	OrderID           *string `json:"order_id,omitempty"`           // the merchant's own
	OrderTS           *Time   `json:"order_ts,omitempty"`           // when the order was completed
	OrderAmount       *Amount `json:"order_amount,omitempty"`       // total in major units
	TransactionID     *string `json:"transaction_id,omitempty"`     // of the payment at the gateway
	TransactionAmount *Amount `json:"transaction_amount,omitempty"` // of the payment in major units
	CRMID             *int64  `json:"crm_id,omitempty"`             // number of the data source
	CRMName           *string `json:"crm_name,omitempty"`           // name of the data source
	MerchantName      *string `json:"merchant_name,omitempty"`      // name or identifier of the merchant account
	MerchantID        *int64  `json:"-"`                            // identifier of the merchant account, sent as merchant_name

	CardPrefix        *string `json:"card_prefix,omitempty"`         // the first six digits of the card
	CardSuffix        *string `json:"card_suffix,omitempty"`         // the last four digits of the card
	CardNumber        *string `json:"card_number,omitempty"`         // masked, such as 412300******0907; of earlier documentation, in place of the two above
	CardType          *string `json:"card_type,omitempty"`           // brand of the card; Chargeback derives it when left out
	CardExp           *string `json:"card_exp,omitempty"`            // MM/YY
	ReportedAVSStatus *string `json:"reported_avs_status,omitempty"` // result of the address check, in the gateway's words
	ReportedCVVStatus *string `json:"reported_cvv_status,omitempty"` // result of the security code check, in the gateway's words
	CurrencyCode      *string `json:"currency_code,omitempty"`       // ISO 4217; Chargeback takes USD when left out
	IPAddress         *string `json:"ip_address,omitempty"`          // of the buyer, IPv4 in dotted form
	AuthorizationCode *string `json:"authorization_code,omitempty"`  // the issuer's approval
	ARN               *string `json:"arn,omitempty"`                 // acquirer reference number
	ShippingSubtotal  *Amount `json:"shipping_subtotal,omitempty"`   // major units
	TaxSubtotal       *Amount `json:"tax_subtotal,omitempty"`        // major units
	SourceURL         *string `json:"source_url,omitempty"`          // where the order is found in the merchant's own system

	// Each of TrackingNumbers creates a shipment. nil = not sent, empty = sent
	// empty.
	TrackingNumbers TrackingNumbers `json:"tracking_numbers,omitzero"`

	// LineItems is what was bought. nil = not sent, empty = sent empty. Whether
	// Chargeback replaces the whole list or adds to it is not documented.
	LineItems []LineItemParams `json:"line_items,omitzero"`

	// Shipments are parcels that Chargeback can't look up by their tracking
	// numbers. nil = not sent, empty = sent empty.
	Shipments []ShipmentParams `json:"shipments,omitzero"`

	CustomerEmail     *string `json:"customer_email,omitempty"`      // of a registered customer
	CustomerFirstName *string `json:"customer_first_name,omitempty"` // of a registered customer
	CustomerLastName  *string `json:"customer_last_name,omitempty"`  // of a registered customer
	CustomerPhone     *string `json:"customer_phone,omitempty"`      // of the customer

	BillingFirstName *string `json:"billing_first_name,omitempty"` // first name on the bill
	BillingLastName  *string `json:"billing_last_name,omitempty"`  // last name on the bill
	BillingAddress1  *string `json:"billing_address1,omitempty"`   // street on the bill
	BillingAddress2  *string `json:"billing_address2,omitempty"`   // street on the bill, second line
	BillingCity      *string `json:"billing_city,omitempty"`       // town on the bill
	BillingState     *string `json:"billing_state,omitempty"`      // state or region on the bill
	BillingCountry   *string `json:"billing_country,omitempty"`    // three letters in Chargeback's sample
	BillingPostal    *string `json:"billing_postal,omitempty"`     // shipments say zip
}

// LineItemParams is one line of an order. All of it is optional.
type LineItemParams struct {
	ProductName        *string `json:"product_name,omitempty"`        // as it was when ordered
	ProductDescription *string `json:"product_description,omitempty"` // as it was when ordered
	ProductAmount      *Amount `json:"product_amount,omitempty"`      // of one piece, in major units
	Quantity           *int64  `json:"quantity,omitempty"`            // pieces
	Subtotal           *Amount `json:"subtotal,omitempty"`            // of the line, in major units; Chargeback computes it when left out
	SourceProductID    *string `json:"source_product_id,omitempty"`   // the merchant's own
}

// ShipmentParams is one parcel of an order. All of it is optional.
type ShipmentParams struct {
	TrackingNumber *string `json:"tracking_number,omitempty"` // the carrier's number of the parcel
	ShipperName    *string `json:"shipper_name,omitempty"`    // the carrier
	ShippedTS      *Time   `json:"shipped_ts,omitempty"`      // when it left

	OriginName     *string `json:"origin_name,omitempty"`     // sender
	OriginAddress1 *string `json:"origin_address1,omitempty"` // sender's street
	OriginAddress2 *string `json:"origin_address2,omitempty"` // sender's street, second line
	OriginCity     *string `json:"origin_city,omitempty"`     // sender's town
	OriginState    *string `json:"origin_state,omitempty"`    // sender's state or region
	OriginCountry  *string `json:"origin_country,omitempty"`  // sender's country
	OriginZip      *string `json:"origin_zip,omitempty"`      // sender's postal code

	DestinationFirstName *string `json:"destination_first_name,omitempty"` // receiver's first name
	DestinationLastName  *string `json:"destination_last_name,omitempty"`  // receiver's last name
	DestinationAddress1  *string `json:"destination_address1,omitempty"`   // receiver's street
	DestinationAddress2  *string `json:"destination_address2,omitempty"`   // receiver's street, second line
	DestinationCity      *string `json:"destination_city,omitempty"`       // receiver's town
	DestinationState     *string `json:"destination_state,omitempty"`      // receiver's state or region
	DestinationCountry   *string `json:"destination_country,omitempty"`    // receiver's country
	DestinationZip       *string `json:"destination_zip,omitempty"`        // receiver's postal code
}
