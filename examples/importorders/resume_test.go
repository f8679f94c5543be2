package main

import (
	"context"
	"fmt"
	"math"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/gofrs/flock"
	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/chargeback/chargebacktest"
)

func TestKilledInTheMiddleAndStartedAgainItEndsInTheSameState(t *testing.T) {
	const n = 2000
	withKeys(t)
	for name, test := range map[string]struct {
		file  func(*testing.T, int) string
		flags []string
		kills []int64
	}{
		"JSON Lines": {writeOrders, nil, []int64{1, 2, 11, 29, 40}},
		"an export":  {writeExport, ofShop(), []int64{1, 20, 21, 40}}, // a bad row is between 20 and 21
	} {
		t.Run(name, func(t *testing.T) {
			flags := append(test.flags, "-batch", "50", "-concurrency", "3")
			calm := doubling(t)
			calmFile := test.file(t, n)
			code, out := start(t, calm.URL, append(flags, calmFile)...)
			require.Equal(t, exitLookAt, code, "the broken line: %s", out)
			for _, killAt := range test.kills {
				t.Run(fmt.Sprint("at batch ", killAt), func(t *testing.T) {
					file := test.file(t, n)
					killAndGoOn(t, killAt, n, append(flags, file))
					require.Equal(t, readState(t, calmFile), readState(t, file))
				})
			}
		})
	}
}

// killAndGoOn kills an import of n orders and starts it again. The last of the
// arguments is the file.
func killAndGoOn(t *testing.T, killAt int64, n int, args []string) {
	t.Helper()
	fake := chargebacktest.NewHandler(chargebacktest.WithDuplicates(chargebacktest.DuplicatesAllowed))
	defer fake.Close()
	address := newAddress(t)
	file := args[len(args)-1]
	killed := startAndKill(t, address, fake, killAt, args...)
	require.Equal(t, "signal: killed", killed)
	left := readState(t, file)
	require.False(t, left.Done)
	require.Less(t, left.Results, n)
	require.Greater(t, fake.Counts()["orders"], left.There, "orders nobody was told of")

	address.serve(fake)
	code, out := start(t, address.url, append([]string{"-resend"}, args...)...)

	require.Equal(t, exitLookAt, code, out)
	require.Contains(t, out, "resuming after")
	requireEachOnce(t, fake, n)
}

func TestKilledAndStartedAgainNothingIsDoubledWhereTheSearchLags(t *testing.T) {
	const n = 300
	withKeys(t)
	fake := chargebacktest.NewHandler(chargebacktest.WithDuplicates(chargebacktest.DuplicatesAllowed), chargebacktest.WithSearchLag(time.Hour))
	defer fake.Close()
	address := newAddress(t)
	file := writeOrders(t, n)
	startAndKill(t, address, fake, 3, "-batch", "50", file)

	address.serve(fake)
	code, out := start(t, address.url, "-batch", "50", file)

	require.Equal(t, exitLookAt, code)
	require.Contains(t, out, "With -resend it sends")
	left := readState(t, file)
	require.True(t, left.Done)
	require.Equal(t, n, left.There+len(left.troubles)-1, "the broken line")
	for i := range n {
		require.LessOrEqual(t, fake.Received(orderKey(i)), 1, orderKey(i))
	}
}

// address serves one handler after the other at the same URL.
type address struct {
	url     string
	handler atomic.Pointer[http.Handler]
}

func newAddress(t *testing.T) *address {
	a := new(address)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { (*a.handler.Load()).ServeHTTP(w, r) }))
	t.Cleanup(server.Close)
	a.url = server.URL + "/api/v1"
	return a
}

func (a *address) serve(handler http.Handler) { a.handler.Store(&handler) }

// startAndKill runs the program in a process of its own, and kills it with SIGKILL
// when the server has made its batch of this number, which nobody is told. It
// returns when all that had reached the server by then is done.
func startAndKill(t *testing.T, at *address, fake http.Handler, killAt int64, args ...string) string {
	t.Helper()
	kill := make(chan struct{})
	var batches, underWay atomic.Int64
	at.serve(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		underWay.Add(1)
		defer underWay.Add(-1)
		if r.Method != http.MethodPost || batches.Add(1) != killAt {
			fake.ServeHTTP(w, r)
			return
		}
		fake.ServeHTTP(httptest.NewRecorder(), r)
		close(kill)
		<-r.Context().Done() // the program is gone
	}))
	program := exec.Command(os.Args[0], append([]string{"-base-url", at.url, "-quiet"}, args...)...)
	program.Env = append(os.Environ(), asProgram+"=1")
	require.NoError(t, program.Start())
	<-kill
	require.NoError(t, program.Process.Kill())
	err := program.Wait()
	require.Eventually(t, func() bool { return underWay.Load() == 0 }, 10*time.Second, time.Millisecond)
	require.Error(t, err)
	return err.Error()
}

