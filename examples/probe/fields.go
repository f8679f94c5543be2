package main

import (
	"cmp"
	"regexp"
	"slices"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
)

// resource collects what was seen of the fields in the responses to one route.
type resource struct {
	route  string
	words  *vault
	times  []string  // documented forms of times
	rows   *resource // of the list whose object this is; nil if it is none
	list   *list     // the same
	fields map[string]*field
	order  []*field // as they were seen first
}

// field is what was seen at one path, such as data[].amount.
type field struct {
	path     string
	parent   string              // path of the object, for a field that is not described
	name     string              // the same
	schema   *openapi3.SchemaRef // nil if it is not described
	required bool
	unknown  bool // nobody knows the contents, so that their names are the vendor's
	sent     int
	missing  int            // objects that do not have it
	kinds    map[string]int // all kinds
	wrong    map[string]int // kinds that the description does not have
	odd      int            // strings in another form than described
	unlisted int            // values that are not among the described ones
	words    map[string]int // the same of an enum that is open
	forms    map[string]int // of a time
	shapes   map[string]int // the described alternatives that fit
}

func (r *resource) field(path string, schema *openapi3.SchemaRef) *field {
	f := r.fields[path]
	if f == nil {
		f = &field{
			path: path, schema: schema, kinds: map[string]int{}, wrong: map[string]int{},
			words: map[string]int{}, forms: map[string]int{}, shapes: map[string]int{},
		}
		r.fields[path] = f
		r.order = append(r.order, f)
	}
	return f
}

// inRow returns the field of a row that is this field of an object, or nil.
func (r *resource) inRow(path string) *field {
	if r.rows == nil {
		return nil
	}
	return r.rows.fields[r.list.rows+"[]."+strings.TrimPrefix(path, r.list.object)]
}

// look walks through a value and its description side by side.
func (r *resource) look(path string, schema *openapi3.SchemaRef, value any) {
	f, kind := r.field(path, schema), kindOf(value)
	f.unknown = f.unknown || isUnknown(schema)
	f.sent++
	f.kinds[kind]++
	fitting := pick(schema, value)
	if fitting == nil || !allows(fitting.Value, kind) {
		f.wrong[kind]++
		r.words.keepAll(value)
		return
	}
	if len(schema.Value.OneOf) > 0 {
		f.shapes[shapeName(fitting)]++
	}
	switch value := value.(type) {
	case map[string]any:
		r.lookInside(f, fitting, value)
	case []any:
		for _, element := range value {
			if fitting.Value.Items == nil {
				r.words.keepAll(element)
				continue
			}
			r.field(path+"[]", fitting.Value.Items).unknown = f.unknown // of a list whose elements are not described
			r.look(path+"[]", fitting.Value.Items, element)
		}
	default:
		r.lookAt(f, fitting, value)
	}
}

// lookInside looks at the fields of an object.
func (r *resource) lookInside(f *field, fitting *openapi3.SchemaRef, object map[string]any) {
	mayShow := !isMap(fitting.Value) || f.unknown
	for name, value := range object {
		property := fitting.Value.Properties[name]
		if property != nil {
			continue
		}
		r.words.keepAll(value)
		if !mayShow {
			r.words.keep(name)
			continue
		}
		inner := r.field(join(f.path, name), nil)
		inner.parent, inner.name = f.path, name
		inner.sent++
		inner.kinds[kindOf(value)]++
	}
	for name, property := range fitting.Value.Properties {
		path := join(f.path, name)
		if value, sent := object[name]; sent {
			r.look(path, property, value)
			continue
		}
		inner := r.field(path, property)
		inner.missing++
		inner.required = slices.Contains(fitting.Value.Required, name)
	}
}

// lookAt looks at a value that is no object and no list.
func (r *resource) lookAt(f *field, schema *openapi3.SchemaRef, value any) {
	text, isText := value.(string)
	if isTime(f.schema) {
		if form := timeForm(value); form != "" {
			f.forms[form]++
		}
	}
	if len(schema.Value.Enum) > 0 && !slices.ContainsFunc(schema.Value.Enum, func(one any) bool { return sameJSON(one, value) }) {
		f.unlisted++
	}
	if isText && schema.Value.Pattern != "" && !regexp.MustCompile(schema.Value.Pattern).MatchString(text) {
		f.odd++
	}
	known := knownWords(f.schema)
	if known == nil {
		known = knownWords(schema)
	}
	switch {
	case known == nil:
		r.words.keepAll(value)
	case isText && !known[text]:
		f.words[text]++
	}
}

func join(path, name string) string {
	if path == "" {
		return name
	}
	return path + "." + name
}

// shown is the path of a described field as it is shown.
func (f *field) shown() string { return "`" + cmp.Or(f.path, "(the whole response)") + "`" }
