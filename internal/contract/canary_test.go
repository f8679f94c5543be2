package contract

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/chargeback/chargebacktest"
	"github.com/chargekit/chargekit-go/chargedesk/chargedesktest"
	"github.com/chargekit/chargekit-go/chargehound/chargehoundtest"
)

// badDay is one way for a call to end.
type badDay struct {
	in       input
	fault    *fault        // of every request
	location string        // added to the response
	patience time.Duration // of the caller; 0 for no limit
	some     bool          // only some methods fail
}

// What a vendor says in an error, and what else its body has: the message is the
// vendor's own and is shown, without addresses and card numbers; the rest is not.
// It has spaces, since a word with an address in it is left out as a whole.
const (
	said  = "Rejected for " + canaryMail + " (card 4242 4242 4242 4242, a%40canary.person)."
	extra = `{ "name": "` + canaryName + `", "email": "` + canaryMail + `", "amount": "` + canaryAmount + `" }`
)

// response is a response in the shape of each vendor's errors.
func response(status int) *fault {
	desk := `{"error":{"message":"` + said + `","incorrect_parameter":"customer[email]"}, "customer": ` + extra + `}`
	hound := fmt.Sprintf(`{"livemode":false,"error":{"status":%d,"type":"invalid_request","message":%q}, "dispute": %s}`, max(status, 400), said, extra)
	back := `{"status":"error","message":"` + said + `", "order": ` + extra + `}`
	return &fault{chargedesktest.Respond(status, desk), chargehoundtest.Respond(status, hound), chargebacktest.Respond(status, back)}
}

func body(status int, text string) *fault {
	return &fault{chargedesktest.Respond(status, text), chargehoundtest.Respond(status, text), chargebacktest.Respond(status, text)}
}

func tooMany(after string) *fault {
	return &fault{chargedesktest.TooManyRequests(after), chargehoundtest.TooManyRequests(after), chargebacktest.TooManyRequests(after)}
}

func cutAfter(n int) *fault {
	return &fault{chargedesktest.TruncateResponse(n), chargehoundtest.TruncateResponse(n), chargebacktest.TruncateResponse(n)}
}

func page(status int) *fault {
	return &fault{chargedesktest.RespondHTML(status), chargehoundtest.RespondHTML(status), chargebacktest.RespondHTML(status)}
}

func delay(d time.Duration) *fault {
	return &fault{chargedesktest.Delay(d), chargehoundtest.Delay(d), chargebacktest.Delay(d)}
}

var (
	dropBefore = &fault{chargedesktest.DropBefore, chargehoundtest.DropBefore, chargebacktest.DropBefore}
	dropAnswer = &fault{chargedesktest.DropResponse, chargehoundtest.DropResponse, chargebacktest.DropResponse}
)

const elsewhere = "?email=canary.person%40mail.test&q=" + canaryQuery + "#" + canaryQuery

var badDays = map[string]badDay{
	"success":                   {some: true},
	"dropped before":            {fault: dropBefore},
	"response dropped":          {fault: dropAnswer},
	"cut to nothing":            {fault: cutAfter(0)},
	"cut":                       {fault: cutAfter(1)},
	"HTML 502":                  {fault: page(502)},
	"HTML 200":                  {fault: page(200), some: true},
	"400":                       {fault: response(400)},
	"401":                       {fault: response(401)},
	"403":                       {fault: response(403)},
	"404":                       {fault: response(404)},
	"408":                       {fault: response(408)},
	"409":                       {fault: response(409)},
	"422":                       {fault: response(422)},
	"429":                       {fault: tooMany("")},
	"429, now":                  {fault: tooMany("0")},
	"429, in an hour":           {fault: tooMany("3600")},
	"429, past the deadline":    {fault: tooMany("60"), patience: 30 * time.Second},
	"500":                       {fault: response(500)},
	"503":                       {fault: response(503)},
	"error in a 200":            {fault: response(200), some: true},
	"empty 200":                 {fault: body(200, ""), some: true},
	"200, not JSON":             {fault: body(200, canaryName+" "+canaryMail+" "+canaryAmount), some: true},
	"200, JSON that ends early": {fault: body(200, `{"data":[{"name":"`+canaryName+`","amount":"`+canaryAmount), some: true},
	"200, a text":               {fault: body(200, `"`+canaryName+`"`), some: true},
	"200, a number":             {fault: body(200, canaryAmount), some: true},
	"200, a list":               {fault: body(200, `["`+canaryName+`",`+canaryAmount+`]`), some: true},
	"200, a field twice":        {fault: body(200, `{"`+canaryName+`":1,"`+canaryName+`":2}`), some: true},
	"204":                       {fault: body(204, ""), some: true},
	"302":                       {fault: body(302, ""), location: "https://elsewhere.test/v1/landing" + elsewhere},
	"302 with an address":       {fault: body(302, ""), location: "/v1/customers/" + canaryMail + elsewhere},
	"302 with a user":           {fault: body(302, ""), location: "https://" + canaryName[:7] + ":" + canaryCard + "@elsewhere.test/" + elsewhere},
	"302 to nowhere":            {fault: body(302, ""), location: "http://[::1" + elsewhere},
	"307":                       {fault: body(307, ""), location: "https://elsewhere.test/v1/landing?q=" + canaryQuery},
	"cancelled":                 {patience: -1},
	"cancelled meanwhile":       {fault: delay(time.Hour), patience: time.Minute},
	"timeout of each attempt":   {fault: delay(24 * time.Hour)},
	"an empty id, empty params": {in: emptyID, some: true},
	"an id that is none":        {in: badID, some: true},
	"malformed params":          {in: malformed, some: true},
	"card numbers in params":    {in: carded, some: true},
}

