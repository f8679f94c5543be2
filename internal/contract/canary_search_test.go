package contract

import (
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"net/http"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
)

// search looks for canaries in all that a vendor's client says.
type search struct {
	keys   []string
	logged *lockedBuffer // by the client itself, of the call under way
	logger *slog.Logger
	ids    []string // which only the vendor's own words may show

	texts, bytes map[string]int // by what they are
	hits         map[string]int // by where and what
	examples     map[string]string
}

// vendorsWords are places in responses whose texts errors show on purpose, like
// that of a message.
var vendorsWords = map[string]string{
	"chargeback /status":   "[Error.Status], when it is not success",
	"chargeback /0/status": "the same, of an order in a batch",
}

// Where a text stands decides what may not be in it.
const (
	inErrors = "error texts" // Error(), the fmt verbs, and slog records of errors: no key, no personal data, no query
	inLogs   = "client logs" // the same, and no ids
	inCauses = "causes"      // what errors wrap: no key, no query
	inDumps  = "dumps"       // clients, results, whole errors: no key
)

// personal is what the calls say about a customer, in the forms it may take.
var personal = []string{
	"canary.person", "canary%2Eperson", "Wrenfield", canaryCard, "4242 4242", "4242-4242", "4242424242",
	canaryAmount, fmt.Sprint(canaryMinor), canaryQuery, canaryHeader,
}

func newSearch(vendor string) *search {
	user, password := canaryKey, ""
	if vendor == "chargeback" {
		user, password = canaryPublic, canaryKey
	}
	s := &search{logged: &lockedBuffer{}, texts: map[string]int{}, bytes: map[string]int{}, hits: map[string]int{}, examples: map[string]string{}}
	s.keys = keyForms(user, user+":"+password)
	if password != "" {
		s.keys = append(s.keys, keyForms(password, "x:"+password)...)
	}
	s.logger = slog.New(bothHandlers(s.logged))
	return s
}

// keyForms are the forms in which a key may turn up: as it is, in part, and as
// the usual encodings of it and of what the Authorization header has.
func keyForms(key, credentials string) []string {
	forms := []string{key, key[8:18], key[:14]}
	for _, text := range []string{key, credentials} {
		encoded := base64.StdEncoding.EncodeToString([]byte(text))
		forms = append(forms, encoded[:20], strings.TrimRight(base64.URLEncoding.EncodeToString([]byte(text)), "="))
		forms = append(forms, hex.EncodeToString([]byte(text)), strings.ToUpper(hex.EncodeToString([]byte(text))), hex.EncodeToString([]byte(encoded))[:40])
	}
	decimals := strings.Trim(fmt.Sprint([]byte(key)), "[]")
	goSyntax := strings.TrimSuffix(strings.TrimPrefix(fmt.Sprintf("%#v", []byte(key)), "[]byte{"), "}")
	return append(forms, decimals, goSyntax)
}

func bothHandlers(out *lockedBuffer) slog.Handler {
	options := &slog.HandlerOptions{Level: slog.Level(-100)}
	return slog.NewMultiHandler(slog.NewTextHandler(out, options), slog.NewJSONHandler(out, options))
}

// look searches one text.
func (s *search) look(where, cell, text string, private ...string) {
	s.texts[where]++
	s.bytes[where] += len(text)
	for _, canary := range slices.Concat(s.keys, private) {
		if at := strings.Index(text, canary); at >= 0 {
			name := where + ": " + canary
			if s.hits[name]++; s.hits[name] == 1 {
				s.examples[name] = cell + ": …" + text[max(0, at-200):min(len(text), at+100)] + "…"
			}
		}
	}
}

// outcome looks at all that is left after a call.
func (s *search) outcome(cell string, w *world, results []any, err error) {
	private := slices.Concat(personal, w.private)
	for line := range strings.Lines(s.logged.take()) {
		s.look(inLogs, cell, line, slices.Concat(private, s.ids)...)
	}
	if err != nil {
		s.failure(cell, err, private)
		s.look(inErrors, cell, panicText(err), private...)
		s.dump(cell, err)
	}
	for _, result := range append(results, w.response) {
		s.dump(cell, result)
	}
}

