package chargehoundtest_test

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/chargehound/chargehoundtest"
)

func TestAStateThatIsNoneCantBeSeeded(t *testing.T) {
	t.Parallel()
	c := newCaller(t)
	require.PanicsWithValue(t, `chargehoundtest: there is no state "sumbitted"`, func() { c.server.SeedDisputeWith(chargehoundtest.Dispute{State: "sumbitted"}) })
	require.Empty(t, c.server.Counts(), "and nothing was")
	lenient := newCaller(t, chargehoundtest.WithLenience())
	require.Equal(t, "of_tomorrow", lenient.state(lenient.server.SeedDisputeWith(chargehoundtest.Dispute{State: "of_tomorrow"})))
}

func TestOnlyTheKeyOpens(t *testing.T) {
	t.Parallel()
	c := newCaller(t, chargehoundtest.WithKey("test_other"))
	for _, credentials := range [][2]string{{"", ""}, {"test_fake", ""}, {"test_othe", "r"}, {"", "test_other"}} {
		req := c.request("GET", c.server.URL+"/disputes", "")
		req.SetBasicAuth(credentials[0], credentials[1])
		a := c.do(req)
		require.Equal(t, 401, a.status)
		require.JSONEq(t, `{"url":"/v1/disputes","livemode":false,
			"error":{"status":401,"type":"authentication","message":"the API key is not valid"}}`, a.raw)
		require.False(t, c.server.LastRequest().Executed)
	}
	for _, password := range []string{"", "x"} {
		req := c.request("GET", c.server.URL+"/disputes", "")
		req.SetBasicAuth("test_other", password)
		require.Equal(t, 200, c.do(req).status, "a password beside the key is ignored")
	}
}

func TestUnknownPathsAndMethods(t *testing.T) {
	t.Parallel()
	c := newCaller(t)
	for path, status := range map[string]int{
		"GET /disputes/": 404, "GET /disputes//submit": 404, "GET /dispute": 404, "POST /disputes/dp_1/reopen": 404,
		"POST /personal-data": 404, "DELETE /disputes/dp_1": 405, "GET /disputes/dp_1/submit": 405, "PUT /disputes": 405,
		"GET /": 404, "GET /disputes/dp_1/submit/": 404,
	} {
		method, path, _ := strings.Cut(path, " ")
		a := c.send(method, path, "", "")
		require.Equal(t, status, a.status, path)
		require.Equal(t, "invalid_request", a.errorType(), path)
	}
	outside := c.do(c.request("GET", strings.TrimSuffix(c.server.URL, "/v1")+"/disputes", ""))
	require.Equal(t, 404, outside.status)
	require.Equal(t, "/disputes", outside.text("url"))
}

func TestErrorsSayWhereAndWhy(t *testing.T) {
	t.Parallel()
	c := newCaller(t)
	a := c.post("/disputes/dp%2Fx/submit", "")
	require.JSONEq(t, `{"url":"/v1/disputes/dp%2Fx/submit","livemode":false,
		"error":{"status":404,"type":"dispute_not_found","message":"there is no dispute dp/x"}}`, a.raw)

	moved := newCaller(t, chargehoundtest.WithErrorStatus("template_not_found", 404))
	id := moved.server.SeedDispute("ch_1", 100, "usd", "general")
	a = moved.put("/disputes/"+id, `{"template":"none"}`)
	require.Equal(t, 404, a.status)
	require.Equal(t, "template_not_found", a.errorType())
}

func TestOptionsForWhatIsNotDocumented(t *testing.T) {
	t.Parallel()
	c := newCaller(t, chargehoundtest.WithQueueStatus(201), chargehoundtest.WithEditableStates("submitted", "won"))
	id := c.server.SeedDisputeWith(chargehoundtest.Dispute{Template: "goods"})
	require.Equal(t, "dispute_uneditable", c.put("/disputes/"+id, `{}`).errorType())
	require.Equal(t, 201, c.post("/disputes/"+id+"/submit", `{"queue":true}`).status)
	require.Equal(t, 201, c.post("/disputes/"+id+"/submit", `{}`).status)
	require.Equal(t, 200, c.put("/disputes/"+id, `{}`).status)
	require.NoError(t, c.server.Resolve(id, "won"))
	require.Equal(t, "dispute_closed", c.put("/disputes/"+id, `{}`).errorType())
}

