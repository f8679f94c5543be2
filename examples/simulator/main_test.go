package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/chargeback"
	"github.com/chargekit/chargekit-go/chargedesk"
	"github.com/chargekit/chargekit-go/chargehound"
)

// TestMain is the program itself where a test has started it as one.
func TestMain(m *testing.M) {
	if os.Getenv("BE_THE_SIMULATOR") != "" {
		main()
	}
	os.Exit(m.Run())
}

var freePorts = []string{"-port", "0", "-chargedesk-port", "0", "-chargeback-port", "0", "-chargehound-port", "0"}

// simulate runs the program until the test stops it, and returns what it listens on.
func simulate(t *testing.T, args ...string) (urls map[string]string, welcome string, stop func() int) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	reader, writer := io.Pipe()
	code := make(chan int, 1)
	go func() {
		code <- run(ctx, append(args, freePorts...), writer, io.Discard)
		writer.Close()
	}()
	urls, welcome = readWelcome(t, reader)
	go io.Copy(io.Discard, reader)
	stop = func() int {
		cancel()
		return <-code
	}
	return urls, welcome, stop
}

// readWelcome reads up to the last of the lines for curl.
func readWelcome(t *testing.T, from io.Reader) (urls map[string]string, welcome string) {
	urls = map[string]string{}
	lines := bufio.NewScanner(from)
	for !strings.Contains(welcome, "/resolve\n") && lines.Scan() {
		welcome += lines.Text() + "\n"
		if name, url, ok := strings.Cut(lines.Text(), " http://"); ok && !strings.Contains(name, "curl") {
			urls[strings.TrimSpace(name)] = "http://" + url
		}
	}
	require.Len(t, urls, 4, welcome)
	return urls, welcome
}

func get(t *testing.T, url string) (int, string) {
	t.Helper()
	resp, err := http.Get(url)
	require.NoError(t, err)
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	require.NoError(t, err)
	return resp.StatusCode, string(body)
}

func callAll(t *testing.T, urls map[string]string) {
	t.Helper()
	desk, err := chargedesk.New("sk_test_fake", chargedesk.WithBaseURL(urls["ChargeDesk"]+"/v1"))
	require.NoError(t, err)
	charges, err := desk.Charges.List(t.Context(), nil)
	require.NoError(t, err)
	require.Len(t, charges.Data, 12)
	_, err = desk.Gateway.RefundInFull(t.Context(), charges.Data[0].ChargeID, nil)
	require.NoError(t, err)

	back, err := chargeback.New("pk_test_fake", "sk_test_fake", chargeback.WithBaseURL(urls["Chargeback"]+"/api/v1"))
	require.NoError(t, err)
	orders, err := back.Orders.List(t.Context(), nil)
	require.NoError(t, err)
	require.Len(t, orders.Data, 12)

	hound, err := chargehound.New("test_fake", chargehound.WithBaseURL(urls["Chargehound"]+"/v1"))
	require.NoError(t, err)
	disputes, err := hound.Disputes.List(t.Context(), nil)
	require.NoError(t, err)
	require.Len(t, disputes.Data, 12)
}

