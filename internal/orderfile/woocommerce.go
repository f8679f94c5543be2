package orderfile

import (
	"cmp"
	"encoding/json"
	"regexp"
)

var wooStatuses = words(map[verdict][]string{
	isPaid: {"completed", "processing"}, isRefunded: {"refunded"}, cancelled: {"cancelled"}, failed: {"failed"},
	notPaid: {"on hold", "pending", "pending payment", "checkout draft", "draft"},
})

// webToffee is the layout of the plugin Order Export & Import. Its names are keys
// that no language changes.
var webToffee = &layout{
	name:  "woocommerce-webtoffee",
	title: "WooCommerce (Order Export & Import by WebToffee)",
	must: names("order_id", "order_number", "order_date", "status", "order_total", "order_currency",
		"billing_email", "transaction_id"),
	fields: map[Field][]string{
		OrderID: {"order_number", "order_id"}, TransactionID: {"transaction_id"}, OrderedAt: {"paid_date", "order_date"},
		Currency: {"order_currency"}, Amount: {"order_total"}, StatusWord: {"status"},
		Email: {"billing_email", "customer_email"}, FirstName: {"billing_first_name"}, LastName: {"billing_last_name"},
		Phone: {"billing_phone"}, Company: {"billing_company"}, Address1: {"billing_address_1"}, Address2: {"billing_address_2"},
		City: {"billing_city"}, State: {"billing_state"}, Zip: {"billing_postcode"}, Country: {"billing_country"},
		Shipping: {"shipping_total"}, Tax: {"tax_total"}, Fee: {"fee_total"},
	},
	needed:      []need{{[]string{"refund_items"}, lostRefunds}},
	severalRows: true,
	severalIf:   "item_name",
	statuses:    wooStatuses,
	check:       checkWebToffee,
	items:       webToffeeItems,
}

// advanced is the layout of the plugin Advanced Order Export, whose amounts stand
// on each row of an order. Its quantity can be what is left after refunds.
var advanced = &layout{
	name:  "woocommerce-advanced",
	title: "WooCommerce (Advanced Order Export by AlgolPlus)",
	must:  names("Order Number", "Order Status", "Order Date", "Email (Billing)", "Order Total Amount"),
	fields: map[Field][]string{
		OrderID: {"Order Number"}, TransactionID: {"Transaction ID"}, OrderedAt: {"Paid Date", "Order Date"},
		Currency: {"Currency", "Order Currency"}, Amount: {"Order Total Amount"}, RefundedSum: {"Order Refund Amount"},
		StatusWord: {"Order Status"}, Email: {"Email (Billing)"},
		FirstName: {"First Name (Billing)"}, LastName: {"Last Name (Billing)"}, Phone: {"Phone (Billing)"},
		Company: {"Company (Billing)"}, Address1: {"Address 1&2 (Billing)", "Address 1 (Billing)"}, Address2: {"Address 2 (Billing)"},
		City: {"City (Billing)"}, State: {"State Code (Billing)"}, Zip: {"Postcode (Billing)"}, Country: {"Country Code (Billing)"},
		Shipping: {"Order Shipping Amount"}, Tax: {"Order Total Tax Amount"}, Discount: {"Cart Discount Amount"},
		ItemName: {"Item Name"}, ItemSKU: {"SKU"}, ItemQuantity: {"Quantity (- Refund)", "Quantity"}, ItemPrice: {"Item Cost"},
	},
	needed:      []need{{[]string{"Order Refund Amount"}, lostRefunds}},
	severalRows: true,
	statuses:    wooStatuses,
}

var refundOfOrder = regexp.MustCompile(`(?:^|;)amount:([^|;]*)\|reason:`)

// checkWebToffee adds up the refunds and reads the parcels, both of which stand in
// one cell.
func checkWebToffee(c *cells, o *Order) (Reason, error) {
	const column = "refund_items"
	text := c.named(column)
	refunds := refundOfOrder.FindAllStringSubmatch(text, -1)
	if text != "" && len(refunds) == 0 {
		return "", &cellError{column, "is not like amount:1.00|reason:|date:"}
	}
	for _, refund := range refunds {
		amount, err := parseMoney(refund[1], '.', o.Currency)
		if err != nil {
			return "", &cellError{column, err.Error()}
		}
		o.Refunded = o.Refunded.Add(amount.Abs())
	}
	o.Parcels = wooParcels(c.named("meta:_wc_shipment_tracking_items"))
	return "", nil
}

// wooParcels reads the list of the Shipment Tracking plugin. Whatever else is
// there is no list of parcels.
func wooParcels(text string) []Parcel {
	var list []struct {
		Provider string `json:"tracking_provider"`
		Custom   string `json:"custom_tracking_provider"`
		Number   string `json:"tracking_number"`
	}
	if json.Unmarshal([]byte(text), &list) != nil {
		return nil
	}
	var parcels []Parcel
	for _, entry := range list {
		if entry.Number != "" {
			parcels = append(parcels, Parcel{cmp.Or(entry.Provider, entry.Custom), entry.Number})
		}
	}
	return parcels
}
