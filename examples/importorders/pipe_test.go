package main

import (
	"bytes"
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/chargeback/chargebacktest"
)

// startPiped runs the program in a process of its own, with a pipe as its input.
func startPiped(t *testing.T, baseURL, input string, args ...string) (code int, out string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	program := exec.CommandContext(ctx, os.Args[0], append([]string{"-quiet", "-base-url", baseURL}, args...)...)
	program.Env = append(os.Environ(), asProgram+"=1")
	program.Stdin = strings.NewReader(input)
	text, _ := program.CombinedOutput()
	return program.ProcessState.ExitCode(), string(text)
}

func TestAPipeIsCopiedAndItsCopyIsRemoved(t *testing.T) {
	withKeys(t)
	copies := t.TempDir()
	t.Setenv("TMPDIR", copies)
	for path, input := range map[string]string{
		"-":          columns + record("a", "") + record("b", ""),
		"/dev/stdin": orderLine("a") + orderLine("b"),
	} {
		server := doubling(t)
		args := []string{"-resume", filepath.Join(t.TempDir(), "r"), path}
		if path != "-" {
			args = append([]string{"-format", "jsonl"}, args...)
		}
		for range 2 {
			code, out := startPiped(t, server.URL, input, args...)
			require.Equal(t, exitDone, code, out)
			require.Contains(t, out, "2 there, 0 rejected, 0 unknown, 0 lines unreadable")
		}
		require.Equal(t, 1, server.CountRequests(isPost), "the same orders, of which it remembers that they are there")
		code, out := startPiped(t, server.URL, input+"\n\n", args...)
		require.Equal(t, exitCannot, code, "other orders")
		require.Contains(t, out, "belongs to other orders")
	}
	left, err := os.ReadDir(copies)
	require.NoError(t, err)
	require.Empty(t, left)
}

func TestAPipeNeedsAPlaceForItsResumeFile(t *testing.T) {
	withKeys(t)
	server := doubling(t)
	code, out := startPiped(t, server.URL, orderLine("a"), "-")
	require.Equal(t, exitCannot, code)
	require.Contains(t, out, "what comes from a pipe needs -resume FILE")

	code, out = start(t, server.URL, "-format", "jsonl", t.TempDir())
	require.Equal(t, exitCannot, code)
	require.Contains(t, out, "is no regular file")
	require.Empty(t, server.Requests())
}

func TestHelpTellsWhatItNeedsKeepsAndEndsWith(t *testing.T) {
	var out bytes.Buffer
	require.Equal(t, exitDone, run(t.Context(), []string{"-h"}, nil, &out, &out))
	for _, want := range []string{"usage: importorders", "crm_id or crm_name", "FILE.resume.jsonl", "exit code is 0", "-look-up-all",
		"our own columns of importorders: order_id, order_ts,", "Shopify orders: Name, ", "-crm name", "-merchant name",
		"-columns pairs", "-encoding encoding", "-zone zone", "-currency code", "-order-column column", "-transaction-id order"} {
		require.Contains(t, out.String(), want)
	}
}

func TestWhatATerminalWouldObeyIsQuoted(t *testing.T) {
	withKeys(t)
	server := chargebacktest.NewTestServer(t)
	text := strings.Replace(orderLine("x"), `"x"`, `"\u001b[2Jx"`, 1)
	_, out := start(t, server.URL, write(t, "orders.jsonl", strings.Replace(text, "812", "999", 1)))
	require.Contains(t, out, `order "\x1b[2Jx": `)
	require.NotContains(t, out, "\x1b")
	require.Equal(t, "größe 7", printable("größe 7"))
}
