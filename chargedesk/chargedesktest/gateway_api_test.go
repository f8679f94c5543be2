package chargedesktest_test

import (
	"net/http"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/chargedesk/chargedesktest"
)

const productsCharge = "/gateway/products/charge"

func TestUsingCardChargesTheCardOnFile(t *testing.T) {
	t.Parallel()
	d := open(t)
	cus := d.SeedCustomer("Ada")
	for _, product := range []string{"", "&product[product_id]=x", "&product[interval]="} {
		made := d.post(productsCharge, "using=card&customer[id]="+cus+"&amount=34&currency=USD&description=Engine&metadata[k]=v"+product)
		require.Len(t, made, 1, product)
		charge := object(made["charge"].(map[string]any))
		includes(t, charge, object{
			"amount": "34.00", "status": "paid", "customer_id": cus, "description": "Engine", "subscription_id": "",
			"metadata": map[string]any{"k": "v"}, "gateway_id": "stripe",
		})
		require.Equal(t, charge, d.get("/charges/"+charge["charge_id"].(string)))
	}
	require.Equal(t, n("3"), d.get("/customers/" + cus)["charges"])
	require.Empty(t, d.Messages())
	row := d.get("/log/activity").rows("data")[0]
	includes(t, row, object{"object_type": "charge", "object_id": "ch_3", "action_type": "charge", "event": "charge-charge"})
}

func TestUsingCardWithAnIntervalStartsASubscription(t *testing.T) {
	t.Parallel()
	d := open(t)
	cus := d.SeedCustomer("Ada")
	loom := d.SeedProduct("Loom", "7.50", "EUR")
	made := d.post(productsCharge, "using=card&customer[id]="+cus+"&amount=7.50&currency=EUR&quantity=3&description=Cards"+
		"&product[product_id]="+loom+"&product[interval]=month&product[interval_count]=2&product[setup_amount]=1.25&product[billing_cycles_total]=6")
	subscription, charge := object(made["subscription"].(map[string]any)), object(made["charge"].(map[string]any))
	includes(t, subscription, object{
		"subscription_id": "sub_1", "status": "active", "amount": "7.50", "quantity": "3", "interval": "month", "interval_count": "2",
		"setup_amount": "1.25", "billing_cycles_total": n("6"), "billing_cycles_current": n("1"), "customer_id": cus,
		"product_id": loom, "current_period_start": "1772366400", "current_period_end": "1777636800", "charges": n("1"),
	})
	includes(t, charge, object{"amount": "23.75", "currency": "EUR", "status": "paid", "subscription_id": "sub_1", "product_id": loom, "description": "Cards"})
	require.NotContains(t, made, "pay_link")
	require.Equal(t, subscription, d.get("/subscriptions/sub_1"))
	includes(t, d.get("/log/activity").rows("data")[0], object{"object_type": "subscription", "object_id": "sub_1", "event": "subscription-create", "action_params": false})
}

func TestATrialStartsWithAChargeOfNothing(t *testing.T) {
	t.Parallel()
	d := open(t)
	cus := d.SeedCustomer("Ada")
	form := "using=card&customer[id]=" + cus + "&amount=7.50&currency=EUR&product[interval]=week&product[trial_period_days]=10"
	made := d.post(productsCharge, form)
	includes(t, object(made["charge"].(map[string]any)), object{
		"amount": "0.00", "currency": "EUR", "status": "trial", "status_text": "trial", "is_paid": false,
		"subscription_id": "sub_1", "customer_id": cus, "refunded_at_formatted": "",
	})
	includes(t, object(made["subscription"].(map[string]any)), object{
		"charges": n("1"), "status": "trialing", "trial_start": "1772366400", "trial_end": "1773230400", "current_period_end": "1773230400", "trial_period_days": "10",
	})
	setup := d.post(productsCharge, form+"&product[setup_amount]=2")
	require.Equal(t, "2.00", setup.at("charge", "amount"))
	require.Equal(t, "paid", setup.at("charge", "status"))
}

func TestAPeriodLastsItsInterval(t *testing.T) {
	t.Parallel()
	d := open(t)
	cus := d.SeedCustomer("Ada")
	for interval, end := range map[string]time.Time{
		"day": noon.AddDate(0, 0, 3), "week": noon.AddDate(0, 0, 21), "month": noon.AddDate(0, 3, 0), "year": noon.AddDate(3, 0, 0),
	} {
		made := d.post(productsCharge, "using=card&customer[id]="+cus+"&amount=1&currency=USD&product[interval_count]=3&product[interval]="+interval)
		require.Equal(t, strconv.FormatInt(end.Unix(), 10), made.at("subscription", "current_period_end"), interval)
	}
}

func TestWithoutUsingCardAPaymentIsRequested(t *testing.T) {
	t.Parallel()
	for _, using := range []string{"", "using=invoice&", "using=&"} {
		d := open(t)
		cus := d.SeedCustomer("Ada")
		made := d.post(productsCharge, using+"customer[id]="+cus+"&contact=ada@example.com&amount=20&currency=USD&product[interval]="+
			"&lines[0][amount]=10&lines[0][quantity]=2&lines[0][description]=Cards")
		require.Len(t, made, 2)
		require.Equal(t, "https://chargedesk.com/pay/pay_1", made["pay_link"])
		includes(t, object(made["charge"].(map[string]any)), object{
			"status": "invoiced", "is_paid": false, "amount": "20.00", "customer_id": cus, "methods_active": []any{"remind", "email"},
			"sent_invoice": "1772366400",
		})
		require.Equal(t, []chargedesktest.Message{{Time: noon, To: "ada@example.com", Kind: "payment request", ObjectID: "ch_1"}}, d.Messages())
		require.Zero(t, d.Counts()["subscriptions"])
	}
}

