package main

import (
	"fmt"
	"maps"
	"mime"
	"regexp"
	"slices"
	"strings"
)

// headers collects the headers of all responses: of each name, how many responses had
// it, and its values if they may be shown.
type headers map[string]*header

type header struct {
	responses int
	values    map[string]bool
}

func (h headers) add(a *response) {
	for name, values := range a.header {
		if h[name] == nil {
			h[name] = &header{values: map[string]bool{}}
		}
		h[name].responses++
		for _, value := range values {
			h[name].values[value] = true
		}
	}
}

var (
	limitHeader = regexp.MustCompile(`(?i)rate-?limit|^retry-after$`)
	idHeader    = regexp.MustCompile(`(?i)(request|correlation|trace)-?id`)
	number      = regexp.MustCompile(`^[0-9]{1,6}$`)
	product     = regexp.MustCompile(`^[A-Za-z][A-Za-z-]{1,29}(/[0-9.]{1,12})?$`)
	dated       = regexp.MustCompile(`^[0-9]{4}-[0-9]{2}-[0-9]{2}$`)
	directives  = regexp.MustCompile(`^[a-z-]+(=[0-9]{1,9})?(, ?[a-z-]+(=[0-9]{1,9})?)*$`)
)

// shownValues are the headers whose values are shown, in the forms that are shown.
var shownValues = map[string]*regexp.Regexp{
	"Server": product, "Cache-Control": directives, "Chargehound-Version": dated, "Retry-After": number,
}

// show returns the values of a header that may be shown.
func (h *header) show(name string) string {
	form := shownValues[name]
	if limitHeader.MatchString(name) {
		form = number
	}
	var shown []string
	for _, value := range slices.Sorted(maps.Keys(h.values)) {
		if name == "Content-Type" {
			value, _, _ = mime.ParseMediaType(value)
			form = mediaType
		}
		if form != nil && form.MatchString(value) && !slices.Contains(shown, value) {
			shown = append(shown, value)
		}
	}
	if len(shown) == 0 || len(shown) > 3 && form == number {
		return ""
	}
	return ": " + strings.Join(shown, ", ")
}

var mediaType = regexp.MustCompile(`^[a-z]+/[a-z.+-]{1,40}$`)

// notes says which headers came. A name that is no plain one is not shown.
func (h headers) notes(p *probe) {
	if len(h) == 0 {
		return
	}
	var all []string
	groups := map[*regexp.Regexp][]string{limitHeader: nil, idHeader: nil}
	hidden := 0
	for _, name := range slices.Sorted(maps.Keys(h)) {
		shown, ok := p.words.name(name)
		if !ok {
			hidden++
			continue
		}
		all = append(all, "`"+shown+"`"+h[name].show(name))
		for form := range groups {
			if form.MatchString(name) {
				groups[form] = append(groups[form], "`"+shown+"`")
			}
		}
	}
	if hidden > 0 {
		all = append(all, fmt.Sprintf("%d more, whose names look like data", hidden))
	}
	p.note(undocumented, "responses", "headers", "not documented", strings.Join(all, "; "))
	p.note(undocumented, "responses", "headers about a limit", "not documented but for Retry-After of a 429", orNone(groups[limitHeader]))
	p.note(undocumented, "responses", "a header with a request id", "not documented", orNone(groups[idHeader]))
}

func orNone(names []string) string {
	if len(names) == 0 {
		return "none"
	}
	return strings.Join(names, ", ")
}
