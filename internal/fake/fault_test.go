package fake_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/internal/fake"
)

// faultCase says what a client sees of a fault, and what the server did.
type faultCase struct {
	fault    fake.Fault
	status   int    // seen by the client, 0 = an error before any header
	body     string // read by the client
	cut      bool   // the body ended with io.ErrUnexpectedEOF
	executed bool
	journal  int    // status in the journal
	read     string // body in the journal
}

var faultCases = map[string]faultCase{
	"none":                    {status: 201, body: "got payload", executed: true, journal: 201, read: "payload"},
	"status":                  {fault: fake.Fault{Status: 502, Body: "<html>"}, status: 502, body: "<html>", journal: 502, read: "payload"},
	"status after the work":   {fault: fake.Fault{Status: 504, Execute: true}, status: 504, executed: true, journal: 504, read: "payload"},
	"status without a body":   {fault: fake.Fault{Status: 204}, status: 204, journal: 204, read: "payload"},
	"too many":                {fault: fake.Fault{TooMany: true, RetryAfter: "7"}, status: 429, journal: 429, read: "payload"},
	"too many after the work": {fault: fake.Fault{TooMany: true, Execute: true}, status: 429, executed: true, journal: 429, read: "payload"},
	"late":                    {fault: fake.Fault{ExecuteLate: time.Millisecond}, status: 201, body: "got payload", executed: true, journal: 201, read: "payload"},
	"drop unread":             {fault: fake.Fault{DropUnread: true}},
	"drop before":             {fault: fake.Fault{DropBefore: true}, read: "payload"},
	"drop after":              {fault: fake.Fault{DropResponse: true}, executed: true, read: "payload"},
	"truncated":               {fault: fake.Fault{TruncateAfter: 5}, status: 201, body: "got p", cut: true, executed: true, journal: 201, read: "payload"},
	"truncated to nothing":    {fault: fake.Fault{TruncateAfter: -1}, status: 201, cut: true, executed: true, journal: 201, read: "payload"},
	"truncated at the end":    {fault: fake.Fault{TruncateAfter: 11}, status: 201, body: "got payload", executed: true, journal: 201, read: "payload"},
	"slow body":               {fault: fake.Fault{SlowBody: time.Millisecond}, status: 201, body: "got payload", executed: true, journal: 201, read: "payload"},
	"slow and truncated":      {fault: fake.Fault{SlowBody: time.Millisecond, TruncateAfter: 9}, status: 201, body: "got paylo", cut: true, executed: true, journal: 201, read: "payload"},
	"delay":                   {fault: fake.Fault{Delay: time.Millisecond}, status: 201, body: "got payload", executed: true, journal: 201, read: "payload"},
	"late response":           {fault: fake.Fault{DelayResponse: time.Millisecond}, status: 201, body: "got payload", executed: true, journal: 201, read: "payload"},
	"drop unread wins":        {fault: fake.Fault{DropUnread: true, DropResponse: true, Status: 500}},
	"drop before wins":        {fault: fake.Fault{DropBefore: true, DropResponse: true, Status: 500}, read: "payload"},
	"drop after wins":         {fault: fake.Fault{DropResponse: true, Status: 500}, executed: true, read: "payload"},
	"truncated status":        {fault: fake.Fault{Status: 500, Body: "broken", TruncateAfter: 3}, status: 500, body: "bro", cut: true, journal: 500, read: "payload"},
	"delayed drop unread":     {fault: fake.Fault{DropUnread: true, Delay: time.Millisecond}},
	"delay, then drop before": {fault: fake.Fault{DropBefore: true, Delay: time.Millisecond}, read: "payload"},
}

func TestEveryFault(t *testing.T) {
	for name, tt := range faultCases {
		t.Run(name, func(t *testing.T) {
			onEachNetwork(t, fake.Config{}, func(t *testing.T, server *fake.Server, ledger *ledger) {
				server.FailNext(tt.fault)
				status, body, err := post(t, server, "/charge", "payload")
				tt.checkClient(t, server, status, body, err)
				tt.checkServer(t, server, ledger)

				status, _, err = post(t, server, "/charge", "again")
				require.NoError(t, err, "a fault lasts for one request")
				require.Equal(t, 201, status)
			})
		})
	}
}

func (tt faultCase) checkClient(t *testing.T, server *fake.Server, status int, body string, err error) {
	t.Helper()
	require.Equal(t, tt.status, status)
	require.Equal(t, tt.body, body)
	switch {
	case tt.cut:
		require.ErrorIs(t, err, io.ErrUnexpectedEOF)
	case tt.status != 0:
		require.NoError(t, err)
	case server.URL() == "http://127.0.0.1": // in memory, where nothing is reset
		require.Error(t, err)
	default:
		require.ErrorIs(t, err, syscall.ECONNRESET)
	}
}

