package chargedesk

import (
	"encoding/json"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/chargekit/chargekit-go/internal/api"
	"github.com/chargekit/chargekit-go/internal/lenient"
)

// Customer is a customer. Times are zero if ChargeDesk has none.
type Customer struct {
	CustomerID string `json:"customer_id"` // the merchant's own
	Object     string `json:"object"`      // "customer"

	Name        string `json:"name"`         // of the person
	FirstName   string `json:"first_name"`   // of the person
	Email       string `json:"email"`        // e-mail address
	EmailDomain string `json:"email_domain"` // what follows the @
	Username    string `json:"username"`     // user name
	Phone       string `json:"phone"`        // phone number
	Fax         string `json:"fax"`          // fax number
	Website     string `json:"website"`      // the customer's
	Description string `json:"description"`  // at most 255 characters

	Country         string `json:"country"`          // ISO 3166 code of two letters
	ReadableCountry string `json:"readable_country"` // display
	Company         string `json:"company"`          // the ChargeDesk company's name in URLs, not the customer's firm
	CustomerCompany string `json:"customer_company"` // the customer's firm

	Charges        int64  `json:"charges"`          // how many charges there are
	Tickets        int64  `json:"tickets"`          // how many tickets there are, most likely
	LastChargeID   string `json:"last_charge_id"`   // of the newest charge
	LastPaidCharge string `json:"last_paid_charge"` // id of the newest paid charge, most likely
	FirstSeen      Time   `json:"first_seen"`       // [CustomerListParams.FirstSeen] filters by it
	Delinquent     bool   `json:"delinquent"`       // owes money
	Edited         bool   `json:"edited"`           // an agent has edited it, most likely; see [CustomerUpdateParams.OverrideAgents]
	CardOnFile     bool   `json:"card_on_file"`     // has a card stored

	TaxNumber       string `json:"tax_number"`       // can bring the tax down to nothing
	TaxNumberAbr    string `json:"tax_number_abr"`   // what TaxNumber is called, such as VAT
	BillingAddress  string `json:"billing_address"`  // in lines
	ShippingAddress string `json:"shipping_address"` // in lines
	InvoiceDetails  string `json:"invoice_details"`  // in lines

	GatewayID  string `json:"gateway_id"`  // "" if there is none
	GatewayURL string `json:"gateway_url"` // the page at the gateway
	ManageURL  string `json:"manage_url"`  // the page in ChargeDesk

	Items            []json.RawMessage `json:"items"`             // format not documented
	Logs             []json.RawMessage `json:"logs"`              // as Items
	Subscriptions    []*Subscription   `json:"subscriptions"`     // those of the customer
	Metadata         Metadata          `json:"metadata"`          // the merchant's own pairs
	MethodsActive    []string          `json:"methods_active"`    // what can be done with the customer now
	MethodsSupported []string          `json:"methods_supported"` // what the gateway can do at all

	SendEmailTo          string `json:"send_email_to"`         // addresses that get the e-mails instead of Email, with commas between them
	UnsubscribeReceipts  bool   `json:"unsubscribe_receipts"`  // wants no receipts
	UnsubscribeRefunds   bool   `json:"unsubscribe_refunds"`   // wants no notices of refunds
	UnsubscribeAuthorize bool   `json:"unsubscribe_authorize"` // wants no notices of authorizations
	UnsubscribeVoid      bool   `json:"unsubscribe_void"`      // wants no notices of voids

	Extra Extra `json:"Extra,omitempty"` // what has no field here
}

func (c *Customer) verify(x *api.Exchange) error {
	return verifyObject(x, "customer_id", c.Extra, c.CustomerID, c.Email, c.Username)
}

// CustomerList is one page of customers.
type CustomerList struct {
	Count  int64       `json:"count"`  // rows requested or rows sent, which is not documented; use len(Data)
	Offset int64       `json:"offset"` // rows skipped
	Data   []*Customer `json:"data"`   // in an order that is not documented

	Extra Extra `json:"Extra,omitempty"` // what has no field here
}

func (l *CustomerList) verify(*api.Exchange) error { return verifyRows(l.Data) }

// CustomerSearchResult is the result of a search for people. It is empty if nobody
// was found.
type CustomerSearchResult struct {
	Search    string            `json:"search"`    // what was searched for
	Match     *SearchMatch      `json:"match"`     // nil if ChargeDesk does not send it
	Customers []json.RawMessage `json:"customers"` // format not documented

	Extra Extra `json:"Extra,omitempty"` // what has no field here
}

// SearchMatch describes how well a search for people matched.
type SearchMatch struct {
	Matches string `json:"matches"` // how, in words
	Param   string `json:"param"`   // the parameter that matched
	Score   string `json:"score"`   // a number, as sent

	Extra Extra `json:"Extra,omitempty"` // what has no field here
}

// customerSearchResponse also reads the list that PHP makes of an empty object.
type customerSearchResponse struct{ CustomerSearchResult }

func (r *customerSearchResponse) UnmarshalJSON(body []byte) error {
	var target any = &r.CustomerSearchResult
	if jsontext.Value(body).Kind() == jsontext.KindBeginArray {
		target = &r.Customers
	}
	_, err := lenient.Read(body, target)
	return err
}

func (r *customerSearchResponse) verify(*api.Exchange) error { return nil }
