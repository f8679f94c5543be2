package chargehoundtest_test

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/chargehound/chargehoundtest"
)

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
		t.Run(password, func(t *testing.T) {
			c := c.with(t)
			req := c.request("GET", c.server.URL+"/disputes", "")
			req.SetBasicAuth("test_other", password)
			require.Equal(t, 200, c.do(req).status, "a password beside the key is ignored")
		})
	}
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
	s := chargehoundtest.NewTestServer(t, chargehoundtest.WithConnectionClose(), chargehoundtest.WithWebhookClient(&http.Client{Transport: rejecting{}}))
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

type rejecting struct{}

func (rejecting) RoundTrip(*http.Request) (*http.Response, error) { return nil, io.ErrClosedPipe }
