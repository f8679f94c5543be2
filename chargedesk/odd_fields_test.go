package chargedesk_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/chargedesk"
)

// kinds are values of each kind of JSON.
var kinds = []string{`null`, `true`, `5`, `1.5`, `"odd"`, `""`, `[]`, `["x"]`, `{}`, `{"x":1}`}

// money are the fields of which a value that can't be read is an error.
var money = strings.Fields("amount amount_refunded added_tax setup_amount tax_paid subtotalAmount totalAmount")

// TestAnOddFieldCostsOnlyItself replaces each field of each recorded response by a
// value of each kind. No page is hidden by it, and no call that was done becomes
// unknown, unless the field is money, the object itself or its id.
func TestAnOddFieldCostsOnlyItself(t *testing.T) {
	t.Parallel()
	responses, replaced, rejected := 0, 0, map[string]int{}
	for _, name := range slices.Sorted(maps.Keys(exchanges)) {
		var recorded any
		decoder := json.NewDecoder(bytes.NewReader(response(t, name)))
		decoder.UseNumber()
		if strings.HasSuffix(name, "_refused") || strings.HasSuffix(name, "_over") || decoder.Decode(&recorded) != nil {
			continue
		}
		desk := answering(t, func(r *http.Request) (*http.Response, error) {
			body, err := json.Marshal(recorded)
			require.NoError(t, err)
			return replyTo(r, string(body)), nil
		})
		if _, err := exchanges[name](t.Context(), desk); err != nil {
			continue // the recorded response is an error
		}
		responses++
		eachField(recorded, 0, func(object map[string]any, field string, depth int) {
			before := object[field]
			defer func() { object[field] = before }()
			for _, kind := range kinds {
				object[field] = json.RawMessage(kind)
				replaced++
				_, err := exchanges[name](t.Context(), desk)
				if err == nil {
					continue
				}
				ground := groundOf(field, kind, depth)
				if errors.Is(err, chargedesk.ErrListIncomplete) {
					ground = "a row without an id, reported after all others"
				}
				require.NotEmpty(t, ground, "%s: %s in place of %s: %v", name, kind, field, err)
				rejected[ground]++
			}
		})
	}
	require.Greater(t, responses, 40)
	t.Logf("%d responses, %d values replaced; errors: %v", responses, replaced, rejected)
}

// groundOf returns why such a field may be an error, "" if it must not.
func groundOf(field, kind string, depth int) string {
	isObject := strings.HasPrefix(kind, "{") || strings.HasPrefix(kind, "[")
	switch {
	case slices.Contains(money, field) && (isObject || kind == `true` || kind == `"odd"`):
		return "money that can't be read"
	case depth <= 1 && strings.HasSuffix(field, "_id") && !isObject:
		return "no id, or that of another object"
	case depth == 0 && field == "data", depth <= 1 && field == "items":
		return "no rows"
	case depth == 0 && (field == "charge" || field == "subscription"):
		return "no object, or none with an id"
	}
	return ""
}

// eachField calls yield for every field, once for all elements of a list.
func eachField(value any, depth int, yield func(object map[string]any, field string, depth int)) {
	switch value := value.(type) {
	case map[string]any:
		for _, field := range slices.Sorted(maps.Keys(value)) {
			yield(value, field, depth)
			eachField(value[field], depth+1, yield)
		}
	case []any:
		if len(value) > 0 {
			eachField(value[0], depth, yield)
		}
	}
}
