package main

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/shopspring/decimal"

	"github.com/chargekit/chargekit-go/chargedesk"
)

// order is one row of a shop's export.
type order struct {
	line                    int
	id, transactionID       string
	orderedAt               time.Time
	email, name, country    string
	currency                string
	amount, shipping, tax   decimal.Decimal
	minor                   int64 // amount in minor units
	items                   []item
	carrier, trackingNumber string
	cardPrefix, cardSuffix  string
	refunded                bool
	dispute                 string // the reason, or ""
}

// item is one product of an order.
type item struct {
	quantity int64
	name     string
	price    decimal.Decimal
	total    int64 // of all of them, in minor units
}

// columns are the ones an export may have. The first six are required.
var columns = []string{
	"order_id", "ordered_at", "email", "currency", "amount", "transaction_id",
	"name", "country", "shipping", "tax", "items", "carrier", "tracking_number",
	"card_prefix", "card_suffix", "status", "dispute",
}

const required = 6

// lineError is a row that can't be used, with the line on which it begins.
type lineError struct {
	line   int
	reason string
}

func (e lineError) Error() string {
	return fmt.Sprintf("line %d: %s", e.line, strings.ReplaceAll(e.reason, "\n", "; "))
}

// readOrders reads an export. A bad row costs no other. The error is about the
// file as a whole: it can't be read, or its header has no such column.
func readOrders(file io.Reader) (orders []*order, bad []lineError, err error) {
	rows := newRowReader(file)
	header, bad, err := readHeader(rows)
	if err != nil {
		return nil, nil, err
	}
	seen := map[string]int{}
	for {
		row, err := rows.next(len(header))
		if errors.Is(err, io.EOF) {
			return orders, bad, nil
		}
		if err != nil {
			return nil, nil, err
		}
		o, err := newOrder(header, row, seen)
		if err != nil {
			bad = append(bad, lineError{row.line, err.Error()})
			continue
		}
		orders = append(orders, o)
	}
}

func readHeader(rows *rowReader) (header []string, bad []lineError, err error) {
	row, err := rows.next(0)
	if errors.Is(err, io.EOF) {
		return nil, nil, errors.New("the file is empty")
	}
	if err != nil {
		return nil, nil, err
	}
	if row.err != nil {
		return nil, nil, lineError{row.line, row.err.Error()}
	}
	unknown, err := checkHeader(row.fields)
	if err != nil {
		return nil, nil, lineError{row.line, err.Error()}
	}
	for _, name := range unknown {
		bad = append(bad, lineError{row.line, fmt.Sprintf("unknown column %q is ignored", name)})
	}
	return row.fields, bad, nil
}

// newOrder is the order of a row. Both of its ids are its own: ChargeDesk would
// take a second order of the same transaction for the first one.
func newOrder(header []string, row row, seen map[string]int) (*order, error) {
	if row.err != nil {
		return nil, row.err
	}
	o, err := parseOrder(header, row.fields)
	if err != nil {
		return nil, err
	}
	own := []string{"order_id " + o.id, "transaction_id " + o.transactionID}
	for _, id := range own {
		if first, twice := seen[id]; twice {
			return nil, fmt.Errorf("%s was on line %d already", id, first)
		}
	}
	for _, id := range own {
		seen[id] = row.line
	}
	o.line = row.line
	return o, nil
}

func checkHeader(header []string) (unknown []string, err error) {
	for i, name := range header {
		if slices.Contains(header[:i], name) {
			return nil, fmt.Errorf("column %q is there twice", name)
		}
		if !slices.Contains(columns, name) {
			unknown = append(unknown, name)
		}
	}
	for _, name := range columns[:required] {
		if !slices.Contains(header, name) {
			return nil, fmt.Errorf("column %q is missing", name)
		}
	}
	return unknown, nil
}

