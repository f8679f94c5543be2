package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/chargedesk"
	"github.com/chargekit/chargekit-go/chargehound"
)

// curl does what a line of the welcome does, read by a shell. Only the options
// that are in these lines mean something.
func curl(t *testing.T, line string) (status int) {
	t.Helper()
	words, err := exec.CommandContext(t.Context(), "sh", "-c", "curl() { printf '%s\\n' \"$@\"; }\n"+line).Output()
	require.NoError(t, err)
	args := strings.Split(strings.TrimSpace(string(words)), "\n")
	var data []string
	header := http.Header{}
	user := ""
	for i := 0; i < len(args)-1; i += 2 {
		switch name, value := args[i], args[i+1]; name {
		case "-u":
			user = value
		case "-d":
			data = append(data, value)
		case "-H":
			key, value, _ := strings.Cut(value, ": ")
			header.Set(key, value)
		default:
			t.Fatal("unknown option", name)
		}
	}
	method := http.MethodGet
	if data != nil {
		method = http.MethodPost
	}
	req, err := http.NewRequestWithContext(t.Context(), method, args[len(args)-1], strings.NewReader(strings.Join(data, "&")))
	require.NoError(t, err)
	if req.Header = header; data != nil && header.Get("Content-Type") == "" {
		header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	if name, password, ok := strings.Cut(user, ":"); ok {
		req.SetBasicAuth(name, password)
	}
	resp, err := http.DefaultTransport.RoundTrip(req)
	require.NoError(t, err)
	resp.Body.Close()
	return resp.StatusCode
}

func TestTheLinesForCurlWorkAsTheyArePrinted(t *testing.T) {
	t.Parallel()
	for name, args := range map[string][]string{
		"as it is":        nil,
		"under own names": {"-chargeback-crm", "Ada's shop", "-chargeback-merchant", "Kit & Kettle", "-chargehound-template", "facts:order_id,tracking_number", "-chargedesk-key", "sk test", "-seed", "1"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			urls, welcome, _ := simulate(t, args...)
			var statuses []int
			for line := range strings.Lines(welcome) {
				if strings.Contains(line, "curl") {
					statuses = append(statuses, curl(t, line))
				}
			}
			require.Equal(t, []int{200, 200, 200, 201, 200, 201, 303}, statuses)
			_, page := get(t, urls["status page"])
			require.Contains(t, page, "<td>POST 201</td>")
		})
	}
}

func TestTheWelcomeNamesWhatTheVendorsKnow(t *testing.T) {
	t.Parallel()
	_, welcome, _ := simulate(t)
	require.Contains(t, welcome, `The CRM "warehouse-eu" and the merchant "Lumen Shop" are known to Chargeback, the template "unrecognized" to Chargehound.`)
	_, welcome, _ = simulate(t, "-chargehound-template", "facts:order_id")
	require.Contains(t, welcome, `the template "facts" to`)
}

func houndOf(t *testing.T, urls map[string]string) *chargehound.Client {
	t.Helper()
	client, err := chargehound.New("test_fake", chargehound.WithBaseURL(urls["Chargehound"]+"/v1"))
	require.NoError(t, err)
	return client
}

func TestADisputeIsSubmittedEndedAndTold(t *testing.T) {
	t.Parallel()
	told := make(chan string, 10)
	shop := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		var event struct{ Type string }
		_ = json.NewDecoder(r.Body).Decode(&event)
		told <- event.Type
	}))
	defer shop.Close()
	urls, _, _ := simulate(t, "-seed", "1", "-chargehound-template", "facts:order_id", "-chargehound-webhooks", shop.URL)
	hound := houndOf(t, urls)

	evidence := &chargehound.DisputeSubmitParams{Template: new("facts")}
	_, err := hound.Disputes.Submit(t.Context(), "dp_fake_1", evidence)
	require.ErrorIs(t, err, chargehound.ErrMissingFields)
	evidence.Fields = chargehound.Fields{"order_id": chargehound.TextField("ord_1042")}
	_, err = hound.Disputes.Submit(t.Context(), "dp_fake_1", evidence)
	require.NoError(t, err)

	end := urls["status page"] + "/resolve"
	require.Equal(t, http.StatusSeeOther, curl(t, "curl -d dispute=dp_fake_1 -d outcome=won "+end))
	require.Equal(t, http.StatusBadRequest, curl(t, "curl -d dispute=dp_fake_1 -d outcome=lost "+end), "it is won")
	require.Equal(t, http.StatusBadRequest, curl(t, "curl -d dispute=dp_none -d outcome=won "+end))
	require.Equal(t, http.StatusForbidden, curl(t, "curl -H 'Sec-Fetch-Site: cross-site' -d dispute=dp_fake_1 -d outcome=won "+end))
	dispute, err := hound.Disputes.Get(t.Context(), "dp_fake_1")
	require.NoError(t, err)
	require.Equal(t, chargehound.DisputeStateWon, dispute.State)
	_, form := get(t, end)
	require.Contains(t, form, `<form method="post" action="/resolve">`)

	for event := ""; event != "dispute.closed"; {
		select {
		case event = <-told:
		case <-time.After(20 * time.Second):
			t.Fatal("no webhook came")
		}
	}
}

