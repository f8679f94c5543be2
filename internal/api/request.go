package api

import (
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/chargekit/chargekit-go/internal/transport"
)

// Request is an operation on certain objects, as a service method describes it.
// Its methods return a changed copy. Once [Request.Call] has made a
// [transport.Call] of it, only that travels on.
type Request struct {
	Operation
	rawPath   string     // in place of the route, escaped by the caller of Do
	ids       []string   // fill the route's {…}
	newID     string     // that the call gives the object; "" for none
	objectID  string     // what to look up when the outcome is unknown
	fixed     url.Values // sent whatever the parameters are
	protected []string   // variables that no call option may set
	Query     url.Values
	Body      any // written as JSON; nil for none
}

// Raw returns a request for a path that the caller of Do has escaped. A GET is a
// read, and anything else may be sent only once.
func Raw(method, path string, out any) (Request, error) {
	route, err := transport.RawRoute(method, path, out)
	if err != nil {
		return Request{}, err
	}
	op := Operation{Method: method, Route: route, Safety: transport.Once}
	if method == http.MethodGet {
		op.Safety = transport.Read
	}
	return Request{Operation: op, rawPath: path}, nil
}

// IsRaw reports whether the request is one of Do.
func (r Request) IsRaw() bool { return r.rawPath != "" }

// ID returns the first id of the path, or "" if the path has none.
func (r Request) ID() string {
	if len(r.ids) == 0 {
		return ""
	}
	return r.ids[0]
}

// About sets the object to look up when the outcome is unknown, for an operation
// whose path has no id.
func (r Request) About(objectID string) Request {
	r.objectID = objectID
	return r
}

// WithQuery sets the request's own query parameters.
func (r Request) WithQuery(query url.Values) Request {
	r.Query = query
	return r
}

// WithBody sets what is written as the JSON body.
func (r Request) WithBody(body any) Request {
	r.Body = body
	return r
}

// RepeatableIf makes a create repeatable if the vendor matches it with an
// existing record instead of failing or creating another.
func (r Request) RepeatableIf(matched bool) Request {
	if matched {
		r.Safety = transport.Repeatable
	}
	return r
}

// OnceIf makes the request once-only if the parameters may add something.
func (r Request) OnceIf(adds bool) Request {
	if adds {
		r.Safety = transport.Once
	}
	return r
}

// OnceIfRenamed makes the request once-only if it gives the object another id: a
// retry would not find the old one. nil keeps the id.
func (r Request) OnceIfRenamed(to *string) Request {
	if to != nil && *to != r.objectID {
		r.newID, r.Safety = *to, transport.Once
	}
	return r
}

// Fix sets a variable that decides what the operation means, and protects it.
func (r Request) Fix(name, value string) Request {
	r.fixed = maps.Clone(r.fixed)
	if r.fixed == nil {
		r.fixed = url.Values{}
	}
	r.fixed.Set(name, value)
	return r.Protect(name)
}

// Protect keeps call options from setting variables that would make another
// operation of this one. A name also stands for its nested variables.
func (r Request) Protect(names ...string) Request {
	r.protected = slices.Concat(r.protected, names)
	return r
}

// Fixed returns the variables that [Request.Fix] set.
func (r Request) Fixed() url.Values { return r.fixed }

// CheckOptions rejects variables set by call options that the request protects.
func (r Request) CheckOptions(set url.Values) error {
	for name := range set {
		protects := func(own string) bool { return name == own || strings.HasPrefix(name, own+"[") }
		if slices.ContainsFunc(r.protected, protects) {
			return &transport.InvalidError{Param: name, Reason: "is not for a call option: it decides what this call does"}
		}
	}
	return nil
}

// Encoded is a request's query and body in the vendor's format.
type Encoded struct {
	Query       string
	Body        []byte // nil for none
	ContentType string
}

// Call returns the request as the transport sends it, with the options of cfg. An
// error is a [*transport.InvalidError].
func (r Request) Call(encoded Encoded, cfg *CallConfig) (*transport.Call, error) {
	if cfg.Repeatable && !r.IsRaw() {
		return nil, &transport.InvalidError{Param: "WithRepeatable", Reason: "is for Client.Do: the other methods know whether a retry does harm"}
	}
	if err := cfg.EnsuresOnly(); err != nil {
		return nil, err
	}
	if err := cfg.ListsOnly(); err != nil {
		return nil, err
	}
	path, err := r.path()
	if err != nil {
		return nil, err
	}
	call := &transport.Call{
		Method: r.Method, Route: r.Route, Path: path, Safety: r.Safety,
		Query: encoded.Query, Body: encoded.Body, ContentType: encoded.ContentType,
		Header: cfg.Header, Timeout: cfg.Timeout, AttemptTimeout: cfg.AttemptTimeout, Linger: cfg.Linger, Retry: cfg.Retry,
		IDs: r.ids, ObjectID: r.objectID,
	}
	if r.newID != "" {
		call.IDs = slices.Concat(r.ids, []string{r.newID})
	}
	for _, values := range r.fixed {
		call.Fixed = append(call.Fixed, values...)
	}
	if cfg.Repeatable {
		call.Safety = min(call.Safety, transport.Repeatable)
	}
	return call, nil
}

func (r Request) path() (string, error) {
	if r.IsRaw() {
		return r.rawPath, nil
	}
	return transport.Path(r.Route, r.ids...)
}

// MergeQuery returns query with the variables of extra, which win.
func MergeQuery(query, extra url.Values) url.Values {
	if len(query) == 0 {
		return extra
	}
	merged := maps.Clone(query)
	maps.Copy(merged, extra)
	return merged
}
