package chargehoundtest

import (
	"bytes"
	"encoding/json"
	"io"
	"maps"
	"mime"
	"net/http"
	"slices"
	"strconv"
)

// params holds the fields of a request body. A form is converted to the equivalent
// JSON. rejection is the first problem found.
type params struct {
	fields    map[string]json.RawMessage
	isForm    bool
	rejection *problem
}

// readParams reads the body of a request, which may be empty.
func readParams(r *http.Request, kinds map[string]FieldKind) *params {
	p := &params{fields: map[string]json.RawMessage{}}
	body, err := io.ReadAll(r.Body)
	if err != nil {
		p.reject("the body can't be read")
		return p
	}
	if len(bytes.TrimSpace(body)) == 0 {
		return p
	}
	contentType, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
	switch contentType {
	case "application/json":
		p.readJSON(body)
	case "application/x-www-form-urlencoded":
		p.isForm = true
		p.readForm(string(body), kinds)
	default:
		p.reject("the Content-Type is neither JSON nor a form's")
	}
	return p
}

func (p *params) readJSON(body []byte) {
	if err := json.Unmarshal(body, &p.fields); err != nil {
		p.reject("the body is not a JSON object")
	}
	if p.fields == nil {
		p.fields = map[string]json.RawMessage{}
	}
}

func (p *params) reject(message string) { p.rejectAs(invalidRequest, message) }

func (p *params) rejectAs(errorType, message string) {
	if p.rejection == nil {
		p.rejection = reject(errorType, message)
	}
}

// only rejects unknown fields, or drops them.
func (p *params) only(known []string, drop bool) {
	for _, name := range slices.Sorted(maps.Keys(p.fields)) {
		switch {
		case slices.Contains(known, name):
		case drop:
			delete(p.fields, name)
		default:
			p.reject("there is no parameter " + name)
		}
	}
}

// rename copies an old field to its new name, if the new one was not sent.
func (p *params) rename(from, to string) {
	if _, there := p.fields[to]; !there && p.fields[from] != nil {
		p.fields[to] = p.fields[from]
	}
}

// get returns a field that was sent and is not null.
func (p *params) get(name string) (json.RawMessage, bool) {
	value, there := p.fields[name]
	return value, there && !isNull(value)
}

// text reads a string; nil if it was not sent. Null is read as "", which clears.
func (p *params) text(name string) *string {
	value, there := p.fields[name]
	if !there {
		return nil
	}
	read := new(string)
	if err := json.Unmarshal(value, read); err != nil {
		p.reject(name + " is not a string")
	}
	return read
}

// required reads a string that must be sent and not empty.
func (p *params) required(name string) string {
	if read := p.text(name); read != nil && *read != "" {
		return *read
	}
	p.reject(name + " is missing")
	return ""
}

// oneOf reads a string that must be one of words, unless lenient.
func (p *params) oneOf(name string, words []string, lenient bool) string {
	read := p.text(name)
	if read == nil || *read == "" {
		return ""
	}
	if !slices.Contains(words, *read) && !lenient {
		p.reject(name + " has an unknown value")
	}
	return *read
}

// integer reads an integer; nil if it was not sent.
func (p *params) integer(name string) *int64 {
	value, there := p.get(name)
	if !there {
		return nil
	}
	read, err := strconv.ParseInt(string(value), 10, 64)
	if err != nil {
		p.reject(name + " is not an integer")
	}
	return &read
}

func (p *params) flag(name string) bool {
	value, there := p.get(name)
	if !there {
		return false
	}
	var read bool
	if err := json.Unmarshal(value, &read); err != nil {
		p.reject(name + " is not a boolean")
	}
	return read
}

// time reads a time that must be sent.
func (p *params) time(name string) stamp {
	written := p.required(name)
	read, err := parseStamp(written)
	if err != nil {
		p.reject(name + " is not an ISO 8601 time")
	}
	return stampOf(read.Time)
}

// intent reads whether and how to submit the dispute.
func (p *params) intent() intent {
	return intent{submit: p.flag("submit"), queue: p.flag("queue"), force: p.flag("force")}
}

func isNull(value json.RawMessage) bool { return string(bytes.TrimSpace(value)) == "null" }