func TestTheJournalAndTheFaults(t *testing.T) {
	t.Parallel()
	c := newCaller(t)
	require.Zero(t, c.server.LastRequest().Method)
	id := c.server.SeedDisputeWith(chargehoundtest.Dispute{Template: "goods"})
	path := "/disputes/" + id + "/submit"
	submits := func() int {
		d, _ := c.server.Dispute(id)
		return d.Submissions
	}
	fails := func(body string) error {
		resp, err := c.server.HTTPClient().Do(c.request("POST", c.server.URL+path, body))
		if err == nil {
			_, err = io.ReadAll(resp.Body)
			resp.Body.Close()
		}
		return err
	}

	c.server.FailNext(chargehoundtest.DropBefore, chargehoundtest.RespondHTML(502), chargehoundtest.Respond(500, `{"a":1}`), chargehoundtest.TooManyRequests("7"))
	require.Error(t, fails(""))
	require.Equal(t, "text/html; charset=utf-8", c.post(path, "").header.Get("Content-Type"))
	require.JSONEq(t, `{"a":1}`, c.post(path, "").raw)
	a := c.post(path, "")
	require.Equal(t, []string{"429", "7"}, []string{fmt.Sprint(a.status), a.header.Get("Retry-After")})
	require.Zero(t, submits())
	require.False(t, c.server.LastRequest().Executed)

	c.server.FailMatching(func(r chargehoundtest.Request) bool { return strings.HasSuffix(r.Path, "/submit") }, chargehoundtest.DropResponse)
	require.Equal(t, 200, c.get("/disputes").status)
	require.Error(t, fails(""))
	require.Equal(t, 1, submits(), "the lost answer")
	last := c.server.LastRequest()
	require.Equal(t, []any{"POST", "/v1" + path, 0, true}, []any{last.Method, last.Path, last.Status, last.Executed})
	require.Len(t, c.server.Requests(), 6)
	c.server.ClearRequests()
	require.Empty(t, c.server.Requests())

	for _, n := range []int{0, 10} {
		c.server.FailNext(chargehoundtest.TruncateResponse(n))
		require.ErrorIs(t, fails(""), io.ErrUnexpectedEOF)
	}
	c.server.FailMatching(nil, chargehoundtest.Respond(503, "{}").Executed().Times(2))
	second := c.server.SeedDisputeWith(chargehoundtest.Dispute{Template: "goods"})
	require.Equal(t, 503, c.post("/disputes/"+second+"/submit", "").status)
	require.Equal(t, 503, c.get("/disputes/"+second).status)
	require.Equal(t, "submitted", c.state(second), "done in spite of the 503")
	c.server.FailRandomly(1, 1, chargehoundtest.Respond(500, "{}"))
	require.Equal(t, 500, c.get("/disputes").status)
	c.server.ClearFaults()
	require.Equal(t, 200, c.get("/disputes").status)

	var recording strings.Builder
	c.server.Record(&recording)
	c.get("/disputes/" + id)
	require.Contains(t, recording.String(), `"path":"/v1/disputes/`+id+`"`)
	require.NotContains(t, recording.String(), "dGVzdF9mYWtlOg")
}

func TestDelaysAndBlocksRunOnTheClock(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		c := newCaller(t)
		c.server.FailNext(chargehoundtest.Delay(time.Minute), chargehoundtest.SlowBody(time.Second))
		began := c.server.Now()
		require.Equal(t, 200, c.get("/disputes").status)
		require.Equal(t, time.Minute, c.server.Now().Sub(began))
		require.Equal(t, 200, c.get("/disputes").status)
		require.Greater(t, c.server.Now().Sub(began), time.Minute+5*time.Second)

		c.server.BlockFor(90 * time.Second)
		a := c.get("/disputes")
		require.Equal(t, 429, a.status)
		require.Equal(t, "90", a.header.Get("Retry-After"))
		require.JSONEq(t, `{"livemode":false,"error":{"status":429,"message":"too many requests"}}`, a.raw)
		time.Sleep(90 * time.Second)
		require.Equal(t, 200, c.get("/disputes").status)
	})
}

