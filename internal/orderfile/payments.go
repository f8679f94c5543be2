package orderfile

import (
	"cmp"
	"slices"
	"strings"
	"time"
)

var stripe = &layout{
	name:  "stripe",
	title: "Stripe payments",
	must: append(names("id", "Amount", "Amount Refunded", "Currency", "Status"),
		[]string{"Created date (UTC)", "Created (UTC)", "Created"}),
	not: []string{"Net", "Type"},
	fields: map[Field][]string{
		OrderID: {"id"}, TransactionID: {"id"}, OrderedAt: {"Created date (UTC)", "Created (UTC)", "Created"},
		Currency: {"Currency"}, Amount: {"Amount"}, RefundedSum: {"Amount Refunded"}, StatusWord: {"Status"},
		Email: {"Customer Email"}, CustomerID: {"Customer ID"}, Name: {"Card Name"}, Phone: {"Customer Phone"},
		Address1: {"Card Address Line1"}, Address2: {"Card Address Line2"}, City: {"Card Address City"},
		State: {"Card Address State"}, Zip: {"Card Address Zip"}, Country: {"Card Address Country"},
		CardSuffix: {"Card Last4"}, CardBrand: {"Card Brand"},
	},
	statuses: words(map[verdict][]string{
		isPaid: {"paid", "succeeded"}, isRefunded: {"refunded"}, failed: {"failed"}, cancelled: {"canceled"},
		notPaid: {"uncaptured", "pending", "processing", "requires payment method", "requires confirmation",
			"requires action", "requires capture"},
	}),
	zone: time.UTC,
	key: func(c *cells) string {
		// Payments that never became a charge have no id.
		return cmp.Or(c.named("id"), "without id")
	},
	check: func(c *cells, o *Order) (Reason, error) {
		if strings.EqualFold(c.named("Mode"), "test") {
			return Test, nil
		}
		return "", nil
	},
}

// payPal has a row for each event. The rows of a sale and of its refunds make one
// order.
var payPal = &layout{
	name:  "paypal",
	title: "PayPal activity",
	must: [][]string{
		{"Date", "Datum"}, {"Time", "Uhrzeit"}, {"TimeZone", "Time Zone", "Zeitzone"}, {"Type", "Typ"}, {"Status"},
		{"Currency", "Währung"}, {"Gross", "Brutto"}, {"Net", "Netto"}, {"Transaction ID", "Transaktionscode"},
		{"From Email Address", "Absender E-Mail-Adresse"},
	},
	fields: map[Field][]string{
		OrderID:       {"Invoice Number", "Custom Number", "Rechnungsnummer", "Benutzerdefinierte Nummer", "Transaction ID", "Transaktionscode"},
		TransactionID: {"Transaction ID", "Transaktionscode"},
		OrderedAt:     {"Date", "Datum"}, OrderedTime: {"Time", "Uhrzeit"}, TimeZone: {"TimeZone", "Time Zone", "Zeitzone"},
		Currency: {"Currency", "Währung"}, Amount: {"Gross", "Brutto"}, StatusWord: {"Status"},
		Email: {"From Email Address", "Absender E-Mail-Adresse"}, Name: {"Name"}, Phone: {"Contact Phone Number"},
		Address1: {"Address Line 1"}, Address2: {"Address Line 2/District/Neighborhood"}, City: {"Town/City"},
		State: {"State/Province/Region/County/Territory/Prefecture/Republic"},
		Zip:   {"Zip/Postal Code"}, Country: {"Country Code"},
		Shipping: {"Shipping and Handling Amount"}, Tax: {"Sales Tax"},
	},
	needed:      []need{{payPalReference, lostRefunds}},
	severalRows: true,
	statuses: words(map[verdict][]string{
		isPaid: {"completed", "abgeschlossen", "cleared"}, isPart: {"partially refunded", "teilweise rückerstattet"},
		isRefunded: {"refunded", "rückerstattet", "zurückgezahlt"},
		notPaid:    {"pending", "ausstehend", "uncleared", "held", "on hold", "placed", "active", "processing"},
		failed:     {"denied", "abgelehnt", "failed", "fehlgeschlagen"},
		cancelled:  {"canceled", "cancelled", "storniert", "voided", "expired", "removed", "reversed"},
	}),
	key:   payPalKey,
	role:  payPalRole,
	check: checkPayPal,
	items: noItems,
}

