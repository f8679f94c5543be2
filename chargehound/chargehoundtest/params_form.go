package chargehoundtest

import (
	"encoding/json"
	"slices"

	"github.com/chargekit/chargekit-go/internal/fake"
)

// Members that are not text in JSON.
var (
	integerParams = []string{"amount", "fee", "reversal_amount", "reversal_total", "submitted_count"}
	flagParams    = []string{"is_charge_refundable", "submit", "queue", "force"}
	listParams    = []string{"products", "correspondence", "past_payments"}
)

// readForm turns a form into members. Dictionaries come in brackets, lists of
// objects as one JSON text. What does not fit stays text, for the checks to refuse.
func (p *params) readForm(body string, kinds map[string]FieldKind) {
	form, err := fake.ParseForm(body)
	if err != nil || form.Dropped > 0 {
		p.refuse("the form can't be read")
		return
	}
	for _, name := range form.Map() {
		value := form.At(name)
		if name == "fields" && value.IsMap() {
			p.members[name] = formFields(value, kinds)
			continue
		}
		p.members[name] = formValue(name, value)
	}
}

func formValue(name string, value *fake.Value) json.RawMessage {
	written, isText := value.Text()
	if !isText {
		return json.RawMessage("{}") // fits nothing
	}
	switch {
	case slices.Contains(integerParams, name) && isInteger(written),
		slices.Contains(flagParams, name) && (written == "true" || written == "false"),
		slices.Contains(listParams, name) && json.Valid([]byte(written)):
		return json.RawMessage(written)
	}
	return quoted(written)
}

// formFields makes an object of texts, and of numbers where the field's kind says
// that it is one.
func formFields(fields *fake.Value, kinds map[string]FieldKind) json.RawMessage {
	members := map[string]json.RawMessage{}
	for _, name := range fields.Map() {
		written, isText := fields.Text(name)
		switch {
		case !isText:
			members[name] = json.RawMessage("{}")
		case kinds[name].isInteger() && isInteger(written):
			members[name] = json.RawMessage(written)
		default:
			members[name] = quoted(written)
		}
	}
	object, _ := json.Marshal(members) // can't fail: every member is valid
	return object
}

func isInteger(written string) bool {
	return isIntegerToken([]byte(written)) && json.Valid([]byte(written))
}

func quoted(written string) json.RawMessage {
	value, _ := json.Marshal(written) // can't fail: it is a string
	return value
}
