package main

import (
	"net/http"
	"os/exec"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
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
