package fake

import (
	"bytes"
	"encoding/json"
	"errors"
	"net/http"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestTheJournalKeepsTheNewest(t *testing.T) {
	journal := newJournal(MaxJournal)
	journal.limit = 3
	for i := range 10 {
		journal.add(Request{Path: strconv.Itoa(i)})
	}
	paths := []string{}
	for _, request := range journal.Requests() {
		paths = append(paths, request.Path)
	}
	require.Equal(t, []string{"7", "8", "9"}, paths)
	require.Equal(t, 100_000, newJournal(MaxJournal).limit)
}

func TestTheJournalHandsOutCopies(t *testing.T) {
	journal := newJournal(MaxJournal)
	journal.add(Request{Body: []byte("a"), Header: http.Header{"A": {"a"}}, Query: map[string][]string{"a": {"a"}}})
	got, ok := journal.Last()
	require.True(t, ok)
	got.Body[0] = 'b'
	got.Header["A"][0] = "b"
	got.Query["a"][0] = "b"
	got, _ = journal.Last()
	require.Equal(t, "aaa", string(got.Body)+got.Header.Get("A")+got.Query.Get("a"))
}

func TestTheJournalCountsAndResets(t *testing.T) {
	server, _ := newServer(t, Config{})
	server.FailNext(Fault{Status: 500})
	statuses(t, server, "a", "b", "c")
	require.Equal(t, 3, server.Journal().Count(nil))
	require.Equal(t, 2, server.Journal().Count(func(r Request) bool { return r.Status == 201 }))
	server.Journal().Clear()
	require.Zero(t, server.Journal().Count(nil))
	_, ok := server.Journal().Last()
	require.False(t, ok)
}

func TestTheRecordingHasALinePerExchange(t *testing.T) {
	server, _ := newServer(t, withKey("sk_secret", ""))
	var file bytes.Buffer
	server.Journal().Record(&file)
	server.FailNext(Fault{}, Fault{DropResponse: true}, Fault{Status: 500, Body: "\xff"})
	for _, key := range []string{"sk_secret", "sk_secret", "sk_secret", "wrong"} {
		req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, server.URL()+"/a?b=c", strings.NewReader("x=1"))
		require.NoError(t, err)
		req.SetBasicAuth(key, "")
		_, _, _ = send(server, req)
	}
	server.Journal().Record(nil)
	statuses(t, server, "not recorded")

	require.NotContains(t, file.String(), "c2tfc2VjcmV0") // sk_secret
	decoder := json.NewDecoder(&file)
	wants := []struct {
		executed   bool
		status     int
		text       string
		binary     []byte
		noAnswerAt bool
	}{
		{executed: true, status: 201, text: "got x=1"},
		{executed: true, noAnswerAt: true},
		{status: 500, binary: []byte("\xff")},
		{status: 401, text: `{"error":"key"}`},
	}
	for _, want := range wants {
		var line recordLine
		require.NoError(t, decoder.Decode(&line))
		require.Equal(t, want.executed, line.Executed)
		require.Equal(t, recordedBody{Text: "x=1"}, line.Request.recordedBody)
		require.Equal(t, "POST /a b=c", line.Request.Method+" "+line.Request.Path+" "+line.Request.Query)
		if want.noAnswerAt {
			require.Nil(t, line.Response)
			continue
		}
		require.Equal(t, want.status, line.Response.Status)
		require.Equal(t, recordedBody{Text: want.text, Binary: want.binary}, line.Response.recordedBody)
	}
	require.False(t, decoder.More())
}

func TestTheRecordingHasNoHeaderWithCredentials(t *testing.T) {
	server, _ := newServer(t, Config{})
	var file bytes.Buffer
	server.Journal().Record(&file)
	for _, name := range []string{"Authorization", "Proxy-Authorization", "X-Api-Key", "x-api-key", "Cookie"} {
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
	}
}

type fullDisk struct{}

func (fullDisk) Write([]byte) (int, error) { return 0, errors.New("no space left") }

func TestAFullDiskDoesNotChangeTheAnswer(t *testing.T) {
	server, _ := newServer(t, Config{})
	server.Journal().Record(fullDisk{})
	require.Equal(t, []int{201}, statuses(t, server, "x"))
}
