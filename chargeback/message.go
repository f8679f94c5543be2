package chargeback

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/chargekit/chargekit-go/internal/api"
)

// Limits of a message. Every level of it copies what is inside.
const (
	maxMessage      = 500 // bytes
	maxMessageDepth = 4
)

// describe returns what a response says about an error. Chargeback documents no
// error, so the message is looked for in message, error and errors; in a list, in
// the first element that has one. Any other body, HTML for example, says nothing.
func describe(body []byte) (status, message, param string) {
	body = api.TrimBody(body)
	env := readEnvelope(body)
	list, _ := env.listIn(body)
	for {
		status = cmp.Or(status, env.status())
		for _, name := range []string{"message", "error", "errors"} {
			text, at := messageIn(env.Get(name))
			message, param = cmp.Or(message, text), cmp.Or(param, at)
		}
		if message != "" || len(list) == 0 {
			return status, message, param
		}
		env, list = readEnvelope(list[0]), list[1:]
	}
}

// messageIn makes one line of a string, of a list of messages, or of an object
// with a message for each parameter at fault.
func messageIn(field jsontext.Value) (message, param string) {
	message, param = messageAt(field, maxMessageDepth)
	return message, clip(param)
}

func messageAt(field jsontext.Value, depth int) (message, param string) {
	switch kind := field.Kind(); {
	case kind != jsontext.KindBeginArray && kind != jsontext.KindBeginObject:
		return clip(textOf(field)), ""
	case depth == 0:
		return "…", ""
	case kind == jsontext.KindBeginArray:
		return messageOfList(field, depth-1)
	}
	return messageOfObject(field, depth-1)
}

func messageOfList(field jsontext.Value, depth int) (message, param string) {
	list, _ := listIn(field)
	var lines []string
	for length, i := 0, 0; i < len(list) && length < maxMessage; i++ {
		line, at := messageAt(list[i], depth)
		lines, param, length = append(lines, line), cmp.Or(param, at), length+len(line)+1
	}
	return clip(strings.Join(lines, "; ")), param
}

func messageOfObject(field jsontext.Value, depth int) (message, param string) {
	object := readEnvelope(field)
	if text := object.text("message"); text != "" {
		return clip(text), cmp.Or(object.text("param"), object.text("field"))
	}
	fields := object.Map()
	names := slices.Sorted(maps.Keys(fields))
	var lines []string
	for length, i := 0, 0; i < len(names) && length < maxMessage; i++ {
		line, _ := messageAt(fields[names[i]], depth)
		lines, length = append(lines, names[i]+": "+line), length+len(names[i])+len(line)
	}
	if len(names) > 0 {
		param = names[0]
	}
	return clip(strings.Join(lines, "; ")), param
}

// clip keeps the beginning of a text that is too long.
func clip(text string) string {
	if len(text) <= maxMessage {
		return text
	}
	return strings.ToValidUTF8(text[:maxMessage], "") + "…"
}
