package chargedesktest_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/chargedesk/chargedesktest"
)

const cheque = "amount=34.00&currency=USD&customer[id]=ada@example.com&transaction_id=inv-1"

func TestARecordedChargeCanBeRead(t *testing.T) {
	t.Parallel()
	d := open(t)
	made := d.post("/charges", cheque+"&customer[name]=Ada+Loom&customer[country]=GB&description=Engine&occurred=1700000000"+
		"&last_4_digits=0042&product[id]=prod_9&subscription[id]=sub_9&metadata[branch]=north&gateway_id=till")

	require.Equal(t, made, d.get("/charges/ch_1"))
	includes(t, made, object{
		"charge_id": "ch_1", "object": "charge", "amount": "34.00", "amount_refunded": "0.00", "currency": "USD",
		"status": "paid", "status_text": "paid", "is_paid": true, "occurred": "1700000000",
		"amount_formatted": "$34.00 USD", "amount_symbol": "$", "amount_with_commas": "34.00",
		"customer_id": "ada@example.com", "customer_email": "ada@example.com", "customer_username": "ada@example.com",
		"customer_name": "Ada Loom", "customer_country": "GB", "description": "Engine", "last_4_digits": "0042",
		"product_id": "prod_9", "subscription_id": "sub_9", "transaction_id": "inv-1", "gateway_id": "till",
		"metadata": map[string]any{"branch": "north"},
	})
	includes(t, d.get("/customers/ada%40example.com"), object{"name": "Ada Loom", "charges": n("1"), "last_charge_id": "ch_1"})
}

func TestAChargeIsPaidNowThroughTheDefaultGateway(t *testing.T) {
	t.Parallel()
	d := open(t)
	made := d.post("/charges", "amount=5&currency=JPY&customer[id]=42")
	includes(t, made, object{
		"amount": "5", "status": "paid", "occurred": "1772366400", "gateway_id": "stripe",
		"customer_id": "42", "customer_email": "", "metadata": []any{}, "transaction_id": "",
	})
}

func TestASecondChargeWithATransactionIDIsADuplicate(t *testing.T) {
	t.Parallel()
	d := open(t)
	d.post("/charges", cheque+"&status=pending&description=first")
	d.rejectsForm("transaction_id", "/charges", cheque)
	require.Len(t, d.get("/charges").rows("data"), 1)

	updated := d.post("/charges", cheque+"&duplicate=update&description=second")
	includes(t, updated, object{"charge_id": "ch_1", "description": "second", "status": "pending"})
	require.Len(t, d.get("/charges").rows("data"), 1)

	fresh := d.post("/charges", "amount=1&currency=USD&customer[id]=x&duplicate=update")
	require.Equal(t, "ch_2", fresh["charge_id"], "nothing to match without a transaction id")
	d.post("/charges", "amount=1&currency=USD&customer[id]=x")
	require.Len(t, d.get("/charges").rows("data"), 3)
}

