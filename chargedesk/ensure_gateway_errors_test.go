package chargedesk_test

import (
	"context"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/chargedesk"
	"github.com/chargekit/chargekit-go/chargedesk/chargedesktest"
)

const refundable = `{"charge_id": "ch_7Q", "amount": 34, "amount_refunded": 0, "status": "paid", "currency": "USD"}`

func ensure21(ctx context.Context, client *chargedesk.Client, opts ...chargedesk.CallOption) error {
	_, err := client.Gateway.EnsureRefunded(ctx, "ch_7Q", chargedesk.MustAmount("21.00"), nil, opts...)
	return err
}

func failing(status int, body string) func(*http.Request) (*http.Response, error) {
	return func(r *http.Request) (*http.Response, error) { return jsonResponse(r, status, body), nil }
}

func retryAfterOf(t *testing.T, err error) time.Duration {
	t.Helper()
	var failure *chargedesk.Error
	require.ErrorAs(t, err, &failure)
	return failure.RetryAfter
}

func TestEnsureReturnsTheErrorOfTheFirstRead(t *testing.T) {
	t.Parallel()
	desk := chargedesktest.NewTestServer(t)
	charge, err := desk.Client().Gateway.EnsureRefunded(t.Context(), "ch_unknown", chargedesk.MustAmount("21.00"), nil)
	require.ErrorIs(t, err, chargedesk.ErrNotFound)
	require.NotErrorIs(t, err, chargedesk.ErrOutcomeUnknown)
	require.Nil(t, charge)
	require.Len(t, desk.Requests(), 1)
}

func TestEnsureSendsNothingAfterItsContextHasEnded(t *testing.T) {
	t.Parallel()
	vendor := &oneObject{shows: refundable}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	err := ensure21(ctx, vendor.client(t))
	require.ErrorIs(t, err, context.Canceled)
	require.NotErrorIs(t, err, chargedesk.ErrOutcomeUnknown)
	require.Empty(t, vendor.writes)
}

func TestEnsureReadsOnceMoreAfterARejection(t *testing.T) {
	t.Parallel()
	t.Run("the target does not show", func(t *testing.T) {
		vendor := &oneObject{shows: refundable, onSend: failing(422, `{"error": {"message": "No."}}`)}
		err := ensure21(t.Context(), vendor.client(t))
		require.ErrorIs(t, err, chargedesk.ErrRejected)
		require.NotErrorIs(t, err, chargedesk.ErrOutcomeUnknown)
		require.Len(t, vendor.reads, 2)
		require.Len(t, vendor.writes, 1)
	})
	t.Run("somebody was faster", func(t *testing.T) {
		vendor := &oneObject{shows: refundable}
		vendor.onSend = func(r *http.Request) (*http.Response, error) {
			vendor.shows = strings.Replace(refundable, `"amount_refunded": 0`, `"amount_refunded": 21`, 1)
			return failing(422, `{"error": {"message": "No."}}`)(r)
		}
		require.NoError(t, ensure21(t.Context(), vendor.client(t)))
	})
}

func TestEnsureBeginsAgainAfterA429(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		vendor := &oneObject{shows: refundable, onSend: func(r *http.Request) (*http.Response, error) {
			response := jsonResponse(r, 429, `{}`)
			response.Header.Set("Retry-After", "5")
			return response, nil
		}}
		err := ensure21(t.Context(), vendor.client(t, chargedesk.WithLimiter(nil)))
		require.ErrorIs(t, err, chargedesk.ErrRateLimited)
		require.NotErrorIs(t, err, chargedesk.ErrOutcomeUnknown)
		require.Equal(t, 5*time.Second, retryAfterOf(t, err))
		require.Len(t, vendor.writes, 10)
		require.Len(t, vendor.reads, 10, "what was read is old after a 429")
	})
}

