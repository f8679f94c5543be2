package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync/atomic"
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

// writeOrders writes a JSON Lines file of n orders with a broken line in the middle.
func writeOrders(t *testing.T, n int) string {
	t.Helper()
	var text bytes.Buffer
	for i := range n {
		if i == n/2 {
			text.WriteString("{broken\n")
		}
		fmt.Fprintf(&text, `{"order_id":%q,"order_ts":"2026-02-03T04:05:06Z","order_amount":"12.00","transaction_id":"txn_%d","transaction_amount":"12.00","crm_id":812,"merchant_name":"Lumen Shop"}`+"\n", orderKey(i), i)
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

// start runs the program in this process.
func start(t *testing.T, baseURL string, args ...string) (code int, out string) {
	t.Helper()
	var text bytes.Buffer
	args = append([]string{"-base-url", baseURL, "-look-up-after", "1ms", "-quiet"}, args...)
	code = run(t.Context(), args, &text, &text)
	return code, text.String()
}

func readState(t *testing.T, orders string) state {
	t.Helper()
	text, err := os.ReadFile(orders + ".resume.json")
	require.NoError(t, err)
	var kept state
	require.NoError(t, json.Unmarshal(text, &kept))
	return kept
}

func requireEachOnce(t *testing.T, server *chargebacktest.Server, n int) {
	t.Helper()
	require.Equal(t, n, server.Orders())
	for i := range n {
		require.Equal(t, 1, server.Created(orderKey(i)), orderKey(i))
	}
}

func TestKilledInTheMiddleAndStartedAgainItEndsInTheSameState(t *testing.T) {
	const n = 2000
	withKeys(t)
	calm := chargebacktest.NewTestServer(t, chargebacktest.WithDuplicates(chargebacktest.DuplicatesAllowed))
	calmFile := writeOrders(t, n)
	code, _ := start(t, calm.URL, "-batch", "50", "-concurrency", "3", calmFile)
	require.Equal(t, exitLookAt, code, "the broken line")

	for _, killAt := range []int64{1, 2, 11, 29, 40} {
		t.Run(fmt.Sprint("at batch ", killAt), func(t *testing.T) {
			fake := chargebacktest.NewHandler(chargebacktest.WithDuplicates(chargebacktest.DuplicatesAllowed))
			defer fake.Close()
			file := writeOrders(t, n)
			killed := startAndKill(t, fake, killAt, "-batch", "50", "-concurrency", "3", file)
			require.Equal(t, "signal: killed", killed)
			left := readState(t, file)
			require.False(t, left.Done)
			require.Less(t, left.Offset, n)
			require.Greater(t, fake.Orders(), left.There, "orders nobody was told of")

			mounted := httptest.NewServer(fake)
			defer mounted.Close()
			code, out := start(t, mounted.URL+"/api/v1", "-batch", "50", "-concurrency", "3", file)

			require.Equal(t, exitLookAt, code, out)
			require.Contains(t, out, "going on after")
			require.Equal(t, readState(t, calmFile), readState(t, file))
			requireEachOnce(t, fake, n)
		})
	}
}

// startAndKill runs the program in a process of its own, and kills it with SIGKILL
// when the server has made its batch of this number, which nobody is told. It
// returns when all that had reached the server by then is done.
func startAndKill(t *testing.T, fake http.Handler, killAt int64, args ...string) string {
	t.Helper()
	kill := make(chan struct{})
	var batches atomic.Int64
	mounted := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodPost || batches.Add(1) != killAt {
			fake.ServeHTTP(w, r)
			return
		}
		fake.ServeHTTP(httptest.NewRecorder(), r)
		close(kill)
		<-r.Context().Done() // the program is gone
	}))
	program := exec.Command(os.Args[0], append([]string{"-base-url", mounted.URL + "/api/v1", "-quiet"}, args...)...)
	program.Env = append(os.Environ(), asProgram+"=1")
	require.NoError(t, program.Start())
	<-kill
	require.NoError(t, program.Process.Kill())
	err := program.Wait()
	mounted.Close()
	require.Error(t, err)
	return err.Error()
}

func TestABadLineIsReportedWithItsNumberAndTheRestIsImported(t *testing.T) {
	withKeys(t)
	server := chargebacktest.NewTestServer(t)
	file := write(t, "orders.csv", "\ufefforder_id,order_ts,order_amount,transaction_id,transaction_amount,crm_id,merchant_name,customer_phone,line_items\n"+
		"a,2026-02-03,1.00,t1,1.00,812,Lumen Shop,,\n"+
		"b,2026-02-03,much,t2,1.00,812,Lumen Shop,,\n"+
		"c,2026-02-03,1.00,t3\n"+
		"d,2026-02-03,1.00,t4,1.00,x,Lumen Shop,,\n"+
		"\n"+
		`e,2026-02-03,1.00,t5,1.00,812,Lumen Shop,,"[{""product_name"":""two`+"\\n"+`lines"",""quantity"":2}]"`+"\n"+
		"f,2026-02-03,1.00,t6,1.00,812,Lumen Shop,4242 4242 4242 4242,\n"+
		"g,2026-02-03,1.00,t7,1.00,999,Lumen Shop,,\n"+
		"h,2026-02-03,1.00,t8,1.00,812,Lumen Shop,,nothing\n")

	code, out := start(t, server.URL, file)

	require.Equal(t, exitLookAt, code)
	for _, want := range []string{
		"unreadable: line 3: has a value of the wrong form", "unreadable: line 4: wrong number of fields",
		"unreadable: line 5: crm_id is not a number", "refused: line 8, order f: chargeback: orders[2].customer_phone has a card number",
		"refused: line 9, order g: chargeback: POST /orders: 201 Created: crm_id is not a known CRM", "unreadable: line 10: line_items is not JSON",
		"2 there, 2 refused, 0 unknown, 4 lines unreadable",
	} {
		require.Contains(t, out, want)
	}
	require.NotContains(t, out, "4242")
	require.Equal(t, 2, server.Orders())

	again, out := start(t, server.URL, file)
	require.Equal(t, code, again, "what was wrong is still wrong")
	require.Contains(t, out, "2 there, 2 refused, 0 unknown, 4 lines unreadable")
	require.Equal(t, 1, server.Count(nil), "and nothing was sent again")
}