func TestTheStateCanBeTakenAlong(t *testing.T) {
	t.Parallel()
	urls, _, _ := simulate(t, "-seed", "3", "-chargeback-crm", "acme")
	_, state := get(t, urls["status page"]+"/state")
	saved := filepath.Join(t.TempDir(), "saved.json")
	require.NoError(t, os.WriteFile(saved, []byte(state), 0o600))

	urls, _, _ = simulate(t, "-state", saved)
	_, again := get(t, urls["status page"]+"/state")
	require.JSONEq(t, state, again)
	urls, _, _ = simulate(t, "-state", saved, "-seed", "2")
	page, err := houndOf(t, urls).Disputes.List(t.Context(), nil)
	require.NoError(t, err)
	require.Len(t, page.Data, 5)
}

func TestRequestsGoWrongAsAsked(t *testing.T) {
	t.Parallel()
	for flag, want := range map[string]error{
		"1":                       nil,
		"drop-before=1":           chargedesk.ErrOutcomeUnknown,
		"drop-answer=1":           chargedesk.ErrOutcomeUnknown,
		"502=0.5,drop-answer=0.5": chargedesk.ErrOutcomeUnknown,
		"429=1":                   chargedesk.ErrRateLimited,
	} {
		t.Run(flag, func(t *testing.T) {
			t.Parallel()
			urls, _, stop := simulate(t, "-faults", flag, "-no-rate-limit", "-keep-alive")
			desk, err := chargedesk.New("sk_test_fake", chargedesk.WithBaseURL(urls["ChargeDesk"]+"/v1"), chargedesk.WithRetry(chargedesk.RetryPolicy{}), chargedesk.WithLimiter(nil))
			require.NoError(t, err)
			for i := range 20 {
				_, err := desk.Gateway.RefundInFull(t.Context(), "ch_1", nil)
				require.Error(t, err, i)
				if want != nil {
					require.ErrorIs(t, err, want)
				}
			}
			require.Equal(t, 0, stop())
		})
	}
}

func TestRatesOfFaults(t *testing.T) {
	t.Parallel()
	var rates faultRates
	require.NoError(t, rates.Set("0.05"))
	require.Equal(t, faultRates{0.05, []int{1, 1, 1, 1}}, rates)
	require.NoError(t, rates.Set("drop-answer=0.02,429=0.1"))
	require.InDelta(t, 0.12, rates.share, 1e-9)
	require.Equal(t, []int{0, 200, 0, 1000}, rates.weights)
	require.Equal(t, []string{"b", "b", "d"}, weighted([]string{"a", "b", "c", "d"}, []int{0, 2, 0, 1}))
}

func TestLatency(t *testing.T) {
	t.Parallel()
	urls, _, _ := simulate(t, "-latency", "1m")
	for name, path := range map[string]string{"ChargeDesk": "/v1/charges", "Chargeback": "/api/v1/orders", "Chargehound": "/v1/disputes"} {
		ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
		defer cancel()
		req, err := http.NewRequestWithContext(ctx, http.MethodGet, urls[name]+path, nil)
		require.NoError(t, err)
		req.SetBasicAuth(map[string]string{"ChargeDesk": "sk_test_fake", "Chargeback": "pk_test_fake", "Chargehound": "test_fake"}[name], map[string]string{"Chargeback": "sk_test_fake"}[name])
		_, err = http.DefaultTransport.RoundTrip(req)
		require.ErrorIs(t, err, context.DeadlineExceeded)
	}
}

// The page renews itself every few seconds, so it must not depend on how much
// there is.
func TestTheStatusPageCostsTheSameForMuch(t *testing.T) {
	page := func(seed int) float64 {
		set, err := parse([]string{"-seed", fmt.Sprint(seed)}, io.Discard)
		require.NoError(t, err)
		sim, err := newSimulator(set)
		require.NoError(t, err)
		defer sim.close()
		request := httptest.NewRequest(http.MethodGet, "/", nil)
		return testing.AllocsPerRun(5, func() { sim.sites[0].handler.ServeHTTP(httptest.NewRecorder(), request) })
	}
	require.InDelta(t, page(10), page(5000), 50)
}
