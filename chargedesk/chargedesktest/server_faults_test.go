package chargedesktest_test

import (
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/chargedesk"
	"github.com/chargekit/chargekit-go/chargedesk/chargedesktest"
)

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
		"drop response":   {chargedesktest.DropResponse, 1, 0, ""},
		"truncate":        {chargedesktest.TruncateResponse(5), 1, 200, `{"cha`},
		"truncate all":    {chargedesktest.TruncateResponse(0), 1, 200, ""},
		"slow":            {chargedesktest.SlowBody(time.Microsecond), 1, 200, `{"charge_i`},
		"delay":           {chargedesktest.Delay(time.Microsecond), 1, 200, `{"charge_i`},
		"late":            {chargedesktest.ExecuteLate(time.Microsecond), 1, 200, `{"charge_i`},
		"limit after":     {chargedesktest.TooManyRequests("7").Executed(), 1, 429, `{"error":{7`},
		"delay response":  {chargedesktest.DelayResponse(time.Microsecond), 1, 200, `{"charge_i`},
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
