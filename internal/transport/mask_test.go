package transport

import (
	"errors"
	"fmt"
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestAMessageDoesNotRepeatWhatTheCallSaid(t *testing.T) {
	t.Parallel()
	form := &Call{ContentType: "application/x-www-form-urlencoded", Query: "query=Jane+Doe", Body: []byte("amount=21.00&currency=US&customer%5Bname%5D=Jane")}
	body := &Call{ContentType: "application/json", Body: []byte(`{"name":"Jane \"J\" Doe","list":[{"amount":2100}],"id":"dp_7Q"}`)}
	for _, test := range []struct {
		call          *Call
		message, want string
	}{
		{form, `no customer "cus_ada" like Jane Doe`, `no customer "…" like …`},
		{form, "21.00 US is too much for Jane, or name", "… US is too much for …, or name"},
		{body, `Jane "J" Doe has no 2100 in list`, "… has no … in list"},
		{body, "dp_7Q: amount", "…: amount"},
		{nil, "cus_ada", "cus_ada"},
	} {
		require.Equal(t, test.want, Redact(test.message, []string{"cus_ada"}, test.call))
	}
	require.Equal(t, "Jane is …", Redact("Jane is 21.00", nil, form, "Jane"))
}

func TestAMessageDoesNotRepeatTheKey(t *testing.T) {
	t.Parallel()
	client := newStubClient(t, stubVendor(func(*http.Request) (*http.Response, error) { return stubAnswer(401), nil }))
	call := stubCall(Read)
	_, failed := client.Do(t.Context(), call)
	require.NotNil(t, failed)
	require.Equal(t, "no key … or …", Redact("no key sk_test_stub or c2tfdGVzdF9zdHViOg==", nil, call))
}

// Middleware may put the URL into its errors.
func TestErrorsOfOthersDoNotShowWhatTheCallSaid(t *testing.T) {
	t.Parallel()
	lost := errors.New("lost")
	client := newStubClient(t, stubScript(new(int), says(200)), middleware(func(req *http.Request, _ http.RoundTripper) (*http.Response, error) {
		return nil, fmt.Errorf("proxy: %s %s: %w", req.Method, req.URL, lost)
	}))
	call := stubCall(Once)
	call.Path, call.Query = "/charges/cus%20ada", "email=ada%2Bx@example.com&city=Oslo"
	_, failed := client.Do(t.Context(), call)
	require.EqualError(t, failed.Err, "proxy: POST https://vendor.example/v1/charges/…?email=ada%2Bx@example.com&city=…: lost")
	require.ErrorIs(t, failed.Err, lost)
	require.NotContains(t, FormatError("v", "POST", "/r", 0, 1, Unknown, "", failed.Err), "ada")
}
