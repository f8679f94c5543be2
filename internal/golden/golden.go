// Package golden replays the exchanges under testdata and compares, to the
// byte, what a client sends with what is written there. Only tests import it.
package golden

import (
	"bufio"
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"net/http"
	"net/textproto"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"gopkg.in/h2non/gock.v1"

	"github.com/chargekit/chargekit-go/internal/lenient"
)

var update = flag.Bool("update", false, "write the requests and results of the golden exchanges anew")

// Replay runs do against the exchange in file, a path below testdata without
// its ending: "chargedesk/gateway_refund". The exchange's parts are
//
//	-- request --       method, path and query; headers; body. Compared, or written with -update.
//	-- response 200 --  headers; body. What the client receives.
//	-- result --        do's result as JSON, or its error. Compared, or written with -update.
//
// client responds to exactly one request and fails the test if there is another or
// none. Replays share gock's global state, so they must not run in parallel.
func Replay(t *testing.T, file string, do func(client *http.Client) (any, error)) {
	t.Helper()
	path := filepath.Join(root(t), "testdata", filepath.FromSlash(file)+".txtar")
	archive, err := ReadFile(path)
	require.NoError(t, err, "write the part response yourself, and the others with -update")

	sent := serve(t, part(t, archive, "response"))
	result, err := do(&http.Client{Transport: sent})
	require.NotNil(t, sent.request, "nothing was sent: %v", err)
	require.True(t, gock.IsDone(), "a response is left over")

	compare(t, archive, "request", sent.request)
	compare(t, archive, "result", encode(t, result, err))
	if *update {
		slices.SortFunc(archive.Parts, func(a, b Part) int { return strings.Compare(a.Name, b.Name) }) // request, response, result
		require.NoError(t, os.WriteFile(path, archive.Format(), 0o644))
	}
}

// root is the folder of go.mod, found from the folder of the test.
func root(t *testing.T) string {
	dir, err := os.Getwd()
	require.NoError(t, err)
	for dir != filepath.Dir(dir) {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			return dir
		}
		dir = filepath.Dir(dir)
	}
	t.Fatal("no go.mod above the test")
	return ""
}

func part(t *testing.T, archive *Archive, name string) *Part {
	for i := range archive.Parts {
		if word, _, _ := strings.Cut(archive.Parts[i].Name, " "); word == name {
			return &archive.Parts[i]
		}
	}
	if !*update || name == "response" {
		t.Fatalf("the exchange has no part %q", name)
	}
	archive.Parts = append(archive.Parts, Part{Name: name})
	return &archive.Parts[len(archive.Parts)-1]
}

func compare(t *testing.T, archive *Archive, name string, have []byte) {
	file := part(t, archive, name)
	if *update {
		file.Data = have
		return
	}
	require.Equal(t, string(file.Data), string(have), name)
}

// recorder keeps the request in the form of the golden files and lets gock respond to it.
type recorder struct {
	t       *testing.T
	next    http.RoundTripper
	request []byte
}

// serve sets up one response. gock's own matching knows only unanchored patterns,
// so every request matches here and [compare] decides.
func serve(t *testing.T, response *Part) *recorder {
	status, err := strconv.Atoi(strings.TrimSpace(strings.TrimPrefix(response.Name, "response")))
	require.NoError(t, err, "a response is named by its status")
	header, body := parse(t, response.Data)
	t.Cleanup(gock.Off)
	reply := gock.New("/").SetMatcher(gock.NewEmptyMatcher()).Reply(status)
	for name, values := range header {
		for _, value := range values {
			reply.AddHeader(name, value)
		}
	}
	reply.Body(bytes.NewReader(body))
	return &recorder{t: t, next: gock.NewTransport()}
}

func parse(t *testing.T, data []byte) (http.Header, []byte) {
	reader := bufio.NewReader(bytes.NewReader(data))
	header, err := textproto.NewReader(reader).ReadMIMEHeader()
	require.NoError(t, err, "a response is headers, an empty line and a body")
	body, err := io.ReadAll(reader)
	require.NoError(t, err)
	return http.Header(header), bytes.TrimSuffix(body, []byte("\n"))
}

func (r *recorder) RoundTrip(req *http.Request) (*http.Response, error) {
	require.Nil(r.t, r.request, "a second request was sent")
	require.False(r.t, gock.IsDone(), "no response is left")
	var text bytes.Buffer
	fmt.Fprintf(&text, "%s %s\n", req.Method, req.URL.RequestURI())
	names := make([]string, 0, len(req.Header))
	for name := range req.Header {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		fmt.Fprintf(&text, "%s: %s\n", name, strings.Join(req.Header[name], ", "))
	}
	text.WriteString("\n")
	if req.Body != nil {
		body, err := io.ReadAll(req.Body)
		require.NoError(r.t, err)
		text.Write(body)
		text.WriteString("\n")
	}
	r.request = text.Bytes()
	return r.next.RoundTrip(req)
}

func encode(t *testing.T, result any, err error) []byte {
	if err != nil {
		return []byte("error: " + err.Error() + "\n")
	}
	data, err := lenient.Inline(result)
	require.NoError(t, err)
	var indented bytes.Buffer
	require.NoError(t, json.Indent(&indented, data, "", "  "))
	return append(indented.Bytes(), '\n')
}

// RequireAll checks that each exchange in the folder of a vendor is on its list,
// so that none is left out of the replay.
func RequireAll[T any](t *testing.T, vendor string, list map[string]T) {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(root(t), "testdata", vendor, "*.txtar"))
	require.NoError(t, err)
	require.NotEmpty(t, files)
	for _, file := range files {
		name := strings.TrimSuffix(filepath.Base(file), ".txtar")
		if _, ok := list[name]; !ok {
			t.Errorf("testdata/%s/%s.txtar is not on the list of golden exchanges", vendor, name)
		}
	}
}
