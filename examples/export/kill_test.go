package main

import (
	"flag"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/chargeback/chargebacktest"
	"github.com/chargekit/chargekit-go/chargedesk/chargedesktest"
	"github.com/chargekit/chargekit-go/chargehound/chargehoundtest"
)

var kills = flag.Int("kills", 5, "how many runs TestKilledRuns kills")

// TestKilledRuns kills the program at random moments and resumes it, until it has
// finished: no row may be missing or come twice.
func TestKilledRuns(t *testing.T) {
	wait := &waiter{}
	urls := killedFakes(t, wait)
	names := []string{"charges", "activity", "disputes", "orders"}
	whole := wholeExports(t, urls, names)

	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	random := rand.New(rand.NewPCG(seed, 0))
	var killed, resumed, finished int
	for killed < *kills {
		list, format := pick(random, names), pick(random, []string{formatCSV, formatJSONL})
		path := filepath.Join(t.TempDir(), list+"."+format)
		for done := false; !done; {
			if at, _ := readState(path + ".resume"); at != nil && at.Rows > 0 {
				resumed++
			}
			run := command(t, "-base-url", urls[list], "-quiet", list, path)
			if done = !killRandomly(t, run, wait, random); !done {
				killed++
				done = exists(path) && !exists(path+".resume") // killed when nothing was left to do
			}
		}
		finished++
		onlyFile(t, path)
		require.Equal(t, whole[list+format], read(t, path))
		require.NoError(t, os.Remove(path))
	}
	t.Logf("%d kills, %d runs resumed behind the first row, %d exports finished, each as undisturbed", killed, resumed, finished)
}

// killedFakes starts the fakes, which outlive the program, and returns their URLs by
// list.
func killedFakes(t *testing.T, wait *waiter) map[string]string {
	desk := newDesk(t, 4321)
	desk.SeedActivity(2100) // rows without ids
	desk.FailMatching(func(chargedesktest.Request) bool { return wait.see() }, chargedesktest.NoFault.Times(-1))
	desk.FailRandomly(1, 0.02, chargedesktest.DropResponse)
	hound := chargehoundtest.NewTestServer(t)
	hound.SeedDisputes(1050)
	hound.FailMatching(func(chargehoundtest.Request) bool { return wait.see() }, chargehoundtest.NoFault.Times(-1))
	back := chargebacktest.NewTestServer(t)
	back.SeedOrders(1050)
	back.FailMatching(func(chargebacktest.Request) bool { return wait.see() }, chargebacktest.NoFault.Times(-1))
	return map[string]string{"charges": desk.URL, "activity": desk.URL, "disputes": hound.URL, "orders": back.URL}
}

// wholeExports returns what undisturbed exports write, by list and format.
func wholeExports(t *testing.T, urls map[string]string, names []string) map[string]string {
	texts := map[string]string{}
	for _, list := range names {
		for _, format := range []string{formatCSV, formatJSONL} {
			texts[list+format] = whole(t, urls[list], list, format)
		}
	}
	return texts
}

// killRandomly kills the program up to 15 ms after one of its first requests. It
// returns false if the program has ended before.
func killRandomly(t *testing.T, run *exec.Cmd, wait *waiter, random *rand.Rand) bool {
	var stderr strings.Builder
	run.Stderr = &stderr
	seen := wait.requests(1 + random.IntN(14))
	require.NoError(t, run.Start())
	ended := make(chan error)
	go func() { ended <- run.Wait() }()
	after := make(<-chan time.Time)
	for {
		select {
		case <-seen:
			seen, after = nil, time.After(time.Duration(random.IntN(15_000))*time.Microsecond)
		case <-after:
			_ = run.Process.Kill()
		case err := <-ended:
			if err != nil {
				require.Equal(t, -1, run.ProcessState.ExitCode(), "killed, and not failed: %s", stderr.String())
			}
			return err != nil
		}
	}
}

func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}

// waiter waits for requests.
type waiter struct {
	mu   sync.Mutex
	left int
	seen chan struct{}
}

// see is for each request. It matches none.
func (w *waiter) see() bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.left--; w.left == 0 {
		close(w.seen)
	}
	return false
}

// requests returns a channel that is closed when n requests have come from now on.
func (w *waiter) requests(n int) <-chan struct{} {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.left, w.seen = n, make(chan struct{})
	return w.seen
}