func TestAPaymentRequestIsSentOnlyToAContact(t *testing.T) {
	t.Parallel()
	d := open(t)
	base := "amount=20&currency=USD"
	require.Equal(t, "", d.post(productsCharge, base).at("charge", "customer_id"))
	d.post(productsCharge, base+"&contact=ada@example.com&link_only=1")
	require.Empty(t, d.Messages())
	require.Equal(t, "ada@example.com", d.post(productsCharge, base+"&contact=ada@example.com&link_only=false").at("charge", "customer_id"))
	d.post(productsCharge, base+"&contact=%2B1+(555)+555-5555&customer[id]=bob")
	require.Equal(t, "ada@example.com", d.Messages()[0].To)
	require.Equal(t, "+1 (555) 555-5555", d.Messages()[1].To)
	require.Len(t, d.Messages(), 2)
	require.Equal(t, 2, d.Counts()["customers"])
	for form, param := range map[string]string{
		"&contact=ada": "contact", "&link_only=maybe": "link_only", "&quantity=0": "quantity",
		"&lines[0][amount]=1": "lines", "&lines[0][amount]=20&lines[0][interval]=eon": "lines[0][interval]",
		"&lines[0][amount]=20&lines[0][product_id]=x&lines[0][interval]=day": "lines[0][product_id]",
	} {
		d.rejectsForm(param, productsCharge, base+form)
	}
	require.Equal(t, 4, d.Counts()["charges"])
}

func TestARecurringLineRequestsASubscription(t *testing.T) {
	t.Parallel()
	d := open(t)
	made := d.post(productsCharge, "contact=ada@example.com&amount=25&currency=USD&lines[0][amount]=5&lines[1][amount]=10&lines[1][quantity]=2"+
		"&lines[1][interval]=month&lines[1][trial_period_days]=7&lines[1][coupon]=SPRING")
	includes(t, object(made["subscription"].(map[string]any)), object{
		"status": "requested", "amount": "10.00", "quantity": "2", "interval": "month", "trial_period_days": "7", "customer_id": "ada@example.com",
	})
	require.Equal(t, "sub_1", made.at("charge", "subscription_id"))
}

func TestAWrongGatewayChargeMovesNoMoney(t *testing.T) {
	t.Parallel()
	d := open(t)
	cus := d.SeedCustomer("Ada")
	d.post("/customers", "customer_id=cardless")
	base := "using=card&customer[id]=" + cus + "&amount=5&currency=USD"
	for form, param := range map[string]string{
		"using=cash&amount=5&currency=USD":                          "using",
		"using=card&customer[id]=" + cus + "&currency=USD":          "amount",
		"using=card&customer[id]=" + cus + "&amount=5":              "currency",
		"using=card&amount=5&currency=USD":                          "customer[id]",
		"using=card&customer[id]=none&amount=5&currency=USD":        "customer[id]",
		"using=card&customer[id]=cardless&amount=5&currency=USD":    "customer[id]",
		"using=card&customer[id]=" + cus + "&amount=0&currency=USD": "amount",
		base + "&product[interval]=fortnight":                       "product[interval]",
		base + "&product[interval]=day&product[product_id]=none":    "product[product_id]",
		base + "&product[interval]=day&product[interval_count]=0":   "product[interval_count]",
		base + "&product[interval]=day&quantity=0":                  "quantity",
		base + "&product[interval]=day&product[setup_amount]=0.001": "product[setup_amount]",
	} {
		d.rejectsForm(param, productsCharge, form)
	}
	require.Equal(t, map[string]int{"customers": 2}, d.Counts())
}

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
		ch := d.SeedCharge("34.00", "USD")
		d.rejectsForm("amount", "/gateway/charges/"+ch.ChargeID+"/refund", form)
		require.Zero(t, d.Refunds(ch.ChargeID), form)
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
		ch := d.SeedAuthorizedCharge("34.00", "USD")
		path := "/gateway/charges/" + ch.ChargeID + "/capture"
		includes(t, d.post(path, form), want)
		d.rejectsForm("", path, form)
		require.Equal(t, want["status"] == "void", d.get("/log/activity").rows("data")[0]["event"] == "charge-void")
	}
	ch := d.SeedAuthorizedCharge("34.00", "USD")
	for _, form := range []string{"amount=34.01", "amount=-1", "amount=x", "amount[]=1"} {
		d.rejectsForm("amount", "/gateway/charges/"+ch.ChargeID+"/capture", form)
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
		d.rejectsForm(param, "/gateway/subscriptions/s/plans", form)
	}
	d.rejectsForm("trial_end", "/gateway/subscriptions/r/plans", "trial_end=1")
	d.rejectsForm("prorate", "/gateway/subscriptions/r/plans", "prorate=1")
	d.rejectsForm("plans", "/gateway/subscriptions/p/plans", "plans[0][id]=x")
	d.post("/gateway/subscriptions/s/cancel", "")
	d.rejectsForm("", "/gateway/subscriptions/s/plans", "")
	d.rejects(404, "", http.MethodPost, "/gateway/subscriptions/none/plans", "")
}
