package chargeback_test

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"runtime"
	"runtime/metrics"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/chargeback"
	"github.com/chargekit/chargekit-go/chargeback/chargebacktest"
)

// soakFaults are what a bad day has to offer.
var soakFaults = []chargebacktest.Fault{
	chargebacktest.DropBefore,
	chargebacktest.DropResponse,
	chargebacktest.TruncateResponse(0),
	chargebacktest.TruncateResponse(700),
	chargebacktest.Respond(http.StatusInternalServerError, `{"status":"error"}`),
	chargebacktest.Respond(http.StatusBadGateway, "<html>").Executed(),
	chargebacktest.RespondHTML(http.StatusServiceUnavailable),
	chargebacktest.TooManyRequests(""),
}

const (
	soakSeed = 20260203
	soakRate = 0.03
)

// soak imports n orders, going on wherever it stops, and counts how they ended. It
// fails when a result is out of order or neither says "there" nor "unknown".
// doubtful gets the unknown ones.
func soak(tb testing.TB, client *chargeback.Client, n int, resend bool, doubtful map[string]bool) (there, found, unknown int) {
	next := 0
	options := &chargeback.ImportOptions{Concurrency: 4, LookUpAfter: time.Millisecond, Resend: resend, Save: keepNothing}
	var at chargeback.Checkpoint
	for stops := 0; ; stops++ {
		require.Less(tb, stops, n/20, "it gets nowhere")
		var stopped *chargeback.ImportError
		for result, err := range client.Orders.Import(tb.Context(), lampOrders(n), options, chargeback.WithCheckpoint(&at)) {
			if errors.As(err, &stopped) {
				require.Equal(tb, next, stopped.Results)
				break
			}
			require.NoError(tb, err)
			if result.Index != next || result.OrderID != orderKey(next) {
				require.FailNow(tb, "out of order", "%d %s in place of %d", result.Index, result.OrderID, next)
			}
			next++
			switch {
			case result.Err == nil && result.Order.OrderID == result.OrderID:
				there++
				if result.Found {
					found++
				}
			case errors.Is(result.Err, chargeback.ErrOutcomeUnknown):
				unknown++
				doubtful[result.OrderID] = true
			default:
				require.FailNow(tb, "neither there nor unknown", "%s: %v", result.OrderID, result.Err)
			}
		}
		if stopped == nil {
			require.Equal(tb, n, next)
			return there, found, unknown
		}
	}
}

func TestImportOf20000OrdersOnABadDayLosesAndDoublesNone(t *testing.T) {
	for name, resend := range map[string]bool{"sending again": true, "by default": false} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) { soakInMemory(t, resend) })
		})
	}
}

func soakInMemory(t *testing.T, resend bool) {
	// A double would be taken, so that it could be seen.
	server := chargebacktest.NewServer(chargebacktest.InMemory(), chargebacktest.WithJournalSize(10),
		chargebacktest.WithDuplicates(chargebacktest.DuplicatesAllowed))
	defer server.Close()
	server.FailRandomly(soakSeed, 0.2, soakFaults...)

	const n = 20_000
	doubtful := map[string]bool{}
	there, found, unknown := soak(t, server.Client(), n, resend, doubtful)

	require.Equal(t, n, there+unknown)
	if resend {
		require.Greater(t, there, n*99/100)
	}
	for i := range n {
		created, received := server.Created(orderKey(i)), server.Received(orderKey(i))
		if created > 1 || created == 0 && !doubtful[orderKey(i)] || !resend && received > 1 {
			require.FailNow(t, "made twice, or not at all", "%s: %d times", orderKey(i), created)
		}
	}
	t.Logf("%d orders: %d there, %d of them looked up, %d unknown", n, there, found, unknown)
}

// BenchmarkImportMillion imports 1,000,000 orders on a bad day, the fake in a
// process of its own, and reports the growth of the importing heap:
//
//	go test ./chargeback -run '^$' -bench ImportMillion -benchtime 1x -timeout 60m
func BenchmarkImportMillion(b *testing.B) {
	b.Run("sending-again", func(b *testing.B) { importMillion(b, true) })
	b.Run("default", func(b *testing.B) { importMillion(b, false) })
}

func importMillion(b *testing.B, resend bool) {
	const n = 1_000_000
	for b.Loop() {
		client, count := soakServer(b)
		runtime.GC()
		before := liveHeap()
		peak, stop := watchHeap()
		there, found, unknown := soak(b, client, n, resend, map[string]bool{})
		stop()
		made := count()
		if made.Doubles != 0 || made.Orders < there || made.Orders > n {
			b.Fatalf("%d there, %d unknown, on the server %+v", there, unknown, made)
		}
		b.ReportMetric(float64(peak())/(1<<20)-float64(before)/(1<<20), "MiB-growth")
		b.ReportMetric(float64(unknown), "unknown")
		b.ReportMetric(float64(found), "looked-up")
		b.ReportMetric(float64(n)/b.Elapsed().Seconds(), "orders/s")
	}
}

func liveHeap() uint64 {
	sample := []metrics.Sample{{Name: "/memory/classes/heap/objects:bytes"}}
	metrics.Read(sample)
	return sample[0].Value.Uint64()
}

// watchHeap notes the largest heap, garbage not yet collected included.
func watchHeap() (peak func() uint64, stop func()) {
	var most uint64
	quit, done := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(done)
		ticker := time.NewTicker(5 * time.Millisecond)
		defer ticker.Stop()
		for {
			most = max(most, liveHeap())
			select {
			case <-ticker.C:
			case <-quit:
				return
			}
		}
	}()
	return func() uint64 { return most }, func() { close(quit); <-done }
}

const soakEnv = "CHARGEBACK_SOAK_SERVER"

// soakCount is what the server of the benchmark has in the end.
type soakCount struct{ Orders, Doubles int }

// serveSoak is the other process of the benchmark: it serves the fake until its
// standard input ends, and then says what it has.
func serveSoak() bool {
	if os.Getenv(soakEnv) == "" {
		return false
	}
	server := chargebacktest.NewServer(chargebacktest.WithJournalSize(10), chargebacktest.WithDuplicates(chargebacktest.DuplicatesAllowed))
	defer server.Close()
	server.FailRandomly(soakSeed, soakRate, soakFaults...)
	fmt.Println(server.URL)
	_, _ = io.Copy(io.Discard, os.Stdin)
	count := soakCount{Orders: server.Counts()["orders"]}
	for i := range count.Orders {
		if server.Created(orderKey(i)) > 1 {
			count.Doubles++
		}
	}
	_ = json.NewEncoder(os.Stdout).Encode(count)
	return true
}

func soakServer(b *testing.B) (*chargeback.Client, func() soakCount) {
	command := exec.Command(os.Args[0])
	command.Env = append(os.Environ(), soakEnv+"=1")
	command.Stderr = os.Stderr
	input, err := command.StdinPipe()
	require.NoError(b, err)
	output, err := command.StdoutPipe()
	require.NoError(b, err)
	require.NoError(b, command.Start())
	lines := bufio.NewReader(output)
	url, err := lines.ReadString('\n')
	require.NoError(b, err)
	client, err := chargeback.New(chargebacktest.PublicKey, chargebacktest.SecretKey, chargeback.WithBaseURL(strings.TrimSpace(url)))
	require.NoError(b, err)
	return client, func() (count soakCount) {
		require.NoError(b, input.Close())
		require.NoError(b, json.NewDecoder(lines).Decode(&count))
		require.NoError(b, command.Wait())
		return count
	}
}