func TestEnsureIsUndecidedUntilTheDoubtHasSettled(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		vendor := &oneObject{shows: refundable, onSend: failing(502, ""), log: `{"data": []}`}
		client := vendor.client(t)
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		err := ensure21(ctx, client)
		require.ErrorIs(t, err, chargedesk.ErrOutcomeUnknown)
		require.ErrorIs(t, err, chargedesk.ErrServer)
		require.Equal(t, 105*time.Second, retryAfterOf(t, err), "two minutes less the reads 1, 3, 7 and 15 s later")
		require.EqualError(t, err, "chargedesk: POST /gateway/charges/{charge_id}/refund: outcome unknown, look it up before you call again: 502 Bad Gateway (retry after 1m45s)")

		vendor.shows = `{"charge_id": "ch_7Q", "status": "paid", "currency": "USD"}`
		err = ensure21(t.Context(), client)
		require.ErrorIs(t, err, chargedesk.ErrOutcomeUnknown, "errors of later calls match it too")
		require.ErrorIs(t, err, chargedesk.ErrOutOfReach)
		require.NotErrorIs(t, err, chargedesk.ErrNotSent, "this is not known of the earlier request")

		time.Sleep(2 * time.Minute)
		err = ensure21(t.Context(), client)
		require.NotErrorIs(t, err, chargedesk.ErrOutcomeUnknown)
		require.ErrorIs(t, err, chargedesk.ErrOutOfReach)
		require.Len(t, vendor.writes, 1)
	})
}

func TestEnsureWaitsTwoMinutesAndSendsOnceACall(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		vendor := &oneObject{shows: refundable, onSend: failing(502, ""), log: `{"data": []}`}
		client := vendor.client(t)
		started := time.Now()
		err := ensure21(t.Context(), client)
		require.ErrorIs(t, err, chargedesk.ErrOutcomeUnknown)
		require.Zero(t, retryAfterOf(t, err))
		require.Equal(t, 2*time.Minute, time.Since(started))
		require.Len(t, vendor.writes, 1)
		require.Len(t, vendor.reads, 9)

		vendor.onSend = nil
		require.NoError(t, ensure21(t.Context(), client))
		require.Equal(t, 2*time.Minute, time.Since(started), "the doubt has settled")
		require.Len(t, vendor.writes, 2)
	})
}

func TestEnsureRetryAfterIsTheLaterOfSettlingAndThePause(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		vendor := &oneObject{shows: refundable, onSend: func(r *http.Request) (*http.Response, error) {
			response := jsonResponse(r, 503, "")
			response.Header.Set("Retry-After", "600")
			return response, nil
		}}
		err := ensure21(t.Context(), vendor.client(t))
		require.ErrorIs(t, err, chargedesk.ErrOutcomeUnknown)
		require.Equal(t, 10*time.Minute, retryAfterOf(t, err))
	})
}

func TestEnsureAfterAnotherProcess(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		vendor := &oneObject{shows: refundable, log: `{"data": []}`}
		died := time.Now()
		time.Sleep(30 * time.Second)

		ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
		defer cancel()
		err := ensure21(ctx, vendor.client(t), chargedesk.WithMaybeSentAt(died))
		require.ErrorIs(t, err, chargedesk.ErrOutcomeUnknown)
		require.ErrorIs(t, err, context.DeadlineExceeded)
		require.Equal(t, 83*time.Second, retryAfterOf(t, err), "the reads 1, 3 and 7 s later")
		require.Empty(t, vendor.writes)

		require.NoError(t, ensure21(t.Context(), vendor.client(t), chargedesk.WithMaybeSentAt(died)))
		require.Equal(t, 2*time.Minute, time.Since(died))
		require.Len(t, vendor.writes, 1)
	})
	synctest.Test(t, func(t *testing.T) {
		vendor := &oneObject{shows: refundable, log: `{"data": []}`}
		require.NoError(t, ensure21(t.Context(), vendor.client(t), chargedesk.WithMaybeSentAt(time.Now()), chargedesk.WithSettleAfter(5*time.Minute)))
		require.Len(t, vendor.reads, 10+1, "with one of the activity log")
		require.Equal(t, "/v1/log/activity", vendor.reads[10])
	})
}

