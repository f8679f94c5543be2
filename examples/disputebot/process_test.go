package main

import (
	"bufio"
	"bytes"
	"flag"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/chargehound/chargehoundtest"
)

var (
	sqliteKills   = flag.Int("kills", 5, "how often the bot on SQLite is killed")
	postgresKills = flag.Int("postgres.kills", 0, "how often one of three replicas on PostgreSQL is killed")
)

const (
	childVariable = "DISPUTEBOT_TEST_CHILD"
	testToken     = "not-a-secret-not-a-secret"
	testTimeout   = 3 * time.Second // of a submission
	testSettle    = 3 * time.Second
	lateExecution = 2 * time.Second // longer than a restart, and well below testSettle
)

// TestMain is the program itself in the processes that the tests start. These end
// with the test.
func TestMain(m *testing.M) {
	if os.Getenv(childVariable) != "" {
		go func() {
			_, _ = io.Copy(io.Discard, os.Stdin)
			os.Exit(exitFailed)
		}()
		main()
		return
	}
	os.Exit(m.Run())
}

// replica is a running process of the bot.
type replica struct {
	cmd     *exec.Cmd
	address string
	done    chan struct{} // closed at its end
}

var listening = regexp.MustCompile(`msg="listening for webhooks" address=(\S+)`)

// startReplica starts the program and waits until it listens. What it prints goes to
// logs as well.
func startReplica(t *testing.T, hound *chargehoundtest.Server, logs io.Writer, args ...string) *replica {
	t.Helper()
	r := &replica{done: make(chan struct{})}
	r.cmd = exec.Command(os.Args[0], append([]string{
		"-listen", "127.0.0.1:0", "-base-url", hound.URL, "-template", demoTemplate, "-review", "none",
		"-timeout", testTimeout.String(), "-settle", testSettle.String(),
	}, args...)...)
	r.cmd.Env = append(os.Environ(), childVariable+"=1", "CHARGEHOUND_API_KEY="+chargehoundtest.Key, "CHARGEHOUND_WEBHOOK_TOKEN="+testToken)
	_, err := r.cmd.StdinPipe() // which is closed when this process ends
	require.NoError(t, err)
	output, err := r.cmd.StdoutPipe()
	require.NoError(t, err)
	r.cmd.Stderr = logs
	require.NoError(t, r.cmd.Start())
	address := make(chan string, 1)
	go func() {
		defer close(r.done)
		lines := bufio.NewScanner(io.TeeReader(output, logs))
		for lines.Scan() {
			if found := listening.FindStringSubmatch(lines.Text()); found != nil {
				address <- found[1]
			}
		}
		_ = r.cmd.Wait()
	}()
	t.Cleanup(r.kill)
	select {
	case r.address = <-address:
	case <-r.done:
		require.FailNow(t, "the bot has ended", "%v", logs)
	case <-time.After(time.Minute):
		require.FailNow(t, "the bot does not listen", "%v", logs)
	}
	return r
}

func (r *replica) kill() {
	_ = r.cmd.Process.Kill()
	<-r.done
}

// logBuffer is a buffer for several writers.
type logBuffer struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (b *logBuffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.text.Write(p)
}

func (b *logBuffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.text.String()
}

// crashTest kills replicas of the bot while Chargehound is slow and loses responses.
type crashTest struct {
	*testing.T
	hound    *chargehoundtest.Server
	logs     logBuffer
	args     []string
	replicas []*replica
	address  atomic.Pointer[string] // of the replica that gets the webhooks
	submits  chan struct{}          // gets a value when a submission arrives
	disputes []string
	lost     atomic.Int64 // webhooks
}

func newCrashTest(t *testing.T, args ...string) *crashTest {
	c := &crashTest{T: t, hound: chargehoundtest.NewTestServer(t), args: args, submits: make(chan struct{}, 1)}
	c.hound.AddTemplate(demoTemplate, "order_id", "customer_email", "ordered_at")
	orders := filepath.Join(t.TempDir(), "orders.csv")
	require.NoError(t, os.WriteFile(orders, sampleOrders, 0o600))
	c.args = append(c.args, "-orders", orders)
	c.hound.FailMatching(func(r chargehoundtest.Request) bool {
		if isSubmit(r) {
			select {
			case c.submits <- struct{}{}:
			default:
			}
		}
		return false
	}, chargehoundtest.NoFault)
	receiver := httptest.NewServer(http.HandlerFunc(c.forward))
	t.Cleanup(receiver.Close)
	c.hound.DeliverWebhooksTo(receiver.URL)
	return c
}

func isSubmit(r chargehoundtest.Request) bool {
	return r.Method == http.MethodPost && strings.HasSuffix(r.Path, "/submit")
}

