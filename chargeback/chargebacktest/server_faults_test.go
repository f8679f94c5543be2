package chargebacktest_test

import (
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/chargeback"
	"github.com/chargekit/chargekit-go/chargeback/chargebacktest"
)

func TestEveryFaultHasItsEffect(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		server := chargebacktest.NewServer(chargebacktest.InMemory(), chargebacktest.WithConnectionClose())
		defer server.Close()
		client := server.Client(chargeback.WithRetry(chargeback.RetryPolicy{}), chargeback.WithAttemptTimeout(5*time.Second))
		id := server.SeedOrder("ord_1")
		for name, tt := range map[string]struct {
			fault    chargebacktest.Fault
			status   int
			executed bool
			fails    bool
		}{
			"none":          {fault: chargebacktest.NoFault, status: 201, executed: true},
			"drop before":   {fault: chargebacktest.DropBefore, fails: true},
			"drop response": {fault: chargebacktest.DropResponse, executed: true, fails: true},
			"truncate":      {fault: chargebacktest.TruncateResponse(9), status: 201, executed: true, fails: true},
			"nothing":       {fault: chargebacktest.TruncateResponse(0), status: 201, executed: true, fails: true},
			"slow":          {fault: chargebacktest.SlowBody(time.Second), status: 201, executed: true, fails: true},
			"delay":         {fault: chargebacktest.Delay(time.Second), status: 201, executed: true},
			"late":          {fault: chargebacktest.DelayResponse(time.Second), status: 201, executed: true},
			"response":      {fault: chargebacktest.Respond(418, "{}"), status: 418, fails: true},
			"afterwards":    {fault: chargebacktest.Respond(502, "{}").Executed(), status: 502, executed: true, fails: true},
			"HTML":          {fault: chargebacktest.RespondHTML(503), status: 503, fails: true},
			"429":           {fault: chargebacktest.TooManyRequests(""), status: 429, fails: true},
		} {
			server.ClearRequests()
			server.FailNext(tt.fault)
			_, err := client.Orders.Get(t.Context(), id)
			require.Equal(t, tt.fails, err != nil, "%s: %v", name, err)
			last := server.LastRequest()
			require.Equal(t, tt.status, last.Status, name)
			require.Equal(t, tt.executed, last.Executed, name)
			time.Sleep(time.Minute) // on the bubble's clock: the pause after a 429
		}
		server.FailRandomly(1, 1, chargebacktest.DropBefore)
		_, err := client.Orders.Get(t.Context(), id)
		require.Error(t, err)
		server.FailRandomly(1, 0)
		server.FailMatching(nil, chargebacktest.DropBefore.Times(2))
		server.ClearFaults()
		_, err = client.Orders.Get(t.Context(), id)
		require.NoError(t, err)
	})
}
