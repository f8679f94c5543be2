package shared_test

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"
	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/examples/shared"
)

const (
	testLimit  = 60
	testSpan   = 2 * time.Second
	testMargin = 400 * time.Millisecond
)

// clockKey is the context key of an *int64 that gets the time of Redis at which a
// caller was told that it may leave.
type clockKey struct{}

// clock reads that time from the responses of the script. It does not depend on how
// busy the machine is.
type clock struct{}

func (clock) DialHook(next redis.DialHook) redis.DialHook { return next }

func (clock) ProcessPipelineHook(next redis.ProcessPipelineHook) redis.ProcessPipelineHook {
	return next
}

func (clock) ProcessHook(next redis.ProcessHook) redis.ProcessHook {
	return func(ctx context.Context, cmd redis.Cmder) error {
		err := next(ctx, cmd)
		if script, ok := cmd.(*redis.Cmd); ok && err == nil {
			if reply, _ := script.Slice(); len(reply) == 7 {
				*ctx.Value(clockKey{}).(*int64) = reply[2].(int64)
			}
		}
		return err
	}
}

// limitWorker sends as many requests as it may, from four callers, and prints when
// each left.
func limitWorker(client *redis.Client, name string, out *json.Encoder, _ *bufio.Scanner) {
	client.AddHook(clock{})
	limiter, err := shared.NewLimiter(client, name, shared.LimiterConfig{
		Limit: testLimit, Span: testSpan, Margin: testMargin,
	})
	if err != nil {
		panic(err)
	}
	var mu sync.Mutex
	var callers sync.WaitGroup
	for range 4 {
		callers.Go(func() {
			for {
				left := new(int64)
				err := limiter.Wait(context.WithValue(context.Background(), clockKey{}, left))
				if errors.Is(err, shared.ErrAway) { // a machine too slow to restart Redis within a span
					fmt.Fprintln(os.Stderr, err)
					time.Sleep(100 * time.Millisecond)
					continue
				}
				if err != nil {
					panic(err)
				}
				mu.Lock()
				_ = out.Encode(*left)
				mu.Unlock()
			}
		})
	}
	callers.Wait()
}

func TestEightProcessesKeepToOneLimitAlsoWhenRedisRestarts(t *testing.T) {
	t.Parallel()
	server := startRedis(t)
	knownState(t, server.client(t), "eight")
	type request struct {
		process int
		left    int64
	}
	requests := make(chan request)
	for process := range 8 {
		w := server.work(t, "limit", "eight")
		go func() {
			for left := int64(0); w.out.Decode(&left) == nil; {
				requests <- request{process, left}
			}
		}()
	}
	var all []int64
	// more reads until there are so many more requests, and some of each process.
	more := func(n int) {
		for served, end := map[int]bool{}, len(all)+n; len(all) < end || len(served) < 8; {
			r := <-requests
			served[r.process] = true
			all = append(all, r.left)
		}
	}
	more(2 * testLimit)
	server.kill(t)
	server.start(t)
	more(2 * testLimit)

	slices.Sort(all)
	for k := testLimit; k < len(all); k++ {
		require.GreaterOrEqual(t, all[k]-all[k-testLimit], testSpan.Microseconds(), "between requests %d and %d of %d", k-testLimit, k, len(all))
	}
}
