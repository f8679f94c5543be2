package chargedesk_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/chargedesk"
	"github.com/chargekit/chargekit-go/chargedesk/chargedesktest"
)

func TestNewRejectsWhatCannotWork(t *testing.T) {
	t.Parallel()
	for name, opts := range map[string][]chargedesk.Option{
		"nil option": {nil}, "base URL": {chargedesk.WithBaseURL("http://api.example.com")}, "userinfo": {chargedesk.WithBaseURL("https://key@api.example.com")},
		"nil client": {chargedesk.WithHTTPClient(nil)}, "nil middleware": {chargedesk.WithMiddleware(nil)}, "timeout": {chargedesk.WithAttemptTimeout(0)},
		"retry":  {chargedesk.WithRetry(chargedesk.RetryPolicy{MaxRetries: -1})},
		"logger": {chargedesk.WithLogger(nil)}, "user agent": {chargedesk.WithUserAgent("a\nb")}, "bytes": {chargedesk.WithMaxResponseBytes(0)},
	} {
		_, err := chargedesk.New("sk_test_fake", opts...)
		_, ok := errors.AsType[*chargedesk.ValidationError](err)
		require.True(t, ok, "%s: %v", name, err)
	}
	for _, key := range []string{"", "sk\n", "sk\x00"} {
		_, err := chargedesk.New(key)
		_, ok := errors.AsType[*chargedesk.ValidationError](err)
		require.True(t, ok, "%q: %v", key, err)
	}
	desk, err := chargedesk.New("sk_test_fake", chargedesk.WithAttemptTimeout(time.Second), chargedesk.WithLogger(slog.New(slog.DiscardHandler)),
		chargedesk.WithUserAgent("shop/1"), chargedesk.WithMaxResponseBytes(1000), chargedesk.WithRetry(chargedesk.DefaultRetryPolicy()))
	require.NoError(t, err)
	require.NotContains(t, fmt.Sprintf("%v %+v %#v", desk, desk, desk), "sk_test_fake")
}

func TestDoReachesAnyEndpoint(t *testing.T) {
	t.Parallel()
	fake := newFake(t)
	charge := fake.SeedCharge("34.00", "USD")
	desk := fake.Client()
	var page struct {
		Data []struct {
			ChargeID string `json:"charge_id"`
		} `json:"data"`
	}
	require.NoError(t, desk.Do(t.Context(), http.MethodGet, "/charges", url.Values{"count": {"1"}}, &page))
	require.Equal(t, charge.ChargeID, page.Data[0].ChargeID)
	require.Equal(t, "1", fake.LastRequest().Query.Get("count"))

	require.NoError(t, desk.Do(t.Context(), http.MethodPost, "/charges/"+charge.ChargeID, url.Values{"description": {"new"}}, nil))
	require.Equal(t, "description=new", string(fake.LastRequest().Body))
	require.ErrorIs(t, desk.Do(t.Context(), http.MethodGet, "/tickets", nil, nil), chargedesk.ErrNotFound)
	for _, path := range []string{"charges", "/charges/{charge_id}", "/charges?x=1"} {
		_, ok := errors.AsType[*chargedesk.ValidationError](desk.Do(t.Context(), http.MethodGet, path, nil, nil))
		require.True(t, ok, path)
	}
	_, ok := errors.AsType[*chargedesk.DecodeError](desk.Do(t.Context(), http.MethodGet, "/charges", nil, new(string)))
	require.True(t, ok)
}

func TestDoIsSentOnceUnlessItIsSaidToBeRepeatable(t *testing.T) {
	t.Parallel()
	fake := newFake(t)
	charge := fake.SeedCharge("34.00", "USD")
	desk, path := fake.Client(), "/charges/"+charge.ChargeID
	fake.FailNext(chargedesktest.DropResponse)
	require.ErrorIs(t, desk.Do(t.Context(), http.MethodPost, path, nil, nil), chargedesk.ErrOutcomeUnknown)
	fake.FailNext(chargedesktest.DropResponse)
	require.NoError(t, desk.Do(t.Context(), http.MethodPost, path, nil, nil, chargedesk.WithRepeatable()))
	fake.FailNext(chargedesktest.DropResponse)
	require.NoError(t, desk.Do(t.Context(), http.MethodGet, path, nil, nil))
}

