package chargehoundtest_test

import (
	"fmt"
	"io"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/chargehound/chargehoundtest"
)

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
	require.Equal(t, 1, submits(), "the lost reply")
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
