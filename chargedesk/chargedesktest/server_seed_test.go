package chargedesktest_test

import (
	"fmt"
	"net/http"
	"net/url"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/chargedesk/chargedesktest"
)

func TestSeededChargesAreListedAndDatedApart(t *testing.T) {
	t.Parallel()
	d := open(t)
	ids := d.SeedCharges(25)
	require.Equal(t, []string{"ch_25", "ch_24"}, ids[:2])
	list := d.get("/charges?count=3").rows("data")
	includes(t, list[0], object{"charge_id": "ch_25", "occurred": "1772366400", "amount": "2.68", "customer_id": "cus_3", "transaction_id": "tx_25"})
	require.Equal(t, "1772366340", list[1]["occurred"])
	require.Equal(t, n("10"), d.get("/customers/cus_1")["charges"])
	require.Len(t, d.SeedCharges(2, time.Hour), 2)
	require.Equal(t, []any{"ch_27", "ch_25", "ch_24"}, d.get("/charges?count=3").column("charge_id"), "between those there are")
	require.Equal(t, 27, d.Counts()["charges"])
	require.Empty(t, d.SeedCharges(0))
}

func TestSeedingIsSilent(t *testing.T) {
	t.Parallel()
	d := watched(t)
	d.SeedCharge("5", "USD")
	d.SeedCharges(3)
	d.SeedAuthorizedCharge("5", "USD")
	d.SeedPaymentRequest("5", "USD")
	d.SeedCustomer("Ada")
	d.SeedCustomers(2)
	d.SeedProduct("Loom", "5", "USD")
	d.SeedProducts(2)
	d.SeedSubscription("cus_1", "5", "USD")
	d.SeedSubscriptions(2)
	d.SeedActivity(2)
	d.SeedCancellations(2)
	require.Empty(t, d.Deliveries())
	require.Empty(t, d.Requests())
	d.SeedSubscription("new@example.com", "5", "USD")
	d.SeedChargeWith(chargedesktest.Charge{CustomerID: "bob", Status: "disputed"})
	require.Empty(t, d.Deliveries())
	require.Equal(t, map[string]int{
		"charges": 7, "customers": 11, "subscriptions": 4, "products": 3, "webhooks": 1, "activity": 2, "cancellations": 2,
	}, d.Counts())
	require.Panics(t, func() { d.SeedCharge("5.001", "USD") })
	require.Panics(t, func() { d.SeedProduct("Loom", "5", "usd") })
	require.Panics(t, func() { d.SeedSubscription("cus_1", "x", "USD") })
}

func TestSeededChargesAreHandy(t *testing.T) {
	t.Parallel()
	d := open(t)
	require.Equal(t, chargedesktest.Charge{
		ChargeID: "ch_1", CustomerID: "cus_1", TransactionID: "tx_1", Amount: "34.00", AmountRefunded: "0.00",
		Currency: "USD", Status: "paid", Occurred: noon,
	}, d.SeedCharge("34", "USD"))
	require.Equal(t, "authorized", d.SeedAuthorizedCharge("1", "USD").Status)
	require.Equal(t, "invoiced", d.SeedPaymentRequest("1", "USD").Status)
}

func TestAChargeIsSeededWithItsOwnValues(t *testing.T) {
	t.Parallel()
	d := open(t)
	require.Equal(t, chargedesktest.Charge{
		ChargeID: "ch_1", CustomerID: "cus_1", TransactionID: "tx_1", Amount: "20.00", AmountRefunded: "0.00",
		Currency: "USD", Status: "paid", Occurred: noon,
	}, d.SeedChargeWith(chargedesktest.Charge{ChargeID: "ch_77"}))
	own := chargedesktest.Charge{
		CustomerID: "ada@example.com", TransactionID: "txn_047a", Amount: "18006", Currency: "JPY",
		AmountRefunded: "6", Status: "disputed", Occurred: noon.AddDate(0, 0, -3),
	}
	seeded := d.SeedChargeWith(own)
	own.ChargeID = "ch_2"
	require.Equal(t, own, seeded)
	includes(t, d.get("/charges/ch_2"), object{"customer_id": "ada@example.com", "status": "disputed", "amount_refunded": "6"})
	require.Equal(t, "20.00", d.SeedChargeWith(chargedesktest.Charge{Status: "refunded", CustomerID: "cus_1"}).AmountRefunded)
	require.Equal(t, 2, d.Counts()["customers"])
	for _, wrong := range []chargedesktest.Charge{
		{Amount: "x"}, {Currency: "usd"}, {Status: "stolen"}, {AmountRefunded: "21"}, {Occurred: noon.Add(time.Hour)}, {TransactionID: "txn_047a"},
	} {
		require.Panics(t, func() { d.SeedChargeWith(wrong) }, "%+v", wrong)
	}
	require.Equal(t, 3, d.Counts()["charges"])
}

