package orderfile

import "time"

// layout is what is known about an export.
type layout struct {
	name   string
	title  string
	byHand bool // of -columns
	// must are the columns by which the layout is known, each with its other names,
	// and not those that it does not have.
	must [][]string
	not  []string
	// fields are the columns of each field; the first that is not empty counts.
	fields map[Field][]string
	// needed are the columns without which an order would be told wrongly. Exports
	// can lack them where people choose the columns.
	needed []need
	// currency and zone are those of orders that name none, where the layout
	// documents them.
	currency string
	zone     *time.Location
	// severalRows is set if an order can have several rows, and severalIf names the
	// column that has to be there for that.
	severalRows bool
	severalIf   string
	// statuses are the words of the status column; nil without one.
	statuses map[string]verdict
	// key names what the rows of an order have in common; nil for the order id.
	key func(c *cells) string
	// role says what a row of an order is; nil if all are of the sale.
	role func(c *cells) role
	// check looks at what only this layout has; nil if there is nothing.
	check func(c *cells, o *Order) (Reason, error)
	// items reads the items; nil for the columns of the item fields.
	items func(c *cells, rows []row, currency string) ([]Item, error)
}

// need is a column, with its other names, and what would happen without it.
type need struct {
	names []string
	why   string
}

const (
	lostRefunds = "refunds would be lost"
	hiddenTests = "test orders and gift cards would be taken for sales"
	hiddenMoney = "amounts in another currency would be taken for the shop's"
	hiddenCash  = "cash would be taken for cards"
)

type role int

const (
	saleRow role = iota
	itemRow
	refundRow
)

// verdict is what a status word says: a [Status] or a [Reason].
type verdict string

const (
	isPaid     verdict = verdict(Paid)
	isPart     verdict = verdict(PartlyRefunded)
	isRefunded verdict = verdict(Refunded)
	notPaid    verdict = verdict(NotPaid)
	cancelled  verdict = verdict(Cancelled)
	failed     verdict = verdict(Failed)
)

func words(verdicts map[verdict][]string) map[string]verdict {
	all := map[string]verdict{}
	for verdict, words := range verdicts {
		for _, word := range words {
			all[word] = verdict
		}
	}
	return all
}

// names makes columns without other names.
func names(columns ...string) [][]string {
	all := [][]string{}
	for _, column := range columns {
		all = append(all, []string{column})
	}
	return all
}

var layouts = []*layout{
	ownOrders, ownImport, shopify, webToffee, advanced, magento, bigCommerce, stripe, payPal, square, wix,
}

var anyStatuses = words(map[verdict][]string{
	isPaid:     {"paid", "completed", "complete", "processing", "succeeded", "shipped"},
	isPart:     {"partially refunded", "partly refunded"},
	isRefunded: {"refunded", "closed"},
	notPaid: {"", "unpaid", "not paid", "pending", "pending payment", "on hold", "authorized", "partially paid",
		"expired", "open", "draft", "uncaptured", "awaiting payment"},
	cancelled: {"cancelled", "canceled", "voided"},
	failed:    {"failed", "declined", "denied"},
})

var ownOrders = &layout{
	name:  "own",
	title: "our own columns",
	must:  names("order_id", "ordered_at", "email", "currency", "amount", "transaction_id"),
	fields: map[Field][]string{
		OrderID: {"order_id"}, TransactionID: {"transaction_id"}, OrderedAt: {"ordered_at"},
		Currency: {"currency"}, Amount: {"amount"}, RefundedSum: {"refunded"}, StatusWord: {"status"},
		Email: {"email"}, CustomerID: {"customer_id"}, Name: {"name"}, Phone: {"phone"},
		Address1: {"address1"}, Address2: {"address2"}, City: {"city"}, State: {"state"}, Zip: {"zip"}, Country: {"country"},
		Shipping: {"shipping"}, Tax: {"tax"}, Fee: {"fee"}, Discount: {"discount"}, ItemList: {"items"},
		CardPrefix: {"card_prefix"}, CardSuffix: {"card_suffix"}, CardBrand: {"card_brand"},
		Carrier: {"carrier"}, Tracking: {"tracking_number"},
	},
	statuses: words(map[verdict][]string{
		isPaid: {"", "paid"}, isPart: {"partially refunded"}, isRefunded: {"refunded"},
	}),
}

// ownImport has Chargeback's names, and Chargeback's defaults: US dollars and UTC.
// Its line_items and shipments are JSON that the importer reads by itself, by
// [Order.Cell].
var ownImport = &layout{
	name:  "own-import",
	title: "our own columns of importorders",
	must:  names("order_id", "order_ts", "order_amount", "transaction_id", "transaction_amount", "merchant_name"),
	fields: map[Field][]string{
		OrderID: {"order_id"}, TransactionID: {"transaction_id"}, OrderedAt: {"order_ts"},
		Currency: {"currency_code"}, Amount: {"order_amount"},
		Shipping: {"shipping_subtotal"}, Tax: {"tax_subtotal"},
		CardPrefix: {"card_prefix"}, CardSuffix: {"card_suffix"}, Tracking: {"tracking_numbers"},
	},
	currency: "USD",
	zone:     time.UTC,
	check: func(c *cells, o *Order) (_ Reason, err error) {
		const column = "transaction_amount"
		if c.named(column) == "" {
			return "", &cellError{column, "is empty"}
		}
		if o.TransactionAmount, err = c.namedMoney(column, o.Currency); err == nil && !o.TransactionAmount.Equal(o.Amount) {
			o.Notes = append(o.Notes, "transaction_amount differs from order_amount")
		}
		return "", err
	},
}
