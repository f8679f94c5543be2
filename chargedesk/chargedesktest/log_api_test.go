package chargedesktest_test

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestLogsAreListedAndFiltered(t *testing.T) {
	t.Parallel()
	d := open(t)
	ids := d.SeedActivity(2)
	charge := d.SeedCharge("5", "USD").ChargeID
	d.post("/gateway/charges/"+charge+"/refund", "amount=1")
	sub := d.SeedSubscription("ada@example.com", "5", "USD")
	d.post("/gateway/subscriptions/"+sub+"/cancel", "")
	for query, want := range map[string][]any{
		"":                                       {sub, charge, ids[0], ids[1]},
		"object_type=charge":                     {charge, ids[0], ids[1]},
		"object_type=charge&object_id=" + charge: {charge},
		"object_type=charge&action_type=refund":  {charge, ids[0], ids[1]},
		"object_type=charge&action_type=capture": {},
		"object_type=product":                    {},
		"occurred[max]=1772366340":               {ids[1]},
		"count=1&offset=1":                       {charge},
	} {
		t.Run(query, func(t *testing.T) {
			d := d.with(t)
			require.Equal(t, want, d.get("/log/activity?"+query).column("object_id"), query)
		})
	}
	d.rejects(400, "object_type", http.MethodGet, "/log/activity?object_id=x", "")
	d.rejects(400, "object_type", http.MethodGet, "/log/activity?action_type=refund", "")
	d.rejects(400, "object_type", http.MethodGet, "/log/activity?object_type=agent", "")
}