func TestCallOptions(t *testing.T) {
	t.Parallel()
	fake := newFake(t)
	charge := fake.SeedCharge("34.00", "USD")
	desk := fake.Client()
	var response chargedesk.Response
	_, err := desk.Charges.Update(t.Context(), charge.ChargeID, nil,
		chargedesk.WithHeader("X-Trace", "abc"), chargedesk.WithQuery("debug", "1"), chargedesk.WithParam("customer[name]", "Ada"), chargedesk.WithResponse(&response),
		chargedesk.WithCallAttemptTimeout(time.Second))
	require.NoError(t, err)
	last := fake.LastRequest()
	require.Equal(t, "abc", last.Header.Get("X-Trace"))
	require.Equal(t, "1", last.Query.Get("debug"))
	require.Equal(t, "customer%5Bname%5D=Ada", string(last.Body))
	require.Equal(t, 200, response.StatusCode)
	require.Equal(t, 1, response.Attempts)
	require.True(t, json.Valid(response.Body))
	require.False(t, response.Finished.Before(response.Started))

	fake.FailNext(chargedesktest.Respond(503, ""), chargedesktest.Respond(503, ""))
	_, err = desk.Charges.Get(t.Context(), charge.ChargeID, chargedesk.WithCallRetry(chargedesk.RetryPolicy{}), chargedesk.WithResponse(&response))
	require.ErrorIs(t, err, chargedesk.ErrServer)
	require.Equal(t, 1, response.Attempts)

	for name, opt := range map[string]chargedesk.CallOption{
		"nil": nil, "response": chargedesk.WithResponse(nil), "authorization": chargedesk.WithHeader("Authorization", "x"),
		"idempotency": chargedesk.WithHeader("Idempotency-Key", "x"),
		"timeout":     chargedesk.WithCallAttemptTimeout(0), "retry": chargedesk.WithCallRetry(chargedesk.RetryPolicy{MaxRateLimitWaits: -1}),
	} {
		_, err := silent(t).Charges.Get(t.Context(), "ch_7Q", opt)
		_, ok := errors.AsType[*chargedesk.ValidationError](err)
		require.True(t, ok, "%s: %v", name, err)
	}
}

func TestErrorsTellWhatTheyAreAbout(t *testing.T) {
	t.Parallel()
	for status, sentinel := range map[int]error{
		400: chargedesk.ErrBadRequest, 422: chargedesk.ErrBadRequest, 401: chargedesk.ErrUnauthorized, 403: chargedesk.ErrForbidden, 404: chargedesk.ErrNotFound,
		409: chargedesk.ErrConflict, 429: chargedesk.ErrRateLimited, 500: chargedesk.ErrServer, 502: chargedesk.ErrServer,
	} {
		for _, body := range []string{`{"error":{"message":"No.","incorrect_parameter":"amount"}}`, "<html>no</html>", ""} {
			_, err := replying(t, status, body).Charges.Get(t.Context(), "ch_7Q")
			require.ErrorIs(t, err, sentinel, "%d %s", status, body)
			failure, ok := errors.AsType[*chargedesk.Error](err)
			require.True(t, ok)
			require.Equal(t, status, failure.StatusCode)
			require.Equal(t, "ch_7Q", failure.ObjectID)
			require.Equal(t, "/charges/{charge_id}", failure.Route)
			require.Equal(t, body, string(failure.Body))
			require.Equal(t, strings.HasPrefix(body, "{"), failure.Param == "amount")
			for _, other := range []error{
				chargedesk.ErrBadRequest, chargedesk.ErrUnauthorized, chargedesk.ErrForbidden, chargedesk.ErrNotFound, chargedesk.ErrConflict,
				chargedesk.ErrRateLimited, chargedesk.ErrServer, chargedesk.ErrOutcomeUnknown,
			} {
				require.Equal(t, other == sentinel, errors.Is(err, other), "%d is %v", status, other)
			}
			require.NotContains(t, err.Error(), "ch_7Q")
			require.NotContains(t, err.Error(), "html")
		}
	}
}

