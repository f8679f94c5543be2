package main

import (
	"errors"
	"fmt"
	"slices"
	"strconv"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
	"github.com/shopspring/decimal"

	"github.com/chargekit/chargekit-go/chargeback"
	"github.com/chargekit/chargekit-go/internal/orderfile"
)

// defaults are what no export of a shop says.
type defaults struct{ crm, merchant string }

// add sets what an order does not say. A CRM of digits is its number.
func (d defaults) add(order *chargeback.OrderCreateParams) {
	if order.MerchantName == "" {
		order.MerchantName = d.merchant
	}
	if order.CRMID != nil || order.CRMName != nil {
		return
	}
	if number, err := strconv.ParseInt(d.crm, 10, 64); err == nil {
		order.CRMID = &number
	} else {
		order.CRMName = optional(d.crm)
	}
}

// order makes an order of a row of a table.
func (d defaults) order(row orderfile.Order, t *table) (*chargeback.OrderCreateParams, error) {
	order := new(chargeback.OrderCreateParams)
	if t.columns == nil {
		addBuyer(order, row)
		addItems(order, row)
	} else if err := t.addCells(order, row); err != nil {
		return nil, err
	}
	order.OrderID, order.TransactionID = row.ID, row.TransactionID
	order.OrderTS = chargeback.NewTime(row.PlacedAt)
	order.OrderAmount, order.TransactionAmount = chargeback.NewAmount(row.Amount), chargeback.NewAmount(row.TransactionAmount)
	order.CurrencyCode = &row.Currency
	order.ShippingSubtotal, order.TaxSubtotal = subtotal(row.Shipping), subtotal(row.Tax)
	order.CardPrefix, order.CardSuffix = optional(row.CardPrefix), optional(row.CardSuffix)
	d.add(order)
	return order, nil
}

func addBuyer(order *chargeback.OrderCreateParams, row orderfile.Order) {
	order.CustomerEmail, order.CustomerPhone = optional(row.Email), optional(row.Phone)
	order.BillingFirstName, order.BillingLastName = optional(row.FirstName), optional(row.LastName)
	bill := row.Address
	order.BillingAddress1, order.BillingAddress2 = optional(bill.Line1), optional(bill.Line2)
	order.BillingCity, order.BillingState = optional(bill.City), optional(bill.State)
	order.BillingPostal, order.BillingCountry = optional(bill.Zip), optional(bill.Country)
	order.CardType = optional(row.CardBrand)
}

func addItems(order *chargeback.OrderCreateParams, row orderfile.Order) {
	for _, item := range row.Items {
		order.LineItems = append(order.LineItems, chargeback.LineItemParams{
			ProductName: &item.Name, Quantity: &item.Quantity, SourceProductID: optional(item.SKU),
			ProductAmount: new(chargeback.NewAmount(item.UnitPrice)),
		})
	}
	for _, parcel := range row.Parcels {
		order.Shipments = append(order.Shipments, chargeback.ShipmentParams{
			TrackingNumber: &parcel.Number, ShipperName: optional(parcel.Carrier), DestinationCountry: optional(row.Address.Country),
		})
	}
}

// readFields are the fields that the reader reads, in the forms that a table can
// have.
var readFields = []string{
	"order_id", "order_ts", "order_amount", "transaction_id", "transaction_amount", "currency_code",
	"shipping_subtotal", "tax_subtotal", "card_prefix", "card_suffix",
}

// addCells adds the fields that a table with Chargeback's names has besides. An empty
// cell is not sent.
func (t *table) addCells(order *chargeback.OrderCreateParams, row orderfile.Order) error {
	values := map[string]any{}
	for _, name := range t.columns {
		cell := row.Cell(name)
		if cell == "" || slices.Contains(readFields, name) {
			continue
		}
		switch name {
		case "crm_id":
			number, err := strconv.ParseInt(cell, 10, 64)
			if err != nil {
				return errors.New("crm_id is not a number")
			}
			values[name] = number
		case "line_items", "shipments":
			values[name] = jsontext.Value(cell)
			if !jsontext.Value(cell).IsValid() {
				return fmt.Errorf("%s is not JSON", name)
			}
		default:
			values[name] = cell
		}
	}
	object, err := json.Marshal(values)
	if err != nil {
		return err
	}
	parsed, err := parseOrder(object)
	if err == nil {
		*order = *parsed
	}
	return err
}

// isField reports whether an order has a field of this name.
func isField(name string) bool {
	text, err := json.Marshal(map[string]any{name: nil})
	return err == nil && json.Unmarshal(text, new(chargeback.OrderCreateParams), json.RejectUnknownMembers(true)) == nil
}

// subtotal returns no amount for zero, which stands for an empty cell too.
func subtotal(amount decimal.Decimal) *chargeback.Amount {
	if amount.IsZero() {
		return nil
	}
	return new(chargeback.NewAmount(amount))
}

// optional returns nil, which is not sent, for what the file does not say.
func optional(text string) *string {
	if text == "" {
		return nil
	}
	return &text
}
