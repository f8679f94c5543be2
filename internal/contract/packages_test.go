package contract

import (
	"context"
	"io"
	"net/http"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/chargeback"
	"github.com/chargekit/chargekit-go/chargedesk"
	"github.com/chargekit/chargekit-go/chargehound"
)

// vendorPackage is what the three packages have in common, so that one test can be
// of all of them. clients and options have the types of the package.
type vendorPackage struct {
	name      string
	functions map[string]any // the package's exported functions, by name
	success   string         // a body that once and read accept
	make      func(key string, opts []any) (any, error)
	with      func(client any, opts []any) (any, error)
	ping      func(ctx context.Context, client any) error
	once      func(ctx context.Context, client any, opts ...any) error // a call that must be sent once
	read      func(ctx context.Context, client any, opts ...any) error
	sentinels map[string]error
	mock      func(mockError) error // an *Error
	told      func(error) *toldError

	mockUnread  func(method string) error // a *DecodeError
	mockInvalid func() error              // a *ValidationError
	unreadable  map[string]string         // bodies that read can't read, and the fields at fault
	shown       map[string]string         // bodies that show that once took effect
}

// mockError is what a user's test fills in of an Error.
type mockError struct {
	status     int
	method     string
	retryAfter time.Duration
	err        error
}

// toldError is an Error, as far as the three packages agree.
type toldError struct {
	StatusCode, Attempts int
	Outcome              string
	RetryAfter, Waited   time.Duration
	Message              string
}

// policy is the RetryPolicy of each package.
type policy = struct {
	MaxRetries        int
	MaxRateLimitWaits int
	MaxRetryAfter     time.Duration
	MaxBackoff        time.Duration
	MaxElapsed        time.Duration
}

// option returns an option of the package. nil stands for a zero argument.
func (p *vendorPackage) option(name string, args ...any) any {
	f := reflect.ValueOf(p.functions[name])
	in := make([]reflect.Value, len(args))
	for i, arg := range args {
		if in[i] = reflect.ValueOf(arg); arg == nil {
			in[i] = reflect.Zero(f.Type().In(i))
		} else if to := f.Type().In(i); in[i].CanConvert(to) {
			in[i] = in[i].Convert(to)
		}
	}
	return f.Call(in)[0].Interface()
}

const frameKey = "sk_frame_test"

// client returns a client that reaches nothing but transport.
func (p *vendorPackage) client(t *testing.T, transport roundTripper, opts ...any) any {
	t.Helper()
	own := []any{p.option("WithHTTPClient", &http.Client{Transport: transport}), p.option("WithLimiter", nil)}
	client, err := p.make(frameKey, append(own, opts...))
	require.NoError(t, err)
	return client
}

// onlyOnce is a RetryPolicy without retries.
func (p *vendorPackage) onlyOnce() any { return p.option("WithRetry", policy{}) }

// each runs a test for each package.
func each(t *testing.T, test func(t *testing.T, p *vendorPackage)) {
	t.Parallel()
	for _, vendor := range vendors {
		t.Run(vendor, func(t *testing.T) { test(t, packagesByName[vendor]) })
	}
}

// respond returns a transport with one response to everything. header has names
// and values in turn.
func respond(status int, body string, header ...string) roundTripper {
	return func(req *http.Request) (*http.Response, error) {
		resp := &http.Response{StatusCode: status, Header: http.Header{}, Body: io.NopCloser(strings.NewReader(body)), Request: req}
		for i := 0; i < len(header); i += 2 {
			resp.Header.Set(header[i], header[i+1])
		}
		return resp, nil
	}
}

// typed returns a list of options with the package's type.
func typed[O any](opts []any) []O {
	all := make([]O, len(opts))
	for i, opt := range opts {
		all[i] = opt.(O)
	}
	return all
}

var packagesByName = map[string]*vendorPackage{"chargedesk": &deskPackage, "chargehound": &houndPackage, "chargeback": &backPackage}

