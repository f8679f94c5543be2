package chargedesk_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/chargedesk"
	"github.com/chargekit/chargekit-go/chargedesk/chargedesktest"
)

const secret = "b7Qn0cN2xYd3sVw9Lk1pTe"

// shop is a handler in front of a fake, with what it was handed.
type shop struct {
	fake      *chargedesktest.Server
	handler   http.Handler
	delivered []*chargedesk.Delivery
	fail      error
	work      func()
}

func newShop(t *testing.T, cfg chargedesk.WebhookConfig) *shop {
	t.Helper()
	s := &shop{fake: newFake(t)}
	cfg.Token = secret
	handler, err := chargedesk.WebhookHandler(s.fake.Client(), cfg, func(_ context.Context, delivery *chargedesk.Delivery) error {
		if s.work != nil {
			s.work()
		}
		s.delivered = append(s.delivered, delivery)
		return s.fail
	})
	require.NoError(t, err)
	s.handler = handler
	return s
}

func (s *shop) post(body string) int {
	return s.send(http.MethodPost, secret, strings.NewReader(body), nil)
}

func (s *shop) send(method, secret string, body io.Reader, header http.Header) int {
	request := httptest.NewRequest(method, "https://shop.example/chargedesk/"+secret, body)
	for name, values := range header {
		request.Header[name] = values
	}
	response := httptest.NewRecorder()
	s.handler.ServeHTTP(response, request)
	return response.Code
}

func chargeEvent(id, kind, chargeID string) string {
	return fmt.Sprintf(`{"event_id":%q,"created":%d,"class":"charge","event":%q,"data":{"charge":{"charge_id":%q,"amount":"99999.00","status":"paid"}}}`, id,
		time.Now().Unix(), kind, chargeID)
}

func TestTheHandlerHandsOutTheObjectOfTheAPIAndNotThePayloads(t *testing.T) {
	t.Parallel()
	s := newShop(t, chargedesk.WebhookConfig{})
	charge := s.fake.SeedCharge("34.00", "USD")
	require.Equal(t, 200, s.post(chargeEvent("ev_1", "charge_paid", charge.ChargeID)))
	require.Len(t, s.delivered, 1)
	require.Equal(t, "34.00", s.delivered[0].Charge.Amount.String())
	require.Equal(t, "99999.00", s.delivered[0].Event.Data.Charge.Amount.String())

	customer, subscription := s.fake.SeedCustomer("Ada Loom"), s.fake.SeedSubscription("cus_ada", "7.50", "EUR")
	require.Equal(t, 200, s.post(`{"event_id":"ev_2","class":"customer","event":"customer_new","data":{"customer":{"customer_id":"`+customer+`"}}}`))
	require.Equal(t, "Ada Loom", s.delivered[1].Customer.Name)
	require.Equal(t, 200, s.post(`{"event_id":"ev_3","class":"subscription","event":"subscription_new","data":{"subscription":{"subscription_id":"`+subscription+`"}}}`))
	require.Equal(t, "7.50", s.delivered[2].Subscription.Amount.String())

	both := `{"event_id":"ev_4","class":"subscription","event":"subscription_new","data":{"customer":{"customer_id":"cus_none"},` +
		`"subscription":{"subscription_id":"` + subscription + `"}}}`
	require.Equal(t, 200, s.post(both))
	require.NotNil(t, s.delivered[3].Subscription, "the class says which of two")
	require.Nil(t, s.delivered[3].Customer)
	require.Equal(t, 200, s.post(strings.NewReplacer("ev_4", "ev_5", "subscription_new", "customer_new").Replace(both)))
	require.NotNil(t, s.delivered[4].Subscription, "and so it does where the type says otherwise")
}

func TestTheHandlerHandsOutTheEventAloneWhereNothingCanBeRead(t *testing.T) {
	t.Parallel()
	s := newShop(t, chargedesk.WebhookConfig{})
	for _, body := range []string{
		`{"event_id":"ev_1","class":"agent_log","event":"agent_log_new","data":{"agent_log":{"object_id":"ch_7Q"}}}`,
		`{"event_id":"ev_2","class":"ticket","event":"ticket_new","data":{"ticket":{}}}`,
		chargeEvent("ev_3", "charge_deleted", "ch_gone"),
	} {
		require.Equal(t, 200, s.post(body), body)
	}
	require.Len(t, s.delivered, 3)
	for _, delivery := range s.delivered {
		require.NotNil(t, delivery.Event)
		require.Nil(t, delivery.Charge)
		require.Nil(t, delivery.Customer)
		require.Nil(t, delivery.Subscription)
	}
	require.Len(t, s.fake.Requests(), 1, "only the charge was looked for")
}

