package chargedesktest_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/chargedesk/chargedesktest"
)

func TestAListIsNewestFirst(t *testing.T) {
	t.Parallel()
	d := open(t)
	for i, at := range []int{1700000300, 1700000100, 1700000300, 1700000200, 1700000300} {
		d.post("/charges", fmt.Sprintf("amount=%d&currency=USD&customer[id]=x&occurred=%d", i+1, at))
	}
	want := []any{"ch_5", "ch_3", "ch_1", "ch_4", "ch_2"}
	list := d.get("/charges")
	require.Equal(t, want, list.column("charge_id"), "of one second, the later recorded first")
	require.Equal(t, n("20"), list["count"])
	require.Equal(t, n("0"), list["offset"])
	require.Equal(t, want, d.get("/charges").column("charge_id"))
	require.Equal(t, want[1:3], d.get("/charges?count=2&offset=1").column("charge_id"))
	require.Empty(t, d.get("/charges?offset=5").column("charge_id"))

	d.post("/charges/ch_2", "occurred=1700000400")
	require.Equal(t, []any{"ch_2", "ch_5", "ch_3", "ch_1", "ch_4"}, d.get("/charges").column("charge_id"))
}

func TestBoundsAreInclusiveUnlessToldOtherwise(t *testing.T) {
	t.Parallel()
	for exclusive, newest := range map[bool]any{false: "ch_3", true: "ch_2"} {
		opts := []chargedesktest.Option{}
		if exclusive {
			opts = append(opts, chargedesktest.WithExclusiveMax())
		}
		d := open(t, opts...)
		d.SeedCharges(4)
		at := func(minutes int) int64 { return noon.Add(-time.Duration(minutes) * time.Minute).Unix() }
		page := d.get(fmt.Sprintf("/charges?occurred[max]=%d&occurred%%5Bmin%%5D=%d", at(1), at(2)))
		require.Equal(t, newest, page.column("charge_id")[0])
		require.Equal(t, "ch_2", page.column("charge_id")[len(page.column("charge_id"))-1], "min is inclusive")
	}
}

func TestAListTakesCountAndOffsetWithinTheirLimits(t *testing.T) {
	t.Parallel()
	d := open(t)
	for path, limit := range map[string]int{
		"/charges": 50_000, "/customers": 50_000, "/subscriptions": 10_000, "/products": 10_000,
		"/log/activity": 10_000, "/log/cancellations": 10_000,
	} {
		t.Run(path, func(t *testing.T) {
			d := d.with(t)
			d.get(fmt.Sprintf("%s?count=500&offset=%d", path, limit))
			d.get(path + "?count=1")
			d.rejects(400, "offset", http.MethodGet, fmt.Sprintf("%s?offset=%d", path, limit+1), "")
			d.rejects(400, "offset", http.MethodGet, path+"?offset=-1", "")
			for _, count := range []string{"0", "501", "-1", "ten", "1.5", "", "+3", "99999999999999999999"} {
				d.rejects(400, "count", http.MethodGet, path+"?count="+strings.ReplaceAll(count, "+", "%2B"), "")
			}
		})
	}
	d.rejects(400, "occurred", http.MethodGet, "/charges?occurred=17", "")
	d.rejects(400, "occurred[max]", http.MethodGet, "/charges?occurred[max]=now", "")
	d.rejects(400, "first_seen[min]", http.MethodGet, "/customers?first_seen[min]=x", "")
	d.rejects(400, "created[min]", http.MethodGet, "/subscriptions?created[min]=x", "")
}

func TestChargesAreFiltered(t *testing.T) {
	t.Parallel()
	d := open(t)
	d.post("/charges", "amount=1&currency=USD&customer[id]=ada&customer[email]=Ada@example.com&customer[name]=Ada+Loom"+
		"&status=past+due&last_4_digits=0042&description=Engine+repair&transaction_id=inv-1&metadata[k]=v&metadata[x]=y")
	d.post("/charges", "amount=1&currency=USD&customer[id]=bob&customer[username]=bobby&customer[name]=Bob+Wheel"+
		"&last_4_digits=4242&description=Cards&transaction_id=inv-2&metadata[k]=w")
	for query, want := range map[string][]any{
		"":                                 {"ch_2", "ch_1"},
		"status=past+due":                  {"ch_1"},
		"status=":                          {"ch_2", "ch_1"},
		"customer[id]=ada":                 {"ch_1"},
		"customer[id]=ad":                  {},
		"customer[email]=ada@example.com":  {"ch_1"},
		"customer[name]=wheel":             {"ch_2"},
		"customer[username]=bobby":         {"ch_2"},
		"last_4_digits=0042":               {"ch_1"},
		"description=engine":               {"ch_1"},
		"transaction_id=inv-2":             {"ch_2"},
		"metadata_key=k":                   {"ch_2", "ch_1"},
		"metadata_key=k&metadata_value=w":  {"ch_2"},
		"metadata_key=x&metadata_value=v":  {},
		"metadata_value=y":                 {"ch_1"},
		"query=LOOM":                       {"ch_1"},
		"query=inv-":                       {"ch_2", "ch_1"},
		"query=4242":                       {"ch_2"},
		"query=inv-&customer[id]=bob":      {"ch_2"},
		"customer[id]=ada&status=paid":     {},
		"occurred[max]=0&customer[id]=bob": {"ch_2"},
		"customer[name]=b&count=1":         {"ch_2"},
		"query=inv-&offset=1":              {"ch_1"},
	} {
		t.Run(query, func(t *testing.T) {
			d := d.with(t)
			require.Equal(t, want, d.get("/charges?"+query).column("charge_id"), query)
		})
	}
	d.rejects(400, "status", http.MethodGet, "/charges?status=past_due", "")
}

func TestMoreRowsThanTheOffsetReaches(t *testing.T) {
	t.Parallel()
	d := open(t)
	ids := d.SeedCharges(50_501, 0)
	last := d.get("/charges?count=500&offset=50000").column("charge_id")
	require.Len(t, last, 500)
	require.Equal(t, any(ids[50_499]), last[499], "the 50,501st is out of reach")
	require.Equal(t, "ch_1", ids[50_500])
}

func BenchmarkListPage(b *testing.B) {
	for name, path := range map[string]string{
		"deep": "/charges?count=500&offset=49500", "filtered": "/charges?count=500&customer[id]=cus_77", "customers": "/customers?count=500",
	} {
		b.Run(name, func(b *testing.B) {
			d := open(b)
			d.SeedCharges(100_000)
			for b.Loop() {
				d.send(http.MethodGet, path, "", "")
			}
		})
	}
}