func TestASnapshotRestoresEverything(t *testing.T) {
	t.Parallel()
	clock := newClock()
	c := newCaller(t, chargehoundtest.WithClock(clock.read), chargehoundtest.WithAPIVersion("2020-02-28"))
	c.server.AddTemplate("travel", "flight")
	c.server.SetFieldKind("flight", chargehoundtest.KindNumber)
	c.server.RequireReview("dp_late")
	c.server.DeliverWebhooksTo(hookURL, "dispute.closed")
	c.post("/disputes", newDispute("dp_7Q", `"template":"travel","fields":{"big":12345678901234567890},"products":[{"name":"Lamp","quantity":"2 pcs","amount":0}],`))
	queued := c.server.SeedDisputeWith(chargehoundtest.Dispute{State: "warning_needs_response", Template: "goods"})
	c.put("/disputes/"+queued, `{"queue":true}`)
	c.server.SeedDisputeWith(chargehoundtest.Dispute{State: "under_review", Template: "goods"})
	saved, err := c.server.Snapshot()
	require.NoError(t, err)

	other := newCaller(t, chargehoundtest.WithClock(clock.read))
	gone := other.server.SeedDispute("ch_1", 1, "usd", "general")
	other.server.SeedDisputeWith(chargehoundtest.Dispute{State: "queued", Template: "goods"})
	require.NoError(t, other.server.Restore(saved))

	again, err := other.server.Snapshot()
	require.NoError(t, err)
	require.JSONEq(t, string(saved), string(again))
	require.Equal(t, c.get("/disputes").raw, other.get("/disputes").raw)
	require.Contains(t, other.get("/disputes/dp_7Q").raw, `"big":12345678901234567890`)
	require.Equal(t, "dispute_not_found", c.get("/disputes/"+gone+"x").errorType())
	require.Equal(t, "invalid_fields", other.put("/disputes/dp_7Q", `{"fields":{"flight":"LH1"}}`).errorType())
	require.Equal(t, "missing_fields", other.post("/disputes/dp_7Q/submit", "").errorType())
	require.Equal(t, "requires_review", other.post("/disputes", newDispute("dp_late", "")).text("state"))
	clock.advance(48 * time.Hour)
	require.Equal(t, "submitted", other.state(queued))
	require.NoError(t, other.server.MarkUnderReview(queued))
	require.Equal(t, "warning_under_review", other.state(queued), "it is still an inquiry")
	require.NoError(t, other.server.Resolve(queued, "won"))
	require.Equal(t, []string{"dispute.closed"}, events(t, other.server))
	require.Equal(t, "dp_fake_3", other.server.SeedDispute("ch_2", 1, "usd", "general"), "ids go on")

	before, err := other.server.Snapshot()
	require.NoError(t, err)
	head := `{"vendor":"chargehound","version":1,"templates":{},"field_kinds":{},"review":{}`
	for _, bad := range []string{
		``, `[]`, `{}`, `null`, `{"vendor":"chargehound","version":1}`, head + `,"disputes":[null]}`, head + `,"disputes":[{}]}`,
		strings.Replace(head, "chargehound", "chargeback", 1) + `}`, strings.Replace(head, "1", "2", 1) + `}`,
	} {
		require.Error(t, other.server.Restore([]byte(bad)))
	}
	after, err := other.server.Snapshot()
	require.NoError(t, err)
	require.Equal(t, before, after)
	require.NoError(t, other.server.Restore([]byte(head+`}`)))
}

