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

// params are the members of a request's body. A form is turned into the JSON it
// stands for. The first thing found wrong is kept in refusal.
type params struct {
	members map[string]json.RawMessage
	isForm  bool
	refusal *problem
}

// readParams reads the body of a request, which may be empty.
func readParams(r *http.Request, kinds map[string]FieldKind) *params {
	p := &params{members: map[string]json.RawMessage{}}
	body, err := io.ReadAll(r.Body)
	if err != nil {
		p.refuse("the body can't be read")
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
		p.refuse("the Content-Type is neither JSON nor a form's")
	}
	return p
}

func (p *params) readJSON(body []byte) {
	if err := json.Unmarshal(body, &p.members); err != nil {
		p.refuse("the body is not a JSON object")
	}
	if p.members == nil {
		p.members = map[string]json.RawMessage{}
	}
}

func (p *params) refuse(message string) { p.refuseAs(invalidRequest, message) }

func (p *params) refuseAs(errorType, message string) {
	if p.refusal == nil {
		p.refusal = refuse(errorType, message)
	}
}

// only refuses members with other names, or drops them.
func (p *params) only(known []string, drop bool) {
	for _, name := range slices.Sorted(maps.Keys(p.members)) {
		switch {
		case slices.Contains(known, name):
		case drop:
			delete(p.members, name)
		default:
			p.refuse("there is no parameter " + name)
		}
	}
}

// rename takes an old name for a new one that is not there.
func (p *params) rename(from, to string) {
	if _, there := p.members[to]; !there && p.members[from] != nil {
		p.members[to] = p.members[from]
	}
}

// get returns a member that is there and not null.
func (p *params) get(name string) (json.RawMessage, bool) {
	value, there := p.members[name]
	return value, there && !isNull(value)
}

// text reads a string. nil: it was not sent. null is sent to clear.
func (p *params) text(name string) *string {
	value, there := p.members[name]
	if !there {
		return nil
	}
	read := new(string)
	if err := json.Unmarshal(value, read); err != nil {
		p.refuse(name + " is not a string")
	}
	return read
}

// required reads a string that must be there.
func (p *params) required(name string) string {
	if read := p.text(name); read != nil && *read != "" {
		return *read
	}
	p.refuse(name + " is missing")
	return ""
}

// oneOf reads a word of a list.
func (p *params) oneOf(name string, words []string, lenient bool) string {
	read := p.text(name)
	if read == nil || *read == "" {
		return ""
	}
	if !slices.Contains(words, *read) && !lenient {
		p.refuse(name + " has an unknown value")
	}
	return *read
}

// integer reads a whole number. nil: it was not sent.
func (p *params) integer(name string) *int64 {
	value, there := p.get(name)
	if !there {
		return nil
	}
	read, err := strconv.ParseInt(string(value), 10, 64)
	if err != nil {
		p.refuse(name + " is not an integer")
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
		p.refuse(name + " is not a boolean")
	}
	return read
}

// time reads a time that must be there.
func (p *params) time(name string) stamp {
	written := p.required(name)
	read, err := parseStamp(written)
	if err != nil {
		p.refuse(name + " is not an ISO 8601 time")
	}
	return stampOf(read.Time)
}

// intent reads how the dispute is to be submitted.
func (p *params) intent() intent {
	return intent{submit: p.flag("submit"), queue: p.flag("queue"), force: p.flag("force")}
}

func isNull(value json.RawMessage) bool { return string(bytes.TrimSpace(value)) == "null" }
