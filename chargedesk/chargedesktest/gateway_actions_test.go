package chargedesktest_test

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/chargedesk/chargedesktest"
)

func TestARefundOfAPart(t *testing.T) {
	t.Parallel()
	d := open(t)
	ch := d.SeedCharge("34.00", "USD")
	path := "/gateway/charges/" + ch.ChargeID + "/refund"
	includes(t, d.post(path, "amount=21.00&log_reason=damaged"), object{
		"status": "partially refunded", "amount_refunded": "21.00", "amount": "34.00", "name_email": "refund notification",
		"name_send_email": "Send Refund Notification", "refunded_at": "1772366400",
	})
	includes(t, d.get("/log/activity").rows("data")[0], object{
		"object_type": "charge", "object_id": ch.ChargeID, "action_type": "refund", "action_reason": "damaged", "event": "charge-refund",
		"action_params": map[string]any{"amount": "21.00"}, "occurred": n("1772366400"), "ip": "127.0.0.1",
		"company": "example-company", "context": nil, "params": nil,
	})
	d.rejectsForm("amount", path, "amount=13.01")
	require.Equal(t, 1, d.Refunds(ch.ChargeID))
	includes(t, d.post(path, "amount=5"), object{"status": "partially refunded", "amount_refunded": "26.00"})
	includes(t, d.post(path, "amount=8"), object{"status": "refunded", "amount_refunded": "34.00"})
	d.rejectsForm("", path, "amount=1")
	d.rejectsForm("", path, "")
	require.Equal(t, 3, d.Refunds(ch.ChargeID))
	require.Zero(t, d.Refunds("ch_99"))
}

func TestARefundThatPHPTakesForOneWithoutAmountRefundsAll(t *testing.T) {
	t.Parallel()
	d := open(t)
	for _, form := range []string{"", "amount=", "amount=0", "log_reason=x", "amount%5D=5", "Amount=5", "amount=5&amount=0"} {
		ch := d.SeedCharge("34.00", "USD")
		d.post("/gateway/charges/"+ch.ChargeID+"/refund", "amount=4")
		includes(t, d.post("/gateway/charges/"+ch.ChargeID+"/refund", form), object{"status": "refunded", "amount_refunded": "34.00"})
	}
	for _, form := range []string{"amount=0.00", "amount=-1", "amount=1,5", "amount=5+USD", "amount=1.005", "amount[]=5", "amount=35"} {
		t.Run(form, func(t *testing.T) {
			d := d.with(t)
			ch := d.SeedCharge("34.00", "USD")
			d.rejectsForm("amount", "/gateway/charges/"+ch.ChargeID+"/refund", form)
			require.Zero(t, d.Refunds(ch.ChargeID), form)
		})
	}
}

func TestOnlyAPaidChargeCanBeRefunded(t *testing.T) {
	t.Parallel()
	d := open(t)
	for _, ch := range []chargedesktest.Charge{d.SeedAuthorizedCharge("5", "USD"), d.SeedPaymentRequest("5", "USD")} {
		d.rejectsForm("", "/gateway/charges/"+ch.ChargeID+"/refund", "amount=1")
	}
	d.rejects(404, "", http.MethodPost, "/gateway/charges/none/refund", "amount=1")
}

func TestACaptureTakesAllOrAPartOrVoids(t *testing.T) {
	t.Parallel()
	d := open(t)
	for form, want := range map[string]object{
		"":             {"status": "paid", "amount": "34.00", "is_paid": true},
		"amount=":      {"status": "paid", "amount": "34.00"},
		"amount=21.00": {"status": "paid", "amount": "21.00"},
		"amount=34":    {"status": "paid", "amount": "34.00"},
		"amount=0":     {"status": "void", "amount": "34.00", "is_paid": false, "name_email": "void notification"},
		"amount=0.00":  {"status": "void", "amount": "34.00"},
	} {
		t.Run(form, func(t *testing.T) {
			d := d.with(t)
			ch := d.SeedAuthorizedCharge("34.00", "USD")
			path := "/gateway/charges/" + ch.ChargeID + "/capture"
			includes(t, d.post(path, form), want)
			d.rejectsForm("", path, form)
			require.Equal(t, want["status"] == "void", d.get("/log/activity").rows("data")[0]["event"] == "charge-void")
		})
	}
	ch := d.SeedAuthorizedCharge("34.00", "USD")
	for _, form := range []string{"amount=34.01", "amount=-1", "amount=x", "amount[]=1"} {
		t.Run(form, func(t *testing.T) {
			d := d.with(t)
			d.rejectsForm("amount", "/gateway/charges/"+ch.ChargeID+"/capture", form)
		})
	}
	d.rejectsForm("", "/gateway/charges/"+d.SeedCharge("1", "USD").ChargeID+"/capture", "")
	d.rejects(404, "", http.MethodPost, "/gateway/charges/none/capture", "")
}

