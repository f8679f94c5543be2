package chargedesktest_test

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"
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

func TestFiltersOf2017AreServed(t *testing.T) {
	t.Parallel()
	d := open(t)
	d.post("/customers", "customer_id=ada&country=GB")
	d.post("/customers", "customer_id=bob&country=US")
	d.post("/charges", "amount=1&currency=USD&customer[id]=ada")
	d.post("/charges", "amount=2&currency=USD&customer[id]=bob")
	require.Equal(t, []any{"ada"}, d.get("/customers?id=ada").column("customer_id"))
	require.Empty(t, d.get("/customers?id=nobody").column("customer_id"))
	require.Equal(t, []any{"bob"}, d.get("/charges?customer[country]=US").column("customer_id"))
}

func TestAFilterOfAnotherListIsRejected(t *testing.T) {
	t.Parallel()
	d := open(t)
	for path, param := range map[string]string{
		"/charges?id=ch_1":                      "id",
		"/charges?customer_id=ada":              "customer_id",
		"/charges?created[min]=1":               "created",
		"/customers?status=paid":                "status",
		"/customers?customer[id]=ada":           "customer",
		"/subscriptions?status=active":          "status",
		"/subscriptions?subscription_id=sub_1":  "subscription_id",
		"/products?product_id=prod_1":           "product_id",
		"/products?created[max]=1":              "created",
		"/log/activity?action=cancel":           "action",
		"/log/cancellations?subscription_id=s1": "subscription_id",
	} {
		t.Run(path, func(t *testing.T) { d.rejects(400, param, http.MethodGet, path, "") })
	}
}

func TestParametersOf2017OfACharge(t *testing.T) {
	t.Parallel()
	d := open(t)
	base := "amount=34&currency=USD&customer[id]=x"
	for form, param := range map[string]string{
		"&product[name]=Loom":                  "product[name]",
		"&product[url]=https://shop.example":   "product[url]",
		"&product[description]=A+loom":         "product[description]",
		"&subscriptions[][id]=sub_1":           "subscriptions",
		"&subscriptions[0][interval]=month":    "subscriptions",
		"&subscriptions[]=sub_1&product[id]=p": "subscriptions",
	} {
		t.Run(form, func(t *testing.T) { d.rejectsForm(param, "/charges", base+form) })
	}
	require.Zero(t, d.Counts()["charges"])
	id := d.SeedCharge("5", "USD").ChargeID
	require.Equal(t, "paypal", d.post("/charges/"+id, "gateway_id=paypal")["gateway_id"])
}

func TestAPaymentRequestOf2017HasItsPlanInTheProduct(t *testing.T) {
	t.Parallel()
	d := open(t)
	made := d.post(productsCharge, "amount=10&currency=USD&quantity=2&product[interval]=month&product[interval_count]=3&product[trial_period_days]=7")
	includes(t, object(made["subscription"].(map[string]any)), object{
		"status": "requested", "amount": "10.00", "quantity": "2", "interval": "month", "interval_count": "3", "trial_period_days": "7",
	})
	require.Equal(t, made.at("subscription", "subscription_id"), made.at("charge", "subscription_id"))
	d.rejectsForm("product[interval]", productsCharge, "amount=10&currency=USD&product[interval]=hour")
}

func TestCancelledIsCanceled(t *testing.T) {
	t.Parallel()
	d := open(t)
	made := d.post("/subscriptions", "subscription_id=s&status=cancelled")
	includes(t, made, object{"status": "canceled", "status_text": "Canceled"})
	d.post("/subscriptions/s", "status=active")
	require.Equal(t, "canceled", d.post("/subscriptions/s", "status=cancelled")["status"])
}
