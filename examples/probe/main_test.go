package main

import (
	"bytes"
	"flag"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/chargedesk/chargedesktest"
)

var update = flag.Bool("update", false, "write testdata/report.md anew")

// program runs the program with an environment.
func program(t *testing.T, env map[string]string, args ...string) (code int, out, errs string) {
	t.Helper()
	var stdout, stderr bytes.Buffer
	code = run(t.Context(), args, func(name string) string { return env[name] }, reportDay, &stdout, &stderr)
	return code, stdout.String(), stderr.String()
}

func TestNothingDiffersOnTheFakes(t *testing.T) {
	t.Parallel()
	code, out, errs := program(t, nil, "-fake")
	require.Equal(t, exitDone, code, errs)
	require.NotContains(t, out, "### Differs")
	require.NotContains(t, out, "not shown")
	if *update {
		require.NoError(t, os.WriteFile("testdata/report.md", []byte(out), 0o644))
	}
	golden, err := os.ReadFile("testdata/report.md")
	require.NoError(t, err)
	require.Equal(t, strings.ReplaceAll(string(golden), "\r\n", "\n"), out)
}

func TestThePlanNamesEveryRequestAndSendsNone(t *testing.T) {
	t.Parallel()
	code, out, errs := program(t, nil, "-n")
	require.Equal(t, exitDone, code)
	require.Equal(t, 60+21+18, strings.Count(out, "  GET /"), out)
	require.Equal(t, "ChargeDesk: at most 60 requests, all of them GET, one every 2s, so about 1m58s\n"+
		"Chargehound: at most 21 requests, all of them GET, one every 2s, so about 40s\n"+
		"Chargeback: at most 18 requests, all of them GET, one every 2s, so about 34s\n", errs)
}

func TestOnlyAVendorWithKeysIsAsked(t *testing.T) {
	t.Parallel()
	url := deviation{}.serve(t, world().desk) + "/v1"
	env := map[string]string{"CHARGEDESK_SECRET_KEY": chargedesktest.Key, "CHARGEBACK_PUBLIC_KEY": "pk_test_fake"}
	code, out, errs := program(t, env, "-vendor", "chargedesk", "-base-url", url, "-every", "0", "-json")
	require.Equal(t, exitDone, code, errs)
	require.Contains(t, out, `"vendor": "ChargeDesk"`)
	require.Contains(t, out, `"seen_on": "2026-11-28"`)

	code, out, errs = program(t, env, "-n")
	require.Equal(t, exitDone, code, errs)
	require.NotEmpty(t, out)

	code, out, errs = program(t, env, "-vendor", "chargeback")
	require.Equal(t, exitUsage, code)
	require.Empty(t, out)
	require.Equal(t, "probe: no vendor to ask has all of its keys set: see -h; -fake needs none\n", errs)
}

func TestWrongUseIsExitCode2(t *testing.T) {
	t.Parallel()
	for _, args := range [][]string{
		{"-vendor", "stripe"}, {"-every", "-1s", "-fake"}, {"-base-url", "http://127.0.0.1:1"}, {"surplus"}, {"-nonsense"}, {},
		{"-fake", "-vendor", "chargedesk", "-base-url", "http://127.0.0.1:1"},
	} {
		code, out, errs := program(t, nil, args...)
		require.Equal(t, exitUsage, code, args)
		require.Empty(t, out, args)
		require.Contains(t, errs, "probe: ", args)
	}
	code, _, errs := program(t, map[string]string{"CHARGEDESK_SECRET_KEY": " sk_test_fake"})
	require.Equal(t, exitUsage, code)
	require.NotContains(t, errs, "sk_test_fake")
	code, _, errs = program(t, nil, "-h")
	require.Equal(t, exitDone, code)
	require.Contains(t, errs, "CHARGEBACK_PUBLIC_KEY")
}

func TestAVendorThatCantBeAskedIsExitCode1(t *testing.T) {
	t.Parallel()
	down := httptest.NewServer(http.NotFoundHandler())
	down.Close()
	wrongKey := deviation{}.serve(t, world().desk) + "/v1"
	busy := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusTooManyRequests) }))
	t.Cleanup(busy.Close)
	for url, want := range map[string]string{
		down.URL: "there was no response", wrongKey: "it responded to the first request with 401: check the key",
		busy.URL: "it responded with 429: too many requests",
	} {
		code, out, errs := program(t, map[string]string{"CHARGEDESK_SECRET_KEY": "sk_test_wrong"}, "-vendor", "chargedesk", "-base-url", url, "-every", "0")
		require.Equal(t, exitFailed, code, want)
		require.Contains(t, errs, "probe: ChargeDesk was not asked to the end: "+want)
		require.Contains(t, out, "**Not asked to the end:** "+want)
		require.Contains(t, out, "1 requests", "and only once")
		require.NotContains(t, out+errs, "sk_test_wrong")
	}
}
