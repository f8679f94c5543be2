package chargedesktest_test

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/chargedesk/chargedesktest"
)

func TestAPersonIsFoundWithTheirHistory(t *testing.T) {
	t.Parallel()
	d := open(t)
	d.post("/customers", ada)
	d.post("/customers", "customer_id=cus_bob&name=Bob")
	d.post("/charges", "amount=1&currency=USD&customer[id]=cus_ada&last_4_digits=4711")
	d.post("/subscriptions", "subscription_id=s&customer_id=cus_ada")
	for query, param := range map[string]string{
		"query=loom": "query", "query=4711": "query", "query=%2B44": "query", "query=ada&customer[id]=cus_bob": "query",
		"customer[id]=cus_ada": "id", "customer[email]=ADA@example.com": "email", "customer[username]=ada": "username",
		"customer[name]=ada+loom": "name", "customer[phone]=%2B44+1": "phone", "customer[id]=none&customer[username]=ada": "username",
	} {
		t.Run(query, func(t *testing.T) {
			d := d.with(t)
			found := d.get("/customers/grouped?" + query)
			require.Equal(t, param, found.at("match", "param"), query)
			require.Equal(t, n("1"), found.at("match", "score"))
			require.Equal(t, found["search"], found.at("match", "matches"))
			require.Len(t, found.rows("customers"), 1, query)
			person := found.rows("customers")[0]
			require.Equal(t, "cus_ada", person["customer_id"])
			require.Equal(t, "ch_1", person.rows("charges")[0]["charge_id"])
			require.Equal(t, "s", person.rows("subscriptions")[0]["subscription_id"])
		})
	}
	for types, nothing := range map[chargedesktest.JSONTypes]string{chargedesktest.LiveTypes: "[]", chargedesktest.DocsTypes: "null"} {
		d := open(t, chargedesktest.WithJSONTypes(types))
		for _, query := range []string{"", "?query=nobody", "?customer[id]=x"} {
			t.Run(query, func(t *testing.T) {
				d := d.with(t)
				status, _, body := d.send(http.MethodGet, "/customers/grouped"+query, "", "")
				require.Equal(t, 200, status)
				require.Equal(t, nothing, string(body))
			})
		}
	}
	d.rejects(400, "query", http.MethodGet, "/customers/grouped?query[]=x", "")
}
