package chargedesktest_test

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestCancellationsOfCustomersAreLogged(t *testing.T) {
	t.Parallel()
	d := open(t)
	seeded := d.SeedCancellations(2)
	sub := d.SeedSubscription("ada@example.com", "5", "USD")
	for _, step := range []struct{ action, status string }{
		{"support", "active"}, {"pause", "suspended"}, {"reactivate", "active"}, {"cancel", "pending_cancel"},
	} {
		require.NoError(t, d.CancelAsCustomer(sub, step.action, "too dear"))
		require.Equal(t, step.status, d.get("/subscriptions/" + sub)["status"])
	}
	require.Equal(t, object{
		"action": "cancel", "customer_id": "ada@example.com", "email": "ada@example.com", "ip": "192.0.2.7", "method": "at_period_end",
		"occurred": n("1772366400"), "reason": "too dear", "subscription_id": sub,
	}, d.get("/log/cancellations?count=1").rows("data")[0])
	require.Equal(t, []any{"cancel", "reactivate", "pause", "support", "cancel", "cancel"}, d.get("/log/cancellations").column("action"))
	require.Equal(t, []any{sub}, d.get("/log/cancellations?action=pause").column("subscription_id"))
	require.Equal(t, []any{seeded[1]}, d.get("/log/cancellations?occurred[max]=1772366340").column("subscription_id"))
	d.rejects(400, "action", http.MethodGet, "/log/cancellations?action=end", "")
	require.Zero(t, d.Counts()["activity"], "agents did nothing")
}

func TestWhatAgentsEditedIsLeftAloneInSilence(t *testing.T) {
	t.Parallel()
	d := open(t)
	d.post("/customers", ada)
	require.NoError(t, d.EditAsAgent("cus_ada", "name", "Countess"))
	require.NoError(t, d.EditAsAgent("cus_ada", "website", "https://king.example.com"))
	require.Error(t, d.EditAsAgent("cus_ada", "customer_id", "x"))
	require.Error(t, d.EditAsAgent("cus_bob", "name", "x"))

	left := d.post("/customers/cus_ada", "name=Ada&email=new@example.com&override_agents=0")
	includes(t, left, object{"name": "Countess", "email": "new@example.com", "edited": "1"})
	d.post("/charges", "amount=1&currency=USD&customer[id]=cus_ada&customer[name]=Ada")
	require.Equal(t, "Countess", d.get("/customers/cus_ada")["name"])
	d.post("/customers", "customer_id=cus_ada&name=Ada&duplicate=update")
	require.Equal(t, "Countess", d.get("/customers/cus_ada")["name"])

	includes(t, d.post("/customers/cus_ada", "name=Ada&override_agents=1"), object{"name": "Ada", "edited": "1"})
	includes(t, d.post("/customers/cus_ada", "website=&override_agents=true"), object{"website": "", "edited": "0"})
	require.Equal(t, "Lady", d.post("/customers/cus_ada", "name=Lady")["name"])
	d.rejectsForm("override_agents", "/customers/cus_ada", "override_agents=x")
}

func TestActionsRejectWhatIsNotThere(t *testing.T) {
	t.Parallel()
	d := open(t)
	require.Error(t, d.DisputeCharge("ch_9"))
	require.Error(t, d.Pay("ch_9"))
	require.Error(t, d.Pay(d.SeedCharge("5", "USD").ChargeID))
	require.Error(t, d.FailCharge("ch_9", ""))
	require.Error(t, d.Authorize("ch_9"))
	require.Error(t, d.CancelAsCustomer("sub_9", "cancel", ""))
	require.Error(t, d.CancelAsCustomer(d.SeedSubscription("", "5", "USD"), "stop", ""))
	require.Error(t, d.Notify("charge_gone", "ch_1"))
	require.Error(t, d.Notify("charge_new", "ch_9"))
	require.Error(t, d.Notify("customer_new", "ch_1"))
	require.Error(t, d.Notify("agent_log_new", "ch_1"))
	require.NoError(t, d.Authorize("ch_1"))
	require.Equal(t, "paid", d.post("/gateway/charges/ch_1/capture", "")["status"])
	require.NoError(t, d.FailCharge("ch_1", "no funds"))
	includes(t, d.get("/charges/ch_1"), object{"status": "failed", "failure_reason": "no funds"})
}
