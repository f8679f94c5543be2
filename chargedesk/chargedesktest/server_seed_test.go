package chargedesktest_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/chargedesk/chargedesktest"
)

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
