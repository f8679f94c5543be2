package main

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
)

// verdict says how what was seen compares with what is documented.
type verdict string

const (
	differs      verdict = "differs"
	undocumented verdict = "not documented"
	same         verdict = "as documented"
	unclear      verdict = "could not be told"
)

// note is one line of the report.
type note struct {
	Verdict    verdict `json:"verdict"`
	Where      string  `json:"where"`
	Question   string  `json:"question"`
	Documented string  `json:"documented"`
	Seen       string  `json:"seen"`
}

// notes returns what there is to say about the fields of a resource. Names and words
// are shown only if no response had them as a value, so it is called last.
func (r *resource) notes() []note {
	n := &fieldNotes{resource: r}
	for _, f := range r.order {
		if f.schema == nil {
			continue
		}
		n.kinds(f)
		n.contents(f)
		if f.missing > 0 && f.required {
			n.add(differs, f.shown(), "always there", fmt.Sprintf("missing in %d of %d", f.missing, f.missing+f.sent))
		}
	}
	n.unknown()
	n.grouped("forms of times", strings.Join(n.times, ", or "), formsOf, n.formVerdict)
	n.grouped("kinds of fields", "several are described", openKinds, func(string) verdict { return undocumented })
	n.grouped("fields that never came", "described", neverSent, func(string) verdict { return undocumented })
	slices.SortStableFunc(n.list, func(a, b note) int { return strings.Compare(a.Question, b.Question) })
	return n.list
}

type fieldNotes struct {
	*resource
	list []note
}

func (n *fieldNotes) add(v verdict, question, documented, seen string) {
	n.list = append(n.list, note{v, n.route, question, documented, seen})
}

func (n *fieldNotes) kinds(f *field) {
	if len(f.wrong) > 0 {
		n.add(differs, f.shown()+": kind", expected(f.schema.Value), counted(f.wrong, f.sent))
	}
	if len(f.shapes) > 0 {
		n.add(undocumented, "which of the described shapes", "several are reported", strings.Join(slices.Sorted(maps.Keys(f.shapes)), ", "))
	}
}

func (n *fieldNotes) contents(f *field) {
	if f.odd > 0 {
		n.add(differs, f.shown()+": form", "`"+f.schema.Value.Pattern+"`", fmt.Sprintf("another form in %d of %d", f.odd, f.sent))
	}
	if f.unlisted > 0 {
		n.add(differs, f.shown()+": values", "one of "+listed(f.schema.Value), fmt.Sprintf("another value in %d of %d", f.unlisted, f.sent))
	}
	hidden := 0
	for _, word := range slices.Sorted(maps.Keys(f.words)) {
		if shown, ok := n.words.word(word); ok {
			n.add(differs, f.shown()+": value", "a listed word", fmt.Sprintf("%q in %d of %d", shown, f.words[word], f.sent))
		} else {
			hidden += f.words[word]
		}
	}
	if hidden > 0 {
		n.add(differs, f.shown()+": value", "a listed word", fmt.Sprintf("words that are not shown in %d of %d", hidden, f.sent))
	}
}

// manyNames is how many unknown names one object may have before they look like the
// keys of a map, which are not shown.
const manyNames = 60

// unknown notes the fields that are not described.
func (n *fieldNotes) unknown() {
	inside := map[string][]*field{}
	for _, f := range n.order {
		if f.schema == nil {
			inside[f.parent] = append(inside[f.parent], f)
		}
	}
	for _, path := range slices.Sorted(maps.Keys(inside)) {
		parent, hidden, names := n.fields[path], 0, []string{}
		for _, f := range inside[path] {
			name, ok := n.words.name(f.name)
			switch {
			case !ok || len(inside[path]) > manyNames:
				hidden++
			case parent.unknown:
				names = append(names, "`"+name+"` "+counted(f.kinds, 0))
			default:
				n.add(differs, "`"+join(path, name)+"`", "no such field", fmt.Sprintf("%s; in %d of %d", counted(f.kinds, 0), f.sent, parent.kinds[isObject]))
			}
		}
		if len(names) > 0 {
			slices.Sort(names)
			n.add(undocumented, "fields of "+parent.shown(), "not documented", strings.Join(names, ", "))
		}
		if hidden > 0 {
			v := differs
			if parent.unknown {
				v = undocumented
			}
			n.add(v, "more fields of "+parent.shown(), "no such fields", fmt.Sprintf("%d, whose names look like data and are not shown", hidden))
		}
	}
}

// grouped adds one note for all fields of which tell returns the same text. Of an
// object it leaves out the fields that are the same in the rows of its list.
func (n *fieldNotes) grouped(question, documented string, tell func(*field) string, of func(string) verdict) {
	paths := map[string][]string{}
	for _, f := range n.order {
		text := tell(f)
		if row := n.inRow(f.path); text == "" || row != nil && tell(row) == text {
			continue
		}
		paths[text] = append(paths[text], f.shown())
	}
	for _, text := range slices.Sorted(maps.Keys(paths)) {
		slices.Sort(paths[text])
		n.add(of(text), question, documented, text+": "+strings.Join(paths[text], ", "))
	}
}

// openKinds returns the kinds of a field for which several are described.
func openKinds(f *field) string {
	if f.schema == nil || f.sent == 0 || !isOpen(f.schema.Value) || len(f.wrong) > 0 {
		return ""
	}
	return counted(f.kinds, 0)
}

func neverSent(f *field) string {
	if f.schema == nil || f.sent > 0 || f.required {
		return ""
	}
	return "none of"
}

func formsOf(f *field) string { return counted(f.forms, 0) }

func (n *fieldNotes) formVerdict(text string) verdict {
	for form := range strings.SplitSeq(text, ", ") {
		if !slices.Contains(n.times, form) {
			return differs
		}
	}
	return same
}

// counted lists the keys of a map with their counts, of a total unless that is 0.
func counted(counts map[string]int, of int) string {
	var parts []string
	for _, key := range slices.Sorted(maps.Keys(counts)) {
		switch {
		case of > 0:
			parts = append(parts, fmt.Sprintf("%s in %d of %d", key, counts[key], of))
		default:
			parts = append(parts, key)
		}
	}
	return strings.Join(parts, ", ")
}

// listed returns the values of a description's enum.
func listed(schema *openapi3.Schema) string {
	var values []string
	for _, value := range schema.Enum {
		values = append(values, fmt.Sprintf("%#v", value))
	}
	return strings.ReplaceAll(strings.Join(values, ", "), "<nil>", "null")
}

// shapeName is the last part of the name of a described shape.
func shapeName(ref *openapi3.SchemaRef) string {
	return ref.Ref[strings.LastIndexByte(ref.Ref, '/')+1:]
}