func (tt faultCase) checkServer(t *testing.T, server *fake.Server, ledger *ledger) {
	t.Helper()
	seen := only(t, server)
	require.Equal(t, tt.journal, seen.Status)
	require.Equal(t, tt.executed, seen.Executed)
	require.Equal(t, tt.read, string(seen.Body))
	require.Equal(t, tt.executed, ledger.runs.Load() == 1)
}

func TestAScriptedResponseHasItsHeaders(t *testing.T) {
	server, _ := newServer(t, fake.Config{})
	server.FailNext(
		fake.Fault{Status: 429, Header: http.Header{"retry-after": {"7"}}, Body: "{}"},
		fake.Fault{Status: 502, ContentType: "text/html", Body: "<h1>"},
		fake.Fault{TooMany: true, RetryAfter: "Thu, 01 Jan 2026 00:00:00 GMT"},
	)
	for _, want := range [][2]string{{"7", "application/json"}, {"", "text/html"}, {"Thu, 01 Jan 2026 00:00:00 GMT", ""}} {
		req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, server.URL(), nil)
		require.NoError(t, err)
		resp, err := server.HTTPClient().Do(req)
		require.NoError(t, err)
		require.NoError(t, resp.Body.Close())
		require.Equal(t, want, [2]string{resp.Header.Get("Retry-After"), resp.Header.Get("Content-Type")})
	}
}

func TestATruncatedBodyAnnouncesItsWholeLength(t *testing.T) {
	onEachNetwork(t, fake.Config{}, func(t *testing.T, server *fake.Server, _ *ledger) {
		server.FailNext(fake.Fault{Status: 200, Body: strings.Repeat("x", 100_000), TruncateAfter: 70_000})
		req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, server.URL(), nil)
		require.NoError(t, err)
		resp, err := server.HTTPClient().Do(req)
		require.NoError(t, err)
		defer resp.Body.Close()
		require.EqualValues(t, 100_000, resp.ContentLength)
		got, err := io.ReadAll(resp.Body)
		require.ErrorIs(t, err, io.ErrUnexpectedEOF)
		require.Len(t, got, 70_000)
	})
}

func TestDropUnreadDoesNotWaitForTheBody(t *testing.T) {
	onEachNetwork(t, fake.Config{}, func(t *testing.T, server *fake.Server, _ *ledger) {
		server.FailMatching(func(r fake.Request) bool { return r.Path == "/upload" && r.Body == nil }, fake.Fault{DropUnread: true})
		req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, server.URL()+"/upload", endless{})
		require.NoError(t, err)
		_, _, err = send(server, req)
		require.Error(t, err)
		seen := only(t, server)
		require.Zero(t, seen.Status)
		require.Nil(t, seen.Body)
	})
}

// endless is a body without an end.
type endless struct{}

func (endless) Read(p []byte) (int, error) { return len(p), nil }

func TestDelaysOnTheFakeClock(t *testing.T) {
	cases := map[string]struct {
		fault fake.Fault
		want  time.Duration
	}{
		"delay":          {fake.Fault{Delay: 3 * time.Second}, 3 * time.Second},
		"response delay": {fake.Fault{DelayResponse: 4 * time.Second}, 4 * time.Second},
		"slow body":      {fake.Fault{SlowBody: time.Second}, 5 * time.Second}, // 11 bytes = 6 pieces of 2
		"all":            {fake.Fault{Delay: time.Second, DelayResponse: time.Second, SlowBody: time.Second}, 7 * time.Second},
		"slow long":      {fake.Fault{Status: 200, Body: strings.Repeat("x", 80_001), SlowBody: time.Second}, 7 * time.Second},
	}
	for name, tt := range cases {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				server := fake.New(&ledger{}, fake.Config{InMemory: true})
				defer server.Close()
				server.FailNext(tt.fault)
				start := time.Now()
				_, _, err := post(t, server, "/", "payload")
				require.NoError(t, err)
				require.Equal(t, tt.want, time.Since(start))
			})
		})
	}
}

func TestAClientThatLeavesDuringADelay(t *testing.T) {
	for name, tt := range map[string]struct {
		fault    fake.Fault
		executed bool
	}{
		"before the handler": {fake.Fault{Delay: time.Hour}, false},
		"after the handler":  {fake.Fault{DelayResponse: time.Hour}, true},
	} {
		t.Run(name+", loopback", func(t *testing.T) {
			server, _ := newServer(t, fake.Config{NoListener: true})
			served := make(chan struct{})
			mounted := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				defer close(served)
				server.ServeHTTP(w, r)
			}))
			defer mounted.Close()
			leaveDuring(t, server, tt.fault, mounted.Client(), mounted.URL)
			<-served // without Close, which would end the delay
			requireNoResponse(t, server, tt.executed)
		})
		t.Run(name+", memory", func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				server := fake.New(&ledger{}, fake.Config{InMemory: true})
				defer server.Close()
				leaveDuring(t, server, tt.fault, server.HTTPClient(), server.URL())
				synctest.Wait()
				requireNoResponse(t, server, tt.executed)
			})
		})
	}
}

