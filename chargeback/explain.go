package chargeback

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/chargekit/chargekit-go/internal/lenient"
)

// Bounds of an explanation: every level of it is a copy of what is in it, and
// nobody reads more.
const (
	maxExplained      = 500 // bytes
	maxExplainedDepth = 4
)

// explain makes one line of a text, of a list of explanations, or of an object
// with one for each parameter at fault.
func explain(member jsontext.Value) (message, param string) {
	message, param = explainTo(member, maxExplainedDepth)
	return message, clip(param)
}

func explainTo(member jsontext.Value, depth int) (message, param string) {
	switch kind := member.Kind(); {
	case kind != jsontext.KindBeginArray && kind != jsontext.KindBeginObject:
		return clip(textOf(member)), ""
	case depth == 0:
		return "…", ""
	case kind == jsontext.KindBeginArray:
		return explainList(member, depth-1)
	}
	return explainObject(member, depth-1)
}

func explainList(member jsontext.Value, depth int) (message, param string) {
	var list []jsontext.Value
	_ = lenient.Decode(member, &list) // the member was read before, as part of its body
	var lines []string
	for length, i := 0, 0; i < len(list) && length < maxExplained; i++ {
		line, at := explainTo(list[i], depth)
		lines, param, length = append(lines, line), cmp.Or(param, at), length+len(line)+1
	}
	return clip(strings.Join(lines, "; ")), param
}

func explainObject(member jsontext.Value, depth int) (message, param string) {
	var object map[string]jsontext.Value
	_ = lenient.Decode(member, &object)
	if text := textOf(object["message"]); text != "" {
		return clip(text), cmp.Or(textOf(object["param"]), textOf(object["field"]))
	}
	names := slices.Sorted(maps.Keys(object))
	var lines []string
	for length, i := 0, 0; i < len(names) && length < maxExplained; i++ {
		line, _ := explainTo(object[names[i]], depth)
		lines, length = append(lines, names[i]+": "+line), length+len(names[i])+len(line)
	}
	if len(names) > 0 {
		param = names[0]
	}
	return clip(strings.Join(lines, "; ")), param
}

// clip keeps the beginning of a text that is too long.
func clip(text string) string {
	if len(text) <= maxExplained {
		return text
	}
	return strings.ToValidUTF8(text[:maxExplained], "") + "…"
}