func TestUnknownOrdersAreSettledByALaterRun(t *testing.T) {
	withKeys(t)
	server := doubling(t)
	file := writeOrders(t, 30)
	server.FailMatching(carrying(orderKey(5)), chargebacktest.DropBefore)
	server.FailMatching(carrying(orderKey(15)), chargebacktest.DropResponse)
	server.FailMatching(isGet, chargebacktest.Respond(200, noOrders).Times(-1)) // the search lags

	code, out := start(t, server.URL, "-batch", "10", file)
	require.Equal(t, exitLookAt, code)
	require.Contains(t, out, "10 there, 0 rejected, 20 unknown, 1 lines unreadable")

	server.ClearFaults()
	_, out = start(t, server.URL, "-batch", "10", file)
	require.Contains(t, out, "20 there, 0 rejected, 10 unknown, 1 lines unreadable")
	require.Equal(t, 3, server.CountRequests(isPost), "none was sent again")
	require.Len(t, readState(t, file).troubles, 11)

	_, out = start(t, server.URL, "-batch", "10", "-resend", file)
	require.Contains(t, out, "30 there, 0 rejected, 0 unknown, 1 lines unreadable")
	requireEachOnce(t, server, 30)
}

func TestStoppedItSaysSoAndGoesOnLater(t *testing.T) {
	withKeys(t)
	server := chargebacktest.NewTestServer(t)
	file := writeOrders(t, 100)
	ctx, cancel := context.WithCancel(t.Context())
	server.FailMatching(func(r chargebacktest.Request) bool {
		if strings.Contains(string(r.Body), orderKey(45)) {
			cancel()
		}
		return false
	}, chargebacktest.NoFault)
	code, out := startWith(ctx, server.URL, "-batch", "10", file)
	require.Equal(t, exitLookAt, code)
	require.Contains(t, out, "import stopped after 50 orders with 0 in doubt")
	require.Contains(t, out, "not finished")
	server.ClearFaults()

	_, again := start(t, server.URL, "-batch", "10", file)
	require.Contains(t, again, "100 there")
	requireEachOnce(t, server, 100)
}

func TestAResumeFileIsGoodForItsOwnOrdersAccountAndHostOnly(t *testing.T) {
	withKeys(t)
	server, other := doubling(t, chargebacktest.WithKeys("pk_two", "sk_two")), doubling(t)
	file := writeOrders(t, 20)
	_, out := start(t, other.URL, file)
	require.Contains(t, out, "20 there")

	code, out := start(t, server.URL, file)
	require.Equal(t, exitCannot, code)
	require.Contains(t, out, "belongs to another vendor, key or base URL")
	t.Setenv("CHARGEBACK_PUBLIC_KEY", "pk_two")
	code, out = start(t, other.URL, file)
	require.Equal(t, exitCannot, code)
	require.Contains(t, out, "belongs to another vendor, key or base URL")
	require.NotContains(t, fmt.Sprint(readState(t, file)), chargebacktest.PublicKey)
}

func TestAFileThatHasChangedIsSentWithoutDoublesByLookingUpAll(t *testing.T) {
	withKeys(t)
	server := doubling(t)
	file := writeOrders(t, 20)
	start(t, server.URL, "-batch", "5", file)
	text, err := os.ReadFile(file)
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(file, []byte(string(text)+orderLine(orderKey(20))+strings.TrimSpace(orderLine(orderKey(21)))), 0o600))

	code, out := start(t, server.URL, file)
	require.Equal(t, exitCannot, code)
	require.Contains(t, out, "with -look-up-all every order is looked up first")

	_, out = start(t, server.URL, "-batch", "5", "-look-up-all", file)
	require.Contains(t, out, "22 there, 0 rejected, 0 unknown")
	requireEachOnce(t, server, 22)

	require.NoError(t, os.Remove(file+".resume.jsonl"))
	start(t, server.URL, "-look-up-all", file)
	requireEachOnce(t, server, 22)
}

func TestALookUpOfAllThatIsStoppedKeepsItsDoubt(t *testing.T) {
	withKeys(t)
	server := doubling(t)
	file := writeOrders(t, 40)
	start(t, server.URL, file)
	ctx, cancel := context.WithCancel(t.Context())
	var midway kept
	server.FailMatching(func(r chargebacktest.Request) bool {
		if strings.Contains(r.Query.Get("search"), orderKey(22)) {
			midway = readState(t, file)
			cancel()
		}
		return false
	}, chargebacktest.NoFault)
	startWith(ctx, server.URL, "-batch", "10", "-look-up-all", file)
	server.ClearFaults()
	require.Equal(t, 20, midway.Results, "what a kill would leave")
	require.Equal(t, math.MaxInt32, midway.reached)
	left := readState(t, file)
	require.Equal(t, math.MaxInt32, left.reached)
	require.Less(t, left.Results, 40)

	_, out := start(t, server.URL, "-batch", "10", file)
	require.Contains(t, out, "40 there, 0 rejected, 0 unknown")
	requireEachOnce(t, server, 40)
}

func TestTwoRunsAtOnceAreOneTooMany(t *testing.T) {
	withKeys(t)
	server := doubling(t)
	file := writeOrders(t, 10)
	other := flock.New(file + ".resume.jsonl.lock")
	require.NoError(t, other.Lock())
	code, out := start(t, server.URL, file)
	require.Equal(t, exitCannot, code)
	require.Contains(t, out, "another run holds")
	require.Empty(t, server.Requests())

	require.NoError(t, other.Unlock())
	_, out = start(t, server.URL, file)
	require.Contains(t, out, "10 there")
}
