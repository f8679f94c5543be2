package ensure_test

import (
	"context"
	"errors"
	"flag"
	"math/rand/v2"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"
)

var runs = flag.Int("ensure.runs", 250, "seeded runs of each verb under hard conditions")

// The promise: the sum moves once under every fault, called any number of times by
// any number of goroutines of a process, also if the process dies and the next one
// knows when.
func TestPromiseUnderHardConditions(t *testing.T) {
	t.Parallel()
	for name, build := range map[string]func(*testing.T, *rand.Rand) world{"EnsureRefunded": refundWorld, "EnsureSubmitted": submitWorld} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var sum figures
			for seed := range *runs {
				synctest.Test(t, func(t *testing.T) {
					random := rand.New(rand.NewPCG(uint64(seed), 0))
					sum.add(simulate(t, random, build(t, random)))
				})
			}
			require.Zero(t, sum.twice, "moved twice")
			require.Zero(t, sum.false, "reported done, and was not")
			t.Logf("%d runs: %d callers undecided in the end of %d, %.1f %% of the calls undecided, %.2f calls a caller, %.1f reads and %.1f writes a run",
				*runs, sum.undecided, sum.callers, 100*float64(sum.doubts)/float64(sum.calls), float64(sum.calls)/float64(sum.callers),
				float64(sum.reads)/float64(*runs), float64(sum.writes)/float64(*runs))
		})
	}
}

// world is one object at a vendor.
type world struct {
	connect  func(dead context.Context) verb // a new client, without memory
	reached  func() bool
	moved    func() int // how often the vendor did it
	requests func() (reads, writes int)
	settled  error // an error that is as good as nil
}

// verb is a call of an Ensure method.
type verb func(ctx context.Context, maybeSentAt time.Time) error

type figures struct {
	callers, calls, doubts, undecided, reads, writes int
	twice, false                                     int // what must not happen
}

func (f *figures) add(g figures) {
	f.callers, f.calls, f.doubts, f.undecided = f.callers+g.callers, f.calls+g.calls, f.doubts+g.doubts, f.undecided+g.undecided
	f.reads, f.writes = f.reads+g.reads, f.writes+g.writes
	f.twice, f.false = f.twice+g.twice, f.false+g.false
}

// simulation is one run: up to three callers who want the same, each with up to
// eight calls.
type simulation struct {
	world
	mu      sync.Mutex
	random  *rand.Rand
	process *process
	figures figures
}

func simulate(t *testing.T, random *rand.Rand, w world) figures {
	t.Helper()
	s := &simulation{world: w, random: random}
	s.process = s.start(time.Time{})
	var callers sync.WaitGroup
	s.figures.callers = 1 + random.IntN(3)
	for range s.figures.callers {
		delay := s.upTo(1500 * time.Millisecond)
		callers.Go(func() { s.call(t, delay) })
	}
	callers.Wait()
	time.Sleep(10 * time.Minute) // until what is late was executed
	if s.moved() > 1 {
		s.figures.twice = 1
	}
	s.figures.reads, s.figures.writes = s.requests()
	return s.figures
}

// call is one caller, who calls until it is known to be done.
func (s *simulation) call(t *testing.T, delay time.Duration) {
	time.Sleep(delay)
	var last error
	for range 8 {
		process := s.alive()
		ctx, cancel := context.WithCancel(t.Context())
		if s.oneIn(10, 3) {
			time.AfterFunc(s.upTo(10*time.Second), cancel)
		}
		err, died := process.run(ctx)
		cancel()
		s.count(err, died)
		last = err
		if !died && (err == nil || s.settled != nil && errors.Is(err, s.settled)) {
			return
		}
		time.Sleep(s.upTo(time.Second))
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if isUnknown(last) {
		s.figures.undecided++
	}
}

func (s *simulation) count(err error, died bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.figures.calls++
	switch {
	case died:
	case err == nil && !s.reached():
		s.figures.false++
	case isUnknown(err):
		s.figures.doubts++
	}
}

// alive returns the process, a new one if it has died.
func (s *simulation) alive() *process {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.process.dead.Err() != nil {
		s.process = s.start(time.Now())
	}
	return s.process
}

// process is a process with a client. It may die while calls are under way.
type process struct {
	dead        context.Context
	verb        verb
	maybeSentAt time.Time
}

// start starts a process. One in five dies within some seconds.
func (s *simulation) start(maybeSentAt time.Time) *process {
	dead, die := context.WithCancel(context.Background())
	if s.random.IntN(5) == 0 {
		time.AfterFunc(time.Duration(s.random.Int64N(int64(10*time.Second))), die)
	} else {
		time.AfterFunc(24*time.Hour, die)
	}
	return &process{dead: dead, verb: s.connect(dead), maybeSentAt: maybeSentAt}
}

// run makes a call, unless the process dies before it returns.
func (p *process) run(ctx context.Context) (err error, died bool) {
	ctx, cancel := context.WithCancel(ctx)
	defer context.AfterFunc(p.dead, cancel)()
	done := make(chan error, 1)
	go func() { done <- p.verb(ctx, p.maybeSentAt) }()
	select {
	case err := <-done:
		cancel()
		return err, false
	case <-p.dead.Done():
		return nil, true
	}
}

func (s *simulation) upTo(d time.Duration) time.Duration {
	s.mu.Lock()
	defer s.mu.Unlock()
	return time.Duration(s.random.Int64N(int64(d)))
}

// oneIn reports true in share of n cases.
func (s *simulation) oneIn(n, share int) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.random.IntN(n) < share
}