func TestEnsureRefundedAsksTheActivityLogInDoubt(t *testing.T) {
	t.Parallel()
	const entry = `{"data": [{"object_type": "charge", "object_id": "ch_7Q", "action_type": "refund", "action_reason": "r-7"}]}`
	for name, test := range map[string]struct {
		log    string
		reason *string
		writes int
	}{
		"no refund":                   {`{"data": []}`, nil, 1},
		"a refund":                    {entry, nil, 0},
		"a refund of the same reason": {entry, new("r-7"), 0},
		"a refund of another reason":  {entry, new("r-8"), 1},
		"it can't be read":            {`{"error": {"message": "No."}}`, nil, 0},
	} {
		t.Run(name, func(t *testing.T) {
			vendor := &oneObject{shows: refundable, log: test.log}
			_, err := vendor.client(t).Gateway.EnsureRefunded(t.Context(), "ch_7Q", chargedesk.MustAmount("21.00"),
				&chargedesk.EnsureRefundedParams{Reason: test.reason}, chargedesk.WithMaybeSentAt(time.Now().Add(-3*time.Minute)))
			require.Len(t, vendor.writes, test.writes)
			if test.writes == 0 {
				require.ErrorIs(t, err, chargedesk.ErrOutcomeUnknown)
				require.NotErrorIs(t, err, chargedesk.ErrRejected)
				return
			}
			require.NoError(t, err)
		})
	}
	vendor := &oneObject{shows: refundable, log: entry}
	require.NoError(t, ensure21(t.Context(), vendor.client(t), chargedesk.WithMaybeSentAt(time.Now().Add(-61*time.Minute))), "forgotten after an hour")
}

func TestEnsureRejectsWhatTheRequestWouldBeRejectedFor(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		id     string
		option chargedesk.CallOption
		param  string
	}{
		"no id":                {"", chargedesk.WithQuery("a", "b"), "charge_id"},
		"an option of its own": {"ch_7Q", chargedesk.WithParam("amount", "1"), "amount"},
		"in the query":         {"ch_7Q", chargedesk.WithQuery("amount", "1"), "amount"},
		"WithRepeatable":       {"ch_7Q", chargedesk.WithRepeatable(), "WithRepeatable"},
		"no time":              {"ch_7Q", chargedesk.WithSettleAfter(0), "WithSettleAfter"},
		"nil":                  {"ch_7Q", nil, "option"},
		"a word, in the read":  {"preview", chargedesk.WithQuery("a", "b"), "charge_id"},
	} {
		t.Run(name, func(t *testing.T) {
			vendor := &oneObject{shows: refundable}
			_, err := vendor.client(t).Gateway.EnsureRefunded(t.Context(), test.id, chargedesk.MustAmount("21.00"), nil, test.option)
			var invalid *chargedesk.ValidationError
			require.ErrorAs(t, err, &invalid)
			require.Equal(t, test.param, invalid.Param)
			require.Empty(t, append(vendor.writes, vendor.reads...))
		})
	}
	vendor := &oneObject{shows: refundable}
	for _, option := range []chargedesk.CallOption{chargedesk.WithSettleAfter(time.Minute), chargedesk.WithMaybeSentAt(time.Now())} {
		_, err := vendor.client(t).Charges.Get(t.Context(), "ch_7Q", option)
		require.EqualError(t, err, "chargedesk: WithSettleAfter or WithMaybeSentAt is for the Ensure methods")
	}
}

func TestEnsureOptionsOfReadsAndOfTheRequest(t *testing.T) {
	t.Parallel()
	desk := chargedesktest.NewTestServer(t)
	charge := desk.SeedCharge("34.00", "USD")
	var response chargedesk.Response
	_, err := desk.Client().Gateway.EnsureRefunded(t.Context(), charge.ChargeID, chargedesk.MustAmount("21.00"), nil,
		chargedesk.WithParam("note", "n"), chargedesk.WithQuery("q", "1"), chargedesk.WithHeader("X-Trace", "t"), chargedesk.WithResponse(&response))
	require.NoError(t, err)
	requests := desk.Requests()
	require.Len(t, requests, 2)
	require.Empty(t, requests[0].RawQuery)
	require.Equal(t, "q=1", requests[1].RawQuery)
	require.Contains(t, string(requests[1].Body), "note=n")
	for _, request := range requests {
		require.Equal(t, "t", request.Header.Get("X-Trace"))
	}
	require.Contains(t, string(response.Body), `"amount_refunded":"21.00"`, "the last")
}