func TestTheSimulatorServesTheThreeVendorsAndShowsWhatWasCalled(t *testing.T) {
	t.Parallel()
	record := filepath.Join(t.TempDir(), "exchanges.jsonl")
	urls, welcome, stop := simulate(t, "-seed", "12", "-record", record)
	require.Contains(t, welcome, "curl -u sk_test_fake: "+urls["ChargeDesk"]+"/v1/charges\n")
	callAll(t, urls)

	status, page := get(t, urls["status page"]+"/")
	require.Equal(t, http.StatusOK, status)
	require.Contains(t, page, "<tr><td>charges</td><td class=\"n\">12</td></tr>")
	require.Contains(t, page, "<tr><td>orders</td><td class=\"n\">12</td></tr>")
	require.Contains(t, page, "<tr><td>disputes</td><td class=\"n\">12</td></tr>")
	require.Contains(t, page, "<tr><td>POST 200</td><td class=\"n\">1</td></tr>")
	require.Equal(t, 3, strings.Count(page, "<code>GET /"))
	require.NotContains(t, page, "serial", "ids are counted by the fake, they are no objects")
	require.NotContains(t, page, "sk_test_fake")
	status, _ = get(t, urls["status page"]+"/elsewhere")
	require.Equal(t, http.StatusNotFound, status)

	require.Equal(t, 0, stop())
	_, err := http.Get(urls["status page"])
	require.Error(t, err, "the port is closed")
	text, err := os.ReadFile(record)
	require.NoError(t, err)
	require.Equal(t, map[string]int{"chargedesk": 2, "chargeback": 1, "chargehound": 1}, vendorsIn(t, text))
	require.NotContains(t, string(text), "c2tfdGVzdF9mYWtl", "the key")
}

func vendorsIn(t *testing.T, record []byte) map[string]int {
	counts := map[string]int{}
	for line := range bytes.Lines(record) {
		var exchange struct{ Vendor string }
		require.NoError(t, json.Unmarshal(line, &exchange), "%s", line)
		counts[exchange.Vendor]++
	}
	return counts
}

// Neither a connection that says nothing nor a request under way holds it up.
func TestTheSimulatorEndsCleanlyWhenItIsTerminated(t *testing.T) {
	t.Parallel()
	program := exec.CommandContext(t.Context(), os.Args[0], append(freePorts, "-latency", "1m")...)
	program.Env = append(os.Environ(), "BE_THE_SIMULATOR=1")
	out, err := program.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, program.Start())
	urls, _ := readWelcome(t, out)
	status, _ := get(t, urls["status page"]+"/")
	require.Equal(t, http.StatusOK, status)
	for _, url := range urls {
		idle, err := net.Dial("tcp", strings.TrimPrefix(url, "http://"))
		require.NoError(t, err)
		defer idle.Close()
	}
	busy, err := net.Dial("tcp", strings.TrimPrefix(urls["Chargehound"], "http://"))
	require.NoError(t, err)
	defer busy.Close()
	_, err = io.WriteString(busy, "GET /v1/disputes HTTP/1.1\r\nHost: x\r\nAuthorization: Basic dGVzdF9mYWtlOg==\r\n\r\n")
	require.NoError(t, err)
	get(t, urls["status page"]) // connections are taken in turn, so the idle one is, too
	began := time.Now()
	require.NoError(t, program.Process.Signal(syscall.SIGTERM))
	require.NoError(t, program.Wait())
	require.Less(t, time.Since(began), 4*time.Second)
}

func TestItListensOnLoopbackUnlessToldOtherwise(t *testing.T) {
	t.Parallel()
	for listen, hosts := range map[string][2]string{
		"":          {"127.0.0.1", "127.0.0.1"},
		"127.0.0.1": {"127.0.0.1", "127.0.0.1"},
		"0.0.0.0":   {"127.0.0.1", "::"},
	} {
		t.Run(listen, func(t *testing.T) {
			t.Parallel()
			args := []string{}
			if listen != "" {
				args = append(args, "-listen", listen)
			}
			set, err := parse(append(args, freePorts...), io.Discard)
			require.NoError(t, err)
			listener, err := set.listener(0)
			require.NoError(t, err)
			defer listener.Close()
			host, port, err := net.SplitHostPort(listener.Addr().String())
			require.NoError(t, err)
			require.Equal(t, hosts[1], host)
			require.Equal(t, "http://"+hosts[0]+":"+port, urlOf(listener.Addr()), "for a program on this machine")

			urls, _, _ := simulate(t, args...)
			status, _ := get(t, urls["status page"])
			require.Equal(t, http.StatusOK, status)
		})
	}
}