func TestSeedsStepAsideForIDsThatAreTaken(t *testing.T) {
	t.Parallel()
	d := open(t)
	d.post("/customers", "customer_id=cus_1")
	d.post("/subscriptions", "subscription_id=sub_1")
	d.post("/products", "product_id=prod_1")
	d.post("/charges", "amount=1&currency=USD&customer[id]=x&transaction_id=tx_1")
	require.Equal(t, "cus_2", d.SeedCustomer("Ada"))
	require.Equal(t, "sub_2", d.SeedSubscription("", "1", "USD"))
	require.Equal(t, "prod_2", d.SeedProduct("Loom", "1", "USD"))
	require.Equal(t, "tx_2", d.SeedCharge("1", "USD").TransactionID)
}

func TestStateIsReadWithoutARequest(t *testing.T) {
	t.Parallel()
	d := open(t)
	seeded := d.SeedCharge("5", "USD")
	d.post("/gateway/charges/"+seeded.ChargeID+"/refund", "amount=2")
	d.ClearRequests()
	charge, ok := d.Charge(seeded.ChargeID)
	require.True(t, ok)
	seeded.Status, seeded.AmountRefunded = "partially refunded", "2.00"
	require.Equal(t, seeded, charge)
	_, ok = d.Charge("none")
	require.False(t, ok)
	require.Empty(t, d.Requests())
}

func TestLogsAreListedAndFiltered(t *testing.T) {
	t.Parallel()
	d := open(t)
	ids := d.SeedActivity(2)
	charge := d.SeedCharge("5", "USD").ChargeID
	d.post("/gateway/charges/"+charge+"/refund", "amount=1")
	sub := d.SeedSubscription("ada@example.com", "5", "USD")
	d.post("/gateway/subscriptions/"+sub+"/cancel", "")
	for query, want := range map[string][]any{
		"":                                       {sub, charge, ids[0], ids[1]},
		"object_type=charge":                     {charge, ids[0], ids[1]},
		"object_type=charge&object_id=" + charge: {charge},
		"object_type=charge&action_type=refund":  {charge, ids[0], ids[1]},
		"object_type=charge&action_type=capture": {},
		"object_type=product":                    {},
		"occurred[max]=1772366340":               {ids[1]},
		"count=1&offset=1":                       {charge},
	} {
		require.Equal(t, want, d.get("/log/activity?"+query).column("object_id"), query)
	}
	d.rejects(400, "object_type", http.MethodGet, "/log/activity?object_id=x", "")
	d.rejects(400, "object_type", http.MethodGet, "/log/activity?action_type=refund", "")
	d.rejects(400, "object_type", http.MethodGet, "/log/activity?object_type=agent", "")
}

func TestCancellationsOfCustomersAreLogged(t *testing.T) {
	t.Parallel()
	d := open(t)
	seeded := d.SeedCancellations(2)
	sub := d.SeedSubscription("ada@example.com", "5", "USD")
	for _, step := range []struct{ action, status string }{
		{"support", "active"}, {"pause", "suspended"}, {"reactivate", "active"}, {"cancel", "pending_cancel"},
	} {
		require.NoError(t, d.CancelAsCustomer(sub, step.action, "too dear"))
		require.Equal(t, step.status, d.get("/subscriptions/" + sub)["status"])
	}
	require.Equal(t, object{
		"action": "cancel", "customer_id": "ada@example.com", "email": "ada@example.com", "ip": "192.0.2.7", "method": "at_period_end",
		"occurred": n("1772366400"), "reason": "too dear", "subscription_id": sub,
	}, d.get("/log/cancellations?count=1").rows("data")[0])
	require.Equal(t, []any{"cancel", "reactivate", "pause", "support", "cancel", "cancel"}, d.get("/log/cancellations").column("action"))
	require.Equal(t, []any{sub}, d.get("/log/cancellations?action=pause").column("subscription_id"))
	require.Equal(t, []any{seeded[1]}, d.get("/log/cancellations?occurred[max]=1772366340").column("subscription_id"))
	d.rejects(400, "action", http.MethodGet, "/log/cancellations?action=end", "")
	require.Zero(t, d.Counts()["activity"], "agents did nothing")
}

