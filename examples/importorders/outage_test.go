package main

import (
	"bytes"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/chargeback/chargebacktest"
)

func TestAnOutageRefusesNoOrder(t *testing.T) {
	withKeys(t)
	for name, tt := range map[string]struct {
		fault chargebacktest.Fault
		want  string
	}{
		"rate limited": {chargebacktest.TooManyRequests("3600"), "429"},
		"locked out":   {chargebacktest.Respond(http.StatusForbidden, ""), "403"},
	} {
		t.Run(name, func(t *testing.T) {
			server := doubling(t)
			file := writeOrders(t, 100)
			server.FailMatching(carrying(orderKey(45)), tt.fault)

			code, out := start(t, server.URL, "-batch", "10", "-concurrency", "2", file)
			require.Equal(t, exitLookAt, code)
			require.Contains(t, out, tt.want)
			require.Contains(t, out, "40 there, 0 rejected, 0 unknown")
			require.Contains(t, out, "not finished")

			_, out = start(t, server.URL, "-batch", "10", "-resend", file)
			require.Contains(t, out, "100 there, 0 rejected, 0 unknown")
			requireEachOnce(t, server, 100)
		})
	}
}

func TestABatchThatArrivedBehindOneThatDidNotIsInDoubt(t *testing.T) {
	withKeys(t)
	const no = `{"status":"error"}`
	for name, answer := range map[string]string{"as a whole": no, "one by one": "[" + strings.Repeat(no+",", 9) + no + "]"} {
		t.Run(name, func(t *testing.T) {
			server, at := doubling(t), newAddress(t)
			file := writeOrders(t, 100)
			behind := make(chan struct{})
			at.serve(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				body, _ := io.ReadAll(r.Body)
				r.Body = io.NopCloser(bytes.NewReader(body))
				switch {
				case bytes.Contains(body, []byte(orderKey(5))):
					<-behind
					w.WriteHeader(http.StatusUnauthorized)
					_, _ = io.WriteString(w, answer)
				case bytes.Contains(body, []byte(orderKey(15))):
					server.ServeHTTP(w, r)
					close(behind)
				default:
					server.ServeHTTP(w, r)
				}
			}))
			code, out := start(t, at.url, "-batch", "10", "-concurrency", "2", file)
			require.Equal(t, exitCannot, code)
			require.Contains(t, out, "401")
			require.Equal(t, progress{InDoubt: 20}, readState(t, file).progress)

			at.serve(server)
			_, out = start(t, at.url, "-batch", "10", "-resend", file)
			require.Contains(t, out, "100 there, 0 rejected, 0 unknown")
			requireEachOnce(t, server, 100)
		})
	}
}

func TestADeadPortRefusesNoOrderAndLeavesNoneInDoubt(t *testing.T) {
	withKeys(t)
	at := newAddress(t)
	dead := httptest.NewServer(http.NotFoundHandler())
	dead.Close()
	file := writeOrders(t, 40)

	code, out := start(t, dead.URL, "-batch", "10", "-concurrency", "2", file)
	require.Equal(t, exitLookAt, code)
	require.Contains(t, out, "0 there, 0 rejected, 0 unknown")
	left := readState(t, file)
	require.Equal(t, progress{}, left.progress)

	server := doubling(t)
	at.serve(server)
	text, err := os.ReadFile(file + ".resume.jsonl")
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(file+".resume.jsonl", []byte(strings.Replace(string(text), dead.URL, at.url, 1)), 0o600))
	code, out = start(t, at.url, "-batch", "10", file)
	require.Equal(t, exitLookAt, code, "the broken line")
	require.Contains(t, out, "40 there, 0 rejected, 0 unknown")
	requireEachOnce(t, server, 40)
}
