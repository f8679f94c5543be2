package chargedesktest_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/chargedesk"
	"github.com/chargekit/chargekit-go/chargedesk/chargedesktest"
)

func TestEveryBracketPairOpensANewLine(t *testing.T) {
	t.Parallel()
	d := open(t)
	base := "amount=34&currency=USD&customer[id]=x"
	for form, want := range map[string]int{
		"&lines[][amount]=34&lines[][quantity]=1&lines[][description]=Cards":    3,
		"&lines[][amount]=30&lines[][amount]=4":                                 2,
		"&lines[0][amount]=34&lines[0][quantity]=1&lines[0][description]=Cards": 1,
		"&lines%5B5%5D%5Bamount%5D=30&lines%5B9%5D%5Bamount%5D=4":               2,
		"&lines[0][amount]=1&lines[0][amount]=34":                               1,
		"&lines[0][amount]=34&lines=none":                                       -1,
		"&lines=":                                                               0,
	} {
		if want < 0 {
			d.rejectsForm("lines", "/charges", base+form)
			continue
		}
		id := d.post("/charges", base+form)["charge_id"].(string)
		require.Len(t, d.get("/charges/"+id+"/items").rows("data", "items"), want, form)
	}
	d.rejectsForm("lines", "/charges", base+"&lines[][amount]=17&lines[][quantity]=2")
}

func TestVariablesBeyondAThousandAreNotThere(t *testing.T) {
	t.Parallel()
	d := open(t)
	var form strings.Builder
	form.WriteString("amount=34&currency=USD&customer[id]=x")
	for i := range 996 {
		fmt.Fprintf(&form, "&metadata[k%d]=v", i)
	}
	made := d.post("/charges", form.String()+"&description=thousandth&last_4_digits=0042")
	require.Equal(t, "thousandth", made["description"])
	require.Equal(t, "", made["last_4_digits"])
	require.Len(t, made["metadata"], 996)
}

func TestOnlyFormsOfAPOSTHaveVariables(t *testing.T) {
	t.Parallel()
	d := open(t)
	id := d.SeedCharge("34", "USD").ChargeID
	form := "description=x"
	for contentType, want := range map[string]string{
		"application/json": "", "text/plain": "", "": "", "multipart/form-data": "",
		"application/x-www-form-urlencoded; charset=utf-8": "x",
	} {
		d.post("/charges/"+id, "description=")
		changed := d.ok(d.send(http.MethodPost, "/charges/"+id+"?description=query", contentType, form))
		require.Equal(t, want, changed["description"], contentType)
	}
	require.Equal(t, "a%zz b", d.post("/charges/"+id, "description=a%zz+b")["description"], "a bad escape stays")
	d.rejects(400, "amount", http.MethodPost, "/charges?amount=1&currency=USD", "currency=USD&customer[id]=x")
	d.ok(d.send(http.MethodPost, "/gateway/charges/"+id+"/refund", "application/json", `{"amount":"1.00"}`))
	require.Equal(t, "34.00", d.get("/charges/" + id)["amount_refunded"], "a JSON body has no amount")
	status, _, body := d.send(http.MethodGet, "/charges", formType, "count=0")
	require.Equal(t, 200, status, string(body))
}

func TestAWrongKeyIsRefused(t *testing.T) {
	t.Parallel()
	d := open(t, chargedesktest.WithKey("sk_live_7"))
	for user, password := range map[string]string{chargedesktest.Key: "", "sk_live": "_7", "": "sk_live_7"} {
		status, body := d.list(user, password)
		require.Equal(t, 401, status, user)
		require.NotEmpty(t, parse(t, body).at("error", "message"))
	}
	require.False(t, d.LastRequest().Executed)
}

func TestAPasswordBesideTheKeyIsIgnored(t *testing.T) {
	t.Parallel()
	d := open(t)
	for _, password := range []string{"", "x", chargedesktest.Key} {
		status, body := d.list(chargedesktest.Key, password)
		require.Equal(t, 200, status, string(body))
	}
}

// list lists charges with these credentials.
func (d *desk) list(user, password string) (status int, body []byte) {
	req := httptest.NewRequest(http.MethodGet, "/v1/charges", nil)
	req.SetBasicAuth(user, password)
	response := httptest.NewRecorder()
	d.ServeHTTP(response, req)
	return response.Code, response.Body.Bytes()
}

