package main

import (
	"bytes"
	"io"
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/chargeback/chargebacktest"
)

// stoppedAfter10 is an import of n orders that has stopped after the first ten.
func stoppedAfter10(t *testing.T, server *chargebacktest.Server, n int) (file string) {
	t.Helper()
	file = writeOrders(t, n)
	server.FailMatching(carrying(orderKey(15)), chargebacktest.Respond(http.StatusForbidden, ""))
	start(t, server.URL, "-batch", "10", file)
	require.Equal(t, 10, readState(t, file).Results)
	server.ClearFaults()
	return file
}

func TestALaterRunThatStopsKeepsItsOwnDoubt(t *testing.T) {
	withKeys(t)
	server := doubling(t)
	file := stoppedAfter10(t, server, 40)
	server.FailMatching(carrying(orderKey(25)), chargebacktest.DropResponse)
	server.FailMatching(isGet, chargebacktest.Respond(http.StatusForbidden, "").Times(-1))
	start(t, server.URL, "-batch", "10", file)
	left := readState(t, file)
	require.Equal(t, 20, left.Results)
	require.GreaterOrEqual(t, left.inDoubt(), 10)
	server.ClearFaults()

	_, out := start(t, server.URL, "-batch", "10", "-resend", file)

	require.Contains(t, out, "40 there, 0 rejected, 0 unknown")
	requireEachOnce(t, server, 40)
}

func TestALaterRunKeepsInDoubtWhatWentThroughBehindAnOrderThatHasToWait(t *testing.T) {
	withKeys(t)
	server, at := doubling(t), newAddress(t)
	at.serve(server)
	file := writeOrders(t, 40)
	server.FailMatching(carrying(orderKey(15)), chargebacktest.Respond(http.StatusForbidden, ""))
	start(t, at.url, "-batch", "10", file)
	behind := make(chan struct{})
	at.serve(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		r.Body = io.NopCloser(bytes.NewReader(body))
		if bytes.Contains(body, []byte(orderKey(15))) {
			<-behind
			w.WriteHeader(http.StatusForbidden)
			return
		}
		server.ServeHTTP(w, r)
		if bytes.Contains(body, []byte(orderKey(25))) {
			close(behind)
		}
	}))
	start(t, at.url, "-batch", "10", "-concurrency", "2", file)
	left := readState(t, file)
	require.Equal(t, 10, left.Results)
	require.Equal(t, 30, left.Results+left.inDoubt())
	at.serve(server)

	_, out := start(t, at.url, "-batch", "10", "-resend", file)

	require.Contains(t, out, "40 there, 0 rejected, 0 unknown")
	requireEachOnce(t, server, 40)
}