// failure looks at the texts of an error.
func (s *search) failure(cell string, err error, private []string) {
	s.look(inErrors, cell, err.Error(), private...)
	for _, verb := range []string{"%v", "%+v", "%s", "%q"} {
		s.look(inErrors, cell, fmt.Sprintf(verb, err), private...)
	}
	own := &lockedBuffer{}
	logger := slog.New(bothHandlers(own))
	logger.Error("call", "error", err)
	logger.Error("call", slog.Group("wrapped", "error", fmt.Errorf("while paying: %w", err)))
	for line := range strings.Lines(own.take()) {
		s.look(inErrors, cell, line, private...)
	}
	for _, cause := range causes(err) {
		s.look(inCauses, cell, cause.Error(), canaryQuery)
		s.look(inCauses, cell, fmt.Sprintf("%#v", cause))
	}
}

// causes are the errors inside of one.
func causes(err error) (all []error) {
	if one := errors.Unwrap(err); one != nil {
		all = append(all, one)
	}
	if joined, ok := err.(interface{ Unwrap() []error }); ok {
		all = append(all, joined.Unwrap()...)
	}
	for _, inner := range slices.Clone(all) {
		all = append(all, causes(inner)...)
	}
	return all
}

// client looks at every way of printing a client and its services.
func (s *search) client(cell string, client any) {
	s.strings(cell, reflect.ValueOf(client), map[any]bool{})
	own := &lockedBuffer{}
	slog.New(bothHandlers(own)).Info("call", "client", client)
	s.look(inDumps, cell, own.take()+panicText(client))
	values := []any{client, reflect.ValueOf(client).Elem().Interface(), struct{ client any }{client}}
	v := reflect.ValueOf(client).Elem()
	for i := range v.NumField() {
		if v.Type().Field(i).IsExported() {
			values = append(values, v.Field(i).Interface())
		}
	}
	for _, value := range values {
		for _, verb := range []string{"%v", "%+v", "%s", "%q", "%d"} {
			s.look(inDumps, cell, fmt.Sprintf(verb, value))
		}
		s.dump(cell, value)
	}
}

// dump looks at all that a value holds.
func (s *search) dump(cell string, value any) {
	s.look(inDumps, cell, fmt.Sprintf("%#v", value))
	if v := reflect.ValueOf(value); v.Kind() == reflect.Pointer && !v.IsNil() {
		s.look(inDumps, cell, fmt.Sprintf("%#v", v.Elem().Interface()))
		s.look(inDumps, cell, fmt.Sprintf("%+v", v.Elem().Interface()))
	}
	if text, err := json.Marshal(value); err == nil {
		s.look(inDumps, cell, string(text))
	}
}

// strings looks at every text that a value leads to, unexported ones included: a
// debugger's view, or that of a package that prints all it can reach. Only a
// closure keeps the key from it.
func (s *search) strings(cell string, v reflect.Value, seen map[any]bool) {
	if v.IsValid() && v.Type() == reflect.TypeFor[http.Transport]() {
		return // net/http's own, at work
	}
	switch v.Kind() {
	case reflect.String:
		s.look(inDumps, cell, v.String())
	case reflect.Pointer:
		if key := [2]any{v.Type(), v.Pointer()}; !v.IsNil() && !seen[key] {
			seen[key] = true
			s.strings(cell, v.Elem(), seen)
		}
	case reflect.Interface:
		if !v.IsNil() {
			s.strings(cell, v.Elem(), seen)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			s.strings(cell, v.Field(i), seen)
		}
	case reflect.Slice, reflect.Array:
		for i := range v.Len() {
			s.strings(cell, v.Index(i), seen)
		}
	case reflect.Map:
		for key, value := range v.Seq2() {
			s.strings(cell, key, seen)
			s.strings(cell, value, seen)
		}
	}
}

func panicText(value any) (text string) {
	defer func() { text = fmt.Sprint(recover()) }()
	panic(value)
}

// report prints how much was searched and fails for each canary found.
func (s *search) report(t *testing.T) {
	t.Helper()
	for _, where := range []string{inErrors, inLogs, inCauses, inDumps} {
		hits := 0
		for name, n := range s.hits {
			if strings.HasPrefix(name, where) {
				hits += n
			}
		}
		if s.texts[where] == 0 {
			continue
		}
		t.Logf("%-12s %7d texts %9d bytes %3d hits", where, s.texts[where], s.bytes[where], hits)
	}
	for _, name := range slices.Sorted(maps.Keys(s.hits)) {
		assert.Fail(t, "a canary", "%d times %s, first in %s", s.hits[name], name, s.examples[name])
	}
}

// lockedBuffer takes what loggers write on any goroutine.
type lockedBuffer struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (b *lockedBuffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.text.Write(p)
}

func (b *lockedBuffer) take() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	defer b.text.Reset()
	return b.text.String()
}
