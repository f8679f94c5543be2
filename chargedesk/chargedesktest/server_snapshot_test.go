package chargedesktest_test

import (
	"testing"

	"github.com/stretchr/testify/require"
)

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
		t.Run(path, func(t *testing.T) {
			d := d.with(t)
			require.Equal(t, d.get(path), other.get(path), path)
		})
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
		t.Run(broken, func(t *testing.T) {
			d := d.with(t)
			require.Error(t, d.Restore([]byte(broken)), broken)
		})
	}
	after, err := d.Snapshot()
	require.NoError(t, err)
	require.Equal(t, before, after)
	require.NoError(t, d.Restore([]byte(head+"}")))
	require.Empty(t, d.Counts())
	d.post("/agents", "name=A&email=a@example.com&role=admin")
	require.Equal(t, "ch_1", d.SeedCharge("5", "USD").ChargeID)
}