var deskPackage = vendorPackage{
	name:    "chargedesk",
	success: `{"charge_id":"ch_1","data":[],"total_results":0,"count":1}`,
	functions: map[string]any{
		"WithTimeout": chargedesk.WithTimeout, "WithAttemptTimeout": chargedesk.WithAttemptTimeout, "WithRetry": chargedesk.WithRetry,
		"WithCallTimeout": chargedesk.WithCallTimeout, "WithCallAttemptTimeout": chargedesk.WithCallAttemptTimeout, "WithCallRetry": chargedesk.WithCallRetry,
		"WithDefaultHeader": chargedesk.WithDefaultHeader, "WithHeader": chargedesk.WithHeader, "WithHTTPClient": chargedesk.WithHTTPClient,
		"WithLimiter": chargedesk.WithLimiter, "WithLogger": chargedesk.WithLogger, "WithMiddleware": chargedesk.WithMiddleware,
		"WithProxy": chargedesk.WithProxy, "WithTLSConfig": chargedesk.WithTLSConfig, "WithInsecureHTTP": chargedesk.WithInsecureHTTP, "WithBaseURL": chargedesk.WithBaseURL,
		"WithKeyFunc": chargedesk.WithKeyFunc, "WithUserAgent": chargedesk.WithUserAgent, "WithMaxResponseBytes": chargedesk.WithMaxResponseBytes,
	},
	make: func(key string, opts []any) (any, error) {
		return chargedesk.New(key, typed[chargedesk.Option](opts)...)
	},
	with: func(client any, opts []any) (any, error) {
		return client.(*chargedesk.Client).With(typed[chargedesk.Option](opts)...)
	},
	ping: func(ctx context.Context, client any) error { return client.(*chargedesk.Client).Ping(ctx) },
	once: func(ctx context.Context, client any, opts ...any) error {
		_, err := client.(*chargedesk.Client).Gateway.RefundInFull(ctx, "ch_1", nil, typed[chargedesk.CallOption](opts)...)
		return err
	},
	read: func(ctx context.Context, client any, opts ...any) error {
		_, err := client.(*chargedesk.Client).Charges.Get(ctx, "ch_1", typed[chargedesk.CallOption](opts)...)
		return err
	},
	sentinels: map[string]error{
		"ErrBadRequest": chargedesk.ErrBadRequest, "ErrUnauthorized": chargedesk.ErrUnauthorized, "ErrForbidden": chargedesk.ErrForbidden,
		"ErrNotFound": chargedesk.ErrNotFound, "ErrConflict": chargedesk.ErrConflict, "ErrRateLimited": chargedesk.ErrRateLimited, "ErrServer": chargedesk.ErrServer,
		"ErrRejected": chargedesk.ErrRejected, "ErrNotSent": chargedesk.ErrNotSent, "ErrOutcomeUnknown": chargedesk.ErrOutcomeUnknown,
		"ErrOutOfReach": chargedesk.ErrOutOfReach, "ErrListIncomplete": chargedesk.ErrListIncomplete,
	},
	shown: map[string]string{
		"charge": `{"charge_id":"ch_1","error":{"message":"the receipt was not mailed"}}`, "charge inside": `{"charge":{"charge_id":"ch_1"}}`,
		"success": `{"success":true,"error":"?"}`, "success as a number": `{"success":1}`, "success as text": `{"success":"true"}`, "byte order mark": "\ufeff" + `{"charge_id":"ch_1"}`,
	},
	unreadable:  map[string]string{`{"charge_id":"ch_1","amount":"12 canary"}`: "amount", `{"charge_id":"ch_1","amount_refunded":["canary"]}`: "amount_refunded"},
	mockUnread:  func(method string) error { return &chargedesk.DecodeError{StatusCode: 200, Method: method} },
	mockInvalid: func() error { return &chargedesk.ValidationError{Param: "amount", Reason: "is missing"} },
	mock: func(m mockError) error {
		return &chargedesk.Error{StatusCode: m.status, Method: m.method, RetryAfter: m.retryAfter, Err: m.err}
	},
	told: func(err error) *toldError {
		e, ok := err.(*chargedesk.Error)
		if !ok {
			return nil
		}
		return &toldError{e.StatusCode, e.Attempts, e.Outcome.String(), e.RetryAfter, e.Waited, e.Message}
	},
}

