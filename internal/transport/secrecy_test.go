package transport

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"testing"
	"testing/iotest"
	"testing/synctest"

	"github.com/stretchr/testify/require"
)

const (
	secretUser     = "sk_live_CANARYUSER"
	secretPassword = "CANARYPASSWORD"
)

// secrets are what no text of ours may contain: the key in every form, and what
// the call says about a customer.
var secrets = []string{
	secretUser, secretPassword, "CANARY",
	base64.StdEncoding.EncodeToString([]byte(secretUser + ":" + secretPassword)),
	base64.StdEncoding.EncodeToString([]byte(secretUser + ":"))[:20],
	base64.StdEncoding.EncodeToString([]byte(secretPassword))[:12],
	"jane.doe", "jane%2Edoe", "example.com", "ch_PRIVATE", "4242424242424242", "4242 4242", "q_SECRET", "body_SECRET", "header_SECRET",
}

func requireNoSecret(t *testing.T, text, where string) {
	t.Helper()
	for _, secret := range secrets {
		require.NotContains(t, text, secret, where)
	}
}

func secretCall(class Safety) *Call {
	path, err := Path("/charges/{charge_id}", "ch_PRIVATE")
	if err != nil {
		panic(err)
	}
	return &Call{
		Method: http.MethodPost, Route: "/charges/{charge_id}", Path: path, IDs: []string{"ch_PRIVATE"}, Safety: class,
		Query: "email=jane.doe%40example.com&q=q_SECRET&card=4242424242424242",
		Body:  []byte("body_SECRET"), ContentType: "text/plain", Header: http.Header{"X-Trace": {"header_SECRET"}},
	}
}

// badDays are the ways a call may go. Where an error or a response repeats what
// was sent, as some servers and net/http do, our texts must not.
var badDays = map[string]func(*http.Request) (*http.Response, error){
	"success": func(*http.Request) (*http.Response, error) { return stubAnswer(200), nil },
	"429":     func(*http.Request) (*http.Response, error) { return stubAnswer(429, "Retry-After", "1"), nil },
	"500 that echoes": func(req *http.Request) (*http.Response, error) {
		resp := stubAnswer(500, "X-Echo", req.Header.Get("Authorization"))
		resp.Body = io.NopCloser(bytes.NewReader([]byte(req.URL.String() + req.Header.Get("Authorization"))))
		return resp, nil
	},
	"redirect": func(req *http.Request) (*http.Response, error) {
		return stubAnswer(302, "Location", req.URL.String()), nil
	},
	"bad redirect": func(req *http.Request) (*http.Response, error) {
		return stubAnswer(302, "Location", "http://[::1"+req.URL.RawQuery), nil
	},
	"an error that shows the URL": func(req *http.Request) (*http.Response, error) {
		return nil, fmt.Errorf("proxy: %w", &url.Error{Op: "Post", URL: req.URL.String(), Err: errors.New("reset")})
	},
	"an error that shows an address": func(*http.Request) (*http.Response, error) {
		return nil, errors.New("550 mailbox <jane.doe@example.com> unknown, card 4242 4242 4242 4242 or 4242-4242-4242-4242")
	},
	"a cut body": func(*http.Request) (*http.Response, error) {
		resp := stubAnswer(200)
		resp.Body = io.NopCloser(iotest.ErrReader(io.ErrUnexpectedEOF))
		return resp, nil
	},
}

func TestNoLogLineAndNoErrorTextTellsASecret(t *testing.T) {
	for name, day := range badDays {
		for _, class := range []Safety{Read, Repeatable, Once} {
			t.Run(name+" "+class.String(), func(t *testing.T) {
				var out bytes.Buffer
				all := &slog.HandlerOptions{Level: slog.Level(-100), AddSource: true}
				for _, handler := range []slog.Handler{slog.NewTextHandler(&out, all), slog.NewJSONHandler(&out, all)} {
					synctest.Test(t, func(t *testing.T) {
						client := newStubClient(t, stubVendor(day), func(c *Config) {
							c.User, c.Password, c.Logger = secretUser, secretPassword, slog.New(handler)
						})
						_, failure := client.Do(t.Context(), secretCall(class))
						if failure != nil {
							line := FormatError("vendor", failure.Method, failure.Route, failure.StatusCode, failure.Attempts, failure.Outcome, "", failure.Err)
							if name != "redirect" { // an error of ours may show where a redirect leads, as promised, without its query
								requireNoSecret(t, line, "error text")
							}
							require.NotContains(t, line, "q_SECRET")
						}
					})
				}
				require.NotEmpty(t, out.String())
				requireNoSecret(t, out.String(), "log")
			})
		}
	}
}

func TestNoWayOfPrintingAClientTellsItsKey(t *testing.T) {
	client := newStubClient(t, http.DefaultTransport, func(c *Config) { c.User, c.Password = secretUser, secretPassword })
	type theirs struct{ Client *Client }
	for _, value := range []any{client, &client, theirs{client}, client.engine, client.engine.HTTPClient, client.chain, []any{client}} {
		for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%d"} {
			requireNoSecret(t, fmt.Sprintf(verb, value), verb)
		}
		var out bytes.Buffer
		slog.New(slog.NewTextHandler(&out, nil)).Info("x", "client", value)
		slog.New(slog.NewJSONHandler(&out, nil)).Info("x", "client", value)
		text, _ := json.Marshal(value)
		requireNoSecret(t, out.String()+string(text), "slog and JSON")
	}
}

// A context is an easy thing to log, and middleware gets one that knows the call.
func TestNoWayOfPrintingAContextTellsItsCall(t *testing.T) {
	printed := 0
	prints := func(req *http.Request) {
		for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%d"} {
			requireNoSecret(t, fmt.Sprintf(verb, req.Context()), verb)
		}
		text, _ := json.Marshal(req.Context())
		requireNoSecret(t, string(text), "JSON")
		require.Contains(t, fmt.Sprint(req.Context()), "context.Background")
		printed++
	}
	vendor := stubVendor(func(req *http.Request) (*http.Response, error) {
		prints(req)
		return stubAnswer(200), nil
	})
	for _, change := range []func(*Config){
		func(*Config) {},
		middleware(func(req *http.Request, next http.RoundTripper) (*http.Response, error) {
			prints(req)
			return next.RoundTrip(req)
		}),
	} {
		client := newStubClient(t, vendor, change, func(c *Config) { c.User, c.Password = secretUser, secretPassword })
		_, failure := client.Do(t.Context(), secretCall(Read))
		require.Nil(t, failure)
	}
	require.Equal(t, 3, printed)
}

// keyedContext is a caller's own context, which is printed by its type alone, as
// the contexts of package context print it.
type keyedContext struct {
	context.Context
	key string
}

func TestNoWayOfPrintingAContextTellsTheCallersOwn(t *testing.T) {
	printed := ""
	client := newStubClient(t, stubVendor(func(req *http.Request) (*http.Response, error) {
		printed = fmt.Sprint(req.Context())
		return stubAnswer(200), nil
	}))
	_, failure := client.Do(&keyedContext{t.Context(), secretPassword}, stubCall(Read))
	require.Nil(t, failure)
	require.Contains(t, printed, "*transport.keyedContext.")
	requireNoSecret(t, printed, "the context")
}
