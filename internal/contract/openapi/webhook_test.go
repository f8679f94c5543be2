package openapi

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/chargedesk/chargedesktest"
	"github.com/chargekit/chargekit-go/chargehound"
	"github.com/chargekit/chargekit-go/chargehound/chargehoundtest"
)

// receiver is a merchant's server: it keeps the webhooks it gets.
type receiver struct {
	*httptest.Server
	mu     sync.Mutex
	bodies [][]byte
}

func newReceiver(t *testing.T) *receiver {
	r := &receiver{}
	r.Server = httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, req *http.Request) {
		body, err := io.ReadAll(req.Body)
		assert.NoError(t, err)
		assert.Equal(t, http.MethodPost, req.Method)
		assert.Equal(t, "application/json", req.Header.Get("Content-Type"))
		r.mu.Lock()
		defer r.mu.Unlock()
		r.bodies = append(r.bodies, body)
	}))
	t.Cleanup(r.Close)
	return r
}

// check compares what arrived with the described webhooks and returns how many
// of each kind there were, by the field that names it.
func (r *receiver) check(t *testing.T, d *Description, kind string, webhook func(kind string) string) map[string]int {
	t.Helper()
	counts := map[string]int{}
	for _, body := range r.bodies {
		var event map[string]any
		require.NoError(t, json.Unmarshal(body, &event))
		name := fmt.Sprint(event[kind])
		counts[name]++
		item := d.Webhooks[webhook(name)]
		if !assert.NotNil(t, item, "webhook %q is not described", name) {
			continue
		}
		schema := item.Post.RequestBody.Value.Content.Get("application/json").Schema.Value
		assert.NoError(t, schema.VisitJSON(event, openapi3.EnableJSONSchema2020()), "%s", body)
	}
	return counts
}

func TestChargehoundsWebhooksAreAsDescribed(t *testing.T) {
	t.Parallel()
	d, want := load(t, "chargehound"), []string{}
	for name := range d.Webhooks {
		want = append(want, name)
	}
	for _, version := range []string{chargehound.APIVersion20160305, chargehound.APIVersion20210915} {
		t.Run(version, func(t *testing.T) {
			merchant := newReceiver(t)
			server := chargehoundtest.NewTestServer(t, chargehoundtest.WithAPIVersion(version))
			server.DeliverWebhooksTo(merchant.URL)
			server.AddTemplate("order-facts")
			hound := server.Client()
			id := server.SeedDisputeWith(chargehoundtest.Dispute{Template: "order-facts", AccountID: "acct_1"})
			require.NoError(t, second(hound.Disputes.Update(t.Context(), id, &chargehound.DisputeUpdateParams{Fields: chargehound.Fields{"order_id": chargehound.TextField("ord_1042"), "parcels": chargehound.NumberField(2)}})))
			require.NoError(t, second(hound.Disputes.Submit(t.Context(), id, nil)))
			require.NoError(t, server.Resolve(id, "won"))
			server.SendTestWebhook()
			server.DeliverDue(t.Context())

			counts := merchant.check(t, d, "type", func(kind string) string { return kind })
			t.Logf("%d webhooks: %v", len(merchant.bodies), counts)
			for _, name := range want {
				assert.Positive(t, counts[name], "%s was not delivered", name)
			}
			assert.Len(t, counts, len(want))
		})
	}
}

// ChargeDesk's webhooks have one description for all kinds of notification.
func TestChargeDesksWebhooksAreAsDescribed(t *testing.T) {
	t.Parallel()
	for name, types := range map[string]chargedesktest.JSONTypes{"types of live accounts": chargedesktest.LiveTypes, "types of the documentation": chargedesktest.DocsTypes} {
		t.Run(name, func(t *testing.T) {
			merchant := newReceiver(t)
			server := chargedesktest.NewTestServer(t, chargedesktest.WithJSONTypes(types))
			server.DeliverWebhooksTo(merchant.URL)
			charge := server.SeedCharge("34.00", "USD")
			objects := map[string]string{"Charge": charge.ChargeID, "Customer": charge.CustomerID, "Subscription": server.SeedSubscription(charge.CustomerID, "7.50", "USD")}
			desk := server.Client()
			notifications, err := desk.Webhooks.ListEventTypes(t.Context())
			require.NoError(t, err)
			for _, n := range notifications {
				if id, ok := objects[n.Object]; ok {
					require.NoError(t, server.Notify(string(n.Notification), id))
				}
			}
			require.NoError(t, second(desk.Gateway.RefundInFull(t.Context(), charge.ChargeID, nil))) // an agent's doing
			server.DeliverDue(t.Context())

			counts := merchant.check(t, load(t, "chargedesk"), "event", func(string) string { return "notification" })
			t.Logf("%d webhooks: %v", len(merchant.bodies), counts)
			for _, n := range notifications {
				assert.Positive(t, counts[string(n.Notification)], "%s was not delivered", n.Notification)
			}
			assert.Len(t, counts, len(notifications))
		})
	}
}