func TestSeedsAreWhatTheyAreSaidToBe(t *testing.T) {
	t.Parallel()
	clock := newClock()
	c := newCaller(t, chargehoundtest.WithClock(clock.read))
	id := c.server.SeedDispute("ch_K31", 7340, "EUR", "product_not_received")
	d, _ := c.server.Dispute(id)
	require.Equal(t, chargehoundtest.Dispute{
		ID: "dp_fake_1", State: "needs_response", Reason: "product_not_received", Source: "api", Processor: "stripe",
		Charge: "ch_K31", Amount: 7340, Currency: "eur", Account: "default", Fields: map[string]any{},
		ChargedAt: clock.now.AddDate(0, 0, -30), DisputedAt: clock.now.AddDate(0, 0, -1), DueBy: clock.now.AddDate(0, 0, 14),
	}, d)

	c.server.SeedDisputeWith(chargehoundtest.Dispute{ID: id, State: "queued", Template: "goods"})
	require.Equal(t, []string{id}, idsOf(c.get("/disputes")), "replaced")
	c.server.DeliverWebhooksTo(hookURL)
	c.server.SeedDisputeWith(chargehoundtest.Dispute{ID: id, Fields: map[string]any{"n": uint8(7), "big": json.Number("12345678901234567890"), "f": func() {}}})
	clock.advance(72 * time.Hour)
	d, _ = c.server.Dispute(id)
	require.Equal(t, "needs_response", d.State)
	require.Equal(t, []string{"dispute.created"}, events(t, c.server), "the queued one is forgotten")
	require.Equal(t, map[string]any{"n": int64(7), "big": json.Number("12345678901234567890"), "f": nil}, d.Fields)
}

func TestAnIDThatIsTakenIsNotGivenAway(t *testing.T) {
	t.Parallel()
	c := newCaller(t)
	c.server.SeedDisputeWith(chargehoundtest.Dispute{ID: "dp_fake_2"})
	require.Equal(t, []string{"dp_fake_3"}, c.server.SeedDisputes(1))
	require.Equal(t, map[string]int{"needs_response": 2}, c.server.Counts())
}

func TestTheClientReachesTheServer(t *testing.T) {
	t.Parallel()
	s := chargehoundtest.NewTestServer(t)
	s.SeedDisputes(2)
	var page struct {
		Data []struct {
			ID string `json:"id"`
		} `json:"data"`
	}
	require.NoError(t, s.Client().Do(t.Context(), http.MethodGet, "/disputes", nil, &page))
	require.Len(t, page.Data, 2)
	require.Equal(t, "dp_fake_2", page.Data[0].ID)
	require.Panics(t, func() { chargehoundtest.NewTestServer(t, chargehoundtest.WithKey("")).Client() })
}

func TestManyAtOnce(t *testing.T) {
	t.Parallel()
	s := chargehoundtest.NewTestServer(t, chargehoundtest.WithConnectionClose(), chargehoundtest.WithWebhookClient(&http.Client{Transport: refusing{}}))
	s.DeliverWebhooksTo(hookURL)
	s.ReviewWhen(func(d chargehoundtest.Dispute) bool { return d.Amount == 1 })
	c := caller{t: t, server: s}
	s.AddTemplate("goods")
	var all sync.WaitGroup
	for worker := range 8 {
		all.Go(func() {
			for i := range 10 {
				id := fmt.Sprintf("dp_%d_%d", worker, i)
				c.post("/disputes", newDispute(id, `"template":"goods","queue":true,`))
				c.put("/disputes/"+id, `{"fields":{"a":1}}`)
				c.post("/disputes/"+id+"/submit", "")
				c.get("/disputes?state=submitted")
				_ = s.Resolve(id, "won")
				s.DeliverDue(context.Background())
				_, _ = s.Snapshot()
				s.SeedDisputes(1)
			}
		})
	}
	all.Wait()
	require.Len(t, idsOf(c.get("/disputes?limit=100&state=won")), 80)
}

type refusing struct{}

func (refusing) RoundTrip(*http.Request) (*http.Response, error) { return nil, io.ErrClosedPipe }
