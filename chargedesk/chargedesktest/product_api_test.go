package chargedesktest_test

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/chargedesk/chargedesktest"
)

func TestAProductCanBeMadeAndRead(t *testing.T) {
	t.Parallel()
	d := open(t, chargedesktest.WithJSONTypes(chargedesktest.DocsTypes))
	made := d.post("/products", "product_id=prod_loom&name=Loom&description=Weaves&url=https://example.com/loom&amount=34&currency=USD"+
		"&quantity=2&setup_amount=10&interval=year&trial_period_days=14&billing_cycles_total=&chargeable=0&gateway_id=till")
	require.Equal(t, made, d.get("/products/prod_loom"))
	includes(t, made, object{
		"product_id": "prod_loom", "name": "Loom", "description": "Weaves", "url": "https://example.com/loom", "amount": n("34"),
		"amount_formatted": "$34.00 USD", "currency": "USD", "quantity": n("2"), "setup_amount": n("10"), "interval": "year",
		"interval_count": n("1"), "readable_interval": "Yearly", "trial_period_days": n("14"), "billing_cycles_total": n("0"),
		"chargeable": n("0"), "taxable": n("1"), "charges": n("0"), "first_seen": n("1772366400"), "status": "complete", "gateway_id": "till",
	})
	require.NotContains(t, made, "object")
	includes(t, d.post("/products", "product_id=p"), object{"chargeable": n("1"), "interval": "", "readable_interval": "", "amount": n("0")})
}

func TestProductsAreDuplicatesOrRenamedOrWrong(t *testing.T) {
	t.Parallel()
	d := open(t)
	d.post("/products", "product_id=p&amount=5&currency=USD&interval=day")
	d.rejectsForm("product_id", "/products", "product_id=p")
	includes(t, d.post("/products", "product_id=p&duplicate=update&name=Pin"), object{"name": "Pin", "amount": "5.00", "readable_interval": "Daily"})
	d.post("/subscriptions", "subscription_id=s&product_id=p")
	d.post("/charges", "amount=1&currency=USD&customer[id]=x&product[id]=p")
	d.post("/products", "product_id=q")
	d.rejectsForm("product_id", "/products/p", "product_id=q")

	includes(t, d.post("/products/p", "product_id=p2&interval="), object{"product_id": "p2", "charges": n("1"), "interval": "", "name": "Pin"})
	includes(t, d.get("/charges/ch_1"), object{"product_id": "p2", "product_desc": "Pin"})
	includes(t, d.get("/subscriptions/s"), object{"product_id": "p2", "product_desc": "Pin"})
	d.rejects(404, "", http.MethodGet, "/products/p", "")
	d.rejects(404, "", http.MethodPost, "/products/p", "")
	require.Equal(t, []any{"q", "p2"}, d.get("/products").column("product_id"))
	for form, param := range map[string]string{
		"name=x": "product_id", "product_id=x&interval=decade": "interval", "product_id=x&trial_period_days=-1": "trial_period_days",
		"product_id=x&chargeable=maybe": "chargeable", "product_id=x&amount=5.001&currency=USD": "amount",
		"product_id=x&description=" + long(256): "description", "product_id=x&quantity=1.5": "quantity",
	} {
		t.Run(form, func(t *testing.T) {
			d := d.with(t)
			d.rejectsForm(param, "/products", form)
		})
	}
}