func TestAPaymentRequestCanBeTakenBack(t *testing.T) {
	t.Parallel()
	d := open(t)
	path := "/gateway/charges/" + d.SeedPaymentRequest("5", "USD").ChargeID + "/void"
	includes(t, d.post(path, ""), object{"status": "invoice canceled", "is_paid": false})
	d.rejectsForm("", path, "")
	d.post("/charges", "amount=1&currency=USD&customer[id]=x&status=pending&transaction_id=t")
	require.Equal(t, "invoice canceled", d.post("/gateway/charges/ch_2/void", "")["status"])
	d.rejectsForm("", "/gateway/charges/"+d.SeedAuthorizedCharge("1", "USD").ChargeID+"/void", "")
	d.rejects(404, "", http.MethodPost, "/gateway/charges/none/void", "")
}

func TestASubscriptionIsCanceledOnce(t *testing.T) {
	t.Parallel()
	d := open(t)
	path := "/gateway/subscriptions/" + d.SeedSubscription("ada", "5", "USD") + "/cancel"
	d.rejectsForm("log_reason", path, "log_reason[]=moved")
	includes(t, d.post(path, "log_reason=moved"), object{
		"status": "canceled", "status_text": "Canceled", "canceled_at": "1772366400", "methods_active": []any{}, "methods_supported": []any{"edit"},
	})
	includes(t, d.get("/log/activity?object_type=subscription").rows("data")[0], object{"event": "subscription-cancel", "action_reason": "moved"})
	d.rejectsForm("", path, "")
	d.rejects(404, "", http.MethodPost, "/gateway/subscriptions/none/cancel", "")
}

func TestPlansChangeAsFarAsTheGatewayCan(t *testing.T) {
	t.Parallel()
	d := open(t)
	loom := d.SeedProduct("Loom", "7.50", "USD")
	d.post("/subscriptions", "subscription_id=s&gateway_id=stripe&items[0][id]=old")
	d.post("/subscriptions", "subscription_id=r&gateway_id=recurly")
	d.post("/subscriptions", "subscription_id=p&gateway_id=paypal")
	changed := d.post("/gateway/subscriptions/s/plans", "plans[0][id]="+loom+"&plans[0][quantity]=3&plans[1][id]=x&trial_end=1800000000&prorate=true&invoice=1")
	includes(t, changed, object{"trial_end": "1800000000", "status": "trialing", "has_items": "1"})
	require.Equal(t, loom, changed.rows("items")[0]["item_id"])
	includes(t, changed.rows("items")[0], object{"quantity": "3", "amount": "7.50", "description": "Loom"})
	includes(t, changed.rows("items")[1], object{"item_id": "x", "quantity": "1"})
	require.Len(t, d.post("/gateway/subscriptions/s/plans", "").rows("items"), 2, "without plans they stay")
	require.Equal(t, "1800000000", d.post("/gateway/subscriptions/r/plans", "period_end=1800000000&invoice=0")["current_period_end"])
	for form, param := range map[string]string{
		"period_end=1": "period_end", "plans[0][quantity]=0": "plans[0][quantity]", "prorate=x": "prorate", "trial_end=x": "trial_end", "plans=x": "plans",
	} {
		t.Run(form, func(t *testing.T) {
			d := d.with(t)
			d.rejectsForm(param, "/gateway/subscriptions/s/plans", form)
		})
	}
	d.rejectsForm("trial_end", "/gateway/subscriptions/r/plans", "trial_end=1")
	d.rejectsForm("prorate", "/gateway/subscriptions/r/plans", "prorate=1")
	d.rejectsForm("plans", "/gateway/subscriptions/p/plans", "plans[0][id]=x")
	d.post("/gateway/subscriptions/s/cancel", "")
	d.rejectsForm("", "/gateway/subscriptions/s/plans", "")
	d.rejects(404, "", http.MethodPost, "/gateway/subscriptions/none/plans", "")
}
