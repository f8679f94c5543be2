package openapi

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"net/http"
	"net/textproto"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/tools/txtar"
)

// oddResponses are golden exchanges whose response is not described, on purpose.
// There is no such list for requests: every one has to be described.
var oddResponses = map[string]string{
	"chargedesk/agents_delete":                 "no body: the response is not documented",
	"chargeback/orders_create_empty":           "no body",
	"chargeback/orders_create_status":          "another status text than success in a 2xx",
	"chargeback/orders_create_unwrapped":       "the bare order of an early draft",
	"chargeback/orders_delete_not_json":        "the text of the published page, which is no JSON",
	"chargehound/disputes_update_error_in_200": "an error in a 2xx, which the client has to find",
}

// elsewhere are golden exchanges with something that is no part of an API.
var elsewhere = map[string]string{
	"chargeback/do":                                  "an endpoint that nobody documents",
	"chargehound/client_do":                          "an endpoint that nobody documents",
	"chargehound/disputes_download_response":         "the signed address of a file",
	"chargehound/disputes_download_response_expired": "the signed address of a file",
}

func TestGoldenExchangesAreDescribed(t *testing.T) {
	t.Parallel()
	listed := map[string]bool{}
	for _, vendor := range vendors {
		t.Run(vendor, func(t *testing.T) {
			files, err := filepath.Glob(filepath.Join(root, "testdata", vendor, "*.txtar"))
			require.NoError(t, err)
			require.NotEmpty(t, files)
			for _, file := range files {
				name := vendor + "/" + strings.TrimSuffix(filepath.Base(file), ".txtar")
				exchange := readGolden(t, file)
				if exchange.Request == nil {
					assert.Fail(t, "no request: run the test of the package with -update", name)
					continue
				}
				asked, answered := checkGolden(load(t, vendor), exchange)
				switch {
				case elsewhere[name] != "":
					assert.Error(t, asked, "%s is described: take it off the list", name)
				case oddResponses[name] != "":
					assert.NoError(t, asked, "request of %s", name)
					assert.Error(t, answered, "%s is described: take it off the list", name)
				default:
					assert.NoError(t, asked, "request of %s", name)
					assert.NoError(t, answered, "response of %s", name)
				}
				listed[name] = true
			}
			t.Logf("%d exchanges", len(files))
		})
	}
	for _, list := range []map[string]string{oddResponses, elsewhere} {
		for name, reason := range list {
			assert.True(t, listed[name], "%s (%s) does not exist", name, reason)
		}
	}
}

func checkGolden(d *Description, x *Exchange) (asked, answered error) {
	_, asked = d.CheckRequest(x.Request)
	return asked, d.CheckResponse(x)
}

// readGolden reads the form that internal/golden writes.
func readGolden(t *testing.T, file string) *Exchange {
	t.Helper()
	archive, err := txtar.ParseFile(file)
	require.NoError(t, err)
	exchange := &Exchange{}
	for _, part := range archive.Files {
		switch word, rest, _ := strings.Cut(part.Name, " "); word {
		case "request":
			line, data, _ := bytes.Cut(part.Data, []byte("\n"))
			header, body := readMessage(t, data)
			method, target, _ := strings.Cut(string(line), " ")
			exchange.Request = newRequest(t, method, target, header, body)
		case "response":
			exchange.Status, err = strconv.Atoi(rest)
			require.NoError(t, err)
			exchange.Header, exchange.Body = readMessage(t, part.Data)
		}
	}
	return exchange
}

func readMessage(t *testing.T, data []byte) (http.Header, []byte) {
	reader := bufio.NewReader(bytes.NewReader(data))
	header, err := textproto.NewReader(reader).ReadMIMEHeader()
	require.NoError(t, err)
	body, err := io.ReadAll(reader)
	require.NoError(t, err)
	return http.Header(header), bytes.TrimSuffix(body, []byte("\n"))
}

func newRequest(t *testing.T, method, target string, header http.Header, body []byte) *http.Request {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), method, "http://golden.invalid"+target, bytes.NewReader(body))
	require.NoError(t, err, fmt.Sprintf("%s %s", method, target))
	req.Header = header
	return req
}
