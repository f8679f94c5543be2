package main

import (
	"bytes"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

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
			require.Equal(t, kept{reached: 20}, readState(t, file))

			at.serve(server)
			_, out = start(t, at.url, "-batch", "10", "-resend", file)
			require.Contains(t, out, "100 there, 0 rejected, 0 unknown")
			requireEachOnce(t, server, 100)
		})
	}
}

func TestADeadPortRefusesNoOrderAndLeavesNoneInDoubt(t *testing.T) {
	withKeys(t)
	server := doubling(t)
	dead := httptest.NewServer(server)
	address, baseURL := dead.Listener.Addr().String(), dead.URL+"/api/v1"
	dead.Close()
	file := writeOrders(t, 40)

	code, out := start(t, baseURL, "-batch", "10", "-concurrency", "2", file)
	require.Equal(t, exitLookAt, code)
	require.Contains(t, out, "0 there, 0 rejected, 0 unknown")
	require.Contains(t, out, "keep "+file+".resume.jsonl")
	left := readState(t, file)
	require.Zero(t, left.progress)
	require.Zero(t, left.reached)

	listener, err := net.Listen("tcp", address)
	require.NoError(t, err)
	alive := &http.Server{Handler: server, ReadHeaderTimeout: time.Minute}
	defer alive.Close()
	go func() { _ = alive.Serve(listener) }()
	code, out = start(t, baseURL, "-batch", "10", file)
	require.Equal(t, exitLookAt, code, "the broken line")
	require.Contains(t, out, "40 there, 0 rejected, 0 unknown")
	requireEachOnce(t, server, 40)
}