func TestUnknownEndpointsAreNotFound(t *testing.T) {
	t.Parallel()
	d := open(t)
	for _, call := range []string{
		"GET /", "GET /charge", "PUT /charges/ch_1", "PATCH /charges/ch_1", "DELETE /products/p", "DELETE /subscriptions/s",
		"GET /webhooks", "GET /webhooks/101", "GET /agents", "GET /log", "POST /log/activity", "GET /charges/ch_1/items/0",
		"POST /gateway/charges", "POST /gateway/charges//refund", "POST /charges/ch_1/refund", "GET /gateway/products/charge",
		"GET /charges/%zz", "GET ../v2/charges", "GET ../charges",
	} {
		method, path, _ := strings.Cut(call, " ")
		req := httptest.NewRequest(method, "/v1/charges", nil)
		req.URL.Path, req.URL.RawPath = "/v1"+path, "/v1"+path
		if version, ok := strings.CutPrefix(path, "../"); ok {
			req.URL.Path, req.URL.RawPath = "/"+version, ""
		}
		req.SetBasicAuth(chargedesktest.Key, "")
		answer := httptest.NewRecorder()
		d.ServeHTTP(answer, req)
		require.Equal(t, 404, answer.Code, call)
		require.NotEmpty(t, parse(t, answer.Body.Bytes()).at("error", "message"))
	}
}

func TestAnEmptyIDMeansTheCollection(t *testing.T) {
	t.Parallel()
	d := open(t)
	require.Equal(t, "ch_1", d.post("/charges/", "amount=1&currency=USD&customer[id]=x")["charge_id"], "an update became a create")
	require.Len(t, d.get("/customers/").rows("data"), 1, "a read became a list")
}

func TestTheSixtyFirstRequestOfAMinuteIsBlocked(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := chargedesktest.NewTestServer(t, chargedesktest.InMemory())
		d := &desk{s, t}
		for range 60 {
			d.get("/charges?count=1")
			time.Sleep(time.Second / 10)
		}
		status, header, body := d.send(http.MethodGet, "/charges", "", "")
		require.Equal(t, 429, status)
		require.Equal(t, "60", header.Get("Retry-After"))
		require.NotEmpty(t, parse(t, body).at("error", "message"))
		time.Sleep(59*time.Second + time.Second/2)
		_, header, _ = d.send(http.MethodGet, "/charges", "", "")
		require.Equal(t, "1", header.Get("Retry-After"), "the block is not prolonged")
		time.Sleep(time.Second / 2)
		d.get("/charges")
		require.Equal(t, 2, d.RejectedRequests())

		d.BlockFor(5 * time.Second)
		_, header, _ = d.send(http.MethodGet, "/charges", "", "")
		require.Equal(t, "5", header.Get("Retry-After"))
		s.Close()
		s.HTTPClient().CloseIdleConnections()
	})
}

func TestTheJournalShowsWhatCame(t *testing.T) {
	t.Parallel()
	d := open(t)
	require.Zero(t, d.LastRequest())
	var recording strings.Builder
	d.Record(&recording)
	d.post("/charges", cheque)
	d.Record(nil)
	last := d.LastRequest()
	require.Equal(t, "POST", last.Method)
	require.Equal(t, "/v1/charges", last.Path)
	require.Equal(t, cheque, string(last.Body))
	require.Equal(t, 200, last.Status)
	require.True(t, last.Executed)
	require.Equal(t, noon, last.Time)
	require.Equal(t, noon, d.Now())
	require.Len(t, d.Requests(), 1)
	require.Equal(t, 1, d.CountRequests(nil))
	require.Zero(t, d.CountRequests(func(r chargedesktest.Request) bool { return r.Status != 200 || len(r.Body) == 0 }))
	require.Equal(t, 1, strings.Count(recording.String(), "\n"))
	d.ClearRequests()
	require.Empty(t, d.Requests())
	require.Equal(t, 1, d.Counts()["charges"])

	small := open(t, chargedesktest.WithJournalSize(2))
	for range 3 {
		small.get("/charges")
	}
	require.Len(t, small.Requests(), 2)
}