func TestASnapshotHoldsEverything(t *testing.T) {
	t.Parallel()
	d := watched(t)
	d.SeedCharges(12)
	d.post("/charges", cheque+"&metadata[k]=v&lines[0][amount]=34&lines[0][tax_paid]=1.10&customer[name]=Ada")
	d.post("/charges/ch_13/email", "")
	d.post("/gateway/charges/ch_12/refund", "amount=0.50&log_reason=x")
	d.post("/subscriptions", "subscription_id=s&customer_id=bob&amount=5&currency=USD&items[0][id]=i")
	d.post("/subscriptions", "subscription_id=nobody")
	d.SeedProduct("Loom", "5.00", "USD")
	d.post("/agents", "name=A&email=a@example.com&role=admin")
	require.NoError(t, d.EditAsAgent("cus_1", "name", "Edited"))
	require.NoError(t, d.CancelAsCustomer("s", "pause", ""))
	d.del("/customers/cus_2?delete_all=0")
	d.post("/customers", "customer_id=cus_2&name=Second")
	d.del("/customers/bob?delete_all=2")
	d.post(productsCharge, "amount=5&currency=USD")
	shot, err := d.Snapshot()
	require.NoError(t, err)

	other := open(t)
	other.SeedCharges(3)
	other.SeedSubscriptions(1)
	require.NoError(t, other.Restore(shot))
	require.Empty(t, other.Deliveries())
	again, err := other.Snapshot()
	require.NoError(t, err)
	require.JSONEq(t, string(shot), string(again))
	require.Equal(t, d.Counts(), other.Counts())
	require.Equal(t, d.Messages(), other.Messages())
	for _, path := range []string{
		"/charges", "/customers", "/subscriptions", "/products", "/log/activity", "/log/cancellations", "/charges/ch_13/items",
		"/charges?customer[id]=cus_2", "/customers/grouped?query=second",
	} {
		require.Equal(t, d.get(path), other.get(path), path)
	}
	for _, desk := range []*desk{d, other} {
		desk.rejectsForm("transaction_id", "/charges", cheque)
		desk.rejectsForm("amount", "/gateway/charges/ch_12/refund", "amount=100")
		require.Equal(t, "ch_15", desk.post("/charges", "amount=1&currency=USD&customer[id]=x")["charge_id"])
		require.Equal(t, 1, desk.Refunds("ch_12"))
	}
}

func TestABrokenSnapshotChangesNothing(t *testing.T) {
	t.Parallel()
	d := open(t)
	d.SeedCharge("5", "USD")
	before, err := d.Snapshot()
	require.NoError(t, err)
	head := `{"vendor":"chargedesk","version":1`
	for _, broken := range []string{
		"", "[]", "{", "null", `{"vendor":"chargedesk","version":2}`, `{"vendor":"chargeback","version":1}`, `{}`, head + `,"Charges":[{}]}`,
		head + `,"Charges":[{"Charge":{},"Customer":7}]}`, head + `,"Products":[null]}`, head + `,"Customers":[null]}`,
		head + `,"Subscriptions":[{"Subscription":{},"Customer":7}]}`,
	} {
		require.Error(t, d.Restore([]byte(broken)), broken)
	}
	after, err := d.Snapshot()
	require.NoError(t, err)
	require.Equal(t, before, after)
	require.NoError(t, d.Restore([]byte(head+"}")))
	require.Empty(t, d.Counts())
	d.post("/agents", "name=A&email=a@example.com&role=admin")
	require.Equal(t, "ch_1", d.SeedCharge("5", "USD").ChargeID)
}

func TestOneServerTakesManyAtOnce(t *testing.T) {
	t.Parallel()
	d := open(t)
	hooks := d.SeedWebhook("https://shop.example.com/hook")
	charge := d.SeedCharge("100", "USD")
	var wg sync.WaitGroup
	for i := range 8 {
		wg.Go(func() {
			for j := range 10 {
				id := fmt.Sprintf("%d-%d", i, j)
				d.post("/charges", "amount=1&currency=USD&customer[id]=c"+url.QueryEscape(id))
				d.get("/charges?count=5&customer[id]=" + charge.CustomerID)
				d.post("/gateway/charges/"+charge.ChargeID+"/refund", "amount=0.25")
				d.SeedCharges(2)
				d.Counts()
				d.Deliveries()
			}
			_, err := d.Snapshot()
			require.NoError(t, err)
		})
	}
	wg.Wait()
	require.Equal(t, 80, d.Refunds(charge.ChargeID))
	includes(t, d.get("/charges/"+charge.ChargeID), object{"amount_refunded": "20.00", "status": "partially refunded"})
	require.Equal(t, 1+80+160, d.Counts()["charges"])
	d.del("/webhooks/" + hooks)
}

func BenchmarkSeedCharges(b *testing.B) {
	for b.Loop() {
		s := chargedesktest.NewHandler()
		s.SeedCharges(100_000)
		s.Close()
	}
}

func BenchmarkListPage(b *testing.B) {
	for name, path := range map[string]string{
		"deep": "/charges?count=500&offset=49500", "filtered": "/charges?count=500&customer[id]=cus_77", "customers": "/customers?count=500",
	} {
		b.Run(name, func(b *testing.B) {
			d := open(b)
			d.SeedCharges(100_000)
			for b.Loop() {
				d.send(http.MethodGet, path, "", "")
			}
		})
	}
}