// forward passes a webhook on to a replica, twice, since Chargehound may.
func (c *crashTest) forward(w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	for range 2 {
		response, err := http.Post("http://"+*c.address.Load()+webhookPath+testToken, "application/json", bytes.NewReader(body))
		if err != nil {
			c.lost.Add(1)
			w.WriteHeader(http.StatusBadGateway)
			return
		}
		_ = response.Body.Close()
		if response.StatusCode != http.StatusOK {
			w.WriteHeader(response.StatusCode)
			return
		}
	}
}

func (c *crashTest) start(i int) {
	c.replicas[i] = startReplica(c.T, c.hound, &c.logs, c.args...)
	c.address.Store(&c.replicas[i].address)
}

// seed makes a dispute of one of the sample's orders.
func (c *crashTest) seed() {
	charge := fmt.Sprintf("txn_1f0c2a0%d", 1+len(c.disputes)%6)
	c.disputes = append(c.disputes, c.hound.SeedDispute(charge, 5400, "usd", "fraudulent"))
}

// failOften has the fake lose and delay requests, submissions above all.
func (c *crashTest) failOften() {
	sometimes := func(rate float64, match func(chargehoundtest.Request) bool, fault chargehoundtest.Fault) {
		c.hound.FailMatching(func(r chargehoundtest.Request) bool { return match(r) && rand.Float64() < rate }, fault.Times(-1))
	}
	sometimes(0.4, isSubmit, chargehoundtest.ExecuteLate(lateExecution))
	sometimes(0.2, isSubmit, chargehoundtest.DelayResponse(lateExecution/4))
	sometimes(0.1, isSubmit, chargehoundtest.DropResponse)
	sometimes(0.1, isSubmit, chargehoundtest.DropBefore)
	sometimes(0.1, isSubmit, chargehoundtest.RespondHTML(502))
	sometimes(0.1, isSubmit, chargehoundtest.RespondHTML(502).Executed())
	isRead := func(r chargehoundtest.Request) bool { return !isSubmit(r) }
	sometimes(0.05, isRead, chargehoundtest.Delay(lateExecution/10))
	sometimes(0.05, isRead, chargehoundtest.DropBefore)
	sometimes(0.05, isRead, chargehoundtest.RespondHTML(502))
}

// kill kills replicas, most of them soon after a submission has arrived, and starts
// them again.
func (c *crashTest) kill(times int) {
	c.failOften()
	began := time.Now()
	for i := range times {
		c.seed()
		go c.hound.DeliverDue(c.Context())
		if i%10 != 0 { // else at any time after its start
			select {
			case <-c.submits:
			case <-time.After(3 * time.Second):
			}
		}
		time.Sleep(rand.N(300 * time.Millisecond))
		victim := rand.IntN(len(c.replicas))
		c.replicas[victim].kill()
		select {
		case <-c.submits:
		default:
		}
		c.start(victim)
		if i%100 == 99 {
			c.Logf("%d kills in %v", i+1, time.Since(began).Round(time.Second))
		}
	}
	c.hound.ClearFaults()
	c.Logf("%d kills in %v, %d webhooks lost, states %v", times, time.Since(began).Round(time.Second), c.lost.Load(), c.hound.Counts())
}

// check waits until every dispute is submitted, by the fake and by the bot, and
// counts the submissions that reached the fake's API.
func (c *crashTest) check(database string) {
	began := time.Now()
	store, err := openStore(c.Context(), database)
	require.NoError(c, err)
	defer store.Close()
	require.Eventually(c, func() bool {
		rows, err := store.rows(c.Context())
		require.NoError(c, err)
		done := 0
		for _, r := range rows {
			if r.status == "submitted" {
				done++
			}
		}
		return done == len(c.disputes) && c.hound.Counts()["submitted"] == len(c.disputes)
	}, 5*time.Minute, 50*time.Millisecond, "forgotten: %v", c.hound.Counts())
	c.Logf("all are submitted %v after the last kill", time.Since(began).Round(100*time.Millisecond))

	requests, executed := 0, map[string]int{}
	for _, r := range c.hound.Requests() {
		if isSubmit(r) {
			requests++
			if r.Executed {
				executed[r.Path]++
			}
		}
	}
	twice := 0
	for _, times := range executed {
		if times > 1 {
			twice++
		}
	}
	c.Logf("%d disputes, %d submissions sent", len(c.disputes), requests)
	require.Len(c, executed, len(c.disputes))
	require.Zero(c, twice, "submitted twice")
	for _, personal := range []string{"@example.com", "Okafor", "TRK550", testToken, chargehoundtest.Key} {
		require.NotContains(c, c.logs.String(), personal)
	}
}

func TestKilledOnSQLiteNoDisputeIsForgottenOrSubmittedTwice(t *testing.T) {
	t.Parallel()
	database := filepath.Join(t.TempDir(), "bot.db")
	c := newCrashTest(t, "-database", database)
	c.replicas = make([]*replica, 1)
	c.start(0)
	c.kill(*sqliteKills)
	c.check(database)
}
