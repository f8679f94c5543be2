package chargehoundtest

import (
	"encoding/json"
	"slices"

	"github.com/chargekit/chargekit-go/internal/fake"
)

// Fields that are not strings in JSON.
var (
	integerParams = []string{"amount", "fee", "reversal_amount", "reversal_total", "submitted_count"}
	flagParams    = []string{"is_charge_refundable", "submit", "queue", "force"}
	listParams    = []string{"products", "correspondence", "past_payments"}
)

// readForm converts a form to fields. Objects are sent in brackets, lists of
// objects as one string of JSON. A value of the wrong type stays a string, which
// the checks reject.
func (p *params) readForm(body string, kinds map[string]FieldKind) {
	form, err := fake.ParseForm(body)
	if err != nil || form.Dropped > 0 {
		p.reject("the form can't be read")
		return
	}
	for _, name := range form.Map() {
		value := form.At(name)
		if name == "fields" && value.IsMap() {
			p.fields[name] = formFields(value, kinds)
			continue
		}
		p.fields[name] = formValue(name, value)
	}
}

func formValue(name string, value *fake.Value) json.RawMessage {
	written, isText := value.Text()
	if !isText {
		return json.RawMessage("{}") // which every check rejects
	}
	switch {
	case slices.Contains(integerParams, name) && isInteger(written),
		slices.Contains(flagParams, name) && (written == "true" || written == "false"),
		slices.Contains(listParams, name) && json.Valid([]byte(written)):
		return json.RawMessage(written)
	}
	return quoted(written)
}

// formFields returns an object of strings, and of numbers for fields of a numeric
// kind.
func formFields(fields *fake.Value, kinds map[string]FieldKind) json.RawMessage {
	object := map[string]json.RawMessage{}
	for _, name := range fields.Map() {
		written, isText := fields.Text(name)
		switch {
		case !isText:
			object[name] = json.RawMessage("{}")
		case kinds[name].isInteger() && isInteger(written):
			object[name] = json.RawMessage(written)
		default:
			object[name] = quoted(written)
		}
	}
	encoded, _ := json.Marshal(object) // can't fail: every value is valid JSON
	return encoded
}

func isInteger(written string) bool {
	return isIntegerToken([]byte(written)) && json.Valid([]byte(written))
}

func quoted(written string) json.RawMessage {
	value, _ := json.Marshal(written) // can't fail: it is a string
	return value
}
