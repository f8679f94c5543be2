package chargedesk

import (
	"maps"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"github.com/chargekit/chargekit-go/internal/transport"
)

// operation is one documented operation, stated once: the retry decision, the
// errors, the logs and the contract test all read it.
type operation struct {
	method string
	route  string
	safety transport.Safety
}

// request is an operation on certain objects.
type request struct {
	operation
	call      *transport.Call     // once it is described
	redact    func(string) string // once it is described
	rawPath   string              // in place of the route, escaped by the caller of Do
	ids       []string            // fill the route's {…}
	newID     string              // that the call gives the object; "" for none
	reference string              // what to look up when the outcome is unknown
	fixed     url.Values          // sent whatever the parameters are
	locked    []string            // variables that no call option may set
}

// hide redacts what the call sent, once it is described.
func (r request) hide(text string) string {
	if r.redact == nil {
		return text
	}
	return r.redact(text)
}

// rawRequest is a call of [Client.Do], to a path that the caller has escaped.
func rawRequest(method, path string, out any) (request, error) {
	route, err := transport.RawRoute(method, path, out)
	if err != nil {
		return request{}, invalid(err)
	}
	r := request{operation: operation{method, route, transport.Once}, rawPath: path}
	if method == http.MethodGet {
		r.safety = transport.Read
	}
	return r, nil
}

func (op operation) on(ids ...string) request {
	r := request{operation: op, ids: ids}
	if len(ids) > 0 {
		r.reference = ids[0]
	}
	return r
}

// about names what to look up, for an operation whose path has no id.
func (r request) about(reference string) request {
	r.reference = reference
	return r
}

// repeatableIf makes a create repeatable where ChargeDesk matches it with an
// existing record instead of failing or creating another.
func (r request) repeatableIf(matched bool) request {
	if matched {
		r.safety = transport.Repeatable
	}
	return r
}

// renaming takes that back where the object gets another id, since a second try
// would not find it.
func (r request) renaming(to *string) request {
	if to != nil && *to != r.reference {
		r.newID, r.safety = *to, transport.Once
	}
	return r
}

// isAbout reports whether an answer has an id that the path names, or the new
// one. The old one is no other object: ChargeDesk leaves what agents have edited.
func (r request) isAbout(is func(id string) bool) bool {
	return len(r.ids) == 0 || is(r.ids[0]) || r.newID != "" && is(r.newID)
}

// class is how safe the request is, with its options once it is described.
func (r request) class() transport.Safety {
	if r.call != nil {
		return r.call.Safety
	}
	return r.safety
}

// set sends a variable that decides what an operation means.
func (r request) set(name, value string) request {
	r.fixed = maps.Clone(r.fixed)
	if r.fixed == nil {
		r.fixed = url.Values{}
	}
	r.fixed.Set(name, value)
	return r.lock(name)
}

// lock keeps call options from setting variables that would make another
// operation of this one. A name stands for its members too.
func (r request) lock(names ...string) request {
	r.locked = slices.Concat(r.locked, names)
	return r
}

// plainName is a name that PHP takes as it is. Of others it drops leading spaces
// and what follows a NUL or the last bracket, and it makes an underscore of a
// space, a dot and a bracket left open.
var plainName = regexp.MustCompile(`^[A-Za-z0-9_-]+(\[[^\[\]\p{Cc}]*\])*$`)

func (r request) checkUnlocked(added url.Values) error {
	for name := range added {
		if !plainName.MatchString(name) {
			return &ValidationError{Param: "call option", Reason: "has a name that is not like name or name[member]"}
		}
		locked := func(own string) bool { return name == own || strings.HasPrefix(name, own+"[") }
		if slices.ContainsFunc(r.locked, locked) {
			return &ValidationError{Param: name, Reason: "is not for a call option: it decides what this call does"}
		}
	}
	return nil
}

// reserved are the fixed words that stand in the place of an id: with one of
// them as its id a call would mean another operation.
var reserved = map[string][]string{
	"/charges/{charge_id}":     {"preview"},
	"/customers/{customer_id}": reservedCustomerIDs,
	"/webhooks/{webhook_id}":   {"notifications"},
}

var reservedCustomerIDs = []string{"grouped", "history"}

func (r request) path() (string, error) {
	if r.rawPath != "" {
		return r.rawPath, nil
	}
	for _, id := range r.ids {
		if slices.Contains(reserved[r.route], id) {
			_, name, _ := strings.Cut(r.route, "{")
			return "", &ValidationError{Param: strings.TrimSuffix(name, "}"), Reason: "is a fixed word of the API's paths"}
		}
	}
	path, err := transport.Path(r.route, r.ids...)
	return path, invalid(err)
}

// words are the values that the method has set, not the caller.
func (r request) words() (words []string) {
	for _, values := range r.fixed {
		words = append(words, values...)
	}
	return words
}
