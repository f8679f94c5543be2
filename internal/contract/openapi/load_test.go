package openapi

import (
	"bytes"
	"net/http"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const root = "../../.."

var vendors = []string{"chargedesk", "chargehound", "chargeback"}

var loaded = func() map[string]func() (*Description, error) {
	all := map[string]func() (*Description, error){}
	for _, vendor := range vendors {
		all[vendor] = sync.OnceValues(func() (*Description, error) { return Load(root, vendor) })
	}
	return all
}()

func load(t testing.TB, vendor string) *Description {
	t.Helper()
	description, err := loaded[vendor]()
	require.NoError(t, err)
	return description
}

// The checks below are the ones the library does not make by itself, and those
// whose absence would make every other test of this package pass in vain.
func TestRequestsThatAreNotDescribedAreRejected(t *testing.T) {
	t.Parallel()
	form := http.Header{"Content-Type": {formType}}
	for name, c := range map[string]struct {
		vendor, method, target string
		header                 http.Header
		body                   string
	}{
		"an unknown path":                 {"chargedesk", "GET", "/v1/refunds", nil, ""},
		"a path without its base":         {"chargedesk", "GET", "/charges", nil, ""},
		"an unknown verb":                 {"chargedesk", "PUT", "/v1/charges/ch_7Q", nil, ""},
		"an unknown query name":           {"chargedesk", "GET", "/v1/charges?limit=5", nil, ""},
		"a query value out of bounds":     {"chargedesk", "GET", "/v1/charges?count=501", nil, ""},
		"an unknown field in a query":     {"chargedesk", "GET", "/v1/charges?occurred[before]=5", nil, ""},
		"brackets that are not described": {"chargedesk", "GET", "/v1/charges?count[]=5", nil, ""},
		"a query name twice":              {"chargedesk", "GET", "/v1/charges?count=5&count=6", nil, ""},
		"an unknown field of a form":      {"chargedesk", "POST", "/v1/charges/ch_7Q/email", form, "to=ada@example.com"},
		"a body of another type":          {"chargedesk", "POST", "/v1/gateway/charges/ch_7Q/refund", http.Header{"Content-Type": {"application/json"}}, `{"amount": "5.00"}`},
		"a body where there is none":      {"chargedesk", "POST", "/v1/gateway/charges/ch_7Q/void", form, "amount=5.00"},
		"both ways of one path at once":   {"chargedesk", "POST", "/v1/gateway/products/charge", form, "using=card&customer[id]=a&amount=1.00&currency=USD&contact=a"},
		"an amount that is no text":       {"chargeback", "PUT", "/api/v1/orders/7", http.Header{"Content-Type": {"application/json"}}, `{"order_amount": 5}`},
		"a limit out of bounds":           {"chargehound", "GET", "/v1/disputes?limit=0", nil, ""},
	} {
		t.Run(name, func(t *testing.T) {
			req := newRequest(t, c.method, c.target, c.header, []byte(c.body))
			_, err := load(t, c.vendor).CheckRequest(req)
			assert.Error(t, err)
		})
	}
}

// A form has one empty text for a list or map without elements; any other text
// in its place is wrong.
func TestAListOrMapMayBeSentEmpty(t *testing.T) {
	t.Parallel()
	form := http.Header{"Content-Type": {formType}}
	for _, c := range []struct{ target, body, name string }{
		{"/v1/gateway/products/charge", "using=card&customer[id]=a&amount=1.00&currency=USD", "metadata"},
		{"/v1/gateway/products/charge", "amount=1.00&currency=USD", "lines"},
		{"/v1/gateway/subscriptions/sub_7Q/plans", "prorate=1", "plans"},
		{"/v1/charges", "customer[id]=a&amount=1.00&currency=USD", "lines"},
		{"/v1/charges", "customer[id]=a&amount=1.00&currency=USD", "metadata"},
		{"/v1/charges/ch_7Q", "status=paid", "lines"},
		{"/v1/charges/ch_7Q", "status=paid", "metadata"},
		{"/v1/customers", "customer_id=a", "metadata"},
		{"/v1/customers/a", "name=Ada", "metadata"},
		{"/v1/subscriptions", "subscription_id=a", "items"},
		{"/v1/subscriptions", "subscription_id=a", "metadata"},
		{"/v1/subscriptions/a", "status=active", "items"},
		{"/v1/subscriptions/a", "status=active", "metadata"},
		{"/v1/webhooks", "url=https://shop.example.com/", "notifications"},
	} {
		t.Run(c.target+" "+c.name, func(t *testing.T) {
			d := load(t, "chargedesk")
			_, err := d.CheckRequest(newRequest(t, "POST", c.target, form, []byte(c.body+"&"+c.name+"=")))
			assert.NoError(t, err)
			_, err = d.CheckRequest(newRequest(t, "POST", c.target, form, []byte(c.body+"&"+c.name+"=x")))
			assert.Error(t, err)
		})
	}
}

func TestResponsesThatAreNotDescribedAreRejected(t *testing.T) {
	t.Parallel()
	json := http.Header{"Content-Type": {"application/json"}}
	for name, response := range map[string]*Exchange{
		"no JSON":                {Status: 200, Header: json, Body: []byte("<html>")},
		"another type":           {Status: 200, Header: http.Header{"Content-Type": {"text/plain"}}, Body: []byte("{}")},
		"a status not described": {Status: 418, Header: json, Body: []byte("{}")},
		"a list for an object":   {Status: 200, Header: json, Body: []byte("[]")},
		"a field of wrong type":  {Status: 200, Header: json, Body: []byte(`{"charge_id": {}}`)},
	} {
		t.Run(name, func(t *testing.T) {
			response.Request = newRequest(t, "GET", "/v1/charges/ch_7Q", http.Header{}, nil)
			assert.Error(t, load(t, "chargedesk").CheckResponse(response))
		})
	}
}

func TestChecksLeaveTheRequestAsItIs(t *testing.T) {
	t.Parallel()
	const target, body = "/v1/charges?offset=0", ""
	req := newRequest(t, "GET", target, http.Header{}, []byte(body))
	operation, err := load(t, "chargedesk").CheckRequest(req)
	require.NoError(t, err)
	assert.Equal(t, "charges.list", operation)
	assert.Equal(t, target, req.URL.RequestURI())

	req = newRequest(t, "POST", "/v1/gateway/charges/ch_7Q/refund", http.Header{"Content-Type": {formType}}, []byte("amount=5.00"))
	_, err = load(t, "chargedesk").CheckRequest(req)
	require.NoError(t, err)
	var left bytes.Buffer
	_, err = left.ReadFrom(req.Body)
	require.NoError(t, err)
	assert.Equal(t, "amount=5.00", left.String())
}