func TestAWrongChargeIsRejectedAndNotRecorded(t *testing.T) {
	t.Parallel()
	d := open(t)
	for form, param := range map[string]string{
		"currency=USD&customer[id]=x":                                             "amount",
		"amount=&currency=USD&customer[id]=x":                                     "amount",
		"amount=1,234.56&currency=USD&customer[id]=x":                             "amount",
		"amount=-1&currency=USD&customer[id]=x":                                   "amount",
		"amount=1e3&currency=USD&customer[id]=x":                                  "amount",
		"amount=.5&currency=USD&customer[id]=x":                                   "amount",
		"amount=1.001&currency=USD&customer[id]=x":                                "amount",
		"amount=1.5&currency=JPY&customer[id]=x":                                  "amount",
		"amount[]=1&currency=USD&customer[id]=x":                                  "amount",
		"amount=1&customer[id]=x":                                                 "currency",
		"amount=1&currency=usd&customer[id]=x":                                    "currency",
		"amount=1&currency=ABC&customer[id]=x":                                    "currency",
		"amount=1&currency=USD":                                                   "customer[id]",
		"amount=1&currency=USD&customer=x":                                        "customer[id]",
		"amount=1&currency=USD&customer[id]=x&customer[country]=gb":               "customer[country]",
		"amount=1&currency=USD&customer[id]=x&customer[delinquent]=yes":           "customer[delinquent]",
		"amount=1&currency=USD&customer[id]=x&status=past_due":                    "status",
		"amount=1&currency=USD&customer[id]=x&occurred=1772366401":                "occurred",
		"amount=1&currency=USD&customer[id]=x&occurred=yesterday":                 "occurred",
		"amount=1&currency=USD&customer[id]=x&amount_refunded=2":                  "amount_refunded",
		"amount=1&currency=USD&customer[id]=x&duplicate=replace":                  "duplicate",
		"amount=1&currency=USD&customer[id]=x&metadata=blue":                      "metadata",
		"amount=1&currency=USD&customer[id]=x&metadata[a][b]=1":                   "metadata[a]",
		"amount=1&currency=USD&customer[id]=x&lines=one":                          "lines",
		"amount=1&currency=USD&customer[id]=x&lines[0][amount]=2":                 "lines",
		"amount=1&currency=USD&customer[id]=x&lines[0][quantity]=0":               "lines[0][quantity]",
		"amount=1&currency=USD&customer[id]=x&lines[0][amount]=x":                 "lines[0][amount]",
		"amount=1&currency=USD&customer[id]=x&lines[0][tax_paid]=-1":              "lines[0][tax_paid]",
		"amount=1&currency=USD&customer[id]=x&metadata[" + long(33) + "]=1":       "metadata[" + long(33) + "]",
		"amount=1&currency=USD&customer[id]=x&metadata[k]=" + long(256):           "metadata[k]",
		"amount=1&currency=USD&customer[id]=x&customer[description]=" + long(256): "customer[description]",
	} {
		t.Run(form, func(t *testing.T) {
			d := d.with(t)
			d.rejectsForm(param, "/charges", form)
		})
	}
	require.Empty(t, d.Counts())
}

func long(n int) string { return strings.Repeat("ü", n) }

func TestAmountsHaveTheDecimalsOfTheirCurrency(t *testing.T) {
	t.Parallel()
	d := open(t)
	for sent, want := range map[string][2]string{
		"amount=34&currency=USD":         {"34.00", "$34.00 USD"},
		"amount=1234567.5&currency=EUR":  {"1234567.50", "€1,234,567.50 EUR"},
		"amount=1234&currency=KRW":       {"1234", "1,234 KRW"},
		"amount=1.5&currency=KWD":        {"1.500", "1.500 KWD"},
		"amount=0.0001&currency=CLF":     {"0.0001", "0.0001 CLF"},
		"amount=0.00000001&currency=BTC": {"0.00000001", "0.00000001 BTC"},
		"amount=2&currency=BTC":          {"2.00", "2.00 BTC"},
		"amount=3&currency=MRO":          {"3.00", "3.00 MRO"},
	} {
		t.Run(sent, func(t *testing.T) {
			d := d.with(t)
			made := d.post("/charges", sent+"&customer[id]=x")
			require.Equal(t, want, [2]string{made["amount"].(string), made["amount_formatted"].(string)})
		})
	}
}

func TestAnUpdateChangesOnlyWhatWasSent(t *testing.T) {
	t.Parallel()
	d := open(t)
	d.post("/charges", cheque+"&status=pending&occurred=1700000000&metadata[a]=1&metadata[b]=2&customer[name]=Ada")
	changed := d.post("/charges/ch_1", "description=late&metadata[b]=&metadata[c]=3")
	includes(t, changed, object{
		"status": "pending", "occurred": "1700000000", "amount": "34.00", "description": "late", "customer_name": "Ada",
		"metadata": map[string]any{"a": "1", "c": "3"},
	})
	require.Equal(t, []any{}, d.post("/charges/ch_1", "metadata=")["metadata"])
	require.Equal(t, "paid", d.post("/charges/ch_1", "status=paid")["status"])
	require.Equal(t, changed["customer_id"], d.post("/charges/ch_1", "")["customer_id"])

	moved := d.post("/charges/ch_1", "customer[id]=bob&customer[email]=bob@example.com")
	includes(t, moved, object{"customer_id": "bob", "customer_email": "bob@example.com"})
	includes(t, d.get("/customers/ada@example.com"), object{"charges": n("0"), "last_charge_id": ""})
	includes(t, d.get("/customers/bob"), object{"charges": n("1"), "last_charge_id": "ch_1"})
}

