package chargehoundtest

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strconv"
)

// maxPastPayments is the maximum number of past payments of a dispute.
const maxPastPayments = 10

// itemRules are the required and optional fields of the items in a list.
type itemRules struct {
	required map[string]itemKind
	optional map[string]itemKind
}

// itemKind reports whether a value is valid for a field.
type itemKind func(value json.RawMessage) bool

var (
	productRules = itemRules{
		required: map[string]itemKind{"name": itemText, "quantity": itemTextOrInteger, "amount": itemInteger},
		optional: map[string]itemKind{
			"description": itemText, "sku": itemText, "image": itemURL, "url": itemURL,
			"shipping_carrier": itemText, "shipping_tracking_number": itemText,
		},
	}
	mailRules = itemRules{
		required: map[string]itemKind{"to": itemText, "from": itemText, "subject": itemText, "body": itemText},
		optional: map[string]itemKind{"sent": itemText, "caption": itemText},
	}
	paymentRules = itemRules{
		required: map[string]itemKind{
			"id": itemText, "amount": itemInteger, "currency": itemCurrency, "charged_at": itemTextOrInteger,
		},
		optional: map[string]itemKind{
			"device_id": itemText, "item_description": itemText, "user_id": itemText, "ip_address": itemText,
			"shipping_address": itemText,
		},
	}
)

// list reads a list of objects, which are kept as sent; nil if it was not sent.
func (p *params) list(name, errorType string, lenient bool, rules itemRules) []json.RawMessage {
	sent, there := p.get(name)
	if !there {
		return nil
	}
	items := []json.RawMessage{}
	if err := json.Unmarshal(sent, &items); err != nil {
		p.rejectAs(errorType, name+" is not a list")
	}
	for i, item := range items {
		if wrong := rules.fault(item, lenient); wrong != "" {
			p.rejectAs(errorType, fmt.Sprintf("%s[%d] %s", name, i, wrong))
		}
		items[i] = compact(item)
	}
	return items
}

// fault returns why an item is invalid, or "".
func (r itemRules) fault(item json.RawMessage, lenient bool) string {
	var fields map[string]json.RawMessage
	if json.Unmarshal(item, &fields) != nil || fields == nil {
		return "is not an object"
	}
	for name := range r.required {
		if fields[name] == nil {
			return "lacks " + name
		}
	}
	for name, value := range fields {
		fits := r.required[name]
		if fits == nil {
			fits = r.optional[name]
		}
		switch {
		case fits == nil && !lenient:
			return "has an unknown field " + name
		case fits != nil && !fits(value):
			return "has an invalid " + name
		}
	}
	return ""
}

func itemText(value json.RawMessage) bool {
	var written *string
	return json.Unmarshal(value, &written) == nil && written != nil
}

func itemInteger(value json.RawMessage) bool {
	_, err := strconv.ParseInt(string(value), 10, 64)
	return err == nil
}

func itemTextOrInteger(value json.RawMessage) bool { return itemText(value) || itemInteger(value) }

func itemURL(value json.RawMessage) bool {
	var written string
	return json.Unmarshal(value, &written) == nil && isURL(written)
}

func itemCurrency(value json.RawMessage) bool {
	var written string
	return json.Unmarshal(value, &written) == nil && isCurrency(written)
}

func isCurrency(written string) bool {
	for _, c := range written {
		if (c < 'a' || c > 'z') && (c < 'A' || c > 'Z') {
			return false
		}
	}
	return len(written) == 3
}

func compact(value json.RawMessage) json.RawMessage {
	var b bytes.Buffer
	if json.Compact(&b, value) != nil {
		return value
	}
	return b.Bytes()
}
