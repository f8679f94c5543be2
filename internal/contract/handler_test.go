package contract

import (
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/chargeback/chargebacktest"
	"github.com/chargekit/chargekit-go/chargedesk/chargedesktest"
	"github.com/chargekit/chargekit-go/chargehound/chargehoundtest"
)

// fakes are the handlers of the three fakes, with the keys that they know.
var fakes = map[string]func() (handler http.Handler, user, password string){
	"chargedesk": func() (http.Handler, string, string) {
		return chargedesktest.NewHandler(chargedesktest.WithKey("k"), chargedesktest.WithoutRateLimit()), "k", ""
	},
	"chargehound": func() (http.Handler, string, string) {
		return chargehoundtest.NewHandler(chargehoundtest.WithKey("k")), "k", ""
	},
	"chargeback": func() (http.Handler, string, string) {
		return chargebacktest.NewHandler(chargebacktest.WithKeys("p", "s")), "p", "s"
	},
}

var placeholder = regexp.MustCompile(`\{[^}]+\}`)

// handledBy tells whether the fake of a vendor knows an operation: whether it
// responds otherwise than to a path that nobody has. What an unknown id and a
// missing parameter give is the fake's own business, as long as it is no crash.
func handledBy(t *testing.T, d *description) func(described) bool {
	handler, user, password := fakes[d.vendor]()
	response := func(verb, path string) (int, string) {
		req := httptest.NewRequestWithContext(t.Context(), verb, d.base+path, nil)
		req.SetBasicAuth(user, password)
		recorder := httptest.NewRecorder()
		handler.ServeHTTP(recorder, req)
		return recorder.Code, recorder.Body.String()
	}
	status, body := response(http.MethodGet, "/nobody/has/this")
	require.Equal(t, http.StatusNotFound, status)
	return func(o described) bool {
		gotStatus, gotBody := response(o.verb, placeholder.ReplaceAllString(o.route, "none"))
		assert.NotEqual(t, http.StatusUnauthorized, gotStatus)
		assert.Less(t, gotStatus, 500, "%s %s: %s", o.verb, o.route, gotBody)
		if word, general := d.shadow(o); word != "" {
			_, taken := response(o.verb, general)
			if gotBody == strings.ReplaceAll(taken, "none", word) {
				return false // the word was taken for an id
			}
		}
		return gotStatus != http.StatusMethodNotAllowed && (gotStatus != status || gotBody != body)
	}
}

// shadow finds the operation that would get the requests of one with a fixed
// word at its end if that had no handler: /charges/{charge_id} for /charges/preview.
func (d *description) shadow(o described) (word, path string) {
	folder, last := o.route[:strings.LastIndex(o.route, "/")+1], o.route[strings.LastIndex(o.route, "/")+1:]
	for _, other := range d.operations {
		rest, ok := strings.CutPrefix(other.route, folder)
		if ok && other.verb == o.verb && rest != last && placeholder.FindString(rest) == rest {
			return last, folder + "none"
		}
	}
	return "", ""
}