func TestTheHandlerReadsAnewWhatTheEventItselfGarbles(t *testing.T) {
	t.Parallel()
	s := newShop(t, chargedesk.WebhookConfig{})
	charge := s.fake.SeedCharge("34.00", "USD").ChargeID
	for i, data := range []string{
		`{"charge":{"charge_id":%q,"amount":"1,234.00"}}`, `{"customer":{"customer_id":"cus_none"},"charge":{"charge_id":%q,"amount":"1,234.00"}}`,
	} {
		require.Equal(t, 200, s.post(fmt.Sprintf(`{"event_id":%d,"class":"charge","event":"charge_paid","data":`+data+`}`, i, charge)), data)
		require.Len(t, s.delivered, i+1)
		require.Equal(t, "34.00", s.delivered[i].Charge.Amount.String(), data)
	}
}

func TestTheHandlerRejectsWhatItShouldNotRead(t *testing.T) {
	t.Parallel()
	s := newShop(t, chargedesk.WebhookConfig{})
	good := chargeEvent("ev_1", "charge_paid", s.fake.SeedCharge("34.00", "USD").ChargeID)
	padded := func(size int) string { return good + strings.Repeat(" ", size-len(good)) }
	for _, c := range []struct {
		name, method, secret, body string
		header                     http.Header
		want                       int
	}{
		{"wrong token", "POST", strings.ToLower(secret), good, nil, 404},
		{"longer token", "POST", secret + "x", good, nil, 404},
		{"shorter token", "POST", secret[:21], good, nil, 404},
		{"no token", "POST", "", good, nil, 404},
		{"wrong token of a GET", "GET", "x", "", nil, 404},
		{"GET", "GET", secret, "", nil, 405},
		{"PUT", "PUT", secret, good, nil, 405},
		{"gzip", "POST", secret, good, http.Header{"Content-Encoding": {"gzip"}}, 415},
		{"identity", "POST", secret, chargeEvent("ev_2", "charge_paid", "ch_none"), http.Header{"Content-Encoding": {"identity"}}, 500},
		{"over a megabyte", "POST", secret, padded(1<<20 + 1), nil, 413},
		{"no event", "POST", secret, `{"hello":1}`, nil, 400},
		{"no JSON", "POST", secret, `hello`, nil, 400},
		{"nothing", "POST", secret, ``, nil, 400},
		{"a megabyte", "POST", secret, padded(1 << 20), nil, 200},
	} {
		before := len(s.fake.Requests())
		require.Equal(t, c.want, s.send(c.method, c.secret, strings.NewReader(c.body), c.header), c.name)
		if c.want != 200 && c.want != 500 {
			require.Len(t, s.fake.Requests(), before, "%s costs no call", c.name)
		}
	}
	require.Len(t, s.delivered, 1)
}

func TestTheHandlerReadsNothingOfABodyWithAWrongToken(t *testing.T) {
	t.Parallel()
	s := newShop(t, chargedesk.WebhookConfig{})
	require.Equal(t, 404, s.send("POST", "wrong", io.NopCloser(failingReader{t}), nil))
}

type failingReader struct{ t *testing.T }

func (r failingReader) Read([]byte) (int, error) {
	r.t.Error("the body was read")
	return 0, io.EOF
}

func TestTheHandlerAllowsOnlyAPOST(t *testing.T) {
	t.Parallel()
	s := newShop(t, chargedesk.WebhookConfig{})
	response := httptest.NewRecorder()
	s.handler.ServeHTTP(response, httptest.NewRequest(http.MethodGet, "/x/"+secret, nil))
	require.Equal(t, "POST", response.Header().Get("Allow"))
}

func TestAnEventIsHandledOnceAndAgainOnlyAfterAFailure(t *testing.T) {
	t.Parallel()
	var log bytes.Buffer
	s := newShop(t, chargedesk.WebhookConfig{Logger: slog.New(slog.NewTextHandler(&log, nil))})
	body := chargeEvent("ev_1", "charge_paid", s.fake.SeedCharge("34.00", "USD").ChargeID)

	s.fail = errors.New("the database is away")
	require.Equal(t, 500, s.post(body))
	require.Contains(t, log.String(), "the database is away")
	require.Contains(t, log.String(), "ev_1")
	require.NotContains(t, log.String(), secret)
	s.fail = nil
	require.Equal(t, 200, s.post(body))
	require.Equal(t, 200, s.post(body))
	require.Len(t, s.delivered, 2, "once failed and once done")
	require.Equal(t, 200, s.post(strings.Replace(body, "ev_1", "ev_2", 1)))
	require.Len(t, s.delivered, 3)
}

