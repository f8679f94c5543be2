package chargedesktest_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/chargedesk/chargedesktest"
)

func TestPathsOf2017NameTheirReplacement(t *testing.T) {
	t.Parallel()
	d := open(t)
	id := d.SeedCharge("34.00", "USD").ChargeID
	for call, want := range map[[2]string]string{
		{"POST", "/gateway/charges"}:              "POST /gateway/products/charge",
		{"POST", "/charges/" + id + "/refund"}:    "POST /gateway/charges/{id}/refund",
		{"POST", "/subscriptions/sub_1/cancel"}:   "POST /gateway/subscriptions/{id}/cancel",
		{"GET", "/customers/history?query=ada"}:   "GET /customers/grouped",
		{"GET", "/tickets"}:                       "GET /v1/tickets",
		{"DELETE", "/gateway/charges/x/captures"}: "DELETE /v1/gateway/charges/x/captures",
	} {
		t.Run(call[0]+" "+call[1], func(t *testing.T) {
			status, _, body := d.send(call[0], call[1], formType, "amount=34.00&currency=USD&customer[id]=ada")
			require.Equal(t, http.StatusNotFound, status, string(body))
			require.Contains(t, parse(t, body).at("error", "message"), want)
		})
	}
	require.Zero(t, d.Refunds(id))
}

func TestOnlyFormsOfAPOSTHaveVariables(t *testing.T) {
	t.Parallel()
	d := open(t)
	id := d.SeedCharge("34", "USD").ChargeID
	form := "description=x"
	for contentType, want := range map[string]string{
		"application/json": "", "text/plain": "", "": "", "multipart/form-data": "",
		"application/x-www-form-urlencoded; charset=utf-8": "x",
	} {
		t.Run(contentType, func(t *testing.T) {
			d := d.with(t)
			d.post("/charges/"+id, "description=")
			changed := d.ok(d.send(http.MethodPost, "/charges/"+id+"?description=query", contentType, form))
			require.Equal(t, want, changed["description"], contentType)
		})
	}
	require.Equal(t, "a%zz b", d.post("/charges/"+id, "description=a%zz+b")["description"], "a bad escape stays")
	d.rejects(400, "amount", http.MethodPost, "/charges?amount=1&currency=USD", "currency=USD&customer[id]=x")
	d.ok(d.send(http.MethodPost, "/gateway/charges/"+id+"/refund", "application/json", `{"amount":"1.00"}`))
	require.Equal(t, "34.00", d.get("/charges/" + id)["amount_refunded"], "a JSON body has no amount")
	status, _, body := d.send(http.MethodGet, "/charges", formType, "count=0")
	require.Equal(t, 200, status, string(body))
}

func TestUnknownEndpointsAreNotFound(t *testing.T) {
	t.Parallel()
	d := open(t)
	for _, call := range []string{
		"GET /", "GET /charge", "PUT /charges/ch_1", "PATCH /charges/ch_1", "DELETE /products/p", "DELETE /subscriptions/s",
		"GET /webhooks", "GET /webhooks/101", "GET /agents", "GET /log", "POST /log/activity", "GET /charges/ch_1/items/0",
		"POST /gateway/charges", "POST /gateway/charges//refund", "POST /charges/ch_1/refund", "GET /gateway/products/charge",
		"GET /charges/%zz", "GET ../v2/charges", "GET ../charges",
	} {
		t.Run(call, func(t *testing.T) {
			d := d.with(t)
			method, path, _ := strings.Cut(call, " ")
			req := httptest.NewRequest(method, "/v1/charges", nil)
			req.URL.Path, req.URL.RawPath = "/v1"+path, "/v1"+path
			if version, ok := strings.CutPrefix(path, "../"); ok {
				req.URL.Path, req.URL.RawPath = "/"+version, ""
			}
			req.SetBasicAuth(chargedesktest.Key, "")
			response := httptest.NewRecorder()
			d.ServeHTTP(response, req)
			require.Equal(t, 404, response.Code, call)
			require.NotEmpty(t, parse(t, response.Body.Bytes()).at("error", "message"))
		})
	}
}

func TestAnEmptyIDMeansTheCollection(t *testing.T) {
	t.Parallel()
	d := open(t)
	require.Equal(t, "ch_1", d.post("/charges/", "amount=1&currency=USD&customer[id]=x")["charge_id"], "an update became a create")
	require.Len(t, d.get("/customers/").rows("data"), 1, "a read became a list")
}
