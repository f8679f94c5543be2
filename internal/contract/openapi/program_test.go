package openapi

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// programs are what users read first: the examples in the documentation, those of
// the fakes, and the programs and pages under examples/. They run unchanged against
// the fakes, which write down what they receive; how little of that a program
// exchanges at least is in want. The programs of packages are their tests.
var programs = map[string]struct {
	folder  string // of the module
	command []string
	want    int
}{
	"examples of chargedesk":   {".", []string{"go", "test", "-count=1", "-run=^Example", "./chargedesk/..."}, 40},
	"examples of chargeback":   {".", []string{"go", "test", "-count=1", "-run=^Example", "./chargeback/..."}, 7},
	"examples of chargehound":  {".", []string{"go", "test", "-count=1", "-run=^Example", "./chargehound/..."}, 9},
	"quickstart":               {".", []string{"go", "run", "./examples/quickstart"}, 40},
	"refundservice":            {".", []string{"go", "test", "-count=1", "./examples/refundservice"}, 5},
	"testing your integration": {".", []string{"go", "test", "-count=1", "./examples/testing"}, 8},
	"guides":                   {".", []string{"go", "test", "-count=1", "./examples/guides"}, 100},
	"simulator":                {".", []string{"go", "test", "-count=1", "./examples/simulator"}, 20},
	"importorders":             {"examples/importorders", []string{"go", "test", "-count=1", "-run=^Test(ABad|It|JSON|Stopped|Unknown|Without|TheExportsOfShopsBecome)", "."}, 10},
}

// beyond are requests of programs that are not described, by a part of what the
// validator says, with the reason.
var beyond = map[string]string{
	"GET /api/v1/disputes: no matching operation": "Client.Do, for what nobody documents",
	"at /arn: Value is not nullable":              "WithParam, for a null",
	"additional properties 'language' not":        "WithParam, for a parameter that nobody describes",
	`property "gift" is unsupported`:              "the same",
	"GET /files/dp_7Q.pdf: no matching operation": "the file that a response leads to, no part of the API",
}

func isBeyond(err error, used map[string]bool) bool {
	for part := range beyond {
		if err != nil && strings.Contains(err.Error(), part) {
			used[part] = true
			return true
		}
	}
	return false
}

func TestProgramsSpeakAsDescribed(t *testing.T) {
	t.Parallel()
	used := map[string]bool{}
	for name, program := range programs {
		t.Run(name, func(t *testing.T) {
			exchanges := recordProgram(t, program.folder, program.command)
			counts := map[string]int{}
			for _, x := range exchanges {
				vendor := vendorOf(x.Request.URL.Path)
				operation, err := load(t, vendor).CheckRequest(x.Request)
				if isBeyond(err, used) {
					continue
				}
				assert.NoError(t, err, "request")
				counts[operation]++
				if x.Status != 0 {
					assert.NoError(t, load(t, vendor).CheckResponse(x), "response of %s", operation)
				}
			}
			t.Logf("%d exchanges: %v", len(exchanges), counts)
			assert.GreaterOrEqual(t, len(exchanges), program.want)
		})
	}
	for part, reason := range beyond {
		assert.True(t, t.Failed() || used[part], "%s (%s) is not needed any more", part, reason)
	}
}

// vendorOf tells the vendors' requests apart, which their paths do.
func vendorOf(path string) string {
	switch {
	case strings.HasPrefix(path, "/api/v1/"):
		return "chargeback"
	case strings.HasPrefix(path, "/v1/disputes"), strings.HasPrefix(path, "/v1/personal-data"):
		return "chargehound"
	}
	return "chargedesk"
}

// recordProgram runs a program of the main module with fakes that record. The
// responses of faults are left out: a test may make a fake say anything.
func recordProgram(t *testing.T, folder string, command []string) []*Exchange {
	t.Helper()
	recording := filepath.Join(t.TempDir(), "recording")
	command = append([]string{command[0], command[1], "-overlay=" + recordingFakes(t)}, command[2:]...)
	run := exec.CommandContext(t.Context(), command[0], command[1:]...)
	run.Dir = filepath.Join(root, folder)
	run.Env = append(os.Environ(), "CHARGEKIT_RECORDING="+recording)
	output, err := run.CombinedOutput()
	require.NoError(t, err, "%s", output)

	text, err := os.ReadFile(recording)
	require.NoError(t, err)
	var exchanges []*Exchange
	for line := range bytes.Lines(text) {
		exchanges = append(exchanges, readRecord(t, line))
	}
	return exchanges
}

// recordingFakes is an overlay in which the fakes begin to record by themselves.
func recordingFakes(t *testing.T) string {
	t.Helper()
	folder, err := filepath.Abs(filepath.Join(root, "internal", "fake"))
	require.NoError(t, err)
	server, err := os.ReadFile(filepath.Join(folder, "server.go"))
	require.NoError(t, err)
	require.Equal(t, 1, bytes.Count(server, []byte("newJournal(")), "internal/fake makes its journals elsewhere now")

	dir := t.TempDir()
	patched := filepath.Join(dir, "server.go")
	require.NoError(t, os.WriteFile(patched, bytes.Replace(server, []byte("newJournal("), []byte("recordedJournal("), 1), 0o600))
	recorder, err := filepath.Abs(filepath.Join("testdata", "record.go.txt"))
	require.NoError(t, err)
	overlay, err := json.Marshal(map[string]any{"Replace": map[string]string{
		filepath.Join(folder, "server.go"):          patched,
		filepath.Join(folder, "record_programs.go"): recorder,
	}})
	require.NoError(t, err)
	file := filepath.Join(dir, "overlay.json")
	require.NoError(t, os.WriteFile(file, overlay, 0o600))
	return file
}

// recorded is a line of the recording, see internal/fake.
type recorded struct {
	Executed bool
	Request  struct {
		Method, Path, Query string
		Header              http.Header
		recordedBody
	}
	Response *struct {
		Status int
		Header http.Header
		recordedBody
	}
}

type recordedBody struct {
	Body   string
	Base64 string `json:"body_base64"`
}

func (b recordedBody) bytes(t *testing.T) []byte {
	if b.Base64 == "" {
		return []byte(b.Body)
	}
	body, err := base64.StdEncoding.DecodeString(b.Base64)
	require.NoError(t, err)
	return body
}

func readRecord(t *testing.T, line []byte) *Exchange {
	t.Helper()
	var r recorded
	require.NoError(t, json.Unmarshal(line, &r))
	x := &Exchange{Request: newRequest(t, r.Request.Method, strings.TrimSuffix(r.Request.Path+"?"+r.Request.Query, "?"), r.Request.Header, r.Request.bytes(t))}
	if r.Response != nil && r.Executed {
		x.Status, x.Header, x.Body = r.Response.Status, r.Response.Header, r.Response.bytes(t)
	}
	return x
}
