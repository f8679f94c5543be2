package main

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/shopspring/decimal"

	"github.com/chargekit/chargekit-go/chargedesk"
)

// order is one line of a shop's export.
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

// lineError is a line that can't be used.
type lineError struct {
	line   int
	reason string
}

func (e lineError) Error() string { return fmt.Sprintf("line %d: %s", e.line, e.reason) }

const maxLine = 1 << 20

// readOrders reads an export. Every line stands for itself, so that a bad one
// costs no other; a quoted field can't hold a line break. The error is about
// the file as a whole: it can't be read, or its header lacks a column.
func readOrders(file io.Reader) (orders []*order, bad []lineError, err error) {
	lines := bufio.NewScanner(file)
	lines.Buffer(nil, maxLine)
	var header []string
	seen := map[string]int{}
	for number := 1; lines.Scan(); number++ {
		text := bytes.TrimPrefix(lines.Bytes(), []byte("\xef\xbb\xbf"))
		if len(bytes.TrimSpace(text)) == 0 {
			continue
		}
		fields, err := splitLine(text)
		if header == nil {
			if err != nil {
				return nil, nil, fmt.Errorf("line %d: %w", number, err)
			}
			header = fields
			unknown, err := checkHeader(header)
			if err != nil {
				return nil, nil, fmt.Errorf("line %d: %w", number, err)
			}
			for _, name := range unknown {
				bad = append(bad, lineError{number, fmt.Sprintf("unknown column %q is ignored", name)})
			}
			continue
		}
		var o *order
		if err == nil {
			o, err = parseOrder(header, fields)
		}
		if first, twice := seen[idOf(o)]; err == nil && twice {
			err = fmt.Errorf("order_id %s was on line %d already", o.id, first)
		}
		if err != nil {
			bad = append(bad, lineError{number, err.Error()})
			continue
		}
		o.line, seen[o.id] = number, number
		orders = append(orders, o)
	}
	if err := lines.Err(); err != nil {
		return nil, nil, err
	}
	if header == nil {
		return nil, nil, errors.New("the file is empty")
	}
	return orders, bad, nil
}

func idOf(o *order) string {
	if o == nil {
		return ""
	}
	return o.id
}

func splitLine(text []byte) ([]string, error) {
	if !utf8.Valid(text) {
		return nil, errors.New("is not UTF-8")
	}
	fields, err := csv.NewReader(bytes.NewReader(text)).Read()
	if bad, ok := errors.AsType[*csv.ParseError](err); ok {
		return nil, fmt.Errorf("column %d: %w", bad.Column, bad.Err)
	}
	return fields, err
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
	decimals, _ := chargedesk.CurrencyDecimals(chargedesk.Currency(currency))
	minor := amount.Shift(int32(decimals)).BigInt()
	if !minor.IsInt64() {
		return 0, fmt.Errorf("is more than Chargehound can count in %s", currency)
	}
	return minor.Int64(), nil
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
