package chargehound_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/chargehound"
	"github.com/chargekit/chargekit-go/chargehound/chargehoundtest"
)

const secretToken = "k3yWo5xvJm0Zr8sQnT4uLd"

// hooks is a handler under test, the fake it asks, and the work it was given.
type hooks struct {
	http.Handler
	hound *chargehoundtest.Server
	mu    sync.Mutex
	work  []string
	fail  error
}

func newHooks(t *testing.T, change func(*chargehound.WebhookConfig), opts ...chargehoundtest.Option) *hooks {
	t.Helper()
	h := &hooks{hound: chargehoundtest.NewTestServer(t, opts...)}
	h.hound.SeedDisputeWith(chargehoundtest.Dispute{ID: "dp_7Q", Charge: "ch_7Q", AccountID: "acct_9K", Amount: 7340})
	config := chargehound.WebhookConfig{Token: secretToken}
	if change != nil {
		change(&config)
	}
	handler, err := chargehound.WebhookHandler(h.hound.Client(noRetry), config, h.do)
	require.NoError(t, err)
	h.Handler = handler
	return h
}

func (h *hooks) do(_ context.Context, d *chargehound.Delivery) error {
	h.mu.Lock()
	defer h.mu.Unlock()
	text := string(d.Event.Type)
	if d.Dispute != nil {
		text += fmt.Sprintf(" %s %d", d.Dispute.ID, d.Dispute.Amount)
	}
	h.work = append(h.work, text)
	return h.fail
}

func (h *hooks) post(body string, change ...func(*http.Request)) *httptest.ResponseRecorder {
	r := httptest.NewRequest(http.MethodPost, "/hooks/chargehound/"+secretToken, strings.NewReader(body))
	for _, f := range change {
		f(r)
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

func eventJSON(id, kind, more string) string {
	return fmt.Sprintf(`{"id": %q, "type": %q, "object": "webhook", "livemode": false%s}`, id, kind, more)
}

var created = eventJSON("wh_1", "dispute.created", `, "dispute": "dp_7Q"`)

func TestHandlerRejectsWhatIsNotChargehounds(t *testing.T) {
	t.Parallel()
	to := func(path string) func(*http.Request) { return func(r *http.Request) { r.URL.Path = path } }
	header := func(name, value string) func(*http.Request) {
		return func(r *http.Request) { r.Header.Set(name, value) }
	}
	big := created[:len(created)-1] + `, "x": "` + strings.Repeat("x", 1<<20) + `"}`
	exact := created + strings.Repeat(" ", 1<<20-len(created))
	for _, c := range []struct {
		name   string
		body   string
		change func(*http.Request)
		status int
	}{
		{"no token", created, to("/hooks/chargehound/"), 404},
		{"wrong token", created, to("/hooks/chargehound/" + secretToken[1:] + "x"), 404},
		{"token and more", created, to("/hooks/chargehound/" + secretToken + "x"), 404},
		{"token not last", created, to("/" + secretToken + "/x"), 404},
		{"wrong token, other method", created, func(r *http.Request) { r.Method, r.URL.Path = "GET", "/x" }, 404},
		{"GET", created, func(r *http.Request) { r.Method = http.MethodGet }, 405},
		{"PUT", created, func(r *http.Request) { r.Method = http.MethodPut }, 405},
		{"compressed", created, header("Content-Encoding", "gzip"), 415},
		{"a byte too long", exact + " ", nil, 413},
		{"much too long", big, nil, 413},
		{"empty", "", nil, 400},
		{"no JSON", "<html>", nil, 400},
		{"a list", "[" + created + "]", nil, 400},
		{"twice", created + created, nil, 400},
		{"no type and no dispute", eventJSON("wh_1", "", ""), nil, 400},
		{"no dispute", eventJSON("wh_1", "dispute.created", ""), nil, 500},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			h := newHooks(t, nil)
			if c.change == nil {
				c.change = func(*http.Request) {}
			}
			w := h.post(c.body, c.change)
			require.Equal(t, c.status, w.Code)
			require.Empty(t, w.Body.String())
			require.Empty(t, h.work)
			require.Empty(t, h.hound.Requests(), "calls of the API")
			require.Equal(t, c.status == 405, w.Header().Get("Allow") == http.MethodPost)
		})
	}
	h := newHooks(t, nil)
	require.Equal(t, 200, h.post(exact).Code, "exactly the bound is allowed")
	require.Equal(t, 200, h.post(eventJSON("wh_2", "test", ""), header("Content-Encoding", "identity"), to("/"+secretToken)).Code)
}

