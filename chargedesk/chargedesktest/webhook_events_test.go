package chargedesktest_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// events are the names of what is queued for webhooks, oldest first.
func (d *desk) events() string {
	names := []string{}
	for _, delivery := range d.Deliveries() {
		names = append(names, delivery.Event)
	}
	return strings.Join(names, " ")
}

// watched is a desk with a webhook for everything.
func watched(t testing.TB) *desk {
	t.Helper()
	d := open(t)
	d.DeliverWebhooksTo("https://shop.example.com/hook")
	return d
}

func TestChargesSendEvents(t *testing.T) {
	t.Parallel()
	new := "amount=34&currency=USD&customer[id]=x"
	for name, test := range map[string]struct {
		do   func(d *desk)
		want string
	}{
		"paid":         {func(d *desk) { d.post("/charges", new) }, "customer_new charge_new charge_paid customer_first_paid"},
		"paid again":   {func(d *desk) { d.post("/charges", new); d.post("/charges", new) }, "customer_new charge_new charge_paid customer_first_paid charge_new charge_paid"},
		"failed":       {func(d *desk) { d.post("/charges", new+"&status=failed") }, "customer_new charge_new charge_failed"},
		"refunded":     {func(d *desk) { d.post("/charges", new+"&status=refunded") }, "customer_new charge_new charge_refunded"},
		"pending":      {func(d *desk) { d.post("/charges", new+"&status=pending"); d.post("/charges/ch_1", "status=paid") }, "customer_new charge_new charge_updated charge_pending_paid customer_first_paid"},
		"delinquent":   {func(d *desk) { d.post("/charges", new+"&status=void&customer[delinquent]=1") }, "customer_new customer_delinquent charge_new"},
		"deleted":      {func(d *desk) { d.post("/charges", new+"&status=void"); d.del("/charges/ch_1") }, "customer_new charge_new charge_deleted"},
		"cleared out":  {func(d *desk) { d.post("/charges", new+"&status=void"); d.del("/customers/x") }, "customer_new charge_new charge_deleted"},
		"requested":    {func(d *desk) { d.post(productsCharge, "amount=1&currency=USD") }, "charge_new charge_request agent_log_new"},
		"request paid": {func(d *desk) { require.NoError(d.t, d.Pay(d.SeedPaymentRequest("5", "USD").ChargeID)) }, "charge_updated charge_request_paid customer_first_paid"},
		"part refunds": {func(d *desk) {
			path := "/gateway/charges/" + d.SeedCharge("5", "USD").ChargeID + "/refund"
			d.post(path, "amount=1")
			d.post(path, "amount=1")
		},
			"charge_updated charge_refunded agent_log_new charge_updated charge_refunded agent_log_new"},
		"captured": {func(d *desk) { d.post("/gateway/charges/"+d.SeedAuthorizedCharge("5", "USD").ChargeID+"/capture", "") }, "charge_updated charge_paid customer_first_paid agent_log_new"},
		"voided": {func(d *desk) {
			d.post("/gateway/charges/"+d.SeedAuthorizedCharge("5", "USD").ChargeID+"/capture", "amount=0")
		}, "charge_updated agent_log_new"},
		"disputed":  {func(d *desk) { require.NoError(d.t, d.DisputeCharge(d.SeedCharge("5", "USD").ChargeID)) }, "charge_updated charge_disputed"},
		"declined":  {func(d *desk) { require.NoError(d.t, d.FailCharge(d.SeedCharge("5", "USD").ChargeID, "no funds")) }, "charge_updated charge_failed"},
		"rejected":  {func(d *desk) { d.rejectsForm("amount", "/charges", "currency=USD") }, ""},
		"described": {func(d *desk) { d.post("/charges/"+d.SeedCharge("5", "USD").ChargeID, "description=x") }, "charge_updated"},
		"reminder": {func(d *desk) {
			require.NoError(d.t, d.Notify("charge_request_reminder", d.SeedPaymentRequest("5", "USD").ChargeID))
		}, "charge_request_reminder"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := watched(t)
			test.do(d)
			require.Equal(t, test.want, d.events())
		})
	}
}