func TestTheHandlerStopsAWebhookOnlyWhenAsked(t *testing.T) {
	t.Parallel()
	s := newShop(t, chargedesk.WebhookConfig{})
	body := chargeEvent("ev_1", "charge_paid", s.fake.SeedCharge("34.00", "USD").ChargeID)
	s.fail = fmt.Errorf("shop closed: %w", chargedesk.ErrStopWebhook)
	require.Equal(t, 410, s.post(body))
}

func TestAnObjectThatIsStillMissingAfterAnHourIsGone(t *testing.T) {
	t.Parallel()
	s := newShop(t, chargedesk.WebhookConfig{})
	body := `{"event_id":"ev_1","created":%d,"class":"charge","event":"charge_paid","data":{"charge":{"charge_id":"ch_gone"}}}`
	require.Equal(t, 500, s.post(fmt.Sprintf(body, time.Now().Add(-59*time.Minute).Unix())))
	require.Empty(t, s.delivered)
	require.Equal(t, 200, s.post(fmt.Sprintf(body, time.Now().Add(-time.Hour).Unix())))
	require.Len(t, s.delivered, 1)
	require.Nil(t, s.delivered[0].Charge)
}

func TestAnObjectThatCannotBeReadIsAFailure(t *testing.T) {
	t.Parallel()
	s := newShop(t, chargedesk.WebhookConfig{})
	require.Equal(t, 500, s.post(chargeEvent("ev_1", "charge_paid", "ch_none")), "not found")
	require.Equal(t, 500, s.post(chargeEvent("ev_1", "charge_paid", "")), "no id")
	require.Equal(t, 500, s.post(`{"event_id":"ev_1","class":"customer","event":"customer_new","data":{"customer":{"customer_id":"grouped"}}}`))
	s.fake.FailNext(chargedesktest.Respond(200, `{"charge_id":"ch_other"}`))
	require.Equal(t, 500, s.post(chargeEvent("ev_1", "charge_paid", s.fake.SeedCharge("34.00", "USD").ChargeID)), "another one")
	s.fake.FailNext(chargedesktest.Respond(401, `{"error":"No such key."}`))
	require.Equal(t, 500, s.post(chargeEvent("ev_1", "charge_deleted", "ch_none")), "no 404")
	require.Empty(t, s.delivered)
}

func TestAnEventWithoutTheObjectItIsAboutIsAFailure(t *testing.T) {
	t.Parallel()
	s := newShop(t, chargedesk.WebhookConfig{})
	event := `{"event_id":"ev_1","class":%q,"event":%q,"data":%s}`
	for _, class := range []string{"charge", "customer", "subscription"} {
		for _, data := range []string{`{}`, `null`, `[]`, `{%q:{}}`, `{%q:"ch_7Q"}`, `{%q:[]}`, `{%q:null}`, `{"x":{%[1]q:{}}}`, `{%q:{"id":"ch_7Q"}}`} {
			data = strings.NewReplacer("%q", `"`+class+`"`, "%[1]q", `"`+class+`"`).Replace(data)
			require.Equal(t, 500, s.post(fmt.Sprintf(event, class, class+"_updated", data)), data)
			require.Equal(t, 500, s.post(fmt.Sprintf(event, "", class+"_updated", data)), "of a class that the type tells")
		}
	}
	require.Empty(t, s.delivered)
	require.Equal(t, 200, s.post(fmt.Sprintf(event, "charge", "charge_deleted", "{}")), "what is gone can't be read anyway")
	require.Equal(t, 200, s.post(strings.Replace(fmt.Sprintf(event, "agent_log", "agent_log_new", "{}"), "ev_1", "ev_2", 1)), "an entry of the log has no id")
	require.Len(t, s.delivered, 2)
}

func TestWebhookHandlerWantsARealSecret(t *testing.T) {
	t.Parallel()
	desk := silent(t)
	handle := func(context.Context, *chargedesk.Delivery) error { return nil }
	for name, try := range map[string]func() error{
		"client": func() error {
			return drop(chargedesk.WebhookHandler(nil, chargedesk.WebhookConfig{Token: secret}, handle))
		},
		"handle": func() error {
			return drop(chargedesk.WebhookHandler(desk, chargedesk.WebhookConfig{Token: secret}, nil))
		},
		"Token": func() error {
			return drop(chargedesk.WebhookHandler(desk, chargedesk.WebhookConfig{Token: secret[:21]}, handle))
		},
	} {
		bad, ok := errors.AsType[*chargedesk.ValidationError](try())
		require.True(t, ok, name)
		require.Equal(t, name, bad.Param)
	}
	for _, bad := range []string{"", "a/b" + secret, "a b" + secret, "é" + secret, secret + "%2F"} {
		require.Error(t, drop(chargedesk.WebhookHandler(desk, chargedesk.WebhookConfig{Token: bad}, handle)), bad)
	}
}
