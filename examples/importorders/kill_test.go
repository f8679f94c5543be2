package main

import (
	"flag"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/chargeback/chargebacktest"
	"github.com/chargekit/chargekit-go/chargedesk"
	"github.com/chargekit/chargekit-go/chargedesk/chargedesktest"
)

var (
	kills    = flag.Int("kills", 5, "how often an import is killed, for each vendor and each way to resume")
	killSeed = flag.Uint64("kill-seed", 1, "seed of the moments")
)

const killedOrders = 120

// killed is a kind of import that is killed again and again.
type killed struct {
	flags []string
	// fake makes a fake that would take a double.
	fake func() http.Handler
	// check compares what the fake has with what the resume file says.
	check func(t *testing.T, fake http.Handler, left, calm kept)
}

func backFake() http.Handler {
	return chargebacktest.NewHandler(chargebacktest.WithDuplicates(chargebacktest.DuplicatesAllowed))
}

func backFlags(more ...string) []string {
	return append(ofShop("-batch", "8", "-concurrency", "3", "-look-up-after", "1ms"), more...)
}

var killedImports = map[string]killed{
	"chargeback, sending again": {backFlags("-resend"), backFake, func(t *testing.T, fake http.Handler, left, calm kept) {
		require.Equal(t, calm, left)
		requireEachOnce(t, fake.(*chargebacktest.Server), killedOrders)
	}},
	"chargeback": {backFlags(), backFake, func(t *testing.T, fake http.Handler, left, calm kept) {
		server, unsure := fake.(*chargebacktest.Server), map[string]bool{}
		for _, trouble := range left.troubles {
			if trouble.Kind == unknown {
				unsure[trouble.OrderID] = true
			}
		}
		require.Equal(t, killedOrders, left.There+len(unsure))
		for i := range killedOrders {
			require.LessOrEqual(t, server.Received(orderKey(i)), 1, "it is never sent twice")
			require.True(t, server.Created(orderKey(i)) == 1 || unsure[orderKey(i)], "%s is lost", orderKey(i))
		}
	}},
	"chargedesk": {[]string{"-to", "chargedesk", "-no-limit", "-concurrency", "3"},
		func() http.Handler { return chargedesktest.NewHandler(chargedesktest.WithoutRateLimit()) },
		func(t *testing.T, fake http.Handler, left, calm kept) {
			require.Equal(t, calm, left)
			requireEachCharge(t, fake.(*chargedesktest.Server), killedOrders)
		}},
}

func requireEachCharge(t *testing.T, fake *chargedesktest.Server, n int) {
	t.Helper()
	require.Equal(t, n, fake.Counts()["charges"])
	server := httptest.NewServer(fake)
	defer server.Close()
	desk, err := chargedesk.New(chargedesktest.Key, chargedesk.WithBaseURL(server.URL+"/v1"), chargedesk.WithLimiter(nil))
	require.NoError(t, err)
	seen := map[string]bool{}
	for charge, err := range desk.Charges.All(t.Context(), nil) {
		require.NoError(t, err)
		seen[charge.TransactionID] = true
	}
	for i := range n {
		require.True(t, seen["txn_"+orderKey(i)], "charge %d is lost", i)
	}
}

// An import is killed at any moment, and started again, until it is done. It is then
// as one that nobody disturbed.
func TestKilledAtAnyMomentAndStartedAgain(t *testing.T) {
	withKeys(t)
	t.Setenv("CHARGEDESK_SECRET_KEY", chargedesktest.Key)
	for name, kind := range killedImports {
		t.Run(name, func(t *testing.T) {
			random, at := rand.New(rand.NewPCG(*killSeed, 7)), newAddress(t)
			baseURL := strings.TrimSuffix(at.url, "/api/v1")
			if !strings.Contains(name, "chargedesk") {
				baseURL = at.url
			} else {
				baseURL += "/v1"
			}
			at.serve(kind.fake())
			calmFile := writeExport(t, killedOrders)
			program := func(file string) *exec.Cmd {
				command := exec.Command(os.Args[0], append(append([]string{"-quiet", "-base-url", baseURL}, kind.flags...), file)...)
				command.Env = append(os.Environ(), asProgram+"=1")
				return command
			}
			out, _ := program(calmFile).CombinedOutput()
			calm := readState(t, calmFile)
			require.Equal(t, killedOrders, calm.There, "%s", out)

			killed, imports := 0, 0
			for ; killed < *kills; imports++ {
				file, fake := writeExport(t, killedOrders), kind.fake()
				for most := int64(30); killAtRandom(t, random, most, at, fake, program(file)); most += 5 {
					killed++ // later and later, or unknown orders are looked up and nothing else
				}
				left := readState(t, file)
				require.True(t, left.Done)
				kind.check(t, fake, left, calm)
				if t.Failed() {
					return
				}
				closeFake(fake)
			}
			t.Logf("%d kills in %d imports of %d orders", killed, imports, killedOrders)
		})
	}
}

func closeFake(fake http.Handler) {
	if server, ok := fake.(interface{ Close() }); ok {
		server.Close()
	}
}

// killAtRandom runs the program and kills it at one of its first requests, before or after
// that is executed, or a moment after its response. It reports whether the program was
// killed before it had ended.
func killAtRandom(t *testing.T, random *rand.Rand, most int64, at *address, fake http.Handler, program *exec.Cmd) bool {
	t.Helper()
	killAt, moment, later := 1+random.Int64N(most), random.IntN(3), time.Duration(random.IntN(3000))*time.Microsecond
	kill := make(chan struct{})
	var requests, underWay atomic.Int64
	at.serve(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		underWay.Add(1)
		defer underWay.Add(-1)
		switch {
		case requests.Add(1) != killAt:
			fake.ServeHTTP(w, r)
		case moment == 0: // before it is executed
			_, _ = io.Copy(io.Discard, r.Body) // or nobody hears that the client is gone
			close(kill)
			<-r.Context().Done()
		case moment == 1: // before its response
			fake.ServeHTTP(httptest.NewRecorder(), r)
			close(kill)
			<-r.Context().Done()
		default:
			fake.ServeHTTP(w, r)
			time.AfterFunc(later, func() { close(kill) })
		}
	}))
	require.NoError(t, program.Start())
	ended := make(chan error, 1)
	go func() { ended <- program.Wait() }()
	var err error
	select {
	case <-kill:
		require.NoError(t, ignoreDone(program.Process.Kill()))
		err = <-ended
	case err = <-ended:
	}
	require.Eventually(t, func() bool { return underWay.Load() == 0 }, 10*time.Second, 100*time.Microsecond)
	return err != nil && err.Error() == "signal: killed"
}

// ignoreDone leaves out that the program had ended by itself.
func ignoreDone(err error) error {
	if fmt.Sprint(err) == os.ErrProcessDone.Error() {
		return nil
	}
	return err
}