// leaveDuring sends a request, and cancels it when the server applies the fault.
func leaveDuring(t *testing.T, server *fake.Server, fault fake.Fault, client *http.Client, url string) {
	t.Helper()
	ctx, leave := context.WithCancel(t.Context())
	server.FailMatching(func(fake.Request) bool { leave(); return true }, fault)
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, url, strings.NewReader("x"))
	require.NoError(t, err)
	resp, err := client.Do(req)
	if err == nil {
		_ = resp.Body.Close()
	}
	require.ErrorIs(t, err, context.Canceled)
}

func requireNoResponse(t *testing.T, server *fake.Server, executed bool) {
	t.Helper()
	seen := only(t, server)
	require.Zero(t, seen.Status)
	require.Equal(t, executed, seen.Executed)
}

func TestLateWorkIsDoneAfterItsClientHasGone(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ledger := &ledger{}
		server := fake.New(ledger, fake.Config{InMemory: true})
		defer server.Close()
		server.FailNext(fake.Fault{ExecuteLate: time.Hour})
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		req, err := http.NewRequestWithContext(ctx, http.MethodPost, server.URL(), strings.NewReader("first"))
		require.NoError(t, err)
		_, _, err = send(server, req)
		require.ErrorIs(t, err, context.DeadlineExceeded)
		require.Equal(t, []int{201}, statuses(t, server, "second"))
		require.EqualValues(t, 1, ledger.runs.Load(), "the first is still under way")

		time.Sleep(time.Hour)
		synctest.Wait()
		require.EqualValues(t, 2, ledger.runs.Load())
		require.True(t, server.Journal().Requests()[0].Executed)
	})
}

func TestCloseEndsADelay(t *testing.T) {
	for name, fault := range map[string]fake.Fault{
		"delay":         {Delay: time.Hour},
		"delayed drop":  {Delay: time.Hour, DropUnread: true},
		"late work":     {ExecuteLate: time.Hour},
		"slow body":     {SlowBody: time.Hour},
		"delayed close": {DelayResponse: time.Hour},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				server := fake.New(&ledger{}, fake.Config{InMemory: true})
				server.FailNext(fault)
				failed := make(chan error, 1)
				go func() {
					_, _, err := post(t, server, "/", "payload")
					failed <- err
				}()
				synctest.Wait()
				start := time.Now()
				server.Close()
				require.Error(t, <-failed)
				require.Zero(t, time.Since(start))
			})
		})
	}
}

func TestOverHTTP2AHangUpResetsTheStream(t *testing.T) {
	server, ledger := newServer(t, fake.Config{NoListener: true})
	mounted := httptest.NewUnstartedServer(server)
	mounted.EnableHTTP2 = true
	mounted.StartTLS()
	defer mounted.Close()
	server.FailNext(fake.Fault{DropResponse: true})
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, mounted.URL, strings.NewReader("x"))
	require.NoError(t, err)
	_, err = mounted.Client().Do(req) //nolint:bodyclose // there is none
	require.ErrorContains(t, err, "INTERNAL_ERROR")
	require.EqualValues(t, 1, ledger.runs.Load())
}

func TestOverTLSAHangUpIsAReset(t *testing.T) {
	server, _ := newServer(t, fake.Config{NoListener: true})
	mounted := httptest.NewTLSServer(server)
	defer mounted.Close()
	server.FailNext(fake.Fault{DropResponse: true})
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, mounted.URL, strings.NewReader("x"))
	require.NoError(t, err)
	_, err = mounted.Client().Do(req) //nolint:bodyclose // there is none
	require.True(t, errors.Is(err, syscall.ECONNRESET), "%v", err)
}

func TestTheCommonFaults(t *testing.T) {
	require.Equal(t, fake.Fault{TruncateAfter: 5}, fake.TruncateResponse(5))
	for _, n := range []int{0, -1, -9} {
		require.Equal(t, fake.Fault{TruncateAfter: -1}, fake.TruncateResponse(n))
	}
	require.Equal(t, fake.Fault{Status: 200, Body: "{}"}, fake.Respond(200, "{}"))
	require.Equal(t, "<html><head><title>Bad Gateway</title></head><body><h1>Bad Gateway</h1></body></html>", fake.RespondHTML(502).Body)
	for _, status := range []int{-1, 0, 99, 100, 199, 1000} {
		require.Panics(t, func() { fake.Respond(status, "") }, status)
		require.Panics(t, func() { fake.RespondHTML(status) }, status)
	}
}
