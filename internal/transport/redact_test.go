package transport

import (
	"errors"
	"fmt"
	"net/http"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestAMessageDoesNotShowWhatTheCallSent(t *testing.T) {
	form := Call{ContentType: "application/x-www-form-urlencoded", Query: "query=Jane+Doe", Body: []byte("amount=21.00&currency=US&customer%5Bname%5D=Jane")}
	body := Call{ContentType: "application/json", Body: []byte(`{"name":"Jane \"J\" Doe","list":[{"amount":2100}],"id":"dp_7Q"}`)}
	client := newStubClient(t, stubScript(new(int), says(200)))
	for name, test := range map[string]struct {
		call          Call
		ids, fixed    []string
		message, want string
	}{
		"ids and a query": {form, []string{"cus_ada"}, nil, `no customer "cus_ada" like Jane Doe`, `no customer "…" like …`},
		"an escaped id":   {form, []string{"ada lace"}, nil, "/customers/ada%20lace", "/customers/…"},
		"a form":          {form, nil, nil, "21.00 US is too much for Jane, or name", "21.00 US is too much for …, or name"},
		"JSON":            {body, nil, nil, `Jane "J" Doe has no 2100 in list`, "… has no 2100 in list"},
		"a JSON id":       {body, nil, nil, "dp_7Q: amount", "…: amount"},
		"fixed values":    {form, nil, []string{"Jane"}, "Jane is 21.00", "Jane is 21.00"},
		"a long number":   {Call{Query: "phone=4915112345678&count=250"}, nil, nil, "4915112345678 of 250", "… of 250"},
		"an id of digits": {Call{Query: "id=1042"}, []string{"1042"}, nil, "no order 1042", "no order …"},
		"a raw path":      {Call{Path: "/log/ada%40example.com/x", Route: "/log/…"}, nil, nil, "no log of ada@example.com", "no log of …"},
		"the key":         {form, nil, nil, "no key sk_test_stub or c2tfdGVzdF9zdHViOg==", "no key … or …"},
		"nothing":         {Call{}, nil, nil, "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			test.call.IDs, test.call.Fixed = test.ids, test.fixed
			require.Equal(t, test.want, client.Redactor(&test.call)(test.message))
		})
	}
}

func TestARedactorMayBeSharedAndReadsTheCallOnce(t *testing.T) {
	call := stubCall(Once)
	redact := newStubClient(t, stubScript(new(int), says(200))).Redactor(call)
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			if got := redact("ch_1 is gone"); got != "… is gone" {
				t.Error(got)
			}
		})
	}
	all.Wait()
	call.IDs = []string{"other"}
	require.Equal(t, "… or other", redact("ch_1 or other"))
}

func TestDoWritesNothingIntoACall(t *testing.T) {
	client := newStubClient(t, stubScript(new(int), says(404)))
	call := callOf(Once)
	before := *call
	_, failed := client.Do(t.Context(), call)
	require.NotNil(t, failed)
	require.Equal(t, before, *call)
}

// Middleware may put the URL into its errors.
func TestErrorsOfOthersDoNotShowWhatTheCallSaid(t *testing.T) {
	lost := errors.New("lost")
	client := newStubClient(t, stubScript(new(int), says(200)), middleware(func(req *http.Request, _ http.RoundTripper) (*http.Response, error) {
		return nil, fmt.Errorf("proxy: %s %s: %w", req.Method, req.URL, lost)
	}))
	call := stubCall(Once)
	call.Path, call.IDs, call.Query = "/charges/cus%20ada", []string{"cus ada"}, "email=ada%2Bx@example.com&city=Oslo"
	_, failed := client.Do(t.Context(), call)
	require.EqualError(t, failed.Err, "proxy: POST https://vendor.example/v1/charges/…?email=ada%2Bx@example.com&city=…: lost")
	require.ErrorIs(t, failed.Err, lost)
	require.NotContains(t, FormatError("v", "POST", "/r", 0, 1, Unknown, "", failed.Err), "ada")
}
