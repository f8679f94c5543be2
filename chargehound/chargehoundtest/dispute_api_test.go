package chargehoundtest_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/chargehound/chargehoundtest"
)

func TestOnlyASubmitNamesTheConnectedAccount(t *testing.T) {
	t.Parallel()
	c := newCaller(t)
	c.server.SeedDisputeWith(chargehoundtest.Dispute{ID: "dp_7Q", Template: "goods"})
	for _, version := range versions {
		for _, a := range []reply{c.in(version).put("/disputes/dp_7Q", `{"account":"eu"}`), c.in(version).post("/disputes/dp_7Q", `{"account":"eu","submit":true}`)} {
			require.Equal(t, 400, a.status)
			require.Equal(t, "invalid_request", a.errorType())
			require.Contains(t, a.message(), "account")
		}
	}
	require.Equal(t, "eu", c.post("/disputes/dp_7Q/submit", `{"account":"eu"}`).text("account"))
}

func TestAnUpdateStaysWhenItsSubmitFails(t *testing.T) {
	t.Parallel()
	for _, version := range versions {
		for _, submit := range []func(caller, string, string) reply{
			func(c caller, id, fields string) reply {
				return c.put("/disputes/"+id, `{`+fields+`,"submit":true}`)
			},
			func(c caller, id, fields string) reply { return c.post("/disputes/"+id+"/submit", `{`+fields+`}`) },
		} {
			t.Run(version, func(t *testing.T) {
				t.Parallel()
				failSubmit(newCaller(t).in(version), submit)
			})
		}
	}
}

func failSubmit(c caller, submit func(c caller, id, fields string) reply) {
	t := c.t
	c.server.AddTemplate("goods", "order_id", "tracking")
	id := c.server.SeedDispute("ch_1", 100, "usd", "general")

	a := submit(c, id, `"template":"goods","fields":{"order_id":"ord_1042"}`)

	require.Equal(t, "missing_fields", a.errorType())
	require.Contains(t, a.message(), "tracking")
	stored := c.get("/disputes/" + id)
	require.Equal(t, map[string]any{"order_id": "ord_1042"}, stored.body["fields"])
	require.Equal(t, map[string]any{"tracking": map[string]any{"required": true}}, stored.body["missing_fields"])
	require.NotNil(t, stored.body["updated"])

	rejected := c.put("/disputes/"+id, `{"fields":{"note":"x","link_url":"y"}}`)
	require.Equal(t, "invalid_fields", rejected.errorType())
	require.Equal(t, stored.raw, c.get("/disputes/"+id).raw, "a rejected update saves nothing")
}

func TestSubmittingCounts(t *testing.T) {
	t.Parallel()
	c := newCaller(t)
	c.server.AddTemplate("goods")
	c.post("/disputes", newDispute("dp_7Q", `"template":"goods","submitted_count":2,`))
	a := c.post("/disputes/dp_7Q/submit", `{"account":"eu","account_id":"acct_5","charge":"ch_9","reference_url":"https://example.com/9","submit":true}`)
	require.Equal(t, 201, a.status, a.raw)
	require.Equal(t, "3", number(a, "submitted_count"))
	require.Equal(t, []string{"eu", "acct_5", "ch_9", "https://example.com/9"},
		[]string{a.text("account"), a.text("account_id"), a.text("charge"), a.text("reference_url")})
	d, found := c.server.Dispute("dp_7Q")
	require.True(t, found)
	require.Equal(t, 1, d.Submissions, "by this server")
	_, found = c.server.Dispute("dp_none")
	require.False(t, found)
}