var houndPackage = vendorPackage{
	name:    "chargehound",
	success: `{"id":"dp_1","state":"needs_response","data":[],"has_more":false,"object":"dispute"}`,
	functions: map[string]any{
		"WithTimeout": chargehound.WithTimeout, "WithAttemptTimeout": chargehound.WithAttemptTimeout, "WithRetry": chargehound.WithRetry,
		"WithCallTimeout": chargehound.WithCallTimeout, "WithCallAttemptTimeout": chargehound.WithCallAttemptTimeout, "WithCallRetry": chargehound.WithCallRetry,
		"WithDefaultHeader": chargehound.WithDefaultHeader, "WithHeader": chargehound.WithHeader, "WithHTTPClient": chargehound.WithHTTPClient,
		"WithLimiter": chargehound.WithLimiter, "WithLogger": chargehound.WithLogger, "WithMiddleware": chargehound.WithMiddleware,
		"WithProxy": chargehound.WithProxy, "WithTLSConfig": chargehound.WithTLSConfig, "WithInsecureHTTP": chargehound.WithInsecureHTTP, "WithBaseURL": chargehound.WithBaseURL,
		"WithKeyFunc": chargehound.WithKeyFunc, "WithUserAgent": chargehound.WithUserAgent, "WithMaxResponseBytes": chargehound.WithMaxResponseBytes,
	},
	make: func(key string, opts []any) (any, error) {
		return chargehound.New(key, typed[chargehound.Option](opts)...)
	},
	with: func(client any, opts []any) (any, error) {
		return client.(*chargehound.Client).With(typed[chargehound.Option](opts)...)
	},
	ping: func(ctx context.Context, client any) error { return client.(*chargehound.Client).Ping(ctx) },
	once: func(ctx context.Context, client any, opts ...any) error {
		_, err := client.(*chargehound.Client).Disputes.Submit(ctx, "dp_1", nil, typed[chargehound.CallOption](opts)...)
		return err
	},
	read: func(ctx context.Context, client any, opts ...any) error {
		_, err := client.(*chargehound.Client).Disputes.Get(ctx, "dp_1", typed[chargehound.CallOption](opts)...)
		return err
	},
	sentinels: map[string]error{
		"ErrBadRequest": chargehound.ErrBadRequest, "ErrUnauthorized": chargehound.ErrUnauthorized, "ErrForbidden": chargehound.ErrForbidden,
		"ErrNotFound": chargehound.ErrNotFound, "ErrConflict": chargehound.ErrConflict, "ErrRateLimited": chargehound.ErrRateLimited, "ErrServer": chargehound.ErrServer,
		"ErrRejected": chargehound.ErrRejected, "ErrNotSent": chargehound.ErrNotSent, "ErrOutcomeUnknown": chargehound.ErrOutcomeUnknown,
		"ErrOutOfReach": chargehound.ErrOutOfReach, "ErrListIncomplete": chargehound.ErrListIncomplete,
	},
	shown: map[string]string{
		"dispute": `{"id":"dp_1","state":"submitted","error":{"message":"no","status":400}}`, "dispute inside": `{"dispute":{"id":"dp_1","state":"submitted"}}`,
		"older dispute": `{"external_identifier":"dp_1","state":"submitted"}`,
		"success":       `{"success":true,"error":"?"}`, "success as a number": `{"success":1}`, "success as text": `{"success":"true"}`, "byte order mark": "\ufeff" + `{"id":"dp_1","state":"submitted"}`,
	},
	unreadable:  map[string]string{`{"id":"dp_1","state":"won","amount":"12 canary"}`: "amount", `{"id":"dp_1","state":"won","products":[{"amount":["canary"]}]}`: "products"},
	mockUnread:  func(method string) error { return &chargehound.DecodeError{StatusCode: 200, Method: method} },
	mockInvalid: func() error { return &chargehound.ValidationError{Param: "amount", Reason: "is missing"} },
	mock: func(m mockError) error {
		return &chargehound.Error{StatusCode: m.status, Method: m.method, RetryAfter: m.retryAfter, Err: m.err}
	},
	told: func(err error) *toldError {
		e, ok := err.(*chargehound.Error)
		if !ok {
			return nil
		}
		return &toldError{e.StatusCode, e.Attempts, e.Outcome.String(), e.RetryAfter, e.Waited, e.Message}
	},
}

