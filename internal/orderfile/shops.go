package orderfile

import (
	"strings"

	"github.com/shopspring/decimal"
)

var shopify = &layout{
	name:  "shopify",
	title: "Shopify orders",
	must: names("Name", "Financial Status", "Currency", "Total", "Created at",
		"Lineitem name", "Lineitem quantity", "Lineitem price"),
	not: []string{"Order ID"},
	fields: map[Field][]string{
		OrderID: {"Name"}, TransactionID: {"Payment Reference"}, OrderedAt: {"Paid at", "Created at"},
		Currency: {"Currency"}, Amount: {"Total"}, RefundedSum: {"Refunded Amount"}, StatusWord: {"Financial Status"},
		Email: {"Email"}, Name: {"Billing Name"}, Phone: {"Billing Phone", "Phone"},
		Company: {"Billing Company"}, Address1: {"Billing Address1"}, Address2: {"Billing Address2"},
		City: {"Billing City"}, State: {"Billing Province"}, Zip: {"Billing Zip"}, Country: {"Billing Country"},
		Shipping: {"Shipping"}, Tax: {"Taxes"}, Discount: {"Discount Amount"},
		ItemName: {"Lineitem name"}, ItemSKU: {"Lineitem sku"}, ItemQuantity: {"Lineitem quantity"}, ItemPrice: {"Lineitem price"},
	},
	needed:      []need{{[]string{"Refunded Amount"}, lostRefunds}, {[]string{"Payment Method"}, hiddenTests}},
	severalRows: true,
	statuses: words(map[verdict][]string{
		isPaid: {"paid"}, isPart: {"partially refunded"}, isRefunded: {"refunded"},
		notPaid: {"", "pending", "authorized", "partially paid", "expired"}, cancelled: {"voided"},
	}),
	role: func(c *cells) role {
		if c.text(StatusWord) == "" && c.text(Amount) == "" {
			return itemRow
		}
		return saleRow
	},
	check: func(c *cells, o *Order) (Reason, error) {
		method := strings.ToLower(c.named("Payment Method"))
		others := strings.Trim(strings.ReplaceAll(method, "gift card", ""), " +,")
		switch {
		case strings.Contains(method, "bogus gateway"):
			return Test, nil
		case strings.Contains(method, "gift card") && others == "":
			return GiftCardOnly, nil
		}
		o.SplitTender = strings.Contains(method, "gift card")
		return "", nil
	},
}

var magento = &layout{
	name:  "magento",
	title: "Magento 2 orders",
	must:  names("ID", "Purchase Point", "Purchase Date", "Bill-to Name", "Grand Total (Purchased)", "Status"),
	fields: map[Field][]string{
		OrderID: {"ID"}, OrderedAt: {"Purchase Date"}, Amount: {"Grand Total (Purchased)"},
		RefundedSum: {"Total Refunded"}, StatusWord: {"Status"},
		Email: {"Customer Email"}, Name: {"Bill-to Name"}, Shipping: {"Shipping and Handling"},
	},
	needed: []need{{[]string{"Total Refunded"}, lostRefunds}, {[]string{"Grand Total (Base)"}, hiddenMoney}},
	statuses: words(map[verdict][]string{
		isPaid: {"complete", "processing"}, isRefunded: {"closed"}, cancelled: {"canceled", "cancelled"},
		notPaid: {"pending", "pending payment", "pending paypal", "holded", "on hold", "payment review", "fraud", "suspected fraud"},
	}),
	check: func(c *cells, o *Order) (Reason, error) {
		const column = "Grand Total (Base)"
		base, err := c.namedMoney(column, "")
		if err == nil && c.named(column) != "" && !base.Equal(o.Amount) {
			err = &cellError{column, "differs from the purchased total: the order is in a currency that the file does not name"}
		}
		return "", err
	},
}

