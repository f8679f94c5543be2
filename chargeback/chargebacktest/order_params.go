package chargebacktest

import (
	"encoding/json"
	"maps"
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// fields are the JSON fields of an order or a line item.
type fields map[string]json.RawMessage

// problem is an error in a request or in one order of a batch.
type problem struct {
	status int
	field  string // the invalid field, or ""
	text   string
}

var (
	money   = []string{"order_amount", "transaction_amount", "shipping_subtotal", "tax_subtotal"}
	ignored = []string{"id", "avs_status", "cvv_status", "created_at", "updated_at", "creator_id", "creator_type", "manually_generated"}

	partyFields = []string{"crm_id", "crm_name", "merchant_name"}
	required    = []string{"order_id", "order_ts", "order_amount", "transaction_id", "transaction_amount", "merchant_name"}

	forms = map[string]*regexp.Regexp{
		"order_amount":       plainAmount,
		"transaction_amount": plainAmount,
		"shipping_subtotal":  plainAmount,
		"tax_subtotal":       plainAmount,
		"card_prefix":        regexp.MustCompile(`^\d{6}$`),
		"card_suffix":        regexp.MustCompile(`^\d{4}$`),
		"crm_id":             regexp.MustCompile(`^\d+$`),
	}
	plainAmount = regexp.MustCompile(`^-?\d+(\.\d+)?$`)
)

// text returns a string, number or boolean as a string, and "" for null or a field
// that was not sent.
func (m fields) text(name string) string {
	raw := m[name]
	if len(raw) == 0 || string(raw) == "null" {
		return ""
	}
	var text string
	if json.Unmarshal(raw, &text) == nil {
		return text
	}
	return string(raw)
}

func (m fields) list(name string) []fields {
	var list []fields
	if json.Unmarshal(m[name], &list) != nil {
		return nil
	}
	return list
}

// check returns the first problem with the fields that were sent, or nil.
func (m fields) check() *problem {
	for _, name := range slices.Sorted(maps.Keys(forms)) {
		if text := m.text(name); text != "" && !forms[name].MatchString(text) {
			return unprocessable(name, "has the wrong form")
		}
	}
	if text := m.text("order_ts"); text != "" && !isTime(text) {
		return unprocessable("order_ts", "is not an ISO 8601 time")
	}
	for _, name := range []string{"line_items", "shipments"} {
		if raw := m[name]; len(raw) > 0 && string(raw) != "null" && json.Unmarshal(raw, new([]fields)) != nil {
			return unprocessable(name, "is not a list of objects")
		}
	}
	return nil
}

func (m fields) checkRequired() *problem {
	for _, name := range required {
		if m.text(name) == "" {
			return unprocessable(name, "is required")
		}
	}
	if m.text("crm_id") == "" && m.text("crm_name") == "" {
		return unprocessable("crm_id", "or crm_name is required")
	}
	return nil
}

func isTime(text string) bool {
	for _, layout := range []string{time.RFC3339Nano, "2006-01-02T15:04:05", "2006-01-02"} {
		if _, err := time.Parse(layout, text); err == nil {
			return true
		}
	}
	return false
}

func unprocessable(field, text string) *problem {
	return &problem{http.StatusUnprocessableEntity, field, text}
}

// parties returns the CRM and the merchant that an order names, -1 for none.
func (s *state) parties(m fields, key *keyPair) (crm, merchant int32, wrong *problem) {
	crm, merchant = -1, -1
	id, name, shop := m.text("crm_id"), m.text("crm_name"), m.text("merchant_name")
	for i, known := range s.crms {
		if id != "" && id == strconv.FormatInt(known.ID, 10) || id == "" && name != "" && name == known.Name {
			crm = int32(i)
		}
	}
	for i, known := range s.merchants {
		if shop != "" && (shop == known.Name || known.ID != 0 && shop == strconv.FormatInt(known.ID, 10)) {
			merchant = int32(i)
		}
	}
	switch {
	case crm < 0 && id+name != "":
		wrong = unprocessable(crmField(id), "is not a known CRM")
	case shop != "" && (merchant < 0 || !key.sees(s.merchants[merchant])):
		wrong = &problem{http.StatusForbidden, "merchant_name", "is not a merchant of this user"}
	}
	return crm, merchant, wrong
}

// crmField returns the field that names the CRM of an order with this crm_id.
func crmField(id string) string {
	if id == "" {
		return "crm_name"
	}
	return "crm_id"
}

// store returns the JSON that the server keeps: the fields without CRM, merchant
// and system fields.
func (m fields) store() []byte {
	kept := maps.Clone(m)
	maps.DeleteFunc(kept, func(name string, _ json.RawMessage) bool {
		return slices.Contains(partyFields, name) || slices.Contains(ignored, name)
	})
	body, err := json.Marshal(kept)
	if err != nil {
		panic(err) // unreachable: the fields come from valid JSON
	}
	return body
}

func loadFields(body []byte) fields {
	var m fields
	if err := json.Unmarshal(body, &m); err != nil {
		panic(err) // unreachable: store has written it
	}
	return m
}

// trackingNumbers splits the list, which is sent as one string.
func (m fields) trackingNumbers() []string {
	numbers := []string{}
	for number := range strings.SplitSeq(m.text("tracking_numbers"), ",") {
		if number = strings.TrimSpace(number); number != "" {
			numbers = append(numbers, number)
		}
	}
	return numbers
}
