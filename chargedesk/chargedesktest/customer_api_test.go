package chargedesktest_test

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"
)

const ada = "customer_id=cus_ada&email=ada@example.com&name=Ada+Loom&country=GB&phone=%2B44+1&username=ada&customer_company=Engines" +
	"&website=https://ada.example.com&description=First&delinquent=0&card_on_file=true&tax_number_abr=VAT&tax_number=GB1" +
	"&billing_address=1+Row%0ALondon&shipping_address=2+Row&metadata[tier]=gold&gateway_id=stripe"

func TestACustomerCanBeMadeAndRead(t *testing.T) {
	t.Parallel()
	d := open(t)
	made := d.post("/customers", ada)
	require.Equal(t, made, d.get("/customers/cus_ada"))
	require.Equal(t, "Accounts", d.post("/customers/cus_ada", "invoice_details=Accounts")["invoice_details"])
	includes(t, made, object{
		"customer_id": "cus_ada", "object": "customer", "name": "Ada Loom", "first_name": "Ada", "email": "ada@example.com",
		"username": "ada", "phone": "+44 1", "website": "https://ada.example.com", "description": "First", "country": "GB",
		"customer_company": "Engines", "company": "example-company", "first_seen": n("1772366400"), "charges": n("0"),
		"delinquent": "0", "edited": "0", "card_on_file": "1", "tax_number": "GB1", "tax_number_abr": "VAT",
		"billing_address": "1 Row\nLondon", "invoice_details": "1 Row\nLondon", "shipping_address": "2 Row",
		"gateway_id": "stripe", "metadata": map[string]any{"tier": "gold"}, "subscriptions": []any{},
	})
}

func TestASecondCustomerWithAnIDIsADuplicate(t *testing.T) {
	t.Parallel()
	d := open(t)
	d.post("/customers", ada)
	d.rejectsForm("customer_id", "/customers", "customer_id=cus_ada&name=Other")
	updated := d.post("/customers", "customer_id=cus_ada&name=Ada+King&duplicate=update")
	includes(t, updated, object{"name": "Ada King", "email": "ada@example.com"})
	require.Equal(t, 1, d.Counts()["customers"])
}

func TestAWrongCustomerIsRejected(t *testing.T) {
	t.Parallel()
	d := open(t)
	for form, param := range map[string]string{
		"name=x":                                      "customer_id",
		"customer_id=":                                "customer_id",
		"customer_id=x&country=England":               "country",
		"customer_id=x&delinquent=2":                  "delinquent",
		"customer_id=x&card_on_file=no":               "card_on_file",
		"customer_id=x&description=" + long(256):      "description",
		"customer_id=x&billing_address=" + long(256):  "billing_address",
		"customer_id=x&shipping_address=" + long(256): "shipping_address",
		"customer_id=x&invoice_details=" + long(256):  "invoice_details",
		"customer_id=x&duplicate=yes":                 "duplicate",
	} {
		t.Run(form, func(t *testing.T) {
			d := d.with(t)
			d.rejectsForm(param, "/customers", form)
		})
	}
	require.Zero(t, d.Counts()["customers"])
	d.post("/customers", "customer_id=x&description="+long(255))
	d.rejects(404, "", http.MethodPost, "/customers/none", "name=x")
}

func TestACustomerIsRenamedWithAllCharges(t *testing.T) {
	t.Parallel()
	d := open(t)
	d.post("/customers", ada)
	d.post("/customers", "customer_id=cus_bob")
	d.post("/charges", "amount=1&currency=USD&customer[id]=cus_ada")
	d.post("/subscriptions", "subscription_id=s&customer_id=cus_ada")
	d.rejectsForm("customer_id", "/customers/cus_ada", "customer_id=cus_bob")

	renamed := d.post("/customers/cus_ada", "customer_id=ada%2Fking%40example.com")
	includes(t, renamed, object{"customer_id": "ada/king@example.com", "name": "Ada Loom", "charges": n("1")})
	d.rejects(404, "", http.MethodGet, "/customers/cus_ada", "")
	require.Equal(t, renamed, d.get("/customers/ada%2Fking%40example.com"))
	require.Equal(t, "ada/king@example.com", d.get("/charges/ch_1")["customer_id"])
	require.Equal(t, []any{"ch_1"}, d.get("/charges?customer[id]=ada/king@example.com").column("charge_id"))
	require.Equal(t, "ada/king@example.com", d.get("/subscriptions/s")["customer_id"])
	d.post("/customers/ada%2Fking%40example.com", "customer_id=ada%2Fking%40example.com")
}

