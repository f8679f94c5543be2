package main

import (
	"encoding/json"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/chargeback/chargebacktest"
	"github.com/chargekit/chargekit-go/chargedesk/chargedesktest"
	"github.com/chargekit/chargekit-go/chargehound/chargehoundtest"
)

// harvest collects the values that a fake sent.
type harvest struct {
	mu     sync.Mutex
	values map[string]bool
}

// telling matches values that identify somebody or something. Short ones and single
// words, such as USD and paid, may be words of the documentation.
var telling = regexp.MustCompile(`^.*([0-9]{4}|[@/:]|[a-z]_?[0-9]|[0-9]\.[0-9]|[a-z] [A-Za-z0-9]).*$`)

// after lets a deviation change a response, and collects what is in it then.
func (h *harvest) after(d deviation) deviation {
	return d.with(deviation{after: func(x *exchange) {
		var value any
		decoder := json.NewDecoder(strings.NewReader(strings.TrimPrefix(string(x.body), "\xef\xbb\xbf")))
		decoder.UseNumber()
		if decoder.Decode(&value) == nil {
			h.mu.Lock()
			defer h.mu.Unlock()
			h.add(value)
		}
	}})
}

func (h *harvest) add(value any) {
	v := newVault()
	v.keepAll(value)
	for text := range v.texts {
		if len(text) > 3 && telling.MatchString(text) {
			h.values[text] = true
		}
	}
}

// own are values of the fakes that the report has from elsewhere: words and offsets.
var own = map[string]bool{"partially captured": true, "10000": true, "50000": true}

// found returns the collected values that a text has in it.
func (h *harvest) found(text string) []string {
	var found []string
	for value := range h.values {
		if strings.Contains(text, value) && !own[value] {
			found = append(found, value)
		}
	}
	slices.Sort(found)
	return found
}

// No value that a vendor sends is in a report. The same is asked of every deviation.
func TestNoValueOfTheDataIsInAReport(t *testing.T) {
	t.Parallel()
	for _, name := range vendorNames {
		h := &harvest{values: map[string]bool{}}
		text := probing(t, name, h.after(deviation{})).text(t)
		require.Greater(t, len(h.values), 300, name)
		require.Empty(t, h.found(text), name)
		for _, key := range []string{chargedesktest.Key, chargehoundtest.Key, chargebacktest.PublicKey} {
			require.NotContains(t, text, key)
		}
	}
}

// canaries are data in places where names and words of the vendor are expected.
var canaries = []string{
	"jo@example.com", "Jo Lindqvist", "kim@example.org", "Kim Sorensen", "0170", "lindqvist", "ch_77Q1234", "canary_key", "canary_field", "canary_missing", "canary_word",
	"+46 8 123456", "4711 Canary Street", "18120.55", "x-canary", "X-Canary", "canary_nested", "canary_evidence", "canary_param",
}

func TestDataInPlaceOfNamesIsNotShown(t *testing.T) {
	t.Parallel()
	odd := func(_ int, row map[string]any) {
		row["jo@example.com"] = 1
		row["Jo Lindqvist"] = true
		row["ch_77Q1234"] = map[string]any{"canary_nested": "+46 8 123456"}
		row["kim@example.org"], row["Kim Sorensen"], row["0170"] = 1, 1, 1 // values of nothing else
		row["lindqvist"] = "x"
		row["customer_username"], row["charge"], row["card_type"] = "lindqvist", "lindqvist", "lindqvist" // so the name is a value
		row["metadata"] = map[string]any{"canary_key": "18120.55"}
		row["fields"] = map[string]any{"canary_field": "18120.55"}
		row["missing_fields"] = map[string]any{"canary_missing": map[string]any{"required": true}}
		row["status"], row["state"] = "Jo Lindqvist", "lindqvist"
		row["creator_type"] = "4711 Canary Street"
		row["billing_city"] = "canary_word"
		row["amount"], row["order_amount"] = "18120.55", "18120.55"
	}
	everywhere := deviation{after: func(x *exchange) {
		x.sent.Set("Server", "Jo Lindqvist")
		x.sent.Set("X-Customer", "jo@example.com")
		x.sent.Set("X-Canary-4711", "jo@example.com")
		x.sent.Set("X-Ratelimit-Remaining", "jo@example.com")
		if x.status == http.StatusNotFound {
			x.body = []byte(`{"error":{"message":"jo@example.com","ch_77Q1234":"Jo Lindqvist","type":"lindqvist"},"jo@example.com":{"lindqvist":1},"status":"lindqvist"}`)
		}
		if strings.HasSuffix(x.path, "/response") {
			x.status, x.body = http.StatusOK, []byte(`{"response_url":"https://x.example.com/?Signature=canary_word","evidence":{"canary_evidence":1}}`)
		}
		if strings.HasSuffix(x.path, "/items") {
			x.status, x.sent, x.body = http.StatusOK, http.Header{"Content-Type": {"text/html; name=lindqvist"}}, []byte("<html>Jo Lindqvist</html>")
		}
	}}
	for name, path := range map[string]string{"chargedesk": "/v1/charges", "chargehound": "/v1/disputes", "chargeback": "/api/v1/orders"} {
		p := probing(t, name, rows(path, odd).with(everywhere))
		require.Empty(t, p.stopped)
		text := p.text(t)
		require.Contains(t, text, "not shown", name)
		for _, canary := range canaries {
			assert.NotContains(t, text, canary, name)
		}
	}
}
