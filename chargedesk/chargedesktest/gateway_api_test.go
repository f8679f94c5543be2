package chargedesktest_test

import (
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
		t.Run(product, func(t *testing.T) {
			d := d.with(t)
			made := d.post(productsCharge, "using=card&customer[id]="+cus+"&amount=34&currency=USD&description=Engine&metadata[k]=v"+product)
			require.Len(t, made, 1, product)
			charge := object(made["charge"].(map[string]any))
			includes(t, charge, object{
				"amount": "34.00", "status": "paid", "customer_id": cus, "description": "Engine", "subscription_id": "",
				"metadata": map[string]any{"k": "v"}, "gateway_id": "stripe",
			})
			require.Equal(t, charge, d.get("/charges/"+charge["charge_id"].(string)))
		})
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
		t.Run(interval, func(t *testing.T) {
			d := d.with(t)
			made := d.post(productsCharge, "using=card&customer[id]="+cus+"&amount=1&currency=USD&product[interval_count]=3&product[interval]="+interval)
			require.Equal(t, strconv.FormatInt(end.Unix(), 10), made.at("subscription", "current_period_end"), interval)
		})
	}
}

func TestWithoutUsingCardAPaymentIsRequested(t *testing.T) {
	t.Parallel()
	for _, using := range []string{"", "using=invoice&", "using=&"} {
		t.Run(using, func(t *testing.T) {
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
		})
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
		t.Run(form, func(t *testing.T) {
			d := d.with(t)
			d.rejectsForm(param, productsCharge, base+form)
		})
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
		t.Run(form, func(t *testing.T) {
			d := d.with(t)
			d.rejectsForm(param, productsCharge, form)
		})
	}
	require.Equal(t, map[string]int{"customers": 2}, d.Counts())
}

func TestAPaymentRequestOf2017HasItsPlanInTheProduct(t *testing.T) {
	t.Parallel()
	d := open(t)
	made := d.post(productsCharge, "amount=10&currency=USD&quantity=2&product[interval]=month&product[interval_count]=3&product[trial_period_days]=7")
	includes(t, object(made["subscription"].(map[string]any)), object{
		"status": "requested", "amount": "10.00", "quantity": "2", "interval": "month", "interval_count": "3", "trial_period_days": "7",
	})
	require.Equal(t, made.at("subscription", "subscription_id"), made.at("charge", "subscription_id"))
	d.rejectsForm("product[interval]", productsCharge, "amount=10&currency=USD&product[interval]=hour")
}
