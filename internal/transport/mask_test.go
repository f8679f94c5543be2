package transport

import (
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
		require.Equal(t, test.want, Mask(test.message, []string{"cus_ada"}, test.call))
	}
	require.Equal(t, "Jane is …", Mask("Jane is 21.00", nil, form, "Jane"))
}

func TestAMessageDoesNotRepeatTheKey(t *testing.T) {
	t.Parallel()
	client := newStubClient(t, stubVendor(func(*http.Request) (*http.Response, error) { return stubAnswer(401), nil }))
	call := stubCall(Read)
	_, failed := client.Do(t.Context(), call)
	require.NotNil(t, failed)
	require.Equal(t, "no key … or …", Mask("no key sk_test_stub or c2tfdGVzdF9zdHViOg==", nil, call))
}