func TestHandlerHandsOutTheDisputeItHasRead(t *testing.T) {
	t.Parallel()
	h := newHooks(t, nil)
	for i, c := range []struct{ kind, more, work string }{
		{"dispute.created", `, "dispute": "dp_7Q", "amount": 1`, "dispute.created dp_7Q 7340"},
		{"dispute.updated", `, "dispute": "dp_7Q"`, "dispute.updated dp_7Q 7340"},
		{"dispute.submitted", `, "dispute": "dp_7Q", "account_id": null`, "dispute.submitted dp_7Q 7340"},
		{"dispute.closed", `, "dispute": "dp_7Q"`, "dispute.closed dp_7Q 7340"},
		{"dispute.response.generated", `, "dispute": "dp_7Q", "charge": "ch_7Q", "account_id": "acct_9K", "evidence": {}, "response_url": "https://x"`, "dispute.response.generated dp_7Q 7340"},
		{"dispute.response.generated", `, "dispute_id": "dp_7Q", "external_charge": "ch_7Q", "user_id": "acct_9K"`, "dispute.response.generated dp_7Q 7340"},
		{"test", "", "test"},
		{"template.changed", "", "template.changed"},
		{"template.changed", `, "dispute": "dp_7Q"`, "template.changed dp_7Q 7340"},
	} {
		h.hound.ClearRequests()
		w := h.post(eventJSON(fmt.Sprint("wh_", i), c.kind, c.more))
		require.Equal(t, http.StatusOK, w.Code, c.kind)
		require.Equal(t, c.work, h.work[i])
		require.Equal(t, strings.Contains(c.work, "dp_7Q"), len(h.hound.Requests()) == 1)
	}
}

func TestHandlerRejectsAnEventAboutSomethingElse(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		body   string
		status int
	}{
		"unknown dispute": {eventJSON("wh_1", "dispute.created", `, "dispute": "dp_0"`), 500},
		"live event":      {strings.Replace(created, "false", "true", 1), 500},
		"other charge":    {eventJSON("wh_1", "dispute.created", `, "dispute": "dp_7Q", "charge": "ch_0"`), 500},
		"other account":   {eventJSON("wh_1", "dispute.created", `, "dispute": "dp_7Q", "account_id": "acct_0"`), 500},
		"path as an id":   {eventJSON("wh_1", "dispute.created", `, "dispute": ".."`), 500},
	} {
		h := newHooks(t, nil)
		require.Equal(t, c.status, h.post(c.body).Code, name)
		require.Empty(t, h.work, name)
	}
}

func TestEventIsDoneOnceAndOnlyThenAcknowledged(t *testing.T) {
	t.Parallel()
	h := newHooks(t, nil)
	h.fail = errors.New("database down")
	require.Equal(t, http.StatusInternalServerError, h.post(created).Code)
	h.fail = nil
	require.Equal(t, http.StatusOK, h.post(created).Code, "a failed event is done again")
	h.hound.ClearRequests()
	require.Equal(t, http.StatusOK, h.post(created).Code, "a replay is acknowledged")
	require.Len(t, h.work, 2, "and not done again")
	require.Empty(t, h.hound.Requests())
}

func TestEventIsNotAcknowledgedWhileTheAPIIsDown(t *testing.T) {
	t.Parallel()
	h := newHooks(t, nil)
	h.hound.FailNext(chargehoundtest.RespondHTML(502))
	require.Equal(t, http.StatusInternalServerError, h.post(created).Code)
	require.Empty(t, h.work)
	require.Equal(t, http.StatusOK, h.post(created).Code)
}

