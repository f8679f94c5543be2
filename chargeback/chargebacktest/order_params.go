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

// members are an order's, or a line item's, as JSON.
type members map[string]json.RawMessage

// problem is what is wrong with a request or with one order of a batch.
type problem struct {
	status int
	member string // at fault, if it is one
	text   string
}

var (
	money   = []string{"order_amount", "transaction_amount", "shipping_subtotal", "tax_subtotal"}
	ignored = []string{"id", "avs_status", "cvv_status", "created_at", "updated_at", "creator_id", "creator_type", "manually_generated"}

	partyMembers = []string{"crm_id", "crm_name", "merchant_name"}
	required     = []string{"order_id", "order_ts", "order_amount", "transaction_id", "transaction_amount", "merchant_name"}

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

// text is a string, number or boolean as text; null and what is not sent are "".
func (m members) text(name string) string {
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

func (m members) list(name string) []members {
	var list []members
	if json.Unmarshal(m[name], &list) != nil {
		return nil
	}
	return list
}

// check finds what is wrong with the members that were sent.
func (m members) check() *problem {
	for _, name := range slices.Sorted(maps.Keys(forms)) {
		if text := m.text(name); text != "" && !forms[name].MatchString(text) {
			return unprocessable(name, "has the wrong form")
		}
	}
	if text := m.text("order_ts"); text != "" && !isTime(text) {
		return unprocessable("order_ts", "is not an ISO 8601 time")
	}
	for _, name := range []string{"line_items", "shipments"} {
		if raw := m[name]; len(raw) > 0 && string(raw) != "null" && json.Unmarshal(raw, new([]members)) != nil {
			return unprocessable(name, "is not a list of objects")
		}
	}
	return nil
}

func (m members) checkRequired() *problem {
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

func unprocessable(member, text string) *problem {
	return &problem{http.StatusUnprocessableEntity, member, text}
}

// parties finds the CRM and the merchant an order names; -1 for those it does not name.
func (s *state) parties(m members, key *keyPair) (crm, merchant int32, wrong *problem) {
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
		wrong = unprocessable("crm_id", "is not a known CRM")
	case shop != "" && (merchant < 0 || !key.sees(s.merchants[merchant])):
		wrong = &problem{http.StatusForbidden, "merchant_name", "is not a merchant of this user"}
	}
	return crm, merchant, wrong
}

// store is what is kept of the members that were sent.
func (m members) store() []byte {
	kept := maps.Clone(m)
	maps.DeleteFunc(kept, func(name string, _ json.RawMessage) bool {
		return slices.Contains(partyMembers, name) || slices.Contains(ignored, name)
	})
	body, err := json.Marshal(kept)
	if err != nil {
		panic(err) // unreachable: the members come from valid JSON
	}
	return body
}

func loadMembers(body []byte) members {
	var m members
	if err := json.Unmarshal(body, &m); err != nil {
		panic(err) // unreachable: store has written it
	}
	return m
}

// trackingNumbers reads the list that is sent as one text.
func (m members) trackingNumbers() []string {
	numbers := []string{}
	for number := range strings.SplitSeq(m.text("tracking_numbers"), ",") {
		if number = strings.TrimSpace(number); number != "" {
			numbers = append(numbers, number)
		}
	}
	return numbers
}