func TestACustomerIsDeletedInThreeWays(t *testing.T) {
	t.Parallel()
	seeded := func(t *testing.T) *desk {
		d := open(t)
		d.post("/customers", ada)
		d.post("/charges", "amount=1&currency=USD&customer[id]=cus_ada&transaction_id=t1")
		d.post("/charges", "amount=1&currency=USD&customer[id]=cus_bob")
		d.post("/charges", "amount=2&currency=USD&customer[id]=cus_ada")
		d.post("/subscriptions", "subscription_id=s&customer_id=cus_ada")
		d.post("/subscriptions", "subscription_id=z&customer_id=cus_bob")
		return d
	}
	for _, query := range []string{"", "?delete_all=1", "?delete_all="} {
		t.Run(query, func(t *testing.T) {
			d := seeded(t)
			require.Equal(t, object{"customer_id": "cus_ada", "deleted": true}, d.del("/customers/cus_ada"+query))
			require.Equal(t, []any{"ch_2"}, d.get("/charges").column("charge_id"), query)
			require.Equal(t, []any{"z"}, d.get("/subscriptions").column("subscription_id"), query)
			d.rejects(404, "", http.MethodGet, "/charges/ch_1", "")
			d.post("/charges", "amount=1&currency=USD&customer[id]=cus_bob&transaction_id=t1")
		})
	}

	d := seeded(t)
	d.del("/customers/cus_ada?delete_all=0")
	require.Equal(t, []any{"cus_bob"}, d.get("/customers").column("customer_id"))
	includes(t, d.get("/charges/ch_1"), object{"customer_id": "cus_ada", "customer_name": "Ada Loom", "customer_email": "ada@example.com"})
	require.Equal(t, "cus_ada", d.get("/subscriptions/s")["customer_id"])
	d.rejects(404, "", http.MethodDelete, "/customers/cus_ada", "")
	require.Equal(t, n("0"), d.post("/customers", ada)["charges"], "a new record with an old id")

	d = seeded(t)
	d.del("/customers/cus_ada?delete_all=2")
	includes(t, d.get("/charges/ch_1"), object{"customer_id": "", "customer_name": "", "customer_email": "", "customer_country": ""})
	require.Equal(t, "", d.get("/subscriptions/s")["customer_id"])
	require.Len(t, d.get("/charges").rows("data"), 3)
	require.Equal(t, "Nobody", d.post("/charges/ch_1", "customer[name]=Nobody")["customer_name"])
	require.Equal(t, 1, d.Counts()["customers"])

	d = seeded(t)
	d.rejects(400, "delete_all", http.MethodDelete, "/customers/cus_ada?delete_all=3", "")
	d.rejects(400, "delete_all", http.MethodDelete, "/customers/cus_ada?delete_all=true", "")
	status, _, _ := d.send(http.MethodDelete, "/customers/cus_ada", formType, "delete_all=0")
	require.Equal(t, 200, status)
	require.Len(t, d.get("/charges").rows("data"), 1, "the body of a DELETE is not read: everything is gone")
}

func TestCustomersAreListed(t *testing.T) {
	t.Parallel()
	d := open(t)
	d.post("/customers", ada)
	d.post("/customers", "customer_id=cus_bob&name=Bob+Wheel&country=US&username=bobby")
	d.post("/subscriptions", "subscription_id=s1&customer_id=cus_ada")
	d.post("/subscriptions", "subscription_id=s2&customer_id=cus_ada")
	for query, want := range map[string][]any{
		"":                           {"cus_bob", "cus_ada"},
		"customer_id=cus_ada":        {"cus_ada"},
		"email=ADA@example.com":      {"cus_ada"},
		"name=wheel":                 {"cus_bob"},
		"username=bobby":             {"cus_bob"},
		"country=GB":                 {"cus_ada"},
		"country=GB&name=wheel":      {},
		"first_seen[max]=1772366399": {},
		"first_seen[min]=1772366400": {"cus_bob", "cus_ada"},
	} {
		t.Run(query, func(t *testing.T) {
			d := d.with(t)
			require.Equal(t, want, d.get("/customers?"+query).column("customer_id"), query)
		})
	}
	subscriptions := d.get("/customers?customer_id=cus_ada").rows("data")[0].rows("subscriptions")
	require.Equal(t, "s2", subscriptions[0]["subscription_id"])
	require.Equal(t, "s1", subscriptions[1]["subscription_id"])
	require.Equal(t, subscriptions, d.get("/customers/cus_ada").rows("subscriptions"))
}
