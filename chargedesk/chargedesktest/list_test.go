package chargedesktest_test

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"
)

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
		"/charges?customer[phone]=1":            "customer[phone]",
		"/charges?occurred[after]=1":            "occurred[after]",
		"/subscriptions?created[from]=1":        "created[from]",
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
		t.Run(path, func(t *testing.T) { d.with(t).rejects(400, param, http.MethodGet, path, "") })
	}
}