var bigCommerce = &layout{
	name:  "bigcommerce",
	title: "BigCommerce orders",
	must:  names("Order ID", "Order Date", "Order Status", "Order Total (inc tax)", "Customer Email", "Product Details"),
	fields: map[Field][]string{
		OrderID: {"Order ID"}, OrderedAt: {"Order Date"}, Currency: {"Order Currency Code"},
		Amount: {"Order Total (inc tax)"}, RefundedSum: {"Refund Amount"}, StatusWord: {"Order Status"},
		Email: {"Customer Email", "Billing Email"}, Name: {"Customer Name"}, FirstName: {"Billing First Name"}, LastName: {"Billing Last Name"},
		Phone: {"Billing Phone", "Customer Phone"}, Company: {"Billing Company"},
		Address1: {"Billing Street 1"}, Address2: {"Billing Street 2"}, City: {"Billing Suburb"},
		State: {"Billing State"}, Zip: {"Billing Zip"}, Country: {"Billing Country"},
		Shipping: {"Shipping Cost (inc tax)"}, Tax: {"Tax Total"}, Fee: {"Handling Cost (inc tax)"},
	},
	needed: []need{{[]string{"Refund Amount"}, lostRefunds}, {[]string{"Exchange Rate"}, hiddenMoney}},
	statuses: words(map[verdict][]string{
		isPaid: {"completed", "shipped", "partially shipped", "awaiting fulfillment", "awaiting shipment", "awaiting pickup", "disputed"},
		isPart: {"partially refunded"}, isRefunded: {"refunded"}, cancelled: {"cancelled"}, failed: {"declined"},
		notPaid: {"pending", "incomplete", "awaiting payment", "manual verification required"},
	}),
	check: checkBigCommerce,
	items: bigCommerceItems,
}

func checkBigCommerce(c *cells, o *Order) (Reason, error) {
	rate, err := c.namedMoney("Exchange Rate", "")
	if c.named("Exchange Rate") != "" && (err != nil || !rate.Equal(decimal.NewFromInt(1))) {
		return "", &cellError{"Exchange Rate", "is not 1: the file does not say in which currency the amounts are"}
	}
	for _, column := range []string{"Gift Certificate Amount Redeemed", "Store Credit Redeemed"} {
		redeemed, err := c.namedMoney(column, o.Currency)
		if err != nil {
			return "", err
		}
		o.SplitTender = o.SplitTender || redeemed.IsPositive()
	}
	return "", nil
}

var wix = &layout{
	name:  "wix",
	title: "Wix orders",
	must: names("Order number", "Date created", "Time", "Contact email", "Item", "Qty", "Price", "Total",
		"Currency", "Payment status"),
	fields: map[Field][]string{
		OrderID: {"Order number"}, OrderedAt: {"Date created"}, OrderedTime: {"Time"}, Currency: {"Currency"},
		Amount: {"Total"}, RefundedSum: {"Refunded amount"}, StatusWord: {"Payment status"},
		Email: {"Contact email"}, Name: {"Billing name"}, Phone: {"Billing phone"}, Company: {"Billing company name"},
		Address1: {"Delivery address#2"}, City: {"Delivery city#2"}, State: {"Delivery state#2"},
		Zip: {"Delivery zip/postal code#2"}, Country: {"Delivery country#2"},
		Shipping: {"Shipping rate"}, Tax: {"Total tax"}, Fee: {"Additional fees"},
		ItemName: {"Item"}, ItemSKU: {"SKU"}, ItemQuantity: {"Qty"}, ItemPrice: {"Price"},
		Tracking: {"Tracking number"},
	},
	needed:      []need{{[]string{"Refunded amount"}, lostRefunds}},
	severalRows: true,
	statuses: words(map[verdict][]string{
		isPaid: {"paid"}, isPart: {"partially refunded"}, isRefunded: {"refunded", "fully refunded"},
		notPaid: {"", "unpaid", "not paid", "pending", "authorized", "partially paid", "pending refund"},
		failed:  {"declined", "failed"}, cancelled: {"voided", "canceled", "cancelled"},
	}),
	check: func(c *cells, o *Order) (Reason, error) {
		card, err := c.namedMoney("Gift card amount", o.Currency)
		if err == nil && card.IsPositive() && card.GreaterThanOrEqual(o.Amount) {
			return GiftCardOnly, nil
		}
		o.SplitTender = card.IsPositive()
		return "", err
	},
}