func TestFaults(t *testing.T) {
	t.Parallel()
	attempt := func(d *desk, id string) (int, string, error) {
		req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, d.URL+"/gateway/charges/"+id+"/refund", strings.NewReader(""))
		require.NoError(t, err)
		req.SetBasicAuth(chargedesktest.Key, "")
		resp, err := d.HTTPClient().Do(req)
		if err != nil {
			return 0, "", err
		}
		defer resp.Body.Close()
		body := make([]byte, 10)
		got, err := resp.Body.Read(body)
		return resp.StatusCode, string(body[:got]) + resp.Header.Get("Retry-After"), err
	}
	for name, want := range map[string]struct {
		fault   chargedesktest.Fault
		refunds int
		status  int
		text    string
	}{
		"drop before":     {chargedesktest.DropBefore, 0, 0, ""},
		"drop unread":     {chargedesktest.DropUnread, 0, 0, ""},
		"drop answer":     {chargedesktest.DropResponse, 1, 0, ""},
		"truncate":        {chargedesktest.TruncateResponse(5), 1, 200, `{"cha`},
		"truncate all":    {chargedesktest.TruncateResponse(0), 1, 200, ""},
		"slow":            {chargedesktest.SlowBody(time.Microsecond), 1, 200, `{"charge_i`},
		"delay":           {chargedesktest.Delay(time.Microsecond), 1, 200, `{"charge_i`},
		"late":            {chargedesktest.ExecuteLate(time.Microsecond), 1, 200, `{"charge_i`},
		"limit after":     {chargedesktest.TooManyRequests("7").Executed(), 1, 429, `{"error":{7`},
		"delay answer":    {chargedesktest.DelayResponse(time.Microsecond), 1, 200, `{"charge_i`},
		"error in a 2xx":  {chargedesktest.Respond(200, `{"error":{"message":"declined"}}`), 0, 200, `{"error":{`},
		"empty":           {chargedesktest.Respond(200, ""), 0, 200, ""},
		"page":            {chargedesktest.RespondHTML(502), 0, 502, "<html><hea"},
		"page afterwards": {chargedesktest.RespondHTML(502).Executed(), 1, 502, "<html><hea"},
		"limit":           {chargedesktest.TooManyRequests("7"), 0, 429, `{"error":{7`},
		"bare limit":      {chargedesktest.TooManyRequests(""), 0, 429, `{"error":{`},
		"none":            {chargedesktest.NoFault, 1, 200, `{"charge_i`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := open(t)
			id := d.SeedCharge("5", "USD").ChargeID
			d.FailNext(want.fault)
			status, text, err := attempt(d, id)
			require.Equal(t, want.status, status, err)
			require.Equal(t, want.text, strings.ReplaceAll(text, `"m7`, "7"))
			require.Equal(t, want.refunds, d.Refunds(id))
		})
	}

	d := open(t)
	d.FailMatching(func(r chargedesktest.Request) bool { return r.Method == http.MethodPost }, chargedesktest.Respond(500, "{}").Times(2))
	d.get("/charges")
	for _, want := range []int{500, 500, 404} {
		status, _, _ := d.send(http.MethodPost, "/charges/x", formType, "")
		require.Equal(t, want, status)
	}
	d.FailMatching(nil, chargedesktest.Respond(503, "{}").Times(-1))
	d.FailRandomly(1, 1, chargedesktest.Respond(502, "{}"))
	status, _, _ := d.send(http.MethodGet, "/charges", "", "")
	require.Equal(t, 502, status)
	d.ClearFaults()
	d.get("/charges")
	for _, status := range []int{0, 100, 1000} {
		require.Panics(t, func() { chargedesktest.Respond(status, "") }, status)
	}
}

func TestARefundGoesOnWithoutItsClient(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := &desk{chargedesktest.NewTestServer(t, chargedesktest.InMemory()), t}
		charge := d.SeedCharge("34.00", "USD")
		d.FailNext(chargedesktest.ExecuteLate(time.Minute))

		_, err := d.Client(chargedesk.WithAttemptTimeout(time.Second)).Gateway.RefundInFull(t.Context(), charge.ChargeID, nil)
		require.ErrorIs(t, err, chargedesk.ErrOutcomeUnknown)
		require.Zero(t, d.Refunds(charge.ChargeID), "a look at the charge says that nothing happened")
		time.Sleep(time.Minute)
		synctest.Wait()
		require.Equal(t, 1, d.Refunds(charge.ChargeID))
	})
}

func TestConnectionsCanBeClosedEachTime(t *testing.T) {
	t.Parallel()
	d := open(t, chargedesktest.WithConnectionClose())
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, d.URL+"/charges", nil)
	require.NoError(t, err)
	req.SetBasicAuth(chargedesktest.Key, "")
	resp, err := d.HTTPClient().Do(req)
	require.NoError(t, err)
	require.True(t, resp.Close)
	require.NoError(t, resp.Body.Close())
}

func TestAHandlerIsMountedByTheCaller(t *testing.T) {
	t.Parallel()
	handler := chargedesktest.NewHandler()
	t.Cleanup(handler.Close)
	require.Empty(t, handler.URL)
	require.Nil(t, handler.HTTPClient())
	require.Panics(t, func() { handler.Client() })
	id := handler.SeedCharge("5", "USD").ChargeID
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, server.URL+"/v1/charges/"+id, nil)
	require.NoError(t, err)
	req.SetBasicAuth(chargedesktest.Key, "")
	resp, err := server.Client().Do(req)
	require.NoError(t, err)
	require.Equal(t, 200, resp.StatusCode)
	require.NoError(t, resp.Body.Close())
}
