package chargedesktest_test

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/chargedesk/chargedesktest"
)

func TestWebhooksAreMadeAndDeleted(t *testing.T) {
	t.Parallel()
	d := open(t)
	made := d.post("/webhooks", "url=https://shop.example.com/hook&notifications[]=charge_refunded&notifications[]=customer_new")
	require.Equal(t, object{"webhook_id": n("101")}, made)
	d.post("/webhooks", "url=https://shop.example.com/all&all=1&notifications[0]=charge_new")
	d.post("/webhooks", "url=https://shop.example.com/all&all=true")
	d.post("/charges", cheque)
	require.Equal(t, "customer_new customer_new customer_new charge_new charge_new charge_paid charge_paid customer_first_paid customer_first_paid", d.events())

	require.Equal(t, object{"webhook_id": "102", "deleted": true}, d.del("/webhooks/102"))
	d.rejects(404, "", http.MethodDelete, "/webhooks/102", "")
	d.rejects(404, "", http.MethodDelete, "/webhooks/notifications", "")
	require.Equal(t, 2, d.Counts()["webhooks"])
	for form, param := range map[string]string{
		"all=1": "url", "url=shop&all=1": "url", "url=ftp://x/y&all=1": "url", "url=https://x": "notifications",
		"url=https://x&notifications=charge_new,charge_paid": "notifications", "url=https://x&notifications[0]=charge_gone": "notifications[0]",
		"url=https://x&all=yes": "all", "url=https://x&all=0": "notifications",
	} {
		t.Run(form, func(t *testing.T) {
			d := d.with(t)
			d.rejectsForm(param, "/webhooks", form)
		})
	}
	require.Equal(t, object{"webhook_id": "101"}, open(t, chargedesktest.WithJSONTypes(chargedesktest.DocsTypes)).post("/webhooks", "url=https://x&all=1"))
}

func TestTheKindsOfNotifications(t *testing.T) {
	t.Parallel()
	d := open(t)
	status, _, body := d.send(http.MethodGet, "/webhooks/notifications", "", "")
	require.Equal(t, 200, status)
	kinds := parse(t, []byte(`{"data":`+string(body)+"}"))
	require.Len(t, kinds.rows("data"), 26)
	includes(t, kinds.rows("data")[24], object{
		"notification": "subscription_trial_ending", "object": "Subscription", "name": "Subscription Subscription Trial Ends Soon",
	})
	for _, name := range kinds.column("notification") {
		d.post("/webhooks", "url=https://x&notifications[0]="+name.(string))
	}
}
