package chargehoundtest_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/chargehound/chargehoundtest"
)

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