// The keys of a client are in nothing that it says, and neither error texts nor
// logs have personal data, amounts or the query, whatever goes wrong with
// whichever method.
func TestCanaryInWhatClientsSay(t *testing.T) {
	t.Parallel()
	for _, vendor := range vendors {
		t.Run(vendor, func(t *testing.T) {
			t.Parallel()
			s, sent := newSearch(vendor), map[string]int{}
			calls, failed := 0, map[string]int{}
			for _, method := range serviceMethods(vendor) {
				for name, day := range badDays {
					cell := vendor + " " + method + ", " + name
					var err error
					synctest.Test(t, func(t *testing.T) {
						w := newWorld(vendor, method, s.logger)
						defer w.fake.Close()
						if err = day.make(t, s, cell, w); name == "success" || name == "429" {
							s.client(cell, w.client)
							s.client(cell, w.plain)
						}
						countCanaries(sent, w)
					})
					calls++
					if err != nil {
						failed[name]++
					}
					assert.True(t, day.some || err != nil, "%s: no error", cell)
					assert.False(t, name == "success" && err != nil, "%s: %v", cell, err)
				}
			}
			t.Logf("%d methods, %d ways to end, %d calls; requests with canaries: %v", len(serviceMethods(vendor)), len(badDays), calls, sent)
			for name := range badDays {
				never := name == "success" || name == "card numbers in params" && vendor != "chargeback"
				assert.Equal(t, !never, failed[name] > 0, "%s: %d methods fail", name, failed[name])
			}
			for _, canary := range []string{"mail", "name", "query"} {
				assert.Positive(t, sent[canary], "requests with the %s", canary)
			}
			maps.DeleteFunc(failed, func(name string, n int) bool { return n == len(serviceMethods(vendor)) })
			t.Logf("all methods fail, but for: %v", failed)
			s.report(t)
		})
	}
}

// make makes the call, and searches what comes of it.
func (day badDay) make(t *testing.T, s *search, cell string, w *world) error {
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	switch {
	case day.patience < 0:
		cancel()
	case day.patience > 0:
		ctx, cancel = context.WithTimeout(ctx, day.patience)
		defer cancel()
	}
	if day.fault != nil {
		w.fail(*day.fault, -1)
	}
	if day.location != "" {
		w.hook = func(resp *http.Response) { resp.Header.Set("Location", day.location) }
	}
	if s.ids = []string{canaryID}; strings.Trim(w.id, "0123456789") != "" { // or it could be anything
		s.ids = append(s.ids, w.id)
	}
	results, err := w.call(ctx, day.in)
	s.outcome(cell, w, results, err)
	return err
}

// countCanaries makes sure that there was something to find.
func countCanaries(sent map[string]int, w *world) {
	for _, r := range w.requests() {
		for name, canary := range map[string]string{"mail": "canary.person", "name": "Wrenfield", "card": canaryCard, "amount": canaryAmount, "cents": fmt.Sprint(canaryMinor), "query": canaryQuery} {
			if strings.Contains(r.text, canary) {
				sent[name]++
			}
		}
	}
}

// The search itself: a key in any form, and personal data, have to be found.
func TestCanaryIsFound(t *testing.T) {
	t.Parallel()
	s := newSearch("chargeback")
	s.failure("test", errors.New("GET /x?q="+canaryQuery+" of "+canaryMail), personal)
	require.NotZero(t, s.hits[inErrors+": "+canaryQuery])
	require.NotZero(t, s.hits[inErrors+": canary.person"])
	header := http.Header{}
	r := &http.Request{Header: header}
	r.SetBasicAuth(canaryPublic, canaryKey)
	before := len(s.hits)
	s.dump("test", struct{ h http.Header }{header})
	require.Greater(t, len(s.hits), before, "the header")
	before = len(s.hits)
	s.dump("test", struct{ b []byte }{[]byte(canaryKey)})
	require.Greater(t, len(s.hits), before, "bytes")
}
