package main

import (
	"bytes"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/chargeback/chargebacktest"
	"github.com/chargekit/chargekit-go/chargedesk/chargedesktest"
	"github.com/chargekit/chargekit-go/chargehound/chargehoundtest"
)

// today is the time of the fakes and of the reports. The rows are of another day, so
// that a date of theirs could be told from the report's.
func today() time.Time { return time.Date(2031, 5, 17, 13, 47, 9, 0, time.UTC) }

func reportDay() time.Time { return time.Date(2026, 11, 28, 12, 0, 0, 0, time.UTC) }

// world are fakes that all tests read. Few charges make a test fast.
var (
	world    = sync.OnceValue(func() *fakes { return startFakes(today, 60) })
	bigWorld = sync.OnceValue(func() *fakes { return startFakes(today, 510) })
)

// descriptions are read once for all tests.
var descriptions = map[string]func() (*description, error){}

func init() {
	for _, name := range vendorNames {
		descriptions[name] = sync.OnceValues(func() (*description, error) { return describe(name) })
	}
}

// exchange is a request and the response of a fake, which a deviation changes.
type exchange struct {
	path   string
	query  url.Values
	header http.Header // of the request
	status int
	sent   http.Header // of the response
	body   []byte
}

// deviation is a way in which a vendor may differ from its fake.
type deviation struct {
	before func(r *http.Request) // changes what the fake is asked
	after  func(x *exchange)     // changes what it responds
	big    bool                  // needs more rows than a page may have
	only   string                // beginning of the requests that are sent; "" for all
}

// edit changes the JSON object of a response.
func (x *exchange) edit(change func(object map[string]any)) {
	decoder := json.NewDecoder(bytes.NewReader(x.body))
	decoder.UseNumber()
	object := map[string]any{}
	if decoder.Decode(&object) != nil {
		return
	}
	change(object)
	x.body, _ = json.Marshal(object)
}

// rows changes each row of a list, at the path that ends so.
func rows(path string, change func(i int, row map[string]any)) deviation {
	return deviation{after: func(x *exchange) {
		if x.path != path || x.status != http.StatusOK {
			return
		}
		x.edit(func(object map[string]any) {
			for _, member := range []string{"data", "orders"} {
				list, _ := object[member].([]any)
				for i, row := range list {
					change(i, row.(map[string]any))
				}
			}
		})
	}}
}

// lists changes the response to each request for a list.
func lists(path string, change func(x *exchange, object map[string]any)) deviation {
	return deviation{after: func(x *exchange) {
		if x.path == path && x.status == http.StatusOK {
			x.edit(func(object map[string]any) { change(x, object) })
		}
	}}
}

// serve puts a deviation before a fake.
func (d deviation) serve(t *testing.T, fake http.Handler) string {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		x := &exchange{path: r.URL.Path, query: r.URL.Query(), header: r.Header.Clone()}
		if d.before != nil {
			d.before(r)
		}
		recorder := httptest.NewRecorder()
		fake.ServeHTTP(recorder, r)
		x.status, x.sent, x.body = recorder.Code, recorder.Header(), recorder.Body.Bytes()
		if d.after != nil {
			d.after(x)
		}
		for name, values := range x.sent {
			w.Header()[name] = values
		}
		w.Header().Del("Content-Length")
		w.WriteHeader(x.status)
		_, _ = w.Write(x.body)
	}))
	t.Cleanup(server.Close)
	return server.URL
}

// probing probes one vendor with a deviation.
func probing(t *testing.T, name string, d deviation) *probe {
	t.Helper()
	v, err := vendorAt(t, name, d)
	require.NoError(t, err)
	first := v.steps[0].request // it decides whether the vendor can be asked
	v.steps = slices.DeleteFunc(v.steps, func(s step) bool { return s.request != first && !strings.HasPrefix(s.request, d.only) })
	described, err := descriptions[name]()
	require.NoError(t, err)
	p := newProbe(t.Context(), v, described)
	p.run()
	return p
}

func vendorAt(t *testing.T, name string, d deviation) (*vendor, error) {
	t.Helper()
	switch name {
	case "chargedesk":
		if d.big {
			return newDesk(where{baseURL: d.serve(t, bigWorld().desk) + "/v1"}, chargedesktest.Key)
		}
		return newDesk(where{baseURL: d.serve(t, world().desk) + "/v1"}, chargedesktest.Key)
	case "chargehound":
		return newHound(where{baseURL: d.serve(t, world().hound) + "/v1"}, chargehoundtest.Key)
	}
	return newBack(where{baseURL: d.serve(t, world().back) + "/api/v1"}, chargebacktest.PublicKey, chargebacktest.SecretKey)
}

// text is the whole report about one vendor, as Markdown and as JSON.
func (p *probe) text(t *testing.T) string {
	t.Helper()
	r := &report{Seen: reportDay().Format(time.DateOnly), Vendors: []*findings{p.findings()}}
	var out bytes.Buffer
	require.NoError(t, r.writeText(&out))
	require.NoError(t, r.writeJSON(&out))
	return out.String()
}
