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

func TestAWrongSubscriptionIsRejected(t *testing.T) {
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
		t.Run(form, func(t *testing.T) {
			d := d.with(t)
			d.rejectsForm(param, "/subscriptions", form)
		})
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
		t.Run(query, func(t *testing.T) {
			d := d.with(t)
			require.Equal(t, want, d.get("/subscriptions?"+query).column("subscription_id"), query)
		})
	}
}

func TestCancelledIsCanceled(t *testing.T) {
	t.Parallel()
	d := open(t)
	made := d.post("/subscriptions", "subscription_id=s&status=cancelled")
	includes(t, made, object{"status": "canceled", "status_text": "Canceled"})
	d.post("/subscriptions/s", "status=active")
	require.Equal(t, "canceled", d.post("/subscriptions/s", "status=cancelled")["status"])
}
