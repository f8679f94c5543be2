package main

import (
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"unicode"
)

// firstID returns the id of the first row of a list, or "" if there is none.
func (p *probe) firstID(path string) string {
	if rows := p.seen[path]; rows != nil && len(rows.ids) > 0 {
		return rows.ids[0]
	}
	return ""
}

// noRow notes that a list had no row to ask about.
func (p *probe) noRow(where, question string) {
	p.note(unclear, where, question, "not documented", "no row to ask for")
}

// expect asks for something that has to be there.
func (p *probe) expect(route, path string, query url.Values) {
	a := p.get(route, path, query)
	if a != nil && !a.ok() {
		p.note(differs, "GET "+route, "response", "a success", failure(a.status))
	}
}

// plain asks for something that needs no id.
func plain(path string) step {
	return step{"GET " + path, func(p *probe) { p.expect(path, path, nil) }}
}

// of asks for something by a parameter that names the first row.
func (l *list) of(route, name string) step {
	return step{"GET " + route + "?" + name + "=(the id of a row)", func(p *probe) {
		if id := p.firstID(l.path); id != "" {
			p.expect(route, route, url.Values{name: {id}})
		} else {
			p.noRow("GET "+route, "response")
		}
	}}
}

// one asks for the object of the first row.
func (l *list) one(route string) step {
	return step{"GET " + route, func(p *probe) {
		if id := p.firstID(l.path); id != "" {
			p.expect(route, l.path+"/"+url.PathEscape(id), nil)
		} else {
			p.noRow("GET "+route, "response")
		}
	}}
}

// part asks for something that belongs to the object of the first row, and may not be
// there.
func (l *list) part(route, suffix string) step {
	return step{"GET " + route, func(p *probe) {
		id := p.firstID(l.path)
		if id == "" {
			p.noRow("GET "+route, "response")
			return
		}
		a := p.get(route, l.path+"/"+url.PathEscape(id)+suffix, nil)
		if a != nil && !a.ok() {
			p.noteShape(undocumented, "GET "+route, "a response that is not there", "not documented", a)
		}
	}}
}

// madeUp asks for an id that does not exist, to see what a 404 looks like.
func (l *list) madeUp(route, id, documented string) step {
	return step{"GET " + route + " with a made-up id", func(p *probe) {
		a := p.get(route, l.path+"/"+id, nil)
		if a == nil {
			return
		}
		v := undocumented
		if a.status != http.StatusNotFound || a.broken != "" {
			v = differs
		}
		p.noteShape(v, "GET "+route, "a made-up id", documented, a)
	}}
}

// otherCase asks for an id with its letters in the other case.
func (l *list) otherCase(route string) step {
	return step{"GET " + route + " with the letters in the other case", func(p *probe) {
		id := p.firstID(l.path)
		l.lookUp(p, route, "an id in the other case", strings.Map(swapCase, id), id)
	}}
}

// by asks for an object by another field than its id.
func (l *list) by(route, name string) step {
	return step{"GET " + route + " with the " + name + " of a row", func(p *probe) {
		value, id := l.valued(p, name)
		l.lookUp(p, route, "the `"+name+"` as the id", value, id)
	}}
}

// valued returns the value of a field, and the id, of the first row where they differ.
func (l *list) valued(p *probe, name string) (value, id string) {
	full := p.seen[l.path]
	if full == nil {
		return "", ""
	}
	for i, row := range full.rows {
		if value = textOf(row[name]); value != "" && value != full.ids[i] {
			return value, full.ids[i]
		}
	}
	return "", ""
}

// lookUp asks whether the object with an id is found by another text.
func (l *list) lookUp(p *probe, route, question, text, id string) {
	if text == "" || text == id {
		p.noRow("GET "+route, question)
		return
	}
	a := p.get(route, l.path+"/"+url.PathEscape(text), nil)
	if a == nil {
		return
	}
	object := fieldsOf(a.value)
	if l.object != "" {
		object = fieldsOf(object[strings.TrimSuffix(l.object, ".")])
	}
	seen := "finds another object"
	switch {
	case !a.ok():
		seen = fmt.Sprintf("finds nothing: %d", a.status)
	case textOf(object[l.id]) == id:
		seen = "finds the object"
	}
	p.note(undocumented, "GET "+route, question, "not documented", seen)
}

// shape describes a response by its status, and the names and kinds of its fields.
func (p *probe) shape(a *response) string {
	if a.value == nil {
		return fmt.Sprintf("%d, %s", a.status, a.broken)
	}
	parts := p.parts("", a.value, 2)
	if len(parts) == 0 {
		return fmt.Sprintf("%d, %s", a.status, kindOf(a.value))
	}
	return fmt.Sprintf("%d, %s", a.status, strings.Join(parts, ", "))
}

func (p *probe) parts(path string, value any, depth int) []string {
	object, ok := value.(map[string]any)
	if !ok || depth == 0 {
		return nil
	}
	var parts []string
	for _, name := range slices.Sorted(maps.Keys(object)) {
		shown, ok := p.words.name(name)
		if !ok {
			shown = "(a name that is not shown)"
		}
		inner := p.parts(join(path, shown), object[name], depth-1)
		if inner == nil {
			inner = []string{"`" + join(path, shown) + "` " + kindOf(object[name])}
		}
		parts = append(parts, inner...)
	}
	return parts
}

// fieldsOf returns the fields of an object, none of anything else.
func fieldsOf(value any) map[string]any {
	object, _ := value.(map[string]any)
	return object
}

func swapCase(r rune) rune {
	if unicode.IsUpper(r) {
		return unicode.ToLower(r)
	}
	return unicode.ToUpper(r)
}
