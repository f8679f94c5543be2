package main

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"net/url"
	"strings"
	"unicode/utf8"
)

// step is one request, and what is learned from it. ask sends it, or does nothing if
// there is no row to ask about.
type step struct {
	request string // as -n prints it
	ask     func(*probe)
}

// then adds something that needs no request.
func (s step) then(more func(*probe)) step {
	return step{s.request, func(p *probe) { s.ask(p); more(p) }}
}

// probe asks one vendor.
type probe struct {
	ctx       context.Context
	vendor    *vendor
	described *description
	words     *vault
	list      []note
	resources []*resource
	headers   headers
	seen      map[string]*page // rows of the lists, by path
	late      []func()         // what has to wait for the last response
	accepted  bool             // a request was accepted
	stopped   string           // why the rest was not asked; "" if it was
}

// response is what came back to one request.
type response struct {
	status int
	header http.Header
	value  any    // nil if the body is no JSON
	broken string // why it is none
}

func (a *response) ok() bool { return a.status >= 200 && a.status <= 299 }

func newProbe(ctx context.Context, v *vendor, described *description) *probe {
	words := newVault(v.keys...)
	words.public = described.names
	return &probe{ctx: ctx, vendor: v, described: described, words: words, headers: headers{}, seen: map[string]*page{}}
}

// run takes all steps, and ends early if the vendor can't be asked.
func (p *probe) run() {
	for _, step := range p.vendor.steps {
		if p.stopped != "" {
			break
		}
		step.ask(p)
	}
	for _, finish := range p.late {
		finish()
	}
	p.headers.notes(p)
	for _, r := range p.resources {
		p.list = append(p.list, r.notes()...)
	}
}

func (p *probe) note(v verdict, where, question, documented, seen string) {
	p.list = append(p.list, note{v, where, question, documented, seen})
}

// noteShape adds a note of the shape of a response. The names in it are chosen last,
// when all values are known.
func (p *probe) noteShape(v verdict, where, question, documented string, a *response) {
	p.note(v, where, question, documented, "")
	place := len(p.list) - 1
	p.late = append(p.late, func() { p.list[place].Seen = p.shape(a) })
}

// get sends one request and looks at the response. It returns nil if there is none, or
// if the probe has to end. route is that of the description, "" for none; version is for
// Chargehound only.
func (p *probe) get(route, path string, query url.Values, version ...string) *response {
	a, err := p.vendor.get(p.ctx, path, query, strings.Join(version, ""))
	switch {
	case a.status == 0:
		p.stopped = "there was no response: " + err.Error()
		return nil
	case a.status == http.StatusTooManyRequests:
		p.stopped = "it responded with 429: too many requests. Try again later, when no other program uses the key"
		return nil
	case !p.accepted && !a.ok():
		p.stopped = fmt.Sprintf("it responded to the first request with %d", a.status)
		if a.status == http.StatusUnauthorized || a.status == http.StatusForbidden {
			p.stopped += ": check the key"
		}
		return nil
	}
	p.accepted = true
	p.headers.add(a)
	p.check(route, a)
	return a
}

// check compares the form of a response, and its fields, with the description.
func (p *probe) check(route string, a *response) {
	where := "GET " + route
	if a.broken != "" && route != "" {
		p.once(differs, where, fmt.Sprintf("body of a %d", a.status), "JSON", a.broken)
	}
	if a.value == nil {
		return
	}
	schema, described := p.described.response(route, a.status)
	if route != "" && a.ok() && !described {
		p.once(differs, where, "status", "not "+fmt.Sprint(a.status), fmt.Sprint(a.status))
	}
	if schema == nil {
		p.words.keepAll(a.value)
		return
	}
	if !a.ok() {
		where = "errors"
	}
	p.resource(where).look("", schema, a.value)
}

// once adds a note unless it is there.
func (p *probe) once(v verdict, where, question, documented, seen string) {
	for _, known := range p.list {
		if known == (note{v, where, question, documented, seen}) {
			return
		}
	}
	p.note(v, where, question, documented, seen)
}

func (p *probe) resource(name string) *resource {
	for _, r := range p.resources {
		if r.route == name {
			return r
		}
	}
	r := &resource{route: name, words: p.words, fields: map[string]*field{}, times: p.vendor.times}
	for _, l := range p.vendor.lists {
		if strings.HasPrefix(name, l.where()+"/{") && strings.Count(name, "/") == 2 {
			r.rows, r.list = p.resource(l.where()), l
		}
	}
	p.resources = append(p.resources, r)
	return r
}

// read parses the body of a response. Its text never leaves this function.
func read(status int, header http.Header, body []byte) *response {
	a := &response{status: status, header: header}
	media, _, _ := mime.ParseMediaType(header.Get("Content-Type"))
	rest, marked := bytes.CutPrefix(body, []byte("\xef\xbb\xbf"))
	decoder := json.NewDecoder(bytes.NewReader(rest))
	decoder.UseNumber()
	err := decoder.Decode(&a.value)
	_, more := decoder.Token()
	switch {
	case len(bytes.TrimSpace(rest)) == 0:
		a.broken = "no body"
	case err != nil:
		a.value, a.broken = nil, "no JSON, but "+cmp.Or(map[string]string{"text/html": "HTML", "text/plain": "plain text"}[media], "something else")
	case !errors.Is(more, io.EOF):
		a.broken = "JSON with something behind it"
	case marked:
		a.broken = "JSON behind a byte order mark"
	case !utf8.Valid(body):
		a.broken = "JSON that is not UTF-8"
	case media != "application/json":
		a.broken = "JSON whose Content-Type is not application/json"
	}
	return a
}