func TestErrorsAreFitForALog(t *testing.T) {
	t.Parallel()
	var log bytes.Buffer
	logger := slog.New(slog.NewTextHandler(&log, nil))
	_, rejected := replying(t, 404, `{"error":"No."}`).Charges.Get(t.Context(), "ch_canary")
	_, unreadable := replying(t, 200, `{"charge_id":"canary`).Charges.Get(t.Context(), "ch_canary")
	logger.Error("rejected", "err", rejected)
	logger.Error("unreadable", "err", unreadable)
	require.Contains(t, log.String(), "err.status=404")
	require.Contains(t, log.String(), "err.route=/charges/{charge_id}")
	require.NotContains(t, log.String(), "canary")
	require.ErrorIs(t, unreadable, io.ErrUnexpectedEOF)
	for _, body := range []string{`{"error":{"message":"No.","incorrect_parameter":"ch_canary sk_test_fake"}}`, `{"charge_id":"canary`} {
		_, echoed := answering(t, func(r *http.Request) (*http.Response, error) {
			response := replyTo(r, body)
			response.Header.Set("Request-Id", "req_1 ch_canary c2tfdGVzdF9mYWtlOg== 4242424242424242 ada@example.com")
			return response, nil
		}).Charges.Get(t.Context(), "ch_canary")
		require.Error(t, echoed)
		logger.Error("echoed", "err", echoed)
	}
	require.Equal(t, 2, strings.Count(log.String(), `err.request_id="req_1 … … … …"`), log.String())
	require.Contains(t, log.String(), `err.param="… …"`)
	require.NotContains(t, log.String(), "canary")
	failure, ok := errors.AsType[*chargedesk.DecodeError](unreadable)
	require.True(t, ok)
	require.Equal(t, `{"charge_id":"canary`, string(failure.Body))

	_, deep := replying(t, 200, `{"x":`+strings.Repeat("[", 20_000)).Charges.Get(t.Context(), "ch_7Q")
	failure, ok = errors.AsType[*chargedesk.DecodeError](deep)
	require.True(t, ok)
	require.NotEmpty(t, failure.LimitExceeded)
}

func TestAResponseToARefundThatCannotBeReadIsAReasonToLook(t *testing.T) {
	t.Parallel()
	for _, body := range []string{"", "<html>", `{"charge_id":`, `[]`, `{}`, `null`, `{"success":false}`} {
		desk := replying(t, 200, body)
		_, err := desk.Gateway.Refund(t.Context(), "ch_7Q", &chargedesk.RefundParams{Amount: dollars})
		_, ok := errors.AsType[*chargedesk.DecodeError](err)
		require.True(t, ok, "%s: %v", body, err)
		require.ErrorIs(t, err, chargedesk.ErrOutcomeUnknown, body)

		_, err = desk.Charges.Get(t.Context(), "ch_7Q")
		_, ok = errors.AsType[*chargedesk.DecodeError](err)
		require.True(t, ok, "%s: %v", body, err)
		require.NotErrorIs(t, err, chargedesk.ErrOutcomeUnknown, body)
	}
}

func TestMiddlewareSeesTheRoute(t *testing.T) {
	t.Parallel()
	fake := newFake(t)
	var routes []string
	desk := fake.Client(chargedesk.WithMiddleware(func(next http.RoundTripper) http.RoundTripper {
		return roundTripper(func(r *http.Request) (*http.Response, error) {
			routes = append(routes, chargedesk.RouteFromContext(r.Context()))
			return next.RoundTrip(r)
		})
	}))
	_, err := desk.Customers.Get(t.Context(), "ada@example.com")
	require.ErrorIs(t, err, chargedesk.ErrNotFound)
	require.Equal(t, []string{"/customers/{customer_id}"}, routes)
	require.Empty(t, chargedesk.RouteFromContext(context.Background()))
}

func TestAmounts(t *testing.T) {
	t.Parallel()
	require.Equal(t, "34.50", chargedesk.NewAmount(decimal.New(3450, -2)).String())
	require.Equal(t, "12000", chargedesk.NewAmount(decimal.New(12, 3)).String())
	require.True(t, chargedesk.MustAmount("1.5").Equal(chargedesk.MustAmount("1.50")))
	require.False(t, chargedesk.MustAmount("0").Equal(chargedesk.Amount{}))
	require.Panics(t, func() { chargedesk.MustAmount("1,000") })
	require.True(t, chargedesk.NewTime(time.Time{}).IsZero())
	require.Equal(t, newYear, chargedesk.NewTime(newYear.Add(999*time.Millisecond).In(time.FixedZone("x", 3600))).Time)
	for _, text := range []string{"", " 1", "1 ", "+1", ".5", "5.", "1e3", "1,000", "$5", "--1", "1.2.3", "\u0661", strings.Repeat("1", 65)} {
		_, err := chargedesk.ParseAmount(text)
		bad, ok := errors.AsType[*chargedesk.ValidationError](err)
		require.True(t, ok, text)
		require.Equal(t, "amount", bad.Param)
	}
}
