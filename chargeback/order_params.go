package chargeback

// OrderCreateParams is an order to create, for [OrdersService.Create],
// [OrdersService.CreateBatch] and [OrdersService.Import]. A pointer that is nil
// is not sent; new("") sends an empty text.
//
// Chargeback documents seven required members; without one of them nothing is
// sent and the error is a [*ValidationError], unless [WithoutRequiredCheck] is
// given. The amounts need not add up: those of Chargeback's own sample do not,
// and nothing here checks it.
//
// A card number must never be in an order. If any text of it, also one given by
// [WithParam], holds digits that can be one, with or without spaces, dashes,
// dots, slashes or underscores between them, the order is refused with a
// [*ValidationError]: 16 to 19 of them that begin with neither 0, 1 nor 7, 15
// that begin with 1, 34, 37, 2014, 2131 or 2149, 14 that begin with 30, 36, 38
// or 39, or 13 that begin with 4, and that have a card's check digit. One in
// ten numbers has a matching check digit by chance; tracking numbers and ids
// that look like a card number are refused too.
//
// Text that is not UTF-8 is a [*ValidationError], since JSON must be UTF-8.
type OrderCreateParams struct {
	// OrderID is the merchant's own number of the order. Required. It should be
	// unique within CRM and merchant: it is what a lost order is looked up by.
	// Like every text it must not look like a card number, see above; numbers of
	// 13 digits, such as Shopify's, do so only if they begin with 4.
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

	// MerchantName is the name or the identifier of the merchant account.
	// Required. (Drafts of the documentation had a merchant_id; send it with
	// [WithParam].)
	MerchantName string `json:"merchant_name,omitempty"`

	CardPrefix        *string `json:"card_prefix,omitempty"`         // the first six digits of the card
	CardSuffix        *string `json:"card_suffix,omitempty"`         // the last four digits of the card
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

// OrderUpdateParams are the changes of [OrdersService.Update]. Only what is set
// is sent: nil leaves a member as it is, new("") sends an empty text, and an
// Amount or Time that holds none sends a null. How Chargeback clears a member
// is not documented; WithParam("arn", nil) sends a null. Required fields can't
// be emptied, and fields that Chargeback sets by itself can't be sent.
type OrderUpdateParams struct {
	OrderID           *string `json:"order_id,omitempty"`           // the merchant's own; not empty
	OrderTS           *Time   `json:"order_ts,omitempty"`           // when the order was completed; not empty
	OrderAmount       *Amount `json:"order_amount,omitempty"`       // total in major units; not empty
	TransactionID     *string `json:"transaction_id,omitempty"`     // of the payment at the gateway; not empty
	TransactionAmount *Amount `json:"transaction_amount,omitempty"` // of the payment in major units; not empty
	CRMID             *int64  `json:"crm_id,omitempty"`             // number of the data source
	CRMName           *string `json:"crm_name,omitempty"`           // name of the data source; not empty
	MerchantName      *string `json:"merchant_name,omitempty"`      // name or identifier of the merchant account; not empty

	CardPrefix        *string `json:"card_prefix,omitempty"`         // the first six digits of the card
	CardSuffix        *string `json:"card_suffix,omitempty"`         // the last four digits of the card
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
	// Chargeback replaces the whole list or merges it is not documented.
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