func TestSecondDeliveryWaitsForTheFirst(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		hound := chargehoundtest.NewTestServer(t, chargehoundtest.InMemory())
		var work int
		handler, err := chargehound.WebhookHandler(hound.Client(), chargehound.WebhookConfig{Token: secretToken},
			func(context.Context, *chargehound.Delivery) error {
				work++
				time.Sleep(time.Minute)
				return nil
			})
		require.NoError(t, err)
		h := &hooks{Handler: handler}
		start, codes := time.Now(), make(chan int, 3)
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		go func() { codes <- h.post(eventJSON("wh_1", "test", "")).Code }()
		synctest.Wait()
		go func() { codes <- h.post(eventJSON("wh_1", "test", "")).Code }()
		go func() {
			codes <- h.post(eventJSON("wh_1", "test", ""), func(r *http.Request) { *r = *r.WithContext(ctx) }).Code
		}()
		require.Equal(t, http.StatusInternalServerError, <-codes, "a sender that leaves is not kept")
		require.Equal(t, http.StatusOK, <-codes)
		require.Equal(t, http.StatusOK, <-codes)
		require.Equal(t, time.Minute, time.Since(start))
		require.Equal(t, 1, work)
	})
}

func TestPanickingWorkLeavesTheEventFree(t *testing.T) {
	t.Parallel()
	broken := true
	hound := chargehoundtest.NewTestServer(t)
	handler, err := chargehound.WebhookHandler(hound.Client(), chargehound.WebhookConfig{Token: secretToken},
		func(context.Context, *chargehound.Delivery) error {
			if broken {
				panic("bug")
			}
			return nil
		})
	require.NoError(t, err)
	h := &hooks{Handler: handler}
	require.Panics(t, func() { h.post(eventJSON("wh_1", "test", "")) })
	broken = false
	require.Equal(t, http.StatusOK, h.post(eventJSON("wh_1", "test", "")).Code)
}

func TestFloodWithoutTheTokenCallsNothing(t *testing.T) {
	t.Parallel()
	h := newHooks(t, nil)
	for range 10_000 {
		h.post(created, func(r *http.Request) { r.URL.Path = "/hooks/chargehound/guess" })
	}
	require.Empty(t, h.hound.Requests())
}

func TestWebhooksOfTheFakeArriveInAllVersions(t *testing.T) {
	t.Parallel()
	for _, version := range []string{chargehound.APIVersion20160305, chargehound.APIVersion20171030, chargehound.APIVersion20200228, chargehound.APIVersion20210915} {
		h := newHooks(t, nil, chargehoundtest.WithAPIVersion(version))
		shop := httptest.NewServer(h)
		h.hound.DeliverWebhooksTo(shop.URL + "/" + secretToken)
		h.hound.AddTemplate("goods")
		id := h.hound.SeedDisputeWith(chargehoundtest.Dispute{Template: "goods", Amount: 100})
		_, err := h.hound.Client().Disputes.Submit(t.Context(), id, nil)
		require.NoError(t, err)
		require.NoError(t, h.hound.Resolve(id, "won"))
		h.hound.SendTestWebhook()
		h.hound.DeliverDue(t.Context())
		shop.Close()

		for _, delivery := range h.hound.Deliveries() {
			require.True(t, delivery.Delivered, "%s", delivery.Body)
		}
		require.Subset(t, h.work, []string{"dispute.created " + id + " 100", "dispute.submitted " + id + " 100", "dispute.closed " + id + " 100", "test"}, version)
	}
}

// A sender waits for the response, so an API that hangs must not keep it.
func TestHandlerGivesUpAnAPIThatHangs(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		h := newHooks(t, nil, chargehoundtest.InMemory())
		h.hound.FailNext(chargehoundtest.Delay(time.Hour))
		start := time.Now()
		require.Equal(t, http.StatusInternalServerError, h.post(created).Code)
		require.Equal(t, 20*time.Second, time.Since(start))
		require.Empty(t, h.work)
	})
}
