package fake_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"net/http"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/internal/fake"
)

func TestTheJournalKeepsTheNewest(t *testing.T) {
	server, _ := newServer(t, fake.Config{JournalSize: 3})
	bodies := []string{}
	for i := range 10 {
		statuses(t, server, strconv.Itoa(i))
	}
	for _, request := range server.Journal().Requests() {
		bodies = append(bodies, string(request.Body))
	}
	require.Equal(t, []string{"7", "8", "9"}, bodies)
	require.Equal(t, 100_000, fake.Config{}.WithDefaults().JournalSize)
}

func TestTheJournalHandsOutCopies(t *testing.T) {
	server, _ := newServer(t, fake.Config{})
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, server.URL()+"/?a=a", strings.NewReader("a"))
	require.NoError(t, err)
	req.Header.Set("A", "a")
	_, _, err = send(server, req)
	require.NoError(t, err)

	got, ok := server.Journal().Last()
	require.True(t, ok)
	got.Body[0] = 'b'
	got.Header["A"][0] = "b"
	got.Query["a"][0] = "b"
	got, _ = server.Journal().Last()
	require.Equal(t, "aaa", string(got.Body)+got.Header.Get("A")+got.Query.Get("a"))
}

func TestTheJournalCountsAndResets(t *testing.T) {
	server, _ := newServer(t, fake.Config{})
	server.FailNext(fake.Fault{Status: 500})
	statuses(t, server, "a", "b", "c")
	require.Equal(t, 3, server.Journal().Count(nil))
	require.Equal(t, 2, server.Journal().Count(func(r fake.Request) bool { return r.Status == 201 }))
	server.Journal().Clear()
	require.Zero(t, server.Journal().Count(nil))
	_, ok := server.Journal().Last()
	require.False(t, ok)
}

// recordLine is a line of a recording, as others read it.
type recordLine struct {
	Executed bool
	Request  struct {
		recordedBody
		Method, Path, Query string
	}
	Response *struct {
		recordedBody
		Status int
	}
}

type recordedBody struct {
	Text   string `json:"body"`
	Binary []byte `json:"body_base64"`
}

func TestTheRecordingHasALinePerExchange(t *testing.T) {
	server, _ := newServer(t, withKey("sk_secret", ""))
	var file bytes.Buffer
	server.Journal().Record(&file)
	server.FailNext(fake.Fault{}, fake.Fault{DropResponse: true}, fake.Fault{Status: 500, Body: "\xff"})
	for _, key := range []string{"sk_secret", "sk_secret", "sk_secret", "wrong"} {
		t.Run(key, func(t *testing.T) {
			req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, server.URL()+"/a?b=c", strings.NewReader("x=1"))
			require.NoError(t, err)
			req.SetBasicAuth(key, "")
			_, _, _ = send(server, req)
		})
	}
	server.Journal().Record(nil)
	statuses(t, server, "not recorded")

	require.NotContains(t, file.String(), "c2tfc2VjcmV0") // sk_secret
	decoder := json.NewDecoder(&file)
	wants := []struct {
		executed bool
		status   int
		text     string
		binary   []byte
		dropped  bool
	}{
		{executed: true, status: 201, text: "got x=1"},
		{executed: true, dropped: true},
		{status: 500, binary: []byte("\xff")},
		{status: 401, text: `{"error":"key"}`},
	}
	for _, want := range wants {
		var line recordLine
		require.NoError(t, decoder.Decode(&line))
		require.Equal(t, want.executed, line.Executed)
		require.Equal(t, recordedBody{Text: "x=1"}, line.Request.recordedBody)
		require.Equal(t, "POST /a b=c", line.Request.Method+" "+line.Request.Path+" "+line.Request.Query)
		if want.dropped {
			require.Nil(t, line.Response)
			continue
		}
		require.Equal(t, want.status, line.Response.Status)
		require.Equal(t, recordedBody{Text: want.text, Binary: want.binary}, line.Response.recordedBody)
	}
	require.False(t, decoder.More())
}

func TestTheRecordingHasNoHeaderWithCredentials(t *testing.T) {
	server, _ := newServer(t, fake.Config{})
	var file bytes.Buffer
	server.Journal().Record(&file)
	for _, name := range []string{"Authorization", "Proxy-Authorization", "X-Api-Key", "x-api-key", "Cookie"} {
		t.Run(name, func(t *testing.T) {
			req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, server.URL()+"/a", http.NoBody)
			require.NoError(t, err)
			req.Header.Set("X-Other", "kept")
			req.Header.Set(name, "")
			req.Header.Add(name, "Bearer sk_secret")
			_, _, err = send(server, req)
			require.NoError(t, err)
			require.NotContains(t, file.String(), "sk_secret", name)
			require.Contains(t, file.String(), "redacted", name)
			require.Contains(t, file.String(), "kept", name)
			file.Reset()
		})
	}
}

type fullDisk struct{}

func (fullDisk) Write([]byte) (int, error) { return 0, errors.New("no space left") }

func TestAFullDiskDoesNotChangeTheResponse(t *testing.T) {
	server, _ := newServer(t, fake.Config{})
	server.Journal().Record(fullDisk{})
	require.Equal(t, []int{201}, statuses(t, server, "x"))
}