func TestJSONLinesThatCannotBeRead(t *testing.T) {
	withKeys(t)
	server := chargebacktest.NewTestServer(t)
	good := `{"order_id":"a","order_ts":"2026-02-03","order_amount":1.5,"transaction_id":"t","transaction_amount":1.5,"crm_id":812,"merchant_name":"Lumen Shop"}`
	file := write(t, "orders.jsonl", strings.Join([]string{
		good, "", "{", `{"order_id":7}`, `{"colour":"4242424242424242"}`, good + good, `"` + strings.Repeat("x", maxLine) + `"`, strings.Replace(good, `"a"`, `"b"`, 1),
	}, "\n"))
	code, out := start(t, server.URL, file)
	require.Equal(t, exitLookAt, code)
	for _, want := range []string{
		"line 3: has a value", "line 4: order_id is a JSON number", "line 5: has a member or column that an order does not have",
		"line 6: there is more than one order", "line 7: is longer than 1 MiB", "2 there",
	} {
		require.Contains(t, out, want)
	}
	require.NotContains(t, out, "4242")
	require.Equal(t, 1, server.Created("b"))
}

func TestUnknownOrdersAreSettledByTheNextRun(t *testing.T) {
	withKeys(t)
	server := chargebacktest.NewTestServer(t, chargebacktest.WithDuplicates(chargebacktest.DuplicatesAllowed))
	file := writeOrders(t, 30)
	gets := func(r chargebacktest.Request) bool { return r.Method == http.MethodGet }
	server.FailMatching(func(r chargebacktest.Request) bool { return strings.Contains(string(r.Body), orderKey(15)) }, chargebacktest.DropAnswer)
	server.FailMatching(gets, chargebacktest.Answer(400, "").Times(-1)) // no look-up works

	code, out := start(t, server.URL, "-batch", "10", file)
	require.Equal(t, exitLookAt, code)
	require.Contains(t, out, "20 there, 0 refused, 10 unknown, 1 lines unreadable")

	server.ClearFaults()
	_, out = start(t, server.URL, "-batch", "10", file)
	require.Contains(t, out, "30 there, 0 refused, 0 unknown, 1 lines unreadable")
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
	}, chargebacktest.Fault{})
	var out bytes.Buffer
	code := run(ctx, []string{"-base-url", server.URL, "-quiet", "-batch", "10", file}, &out, &out)
	require.Equal(t, exitLookAt, code)
	require.Contains(t, out.String(), "import stopped after 50 orders with 0 in doubt")
	require.Contains(t, out.String(), "not finished")
	server.ClearFaults()

	_, again := start(t, server.URL, "-batch", "10", file)
	require.Contains(t, again, "100 there")
	requireEachOnce(t, server, 100)
}

func TestItEndsWith0WhenEveryOrderIsThere(t *testing.T) {
	withKeys(t)
	server := chargebacktest.NewTestServer(t)
	file, err := filepath.Abs("orders.csv")
	require.NoError(t, err)
	resume := filepath.Join(t.TempDir(), "resume.json")
	for range 2 {
		code, out := start(t, server.URL, "-resume", resume, file)
		require.Equal(t, exitDone, code, out)
		require.Contains(t, out, "3 there, 0 refused, 0 unknown, 0 lines unreadable")
	}
	require.Equal(t, 3, server.Orders())
}

func TestWithoutKeysItUsesAFakeAndSaysSo(t *testing.T) {
	t.Setenv("CHARGEBACK_PUBLIC_KEY", "")
	t.Setenv("CHARGEBACK_SECRET_KEY", "")
	var out bytes.Buffer
	require.Equal(t, exitDone, run(t.Context(), []string{"-quiet", "orders.csv"}, &out, &out))
	require.Contains(t, out.String(), "FAKE: no order leaves this machine")
	require.NoFileExists(t, "orders.csv.resume.json")
}

func TestItEndsWith2WhenItCannotWork(t *testing.T) {
	withKeys(t)
	server := chargebacktest.NewTestServer(t)
	for name, args := range map[string][]string{
		"no file":        {},
		"two files":      {"a", "b"},
		"no such file":   {"missing.csv"},
		"no such format": {"main.go"},
		"no such flag":   {"-x"},
		"help":           {"-h"},
		"resume file":    {"-resume", "main.go", "orders.csv"},
		"other orders":   {"-resume", write(t, "r.json", `{"sha256":"x"}`), "orders.csv"},
		"batch size":     {"-batch", "101", "orders.csv"},
		"concurrency":    {"-concurrency", "0", "orders.csv"},
	} {
		code, out := start(t, server.URL, args...)
		require.Equal(t, exitNoStart, code, "%s: %s", name, out)
	}
	require.Empty(t, server.Requests())

	t.Setenv("CHARGEBACK_SECRET_KEY", "wrong")
	code, out := start(t, server.URL, "-batch", "1", "-resume", filepath.Join(t.TempDir(), "r"), "orders.csv")
	require.Equal(t, exitNoStart, code)
	require.Contains(t, out, "401")
	require.Len(t, server.Requests(), 1, "it does not try the others")

	code, _ = start(t, server.URL, "-base-url", "http://example.com", "orders.csv")
	require.Equal(t, exitNoStart, code)
}