var backPackage = vendorPackage{
	name:    "chargeback",
	success: `{"status":"success","order":{"id":"1","order_id":"ord_1"},"orders":[],"total":0}`,
	functions: map[string]any{
		"WithTimeout": chargeback.WithTimeout, "WithAttemptTimeout": chargeback.WithAttemptTimeout, "WithRetry": chargeback.WithRetry,
		"WithCallTimeout": chargeback.WithCallTimeout, "WithCallAttemptTimeout": chargeback.WithCallAttemptTimeout, "WithCallRetry": chargeback.WithCallRetry,
		"WithDefaultHeader": chargeback.WithDefaultHeader, "WithHeader": chargeback.WithHeader, "WithHTTPClient": chargeback.WithHTTPClient,
		"WithLimiter": chargeback.WithLimiter, "WithLogger": chargeback.WithLogger, "WithMiddleware": chargeback.WithMiddleware,
		"WithProxy": chargeback.WithProxy, "WithTLSConfig": chargeback.WithTLSConfig, "WithInsecureHTTP": chargeback.WithInsecureHTTP, "WithBaseURL": chargeback.WithBaseURL,
		"WithUserAgent": chargeback.WithUserAgent, "WithMaxResponseBytes": chargeback.WithMaxResponseBytes,
		"WithKeyFunc": func(key func(context.Context) (string, error)) chargeback.Option {
			if key == nil {
				return chargeback.WithKeyFunc(nil)
			}
			return chargeback.WithKeyFunc(func(ctx context.Context) (string, string, error) {
				secretKey, err := key(ctx)
				return secretKey, "", err
			})
		},
	},
	make: func(key string, opts []any) (any, error) {
		secret := "sk_frame_secret"
		if key == "" {
			secret = ""
		}
		return chargeback.New(key, secret, typed[chargeback.Option](opts)...)
	},
	with: func(client any, opts []any) (any, error) {
		return client.(*chargeback.Client).With(typed[chargeback.Option](opts)...)
	},
	ping: func(ctx context.Context, client any) error { return client.(*chargeback.Client).Ping(ctx) },
	once: func(ctx context.Context, client any, opts ...any) error {
		order := (&world{vendor: "chargeback", words: map[string]string{}}).order(valid, "")
		order.OrderID = "ord_1"
		_, err := client.(*chargeback.Client).Orders.Create(ctx, order, typed[chargeback.CallOption](opts)...)
		return err
	},
	read: func(ctx context.Context, client any, opts ...any) error {
		_, err := client.(*chargeback.Client).Orders.Get(ctx, "1", typed[chargeback.CallOption](opts)...)
		return err
	},
	sentinels: map[string]error{
		"ErrBadRequest": chargeback.ErrBadRequest, "ErrUnauthorized": chargeback.ErrUnauthorized, "ErrForbidden": chargeback.ErrForbidden,
		"ErrNotFound": chargeback.ErrNotFound, "ErrConflict": chargeback.ErrConflict, "ErrRateLimited": chargeback.ErrRateLimited, "ErrServer": chargeback.ErrServer,
		"ErrRejected": chargeback.ErrRejected, "ErrNotSent": chargeback.ErrNotSent, "ErrOutcomeUnknown": chargeback.ErrOutcomeUnknown,
		"ErrListIncomplete": chargeback.ErrListIncomplete,
	},
	shown: map[string]string{
		"order": `{"status":"error","order":{"id":"1"}}`, "order without envelope": `{"id":"1"}`,
		"success": `{"status":"success"}`, "success as a flag": `{"success":true}`, "success as a number": `{"success":1}`, "success as text": `{"success":"true"}`,
		"JSON that ends early": `{"order":`, "byte order mark": "\ufeff" + `{"order":{"id":"1"}}`,
	},
	unreadable:  map[string]string{`{"status":"success","order":{"id":"1","order_amount":"12 canary"}}`: "order_amount"},
	mockUnread:  func(method string) error { return &chargeback.DecodeError{StatusCode: 200, Method: method} },
	mockInvalid: func() error { return &chargeback.ValidationError{Param: "amount", Reason: "is missing"} },
	mock: func(m mockError) error {
		return &chargeback.Error{StatusCode: m.status, Method: m.method, RetryAfter: m.retryAfter, Err: m.err}
	},
	told: func(err error) *toldError {
		e, ok := err.(*chargeback.Error)
		if !ok {
			return nil
		}
		return &toldError{e.StatusCode, e.Attempts, e.Outcome.String(), e.RetryAfter, e.Waited, e.Message}
	},
}
