package chargehoundtest_test

import (
	"encoding/json"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/chargehound/chargehoundtest"
)

func number(a reply, name string) string {
	value, _ := a.body[name].(json.Number)
	return value.String()
}

func idsOf(a reply) []string {
	ids := []string{}
	data, _ := a.body["data"].([]any)
	for _, item := range data {
		ids = append(ids, item.(map[string]any)["id"].(string))
	}
	return ids
}

func TestListsAreNewestFirstWithCursors(t *testing.T) {
	t.Parallel()
	c := newCaller(t)
	ids := c.server.SeedDisputes(25)
	cases := map[string]struct {
		query   string
		want    []string
		hasMore bool
	}{
		"the default is 20":            {"", ids[:20], true},
		"a limit":                      {"?limit=3", ids[:3], true},
		"the greatest limit":           {"?limit=100", ids, false},
		"the exact number":             {"?limit=25", ids, false},
		"older ones":                   {"?limit=3&starting_after=" + ids[2], ids[3:6], true},
		"the oldest ones":              {"?limit=3&starting_after=" + ids[21], ids[22:], false},
		"after the last":               {"?starting_after=" + ids[24], []string{}, false},
		"newer ones, nearest":          {"?limit=3&ending_before=" + ids[10], ids[7:10], true},
		"the newest ones":              {"?limit=3&ending_before=" + ids[3], ids[:3], false},
		"before the first":             {"?ending_before=" + ids[0], []string{}, false},
		"a state":                      {"?state=won", []string{}, false},
		"states are an OR":             {"?limit=2&state=won&state=needs_response", ids[:2], true},
		"an account nobody has":        {"?account=acme", []string{}, false},
		"the account everybody has":    {"?limit=1&account=default", ids[:1], true},
		"an empty cursor is no cursor": {"?limit=1&starting_after=", ids[:1], true},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			a := c.get("/disputes" + tc.query)
			require.Equal(t, 200, a.status, a.raw)
			require.Equal(t, tc.want, idsOf(a))
			require.Equal(t, tc.hasMore, a.body["has_more"])
			require.Equal(t, "list", a.text("object"))
			require.Equal(t, "/v1/disputes", a.text("url"))
			require.Equal(t, false, a.body["livemode"])
		})
	}
}

func TestListsMixStatesAndAccounts(t *testing.T) {
	t.Parallel()
	c := newCaller(t)
	for i, state := range []string{"needs_response", "won", "lost", "needs_response", "won"} {
		c.server.SeedDisputeWith(chargehoundtest.Dispute{ID: fmt.Sprint("dp_", i), State: state, Account: []string{"eu", "us"}[i%2]})
	}
	require.Equal(t, []string{"dp_4", "dp_2", "dp_1"}, idsOf(c.get("/disputes?state=won&state=lost")))
	require.Equal(t, []string{"dp_4", "dp_2"}, idsOf(c.get("/disputes?state=won&state=lost&account=eu")))
	require.Equal(t, []string{"dp_1"}, idsOf(c.get("/disputes?state=won&starting_after=dp_4")))
	require.Equal(t, []string{"dp_4"}, idsOf(c.get("/disputes?state=won&ending_before=dp_1")))
}

func TestListItemsHaveNoLivemode(t *testing.T) {
	t.Parallel()
	c := newCaller(t, chargehoundtest.WithKey("live_5"))
	id := c.server.SeedDisputes(1)[0]
	req := c.request("GET", c.server.URL+"/disputes", "")
	req.SetBasicAuth("live_5", "")
	a := c.do(req)
	require.Equal(t, true, a.body["livemode"])
	item := a.body["data"].([]any)[0].(map[string]any)
	require.NotContains(t, item, "livemode")
	require.Equal(t, "dispute", item["object"])
	require.Equal(t, "/v1/disputes/"+id, item["url"])
	require.Len(t, item, 42-1, "every documented field but livemode")
}

func TestListsRejectWhatIsNotDocumented(t *testing.T) {
	t.Parallel()
	c := newCaller(t)
	id := c.server.SeedDisputes(1)[0]
	lenient := newCaller(t, chargehoundtest.WithLenience())
	same := lenient.server.SeedDisputes(1)[0]
	cases := map[string][]string{ // what a lenient server responds with
		"?limit=0":                {same},
		"?limit=101":              {same},
		"?starting_after=dp_none": {},
		"?state=wonn":             {},
		"?page=2":                 {same},
		"?state[]=won":            {same},
		"?starting_after=" + id + "&ending_before=" + id: {},
	}
	for query, tolerated := range cases {
		a := c.get("/disputes" + query)
		require.Equal(t, 400, a.status, query)
		require.Equal(t, "invalid_request", a.errorType(), query)
		require.Equal(t, tolerated, idsOf(lenient.get("/disputes"+query)), query)
	}
	require.Equal(t, "invalid_request", lenient.get("/disputes?limit=ten").errorType())
}

func TestAHundredThousandDisputesAreQuickToSeedAndToPage(t *testing.T) {
	c := newCaller(t)
	began := time.Now()
	ids := c.server.SeedDisputes(100_000)
	t.Logf("seeded in %v", time.Since(began))
	began = time.Now()
	a := c.get("/disputes?limit=100&starting_after=" + ids[50_000])
	t.Logf("a page in the middle took %v", time.Since(began))
	require.Equal(t, ids[50_001:50_101], idsOf(a))
}
