package main

import (
	"flag"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/chargedesk/chargedesktest"
)

var kills = flag.Int("kills", 5, "how many runs TestKilledRuns kills")

// TestKilledRuns kills the program at random moments and resumes it, until it has
// finished: no row may be missing or come twice.
func TestKilledRuns(t *testing.T) {
	const rows, pages = 4321, 9
	desk := newDesk(t, rows)
	wait := &waiter{}
	desk.FailMatching(wait.see, chargedesktest.NoFault.Times(-1))
	desk.FailRandomly(1, 0.02, chargedesktest.DropResponse)
	want := map[string]string{formatCSV: whole(t, desk.URL, "charges", formatCSV), formatJSONL: whole(t, desk.URL, "charges", formatJSONL)}

	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	random := rand.New(rand.NewPCG(seed, 0))
	var killed, finished, resumed int
	for killed < *kills {
		format := []string{formatCSV, formatJSONL}[random.IntN(2)]
		path := filepath.Join(t.TempDir(), "charges."+format)
		for {
			if at, _ := readState(path + ".resume"); at != nil && at.Rows > 0 {
				resumed++
			}
			run := command(t, "-base-url", desk.URL, "-quiet", "charges", path)
			var stderr strings.Builder
			run.Stderr = &stderr
			seen := wait.requests(1 + random.IntN(pages+2))
			require.NoError(t, run.Start())
			ended := make(chan error, 1)
			go func() { ended <- run.Wait() }()
			var err error
			select {
			case <-seen:
				select {
				case <-time.After(time.Duration(random.IntN(15_000)) * time.Microsecond):
					_ = run.Process.Kill()
				case err = <-ended:
					ended <- err
				}
				err = <-ended
			case err = <-ended:
			}
			if err == nil {
				break
			}
			require.Equal(t, -1, run.ProcessState.ExitCode(), "killed, and not failed: %s", stderr.String())
			if killed++; !exists(path+".resume") && exists(path) {
				break // killed when nothing was left to do
			}
		}
		finished++
		onlyFile(t, path)
		require.Equal(t, want[format], read(t, path))
		require.NoError(t, os.Remove(path))
	}
	t.Logf("%d kills, %d of the runs after them resumed behind the first row, %d exports finished, each as undisturbed", killed, resumed, finished)
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
func (w *waiter) see(chargedesktest.Request) bool {
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