var payPalReference = []string{"Reference Txn ID", "Zugehöriger Transaktionscode"}

// payPalKey joins a refund that was made to its sale.
func payPalKey(c *cells) string {
	reference := c.named(payPalReference...)
	if reference != "" && payPalRole(c) == refundRow && c.status() == isPaid {
		return reference
	}
	return c.text(TransactionID)
}

func payPalRole(c *cells) role {
	kind := strings.ToLower(c.named("Type", "Typ"))
	switch {
	case containsAny(kind, "refund", "rückzahlung", "rückerstattung"):
		return refundRow
	case c.has("Balance Impact", "Auswirkung auf Guthaben") && c.named("Balance Impact", "Auswirkung auf Guthaben") == "":
		return itemRow
	}
	return saleRow
}

func checkPayPal(c *cells, o *Order) (Reason, error) {
	kind := strings.ToLower(c.named("Type", "Typ"))
	switch {
	case containsAny(kind, "conversion", "umrechnung", "withdrawal", "abbuchung", "hold", "einbehalt", "reversal",
		"transfer", "überweisung", "authorization", "autorisierung", "fee", "gebühr", "chargeback", "rückbuchung",
		"deposit", "gutschrift", "adjustment", "mass pay", "bonus", "cashback"):
		return NotASale, nil
	case o.Amount.IsNegative():
		return NotASale, nil
	case containsAny(kind, "payment", "zahlung", "donation", "spende", "checkout"):
		return "", nil
	}
	return "", &cellError{c.column("Type", "Typ"), "is of no kind that is known here"}
}

// square has a row for each payment and each refund. Both have the id of the
// transaction, which is all that tells whose refund it is.
var square = &layout{
	name:  "square",
	title: "Square transactions",
	must: names("Date", "Time", "Time Zone", "Gross Sales", "Net Sales", "Total Collected", "Net Total",
		"Transaction ID", "Payment ID", "Event Type"),
	fields: map[Field][]string{
		OrderID: {"Order Reference ID", "Transaction ID"}, TransactionID: {"Payment ID"},
		OrderedAt: {"Date"}, OrderedTime: {"Time"}, TimeZone: {"Time Zone"}, Amount: {"Total Collected"},
		StatusWord: {"Transaction Status"}, CustomerID: {"Customer ID"}, Name: {"Customer Name"},
		Tax: {"Tax"}, CardSuffix: {"PAN Suffix"}, CardBrand: {"Card Brand"},
	},
	severalRows: true,
	statuses: words(map[verdict][]string{
		isPaid: {"", "complete", "completed"}, notPaid: {"pending", "open"},
		failed: {"failed", "declined"}, cancelled: {"canceled", "cancelled", "voided"},
	}),
	key: func(c *cells) string { return c.named("Transaction ID") },
	role: func(c *cells) role {
		if strings.EqualFold(c.named("Event Type"), "Refund") {
			return refundRow
		}
		return saleRow
	},
	needed: []need{{[]string{"Card"}, hiddenCash}},
	check:  checkSquare,
	items:  noItems,
}

func checkSquare(c *cells, o *Order) (Reason, error) {
	if !strings.EqualFold(c.named("Event Type"), "Payment") {
		return "", &cellError{"Event Type", "is neither Payment nor Refund"}
	}
	partial, err := c.namedMoney("Partial Refunds", o.Currency)
	if err != nil {
		return "", err
	}
	if !partial.IsZero() {
		return "", &cellError{"Partial Refunds", "is not zero: it is not known whether refund rows hold it too"}
	}
	card, err := c.namedMoney("Card", o.Currency)
	if err != nil {
		return "", err
	}
	gift, err := c.namedMoney("Square Gift Card", o.Currency)
	switch {
	case err != nil:
		return "", err
	case card.IsZero() && gift.IsPositive():
		return GiftCardOnly, nil
	case card.IsZero():
		return Cash, nil
	}
	o.SplitTender = !card.Equal(o.Amount)
	return "", nil
}

func noItems(*cells, []row, string) ([]Item, error) { return nil, nil }

func containsAny(text string, parts ...string) bool {
	return slices.ContainsFunc(parts, func(part string) bool { return strings.Contains(text, part) })
}
