package orderfile

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strings"
)

var (
	commas   = []byte{',', ';', '\t', '|'}
	sepLine  = regexp.MustCompile(`^"?sep=(.)"?\s*$`)
	errEmpty = &FileError{Reason: "the file is empty"}
)

// openRows returns a reader of the rows from the first one on.
func openRows(source io.ReadSeeker, encoding string, comma byte) (*rowReader, error) {
	in, err := decode(source, encoding)
	if err != nil {
		return nil, err
	}
	rows := newRowReader(in, comma)
	if first := rows.peek(0); sepLine.Match(bytes.TrimRight(first.text, "\r\n")) {
		rows.take(1, nil, "")
	}
	return rows, nil
}

// recognise finds the delimiter by which exactly one layout knows the header.
func recognise(source io.ReadSeeker, opts Options) (*table, error) {
	var widest *header
	var delimiter byte
	var broken error
	for _, comma := range commas {
		h, err := readHeader(source, opts.Encoding, comma)
		if wrong, ok := errors.AsType[*FileError](err); ok && wrong.Line > 0 {
			broken = cmp.Or(broken, err)
			continue
		}
		if err != nil {
			return nil, err
		}
		if widest == nil || len(h.names) > len(widest.names) {
			widest, delimiter = h, comma
		}
		switch fitting := fittingLayouts(h, opts.Columns); len(fitting) {
		case 0:
		case 1:
			return newTable(fitting[0], h, comma, opts)
		default:
			return nil, &FileError{Reason: "this header can be that of " + fitting[0].title + " and of " + fitting[1].title +
				"; name the columns by hand with -columns"}
		}
	}
	if widest == nil {
		return nil, broken
	}
	return nil, unknown(widest, delimiter, opts.Columns)
}

func readHeader(source io.ReadSeeker, encoding string, comma byte) (*header, error) {
	rows, err := openRows(source, encoding, comma)
	if err != nil {
		return nil, err
	}
	first, err := rows.next()
	if errors.Is(err, io.EOF) {
		return nil, errEmpty
	}
	if err != nil {
		return nil, err
	}
	if first.reason != "" {
		return nil, &FileError{Line: first.line, Reason: first.reason}
	}
	return newHeader(first.cells), nil
}

// fittingLayouts returns the layouts that have all their names in a header and none
// that they do not have.
func fittingLayouts(h *header, byHand Columns) []*layout {
	candidates := layouts
	if byHand != nil {
		candidates = []*layout{byHand.layout()}
	}
	var fitting []*layout
	for _, l := range candidates {
		if !h.hasAny(l.not) && hasAll(h, l.must) {
			fitting = append(fitting, l)
		}
	}
	return fitting
}

func hasAll(h *header, must [][]string) bool {
	for _, others := range must {
		if !h.hasAny(others) {
			return false
		}
	}
	return true
}

// unknown says which columns there are and which ones each layout wants.
func unknown(h *header, comma byte, byHand Columns) error {
	t := &table{header: h}
	if byHand != nil {
		missing := t.missing(byHand.layout())
		return &FileError{Reason: fmt.Sprintf("the columns %s of the mapping are missing (delimiter %q, %s)",
			strings.Join(missing, ", "), comma, h.summary())}
	}
	for _, other := range others {
		if hasAll(h, other.must) && !h.hasAny(other.not) {
			return &FileError{Reason: other.advice}
		}
	}
	lines := []string{fmt.Sprintf("this header is of no export that is known here (delimiter %q, %s)", comma, h.summary())}
	if nearest, missing := t.nearest(); nearest != nil {
		lines = append(lines, "  nearest: "+nearest.title+", without "+strings.Join(missing, ", "))
	}
	lines = append(lines, "wanted are the columns of one of these:", Known(), "or name the columns by hand, for example -columns order_id=Name,ordered_at=Date,amount=Total")
	return &FileError{Reason: strings.Join(lines, "\n")}
}

// nearest returns the layout with the most of its names, if it has half of them.
func (t *table) nearest() (nearest *layout, missing []string) {
	for _, l := range layouts {
		absent := t.missing(l)
		if 2*len(absent) <= len(l.must) && (nearest == nil || len(absent) < len(missing)) {
			nearest, missing = l, absent
		}
	}
	return nearest, missing
}

// Known returns the exports that are known and the columns that they need, one
// export on a line, for people to read.
func Known() string {
	lines := []string{}
	for _, l := range layouts {
		lines = append(lines, "  "+l.title+": "+wanted(l))
	}
	return strings.Join(lines, "\n")
}

func wanted(l *layout) string {
	columns := []string{}
	for _, others := range l.must {
		columns = append(columns, others[0])
	}
	for _, need := range l.needed {
		columns = append(columns, need.names[0])
	}
	return strings.Join(columns, ", ")
}

// others are exports that hold no orders that could be reported.
var others = []struct {
	must   [][]string
	not    []string
	advice string
}{
	{names("balance_transaction_id", "gross", "fee", "net"), nil, adviceBalance},
	{names("id", "Type", "Source", "Amount", "Fee", "Net"), nil, adviceBalance},
	{names("Date", "Currency", "Gross", "Fee", "Net"), []string{"Transaction ID"},
		"this is PayPal's statement: it has no transaction ids. Download the activity report instead."},
	{names("Item", "Qty", "Gross Sales", "Net Sales", "Transaction ID", "Event Type"), []string{"Total Collected"},
		"this is Square's export of items: it has several rows for a payment. Export the transactions instead."},
	{names("Order #", "Product(s)", "Items sold", "Net Sales"), nil,
		"this is WooCommerce's own report: it has no e-mails, totals or transaction ids. Use an export plugin instead."},
	{names("Order #", "Purchased On", "G.T. (Base)"), nil, "this is an export of Magento 1, which is not read here. Name its columns by hand."},
	{names("order_id", "date", "status", "order_total", "order_currency", "billing_email"), []string{"order_date"},
		"this is an export of WooCommerce's plugin by SkyVerge, which is not read here. Name its columns by hand."},
	{names("Payout Date", "Charges", "Refunds", "Adjustments", "Fees"), nil,
		"this is Shopify's list of payouts: it has no orders. Export the orders instead."},
	{names("Order ID", "Financial Status", "Lineitem name"), []string{"Name"},
		"this is an export of Squarespace, which is not read here. Name its columns by hand."},
	{[][]string{{"Reference", "Référence"}, {"New client", "Nouveau client"}, {"Delivery", "Livraison"},
		{"Customer", "Client"}, {"Total"}, {"Payment", "Paiement"}}, nil,
		"this is an export of PrestaShop: it has no e-mails, currencies or transaction ids, so it can't be used."},
}

const adviceBalance = "this is Stripe's balance report: it has no e-mails and is after fees. Export the payments instead."