func TestCustomersAndSubscriptionsSendEvents(t *testing.T) {
	t.Parallel()
	update := func(forms ...string) func(*desk) {
		return func(d *desk) {
			d.SeedSubscription("ada", "5", "USD")
			for _, form := range forms {
				d.post("/subscriptions/sub_1", form)
			}
		}
	}
	for name, test := range map[string]struct {
		do   func(d *desk)
		want string
	}{
		"customer": {func(d *desk) {
			d.post("/customers", ada)
			d.post("/customers/cus_ada", "name=x")
			d.post("/customers/cus_ada", "name=x")
		}, "customer_new customer_updated"},
		"delinquent": {func(d *desk) { d.post("/customers", ada); d.post("/customers/cus_ada", "delinquent=1") }, "customer_new customer_updated customer_delinquent"},
		"agent":      {func(d *desk) { require.NoError(d.t, d.EditAsAgent(d.SeedCustomer("Ada"), "name", "x")) }, "customer_updated"},
		"made":       {func(d *desk) { d.post("/subscriptions", "subscription_id=s&customer_id=x") }, "customer_new subscription_new"},
		"upgraded":   {update("quantity=2"), "subscription_updated subscription_upgraded"},
		"downgraded": {update("amount=4"), "subscription_updated subscription_downgraded"},
		"past due":   {update("status=past_due"), "subscription_updated subscription_past_due"},
		"unpaid":     {update("status=unpaid"), "subscription_updated subscription_canceled"},
		"suspended":  {update("status=suspended", "status=active"), "subscription_updated subscription_suspended subscription_updated subscription_reactivated"},
		"canceled":   {func(d *desk) { d.post("/gateway/subscriptions/"+d.SeedSubscription("", "5", "USD")+"/cancel", "") }, "subscription_updated subscription_canceled agent_log_new"},
		"started": {func(d *desk) {
			d.post(productsCharge, "using=card&amount=1&currency=USD&product[interval]=day&customer[id]="+d.SeedCustomer("A"))
		}, "subscription_new charge_new charge_paid customer_first_paid agent_log_new"},
		"by customer": {func(d *desk) {
			require.NoError(d.t, d.CancelAsCustomer(d.SeedSubscription("", "5", "USD"), "pause", ""))
		}, "subscription_updated subscription_suspended"},
		"upcoming": {func(d *desk) {
			require.NoError(d.t, d.Notify("subscription_upcoming_payment", d.SeedSubscription("", "5", "USD")))
		}, "subscription_upcoming_payment"},
		"first paid": {func(d *desk) { require.NoError(d.t, d.Notify("customer_first_paid", d.SeedCustomer("A"))) }, "customer_first_paid"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := watched(t)
			test.do(d)
			require.Equal(t, test.want, d.events())
		})
	}
}

func TestAnEventCarriesItsObject(t *testing.T) {
	t.Parallel()
	d := watched(t)
	d.DeliverWebhooksTo("https://shop.example.com/paid", "charge_paid")
	d.post("/charges", cheque)
	deliveries := d.Deliveries()
	require.Len(t, deliveries, 5)
	require.Equal(t, "charge_paid", deliveries[3].Event)
	require.Equal(t, "https://shop.example.com/paid", deliveries[3].URL)
	require.Equal(t, deliveries[2].ID, deliveries[3].ID, "one event, two webhooks")
	event := parse(t, deliveries[3].Body)
	includes(t, event, object{"event_id": "ev_3", "created": n("1772366400"), "class": "charge", "event": "charge_paid"})
	require.Equal(t, "34.00", event.at("data", "charge", "amount"))
	customer := parse(t, deliveries[0].Body)
	require.Equal(t, "customer", customer["class"])
	require.Equal(t, "ada@example.com", customer.at("data", "customer", "customer_id"))

	d.post("/gateway/charges/ch_1/refund", "log_reason=x")
	all := d.Deliveries()
	log := parse(t, all[len(all)-1].Body)
	require.Equal(t, "agent_log", log["class"])
	require.Equal(t, "charge-refund", log.at("data", "agent_log", "event"))
	_, err := d.Snapshot()
	require.NoError(t, err)
}
