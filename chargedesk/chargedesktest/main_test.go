package chargedesktest_test

import (
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/chargedesk/chargedesktest"
	"github.com/chargekit/chargekit-go/internal/leak"
)

func TestMain(m *testing.M) { leak.Main(m) }

// noon is the time of servers with a clock that stands still.
var noon = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

// desk is a server and a client that knows nothing of this module.
type desk struct {
	*chargedesktest.Server
	t testing.TB
}

// open starts a server at noon without a rate limit.
func open(t testing.TB, opts ...chargedesktest.Option) *desk {
	t.Helper()
	standing := func() time.Time { return noon }
	own := []chargedesktest.Option{chargedesktest.WithClock(standing), chargedesktest.WithoutRateLimit()}
	return &desk{chargedesktest.NewTestServer(t, append(own, opts...)...), t}
}

// with returns the desk for a subtest.
func (d *desk) with(t testing.TB) *desk { return &desk{d.Server, t} }

// object is a JSON object of a response; numbers keep their digits.
type object map[string]any

// at goes down a path of fields.
func (o object) at(path ...string) any {
	var value any = map[string]any(o)
	for _, name := range path {
		fields, ok := value.(map[string]any)
		if !ok {
			return nil
		}
		value = fields[name]
	}
	return value
}

// rows are the objects of a list.
func (o object) rows(path ...string) []object {
	list, _ := o.at(path...).([]any)
	rows := make([]object, len(list))
	for i, row := range list {
		rows[i] = object(row.(map[string]any))
	}
	return rows
}

// column returns one field of all rows of a list.
func (o object) column(name string) []any {
	values := []any{}
	for _, row := range o.rows("data") {
		values = append(values, row[name])
	}
	return values
}

func parse(t testing.TB, body []byte) object {
	t.Helper()
	decoder := json.NewDecoder(strings.NewReader(string(body)))
	decoder.UseNumber()
	var o object
	require.NoError(t, decoder.Decode(&o), string(body))
	return o
}

// send makes one request and returns status, headers and body.
func (d *desk) send(method, path, contentType, body string) (int, http.Header, []byte) {
	d.t.Helper()
	req, err := http.NewRequestWithContext(d.t.Context(), method, d.URL+path, strings.NewReader(body))
	require.NoError(d.t, err)
	req.SetBasicAuth(chargedesktest.Key, "")
	if contentType != "" {
		req.Header.Set("Content-Type", contentType)
	}
	resp, err := d.HTTPClient().Do(req)
	require.NoError(d.t, err)
	defer resp.Body.Close()
	got, err := io.ReadAll(resp.Body)
	require.NoError(d.t, err)
	return resp.StatusCode, resp.Header, got
}

const formType = "application/x-www-form-urlencoded"

// post, get and del want a 200 with an object.
func (d *desk) post(path, form string) object {
	d.t.Helper()
	return d.ok(d.send(http.MethodPost, path, formType, form))
}

func (d *desk) get(path string) object {
	d.t.Helper()
	return d.ok(d.send(http.MethodGet, path, "", ""))
}

func (d *desk) del(path string) object {
	d.t.Helper()
	return d.ok(d.send(http.MethodDelete, path, "", ""))
}

func (d *desk) ok(status int, header http.Header, body []byte) object {
	d.t.Helper()
	require.Equal(d.t, 200, status, string(body))
	require.Equal(d.t, "application/json", header.Get("Content-Type"))
	return parse(d.t, body)
}

// rejected wants an response with this status and an error envelope that blames
// this parameter, "" for none.
func (d *desk) rejects(status int, param, method, path, form string) {
	d.t.Helper()
	got, _, body := d.send(method, path, formType, form)
	require.Equal(d.t, status, got, string(body))
	envelope := parse(d.t, body)
	require.NotEmpty(d.t, envelope.at("error", "message"))
	blamed, _ := envelope.at("error", "incorrect_parameter").(string)
	require.Equal(d.t, param, blamed, string(body))
}

// rejectedForm is a POST that is returned with 400.
func (d *desk) rejectsForm(param, path, form string) {
	d.t.Helper()
	d.rejects(400, param, http.MethodPost, path, form)
}

// includes wants these fields, whatever else there is.
func includes(t testing.TB, o object, want object) {
	t.Helper()
	for name, value := range want {
		require.Equal(t, value, o[name], name)
	}
}

func n(text string) json.Number { return json.Number(text) }
