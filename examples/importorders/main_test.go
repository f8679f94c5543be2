package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/chargeback/chargebacktest"
)

const asProgram = "IMPORTORDERS_AS_PROGRAM"

// TestMain lets the test binary be the program, so that a test can kill it.
func TestMain(m *testing.M) {
	if os.Getenv(asProgram) != "" {
		main()
	}
	os.Exit(m.Run())
}

func orderKey(i int) string { return fmt.Sprintf("ord_%06d", i) }

func orderLine(id string) string {
	return fmt.Sprintf(`{"order_id":%q,"order_ts":"2026-02-03T04:05:06Z","order_amount":"12.00","transaction_id":"txn_%s","transaction_amount":"12.00","crm_id":812,"merchant_name":"Lumen Shop"}`+"\n", id, id)
}

// writeOrders writes a JSON Lines file of n orders with a broken line in the middle.
func writeOrders(t *testing.T, n int) string {
	t.Helper()
	var text strings.Builder
	for i := range n {
		if i == n/2 {
			text.WriteString("{broken\n")
		}
		text.WriteString(orderLine(orderKey(i)))
	}
	return write(t, "orders.jsonl", text.String())
}

func write(t *testing.T, name, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	require.NoError(t, os.WriteFile(path, []byte(text), 0o600))
	return path
}

func withKeys(t *testing.T) {
	t.Setenv("CHARGEBACK_PUBLIC_KEY", chargebacktest.PublicKey)
	t.Setenv("CHARGEBACK_SECRET_KEY", chargebacktest.SecretKey)
}

// doubling is a fake that would take an order twice, so that it could be seen.
func doubling(t *testing.T, opts ...chargebacktest.Option) *chargebacktest.Server {
	t.Helper()
	return chargebacktest.NewTestServer(t, append(opts, chargebacktest.WithDuplicates(chargebacktest.DuplicatesAllowed))...)
}

// start runs the program in this process.
func start(t *testing.T, baseURL string, args ...string) (code int, out string) {
	t.Helper()
	return startWith(t.Context(), baseURL, args...)
}

func startWith(ctx context.Context, baseURL string, args ...string) (code int, out string) {
	var text bytes.Buffer
	args = append([]string{"-base-url", baseURL, "-look-up-after", "1ms", "-quiet"}, args...)
	code = run(ctx, args, strings.NewReader(""), &text, &text)
	return code, text.String()
}

// kept is what the resume file of some orders says, but for the hashes of its
// checkpoint.
type kept struct {
	progress
	reached  int // orders that may have been sent
	troubles []trouble
}

func (k kept) inDoubt() int { return max(0, k.reached-k.Results) }

func readState(t *testing.T, orders string) kept {
	t.Helper()
	file, err := os.Open(orders + ".resume.jsonl")
	require.NoError(t, err)
	defer file.Close()
	first, err := bufioLine(file)
	require.NoError(t, err)
	s := &state{unknown: map[int]trouble{}, file: file}
	require.NoError(t, s.load(*first.Owner))
	var at struct {
		At struct{ Results, Reached int } `json:"at"`
	}
	if s.Checkpoint != nil {
		require.NoError(t, json.Unmarshal(s.Checkpoint, &at))
		require.Equal(t, s.Results, at.At.Results, "the checkpoint and the rest of the file")
	}
	s.Checkpoint = nil
	return kept{s.progress, at.At.Reached, s.troubles()}
}

func requireEachOnce(t *testing.T, server *chargebacktest.Server, n int) {
	t.Helper()
	require.Equal(t, n, server.Counts()["orders"])
	for i := range n {
		require.Equal(t, 1, server.Created(orderKey(i)), orderKey(i))
	}
}

func isPost(r chargebacktest.Request) bool { return r.Method == http.MethodPost }

func carrying(orderID string) func(chargebacktest.Request) bool {
	return func(r chargebacktest.Request) bool { return isPost(r) && strings.Contains(string(r.Body), orderID) }
}

func TestItEndsWith0WhenEveryOrderIsThere(t *testing.T) {
	withKeys(t)
	server := chargebacktest.NewTestServer(t)
	file, err := filepath.Abs("orders.csv")
	require.NoError(t, err)
	resume := filepath.Join(t.TempDir(), "resume.jsonl")
	for range 2 {
		code, out := start(t, server.URL, "-resume", resume, file)
		require.Equal(t, exitDone, code, out)
		require.Contains(t, out, "3 there, 0 rejected, 0 unknown, 0 lines unreadable")
	}
	require.Equal(t, 3, server.Counts()["orders"])
}

func TestAFakeIsUsedOnlyWhereItIsAskedFor(t *testing.T) {
	t.Setenv("CHARGEBACK_PUBLIC_KEY", "")
	var out bytes.Buffer
	for _, key := range []string{"", chargebacktest.SecretKey} { // one of the two is not enough
		t.Setenv("CHARGEBACK_SECRET_KEY", key)
		out.Reset()
		require.Equal(t, exitCannot, run(t.Context(), []string{"-quiet", "orders.csv"}, nil, &out, &out))
		require.Contains(t, out.String(), "CHARGEBACK_PUBLIC_KEY or CHARGEBACK_SECRET_KEY is not set; -fake tries a file without them")
	}
	out.Reset()
	require.Equal(t, exitDone, run(t.Context(), []string{"-quiet", "-fake", "orders.csv"}, nil, &out, &out))
	require.True(t, strings.HasPrefix(out.String(), "FAKE: no order leaves this machine"), out.String())
	require.NoFileExists(t, "orders.csv.resume.jsonl")
}

func TestItEndsWith2WhenItCannotWork(t *testing.T) {
	withKeys(t)
	server := chargebacktest.NewTestServer(t)
	locked := filepath.Join(t.TempDir(), "missing", "resume.jsonl")
	for name, args := range map[string][]string{
		"no file":         {},
		"two files":       {"a", "b"},
		"no such file":    {"missing.csv"},
		"no such format":  {"main.go"},
		"no such flag":    {"-x"},
		"resume file":     {"-resume", write(t, "r", "package main\n"), "orders.csv"},
		"no owner":        {"-resume", write(t, "r", `{"progress":{}}`+"\n"), "orders.csv"},
		"other orders":    {"-resume", write(t, "r", `{"owner":{"orders":"x"}}`+"\n"), "orders.csv"},
		"nowhere to keep": {"-resume", locked, "orders.csv"},
		"batch size":      {"-batch", "101", "orders.csv"},
		"concurrency":     {"-concurrency", "-1", "orders.csv"},
		"no such vendor":  {"-to", "chargehound", "orders.csv"},
	} {
		code, out := start(t, server.URL, args...)
		require.Equal(t, exitCannot, code, "%s: %s", name, out)
	}
	require.Empty(t, server.Requests())

	t.Setenv("CHARGEBACK_SECRET_KEY", "wrong")
	code, out := start(t, server.URL, "-batch", "1", "-resume", filepath.Join(t.TempDir(), "r"), "orders.csv")
	require.Equal(t, exitCannot, code)
	require.Contains(t, out, "401")
	require.Len(t, server.Requests(), 1, "it does not try the others")

	code, _ = start(t, server.URL, "-base-url", "http://example.com", "-resume", filepath.Join(t.TempDir(), "r"), "orders.csv")
	require.Equal(t, exitCannot, code)
}
