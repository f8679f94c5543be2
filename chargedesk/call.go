package chargedesk

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

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

// call sends an operation and decodes its response. Only this file decodes responses.
func call[T any, P result[T]](ctx context.Context, c *Client, r api.Request, params any, opts []CallOption) (*T, error) {
	x, err := c.sendForm(ctx, r, params, opts)
	if err != nil {
		return nil, err
	}
	return decode[T, P](x)
}

func decode[T any, P result[T]](x *api.Exchange) (*T, error) {
	out := new(T)
	err := x.Decode(out, true)
	if err == nil {
		err = P(out).verify(x)
	}
	if err != nil {
		return nil, newDecodeError(x, err)
	}
	return out, nil
}

// decodeInto decodes the response to a call of [Client.Do]. A result of this package
// is verified as in other calls.
func decodeInto(x *api.Exchange, out any) error {
	own, isResult := out.(interface{ verify(x *api.Exchange) error })
	err := x.Decode(out, isResult)
	if err == nil && isResult {
		err = own.verify(x)
	}
	if err != nil {
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
	if err != nil {
		return err
	}
	if err := checkUndocumented(x.Body()); err != nil {
		return newDecodeError(x, err)
	}
	return nil
}

// checkUndocumented accepts any body that does not say the call failed, plain text
// and none included. HTML and JSON that is cut off are not ChargeDesk's.
func checkUndocumented(body []byte) error {
	var value json.RawMessage
	if _, err := lenient.Read(body, &value); err != nil {
		if len(body) > 0 && strings.ContainsRune("<{[", rune(body[0])) {
			return err
		}
		return nil
	}
	fields := lenient.Fields(body)
	failed := isNo(jsontext.Value(value)) || isNo(fields.Get("success")) || isNo(fields.Get("deleted"))
	return missingUnless(!failed, "word of success")
}

func isNo(field jsontext.Value) bool {
	value, ok, err := lenient.Bool(field)
	return len(field) > 0 && err == nil && ok && !value
}

// missingUnless returns an error that names what a response does not have.
func missingUnless(has bool, what string) error {
	if has {
		return nil
	}
	return errors.New("it has no " + what)
}

var errOtherObject = errors.New("it is about another object")

// verifyObject checks that a result has its own id, the first of ids, and that one
// of its ids is the one that the call named. An id that can't be read counts as
// there: the response is ChargeDesk's.
func verifyObject(x *api.Exchange, name string, extra Extra, ids ...string) error {
	_, odd := extra[name]
	switch {
	case ids[0] == "" && !odd:
		return missingUnless(false, name)
	case !odd && !x.IsAbout(ids...):
		return errOtherObject
	}
	return nil
}

// sendForm encodes params, a pointer to a params struct or nil, and sends them.
func (c *Client) sendForm(ctx context.Context, r api.Request, params any, opts []CallOption) (*api.Exchange, error) {
	variables, err := encodeForm(params)
	if err != nil {
		return nil, err
	}
	return c.send(ctx, r, variables, opts)
}

func encodeForm(params any) (form.Form, error) {
	variables, err := form.Params(params)
	if err != nil {
		return nil, unsendable(err)
	}
	trimAmounts(variables)
	return variables, nil
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
	if failure.Outcome == transport.Rejected && sent.Safety == transport.Once && mayHaveApplied(failure.Body) {
		failure.Outcome = transport.Unknown
	}
	return x, newError(x, failure)
}

// encode puts the variables where ChargeDesk reads them: in the form of a POST, in
// the query of everything else.
func encode(r api.Request, variables form.Form, cfg *callConfig) (*transport.Call, error) {
	if err := cmp.Or(checkID(r), checkOptions(r, cfg)); err != nil {
		return nil, err
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
	if err := cmp.Or(variables.CheckText(), query.CheckText()); err != nil {
		return nil, unsendable(err)
	}
	if max(len(variables), len(query)) > form.MaxVariables && !cfg.unlimited {
		return nil, &transport.InvalidError{Param: "params", Reason: "are more than 1000 variables, and PHP drops the rest unless the server allows more: see WithoutVariableLimit"}
	}
	encoded.Query = query.Encode()
	return r.Call(encoded, &cfg.CallConfig)
}

// checkID rejects an id that makes another operation of the call.
func checkID(r api.Request) error {
	switch {
	case slices.Contains(fixedWords[r.Route], r.ID()):
		return &transport.InvalidError{Param: idName(r.Route), Reason: "is a fixed word of the API's paths"}
	case !utf8.ValidString(r.ID()):
		return &transport.InvalidError{Param: idName(r.Route), Reason: "is not valid UTF-8"}
	}
	return nil
}

// checkOptions rejects parameters and query parameters that no call option may set.
func checkOptions(r api.Request, cfg *callConfig) error {
	r = r.Protect(cfg.protected...)
	for _, set := range []url.Values{cfg.params, cfg.Query} {
		if err := cmp.Or(checkNames(set), r.CheckOptions(set)); err != nil {
			return err
		}
	}
	return nil
}

// unsendable turns the rejection of a value that a form can't carry into this
// package's.
func unsendable(err error) error {
	if bad, ok := errors.AsType[*form.ValueError](err); ok {
		return &ValidationError{Param: bad.Name, Reason: bad.Reason}
	}
	return err
}

// idName returns the name of the id in a route.
func idName(route string) string {
	_, rest, _ := strings.Cut(route, "{")
	name, _, _ := strings.Cut(rest, "}")
	return name
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
	"/customers/{customer_id}": {"grouped", "history"},
	"/webhooks/{webhook_id}":   {"notifications"},
}

// plainName matches names that PHP does not rewrite. PHP strips leading spaces
// and what follows a NUL or the last bracket, and turns spaces, dots and an open
// bracket into underscores: "amount " would arrive as "amount".
var plainName = regexp.MustCompile(`^[A-Za-z0-9_-]+(\[[^\[\]\p{Cc}]*\])*$`)

// checkNames rejects names of parameters that PHP would rewrite.
func checkNames(set url.Values) error {
	for name := range set {
		if !plainName.MatchString(name) {
			return &transport.InvalidError{Param: "call option", Reason: "has a name that is not like name or name[field]"}
		}
	}
	return nil
}