func TestAnUpdateMayNotTakeAnothersTransactionID(t *testing.T) {
	t.Parallel()
	d := open(t)
	d.post("/charges", cheque)
	d.post("/charges", "amount=1&currency=USD&customer[id]=x&transaction_id=inv-2")
	d.rejectsForm("transaction_id", "/charges/ch_2", "transaction_id=inv-1")
	d.post("/charges/ch_2", "transaction_id=inv-3")
	d.post("/charges", "amount=1&currency=USD&customer[id]=x&transaction_id=inv-2")
}

func TestStatusAndSumRefundedOfARecordFollowFromEachOther(t *testing.T) {
	t.Parallel()
	d := open(t)
	for form, want := range map[string]object{
		"&amount_refunded=24.50":             {"status": "partially refunded", "amount_refunded": "24.50", "name_email": "refund notification"},
		"&amount_refunded=34":                {"status": "refunded", "amount_refunded": "34.00", "refunded_at": "1772366400"},
		"&status=refunded":                   {"status": "refunded", "amount_refunded": "34.00"},
		"&status=disputed&amount_refunded=1": {"status": "disputed", "amount_refunded": "1.00"},
		"&status=past+due":                   {"status": "past due", "amount_refunded": "0.00", "is_paid": false},
		"":                                   {"status": "paid", "refunded_at": "0", "name_email": "receipt"},
	} {
		includes(t, d.post("/charges", "amount=34&currency=USD&customer[id]=x"+form), want)
	}
}

func TestADeletedChargeIsGone(t *testing.T) {
	t.Parallel()
	d := open(t)
	d.post("/charges", cheque)
	require.Equal(t, object{"charge_id": "ch_1", "deleted": true}, d.del("/charges/ch_1"))
	d.rejects(404, "", http.MethodGet, "/charges/ch_1", "")
	d.rejects(404, "", http.MethodDelete, "/charges/ch_1", "")
	d.rejects(404, "", http.MethodPost, "/charges/ch_1", "status=paid")
	d.rejects(404, "", http.MethodPost, "/charges/ch_1/email", "")
	d.rejects(404, "", http.MethodGet, "/charges/ch_1/items", "")
	require.Empty(t, d.get("/charges").rows("data"))
	includes(t, d.get("/customers/ada@example.com"), object{"charges": n("0"), "last_charge_id": "", "last_paid_charge": ""})
	require.Equal(t, "ch_2", d.post("/charges", cheque)["charge_id"], "the transaction id is free again")
}

func TestTheMessageSentFitsTheStatus(t *testing.T) {
	t.Parallel()
	d := open(t)
	d.post("/charges", cheque)
	for status, kind := range map[string]string{
		"paid": "receipt", "pending": "receipt", "refunded": "refund notification", "partially+refunded": "refund notification",
		"authorized": "authorization notification", "void": "void notification",
	} {
		t.Run(status, func(t *testing.T) {
			d := d.with(t)
			d.post("/charges/ch_1", "status="+status)
			sent := d.post("/charges/ch_1/email", "")
			require.Equal(t, n("1772366400"), sent["email_last_sent"])
			messages := d.Messages()
			want := chargedesktest.Message{Time: noon, To: "ada@example.com", Kind: kind, ObjectID: "ch_1"}
			require.Equal(t, want, messages[len(messages)-1])
		})
	}
	d.post("/charges/ch_1/email", "email=books@example.com")
	require.Equal(t, "books@example.com", d.Messages()[6].To)

	d.post("/charges", "amount=1&currency=USD&customer[id]=nobody")
	d.rejectsForm("email", "/charges/ch_2/email", "")
	require.Len(t, d.Messages(), 7)
}

func TestParametersOf2017OfACharge(t *testing.T) {
	t.Parallel()
	d := open(t)
	base := "amount=34&currency=USD&customer[id]=x"
	for form, param := range map[string]string{
		"&product[name]=Loom":                  "product[name]",
		"&product[url]=https://shop.example":   "product[url]",
		"&product[description]=A+loom":         "product[description]",
		"&subscriptions[][id]=sub_1":           "subscriptions",
		"&subscriptions[0][interval]=month":    "subscriptions",
		"&subscriptions[]=sub_1&product[id]=p": "subscriptions",
	} {
		t.Run(form, func(t *testing.T) { d.with(t).rejectsForm(param, "/charges", base+form) })
	}
	require.Zero(t, d.Counts()["charges"])
	id := d.SeedCharge("5", "USD").ChargeID
	require.Equal(t, "paypal", d.post("/charges/"+id, "gateway_id=paypal")["gateway_id"])
}
