package main

import (
	"bytes"
	"io"
	"net/http"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/chargeback/chargebacktest"
)

const noOrders = `{"status":"success","page":1,"per_page":100,"total_records":0,"orders":[]}`

func isGet(r chargebacktest.Request) bool { return !isPost(r) }

func TestLookUpsThatFailStopIt(t *testing.T) {
	withKeys(t)
	for _, answer := range []chargebacktest.Fault{
		chargebacktest.Respond(http.StatusForbidden, ""), chargebacktest.Respond(http.StatusUnauthorized, ""),
		chargebacktest.RespondHTML(http.StatusOK),
	} {
		server := doubling(t)
		file := writeOrders(t, 40)
		server.FailMatching(carrying(orderKey(15)), chargebacktest.DropBefore)
		server.FailMatching(isGet, answer.Times(-1))

		code, out := start(t, server.URL, "-batch", "10", file)
		require.Equal(t, exitCannot, code, out)
		require.Contains(t, out, "10 there, 0 rejected, 0 unknown")
		require.Contains(t, out, "not finished")
		require.Equal(t, 2, server.CountRequests(isPost))
		require.Equal(t, 1, server.CountRequests(isGet))

		server.ClearFaults()
		_, out = start(t, server.URL, "-batch", "10", "-resend", file)
		require.Contains(t, out, "40 there, 0 rejected, 0 unknown")
		requireEachOnce(t, server, 40)
	}
}

func TestLookUpsOfUnknownOrdersThatFailStopIt(t *testing.T) {
	withKeys(t)
	server := doubling(t)
	file := writeOrders(t, 20)
	server.FailMatching(isPost, chargebacktest.DropBefore.Times(-1))
	_, out := start(t, server.URL, "-batch", "10", file)
	require.Contains(t, out, "0 there, 0 rejected, 20 unknown")
	server.ClearFaults()
	server.ClearRequests()
	server.FailMatching(isGet, chargebacktest.Respond(http.StatusForbidden, "").Times(-1))

	code, out := start(t, server.URL, "-batch", "10", "-resend", file)

	require.Equal(t, exitCannot, code)
	require.Contains(t, out, "0 there, 0 rejected, 20 unknown")
	require.Len(t, server.Requests(), 1)
}

func TestAKeyThatIsRefusedInTheMiddleEndsItWithASummary(t *testing.T) {
	withKeys(t)
	server := doubling(t)
	file := writeOrders(t, 40)
	server.FailMatching(carrying(orderKey(15)), chargebacktest.Respond(http.StatusUnauthorized, ""))
	code, out := start(t, server.URL, "-batch", "10", file)
	require.Equal(t, exitCannot, code)
	require.Contains(t, out, "401")
	require.Contains(t, out, "10 there, 0 rejected, 0 unknown")
	require.Contains(t, out, "not finished")
}

func TestKilledWhileItSendsAgainOnlyTheBatchesUnderWayAreInDoubt(t *testing.T) {
	const n = 500
	withKeys(t)
	var later atomic.Int64
	clock := func() time.Time { return time.Now().Add(time.Duration(later.Load())) }
	fake := chargebacktest.NewHandler(chargebacktest.WithDuplicates(chargebacktest.DuplicatesAllowed),
		chargebacktest.WithSearchLag(time.Hour), chargebacktest.WithClock(clock))
	defer fake.Close()
	fake.SeedOrder("old")
	later.Store(int64(2 * time.Hour)) // the search finds the old one, and none of the new
	at := newAddress(t)
	at.serve(fake)
	file := writeOrders(t, n)
	fake.FailMatching(isPost, chargebacktest.DropBefore.Times(-1))
	_, out := start(t, at.url, "-batch", "50", file)
	require.Contains(t, out, "0 there, 0 rejected, 500 unknown")
	fake.ClearFaults()

	startAndKill(t, at, fake, 6, "-batch", "50", "-look-up-after", "1ms", "-resend", file)
	require.Len(t, readState(t, file).troubles, 1+n-5*50)
	at.serve(fake)
	_, out = start(t, at.url, "-batch", "50", "-resend", file)

	require.Contains(t, out, "500 there, 0 rejected, 0 unknown")
	require.Equal(t, 1+n+50, fake.Counts()["orders"], "the search lags: what nobody was told of is there twice")
}

func TestNoOrderLeavesThatTheResumeFileDoesNotCover(t *testing.T) {
	const n = 100
	withKeys(t)
	server, at := doubling(t), newAddress(t)
	file := writeOrders(t, n)
	at.serve(server)
	server.FailMatching(carrying(orderKey(5)), chargebacktest.Respond(http.StatusForbidden, ""))
	start(t, at.url, "-batch", "5", file)
	require.Equal(t, 5, readState(t, file).Results, "in the middle of the batches to come")

	at.serve(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		r.Body = io.NopCloser(bytes.NewReader(body))
		left, last := readState(t, file), n-1
		for last > 0 && !bytes.Contains(body, []byte(orderKey(last))) {
			last--
		}
		if last >= left.Results+left.inDoubt() {
			t.Errorf("order %d is sent, and the resume file covers %d and %d more", last, left.Results, left.inDoubt())
		}
		server.ServeHTTP(w, r)
	}))
	_, out := start(t, at.url, "-batch", "10", "-concurrency", "2", file)
	require.Contains(t, out, "100 there")
	requireEachOnce(t, server, n)
}