func parseOrder(header, fields []string) (*order, error) {
	if len(fields) > len(header) {
		return nil, fmt.Errorf("unknown column: %d fields under %d columns", len(fields), len(header))
	}
	row := map[string]string{}
	for i, text := range fields {
		row[header[i]] = strings.TrimSpace(text)
	}
	for _, name := range columns[:required] {
		if row[name] == "" {
			return nil, fmt.Errorf("%s is missing", name)
		}
	}
	o := &order{
		id: row["order_id"], transactionID: row["transaction_id"],
		email: row["email"], name: row["name"], country: row["country"], currency: row["currency"],
		carrier: row["carrier"], trackingNumber: row["tracking_number"],
		cardPrefix: row["card_prefix"], cardSuffix: row["card_suffix"],
		dispute: row["dispute"],
	}
	return o, errors.Join(o.parseTime(row["ordered_at"]), o.parseMoney(row), o.parseItems(row["items"]), o.parseStatus(row["status"]))
}

func (o *order) parseTime(text string) (err error) {
	if o.orderedAt, err = time.Parse(time.RFC3339, text); err != nil {
		return fmt.Errorf("ordered_at %q is not a time like 2026-09-03T14:16:24Z", text)
	}
	return nil
}

func (o *order) parseMoney(row map[string]string) error {
	for name, to := range map[string]*decimal.Decimal{"amount": &o.amount, "shipping": &o.shipping, "tax": &o.tax} {
		if row[name] == "" {
			continue
		}
		value, err := parseMoney(row[name], o.currency)
		if err != nil {
			return fmt.Errorf("%s %w", name, err)
		}
		*to = value
	}
	if !o.amount.IsPositive() {
		return errors.New("amount is not positive")
	}
	minor, err := minorUnits(o.amount, o.currency)
	if err != nil {
		return fmt.Errorf("amount %w", err)
	}
	o.minor = minor
	return nil
}

// parseMoney reads an amount with at most the decimals of its currency.
func parseMoney(text, currency string) (decimal.Decimal, error) {
	amount, err := chargedesk.ParseAmount(text)
	if err != nil {
		return decimal.Decimal{}, fmt.Errorf("%q is not an amount like 34.00", text)
	}
	decimals, known := chargedesk.CurrencyDecimals(chargedesk.Currency(currency))
	if !known {
		return decimal.Decimal{}, fmt.Errorf("is in an unknown currency %q", currency)
	}
	if -amount.Decimal().Exponent() > int32(decimals) {
		return decimal.Decimal{}, fmt.Errorf("%q has more than the %d decimals of %s", text, decimals, currency)
	}
	return amount.Decimal(), nil
}

// minorUnits is an amount as Chargehound counts it: in cents, or in yen, which
// have none.
func minorUnits(amount decimal.Decimal, currency string) (int64, error) {
	units, err := chargedesk.NewAmount(amount).Minor(chargedesk.Currency(currency))
	if err != nil {
		return 0, fmt.Errorf("is more than Chargehound can count in %s", currency)
	}
	return units, nil
}

// parseItems reads "2 x Stoneware cups @ 44.24; 1 x Kettle @ 79.50".
func (o *order) parseItems(text string) error {
	if text == "" {
		return nil
	}
	for part := range strings.SplitSeq(text, ";") {
		quantity, rest, found := strings.Cut(strings.TrimSpace(part), " x ")
		at := strings.LastIndex(rest, " @ ")
		count, err := strconv.ParseInt(quantity, 10, 64)
		if !found || at < 1 || err != nil || count < 1 {
			return fmt.Errorf("items: %q is not like \"2 x Cup @ 9.50\"", strings.TrimSpace(part))
		}
		price, err := parseMoney(rest[at+len(" @ "):], o.currency)
		if err != nil {
			return fmt.Errorf("items: price %w", err)
		}
		total, err := minorUnits(price.Mul(decimal.NewFromInt(count)), o.currency)
		if err != nil {
			return fmt.Errorf("items: total of %s %w", strings.TrimSpace(part), err)
		}
		o.items = append(o.items, item{count, rest[:at], price, total})
	}
	return nil
}

func (o *order) parseStatus(text string) error {
	switch text {
	case "", "paid":
		return nil
	case "refunded":
		o.refunded = true
		return nil
	}
	return fmt.Errorf("status %q is neither paid nor refunded", text)
}
