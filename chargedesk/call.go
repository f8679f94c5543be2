package chargedesk

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/chargekit/chargekit-go/internal/api"
	"github.com/chargekit/chargekit-go/internal/form"
	"github.com/chargekit/chargekit-go/internal/lenient"
	"github.com/chargekit/chargekit-go/internal/transport"
)

type operation = api.Operation

// result is a pointer to T that can tell whether a response has all that a *T
// needs, and whether it is about the object that the call was.
type result[T any] interface {
	*T
	verify(x *api.Exchange) error
}

// call sends an operation and decodes its response. No other function decodes responses.
func call[T any, P result[T]](ctx context.Context, c *Client, r api.Request, params any, opts []CallOption) (*T, error) {
	x, err := c.sendForm(ctx, r, params, opts)
	if err != nil {
		return nil, err
	}
	return decode[T, P](x)
}

func decode[T any, P result[T]](x *api.Exchange) (*T, error) {
	out := new(T)
	if err := decodeInto(x, out); err != nil {
		return nil, err
	}
	if err := P(out).verify(x); err != nil {
		return nil, newDecodeError(x, err)
	}
	return out, nil
}

func decodeInto(x *api.Exchange, out any) error {
	if err := lenient.DecodeLenient(x.Body(), out); err != nil {
		return newDecodeError(x, err)
	}
	return nil
}

// callNoResult sends an operation whose response is not documented and not needed.
func (c *Client) callNoResult(ctx context.Context, r api.Request, params any, opts []CallOption) error {
	x, err := c.sendForm(ctx, r, params, opts)
	if failure, ok := errors.AsType[*Error](err); ok && r.Method == http.MethodDelete && failure.StatusCode == http.StatusNotFound && failure.Outcome == OutcomeFailed {
		return nil // an earlier attempt deleted it, and its response was lost
	}
	if err == nil && len(x.Body()) > 0 {
		_, err = decode[undocumented](x)
	}
	return err
}

// undocumented accepts any response that does not say it failed.
type undocumented struct{ json.RawMessage }

func (u *undocumented) verify(*api.Exchange) error {
	var fields struct {
		Success jsontext.Value `json:"success"`
		Deleted jsontext.Value `json:"deleted"`
	}
	_ = lenient.Decode(u.RawMessage, &fields) // what is not an object has no fields
	failed := isNo(jsontext.Value(u.RawMessage)) || isNo(fields.Success) || isNo(fields.Deleted)
	return missingUnless(!failed, "word of success")
}

func isNo(field jsontext.Value) bool {
	value, ok, err := lenient.Bool(field)
	return err == nil && ok && !value
}

// missingUnless returns an error that names what a response lacks.
func missingUnless(has bool, what string) error {
	if has {
		return nil
	}
	return errors.New("it has no " + what)
}

var errOtherObject = errors.New("it is about another object")

// verifyObject checks a result's own id, and that one of its ids is the one that
// the call named.
func verifyObject(x *api.Exchange, name, id string, alternatives ...string) error {
	switch {
	case id == "":
		return missingUnless(false, name)
	case !x.IsAbout(append(alternatives, id)...):
		return errOtherObject
	}
	return nil
}

// sendForm encodes params, a pointer to a params struct or nil, and sends them.
func (c *Client) sendForm(ctx context.Context, r api.Request, params any, opts []CallOption) (*api.Exchange, error) {
	variables, err := form.Params(params)
	if empty, ok := errors.AsType[*form.EmptyError](err); ok {
		return nil, &ValidationError{Param: empty.Name, Reason: "is empty"}
	}
	if err != nil {
		return nil, &ValidationError{Param: "params", Reason: err.Error()}
	}
	trimAmounts(variables)
	return c.send(ctx, r, variables, opts)
}

func (c *Client) send(ctx context.Context, r api.Request, variables form.Form, opts []CallOption) (*api.Exchange, error) {
	cfg, err := newCallConfig(opts)
	if err != nil {
		return nil, err
	}
	sent, err := encode(r, variables, cfg)
	if err != nil {
		return nil, invalid(err)
	}
	x, failure := api.Do(ctx, c.transport, sent, &cfg.CallConfig)
	if failure == nil {
		return x, checkEnvelope(x)
	}
	if failure.Outcome == transport.Rejected && sent.Safety == transport.Once && showsObject(failure.Body) {
		failure.Outcome = transport.Unknown // it says no and shows what it made
	}
	return x, newError(x, failure)
}

// encode puts the variables where ChargeDesk reads them: in the form of a POST, in
// the query of everything else.
func encode(r api.Request, variables form.Form, cfg *callConfig) (*transport.Call, error) {
	if slices.Contains(fixedWords[r.Route], r.ID()) {
		_, name, _ := strings.Cut(r.Route, "{")
		return nil, &transport.InvalidError{Param: strings.TrimSuffix(name, "}"), Reason: "is a fixed word of the API's paths"}
	}
	r = r.Protect(cfg.protected...)
	for _, set := range []url.Values{cfg.params, cfg.Query} {
		if err := checkNames(set); err != nil {
			return nil, err
		}
		if err := r.CheckOptions(set); err != nil {
			return nil, err
		}
	}
	for _, set := range []url.Values{cfg.params, r.Fixed()} {
		for name, values := range set {
			variables.Set(name, values...)
		}
	}
	query := form.FromValues(cfg.Query)
	var encoded api.Encoded
	if r.Method == http.MethodPost {
		encoded.Body, encoded.ContentType = []byte(variables.Encode()), "application/x-www-form-urlencoded"
	} else {
		query = merge(query, variables)
	}
	if max(len(variables), len(query)) > form.MaxVariables {
		return nil, &transport.InvalidError{Param: "params", Reason: "are more than 1000 variables, and the server would drop the rest"}
	}
	encoded.Query = query.Encode()
	return r.Call(encoded, &cfg.CallConfig)
}

// merge returns both forms as one. Variables of the second win.
func merge(query, variables form.Form) form.Form {
	for _, v := range query {
		if !variables.Has(v.Name) {
			variables.Set(v.Name, v.Value)
		}
	}
	return variables
}

// fixedWords are the words that stand in the place of an id: with one of them as
// its id a call would mean another operation.
var fixedWords = map[string][]string{
	"/charges/{charge_id}":     {"preview"},
	"/customers/{customer_id}": fixedCustomerIDs,
	"/webhooks/{webhook_id}":   {"notifications"},
}

var fixedCustomerIDs = []string{"grouped", "history"}

// plainName matches names that PHP does not rewrite. PHP strips leading spaces
// and what follows a NUL or the last bracket, and turns spaces, dots and an open
// bracket into underscores: "amount " would arrive as "amount".
var plainName = regexp.MustCompile(`^[A-Za-z0-9_-]+(\[[^\[\]\p{Cc}]*\])*$`)

func checkNames(set url.Values) error {
	for name := range set {
		if !plainName.MatchString(name) {
			return &transport.InvalidError{Param: "call option", Reason: "has a name that is not like name or name[field]"}
		}
	}
	return nil
}
