package chargedesktest_test

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/chargedesk/chargedesktest"
)

func TestASubscriptionCanBeMadeAndRead(t *testing.T) {
	t.Parallel()
	d := open(t, chargedesktest.WithJSONTypes(chargedesktest.DocsTypes))
	loom := d.SeedProduct("Loom", "7.50", "USD")
	made := d.post("/subscriptions", "subscription_id=sub_9K&customer_id=ada@example.com&amount=34&currency=USD&setup_amount=10.50"+
		"&product_id="+loom+"&interval=month&interval_count=6&quantity=2&status=trialing&current_period_start=1700000000"+
		"&current_period_end=1710000000&trial_start=1700000000&trial_end=1701000000&billing_cycles_total=10&billing_cycles_current=2"+
		"&items[0][id]=seat&items[0][amount]=17&items[0][quantity]=2&items[0][description]=Seat&items[1][percent]=-12.5&metadata[k]=v")
	require.Equal(t, made, d.get("/subscriptions/sub_9K"))
	includes(t, made, object{
		"subscription_id": "sub_9K", "object": "subscription", "customer_id": "ada@example.com", "product_id": loom,
		"product_desc": "Loom", "status": "trialing", "status_text": "Trialing", "amount": "34.00", "quantity": n("2"),
		"amount_formatted": "2x $34.00 USD", "setup_amount": n("10.5"), "interval": "month", "interval_count": n("6"),
		"readable_interval": "Every 6 months", "billing_cycles_total": n("10"), "billing_cycles_current": n("2"),
		"current_period_start": n("1700000000"), "current_period_end": n("1710000000"), "trial_start": n("1700000000"),
		"trial_end": n("1701000000"), "canceled_at": n("0"), "ended_at": n("0"), "first_seen": n("1772366400"),
		"charges": n("0"), "has_items": n("1"), "metadata": map[string]any{"k": "v"}, "methods_active": []any{"edit"},
	})
	require.Equal(t, []object{
		{"item_id": "seat", "description": "Seat", "amount": "17.00", "amount_formatted": "$17.00 USD", "currency": "USD", "quantity": "2", "percent": "0"},
		{"item_id": "", "description": "", "amount": "0.00", "amount_formatted": "$0.00 USD", "currency": "USD", "quantity": "1", "percent": "-12.5"},
	}, made.rows("items"))
	require.Equal(t, "ada@example.com", d.get("/customers/ada@example.com")["email"], "made with the subscription")
}

func TestASecondSubscriptionWithAnIDIsADuplicate(t *testing.T) {
	t.Parallel()
	d := open(t)
	d.post("/subscriptions", "subscription_id=s&amount=5&currency=USD")
	d.rejectsForm("subscription_id", "/subscriptions", "subscription_id=s")
	includes(t, d.post("/subscriptions", "subscription_id=s&duplicate=update&status=past_due"), object{"status": "past_due", "amount": "5.00"})
	require.Equal(t, 1, d.Counts()["subscriptions"])
}

func TestAWrongSubscriptionIsRefused(t *testing.T) {
	t.Parallel()
	d := open(t)
	for form, param := range map[string]string{
		"amount=1":                                        "subscription_id",
		"subscription_id=s&status=cancel":                 "status",
		"subscription_id=s&interval=fortnight":            "interval",
		"subscription_id=s&interval_count=0":              "interval_count",
		"subscription_id=s&quantity=0":                    "quantity",
		"subscription_id=s&product_id=none":               "product_id",
		"subscription_id=s&amount=1.001&currency=USD":     "amount",
		"subscription_id=s&setup_amount=1.5&currency=JPY": "setup_amount",
		"subscription_id=s&billing_cycles_total=-1":       "billing_cycles_total",
		"subscription_id=s&trial_end=soon":                "trial_end",
		"subscription_id=s&trial_end=253402300800":        "trial_end",
		"subscription_id=s&ended_at=999999999999999999":   "ended_at",
		"subscription_id=s&interval_count=1000000001":     "interval_count",
		"subscription_id=s&items[0][percent]=half":        "items[0][percent]",
		"subscription_id=s&items=x":                       "items",
		"subscription_id=s&customer_id[]=x":               "customer_id",
		"subscription_id=s&currency=EURO":                 "currency",
	} {
		d.rejectsForm(param, "/subscriptions", form)
	}
	require.Empty(t, d.Counts())
}

func TestASubscriptionIsUpdatedAndRenamed(t *testing.T) {
	t.Parallel()
	d := open(t)
	d.post("/subscriptions", "subscription_id=s&amount=5&currency=USD&interval=week")
	d.post("/subscriptions", "subscription_id=z")
	d.post("/charges", "amount=1&currency=USD&customer[id]=x&subscription[id]=s")
	includes(t, d.get("/subscriptions/s"), object{"charges": n("1"), "readable_interval": "Weekly", "status": "active"})
	d.rejectsForm("subscription_id", "/subscriptions/s", "subscription_id=z")

	renamed := d.post("/subscriptions/s", "subscription_id=s2&interval=")
	includes(t, renamed, object{"subscription_id": "s2", "charges": n("1"), "interval": "", "readable_interval": "", "amount": "5.00"})
	require.Equal(t, "s2", d.get("/charges/ch_1")["subscription_id"])
	d.rejects(404, "", http.MethodGet, "/subscriptions/s", "")
	d.rejects(404, "", http.MethodPost, "/subscriptions/s", "amount=1")
	require.Equal(t, []any{"z", "s2"}, d.get("/subscriptions").column("subscription_id"))
}

func TestSubscriptionsAreListedByCreation(t *testing.T) {
	t.Parallel()
	d := open(t)
	ids := d.SeedSubscriptions(3)
	d.post("/subscriptions", "subscription_id=s&customer_id=cus_1")
	at := "1772366340" // a minute before noon
	for query, want := range map[string][]any{
		"":                   {"s", ids[0], ids[1], ids[2]},
		"customer_id=cus_1":  {"s", ids[2]},
		"created[max]=" + at: {ids[1], ids[2]},
		"created[min]=" + at: {"s", ids[0], ids[1]},
	} {
		require.Equal(t, want, d.get("/subscriptions?"+query).column("subscription_id"), query)
	}
}

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
		d.rejectsForm(param, "/products", form)
	}
}

func TestAgentsAreInvitedChangedAndRemoved(t *testing.T) {
	t.Parallel()
	d := open(t)
	require.Equal(t, object{"email": "ada@example.com", "name": "Ada", "role": "agent"},
		d.post("/agents", "name=Ada&email=ada@example.com&role=agent"))
	require.Equal(t, []chargedesktest.Message{{Time: noon, To: "ada@example.com", Kind: "agent invitation"}}, d.Messages())
	d.post("/agents", "name=Ada&email=ada@example.com&role=Night+shift")
	role, ok := d.Agent("ada@example.com")
	require.True(t, ok)
	require.Equal(t, "Night shift", role)
	require.Len(t, d.Messages(), 1, "only a new agent is invited")
	for form, param := range map[string]string{
		"email=a@example.com&role=agent": "name", "name=A&role=agent": "email", "name=A&email=a@example.com": "role", "name=A&email=a&role=admin": "email",
	} {
		d.rejectsForm(param, "/agents", form)
	}
	d.del("/agents/ada%40example.com")
	d.rejects(404, "", http.MethodDelete, "/agents/ada%40example.com", "")
	_, ok = d.Agent("ada@example.com")
	require.False(t, ok)
}
