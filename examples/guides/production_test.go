package guides_test

import (
	"context"
	"errors"
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/chargedesk"
	"github.com/chargekit/chargekit-go/chargedesk/chargedesktest"
)

// webClient returns a client for what a person waits for.
func webClient(jobs *chargedesk.Client) (*chargedesk.Client, error) {
	policy := chargedesk.DefaultRetryPolicy()
	policy.MaxRetryAfter = 2 * time.Second // a longer 429 ends the call at once
	return jobs.With(
		chargedesk.WithTimeout(10*time.Second),
		chargedesk.WithAttemptTimeout(4*time.Second),
		chargedesk.WithRetry(policy),
	)
}

// status returns the HTTP status for the result of EnsureRefunded.
func status(err error) int {
	switch {
	case err == nil:
		return http.StatusOK
	case errors.Is(err, chargedesk.ErrOutcomeUnknown):
		return http.StatusAccepted // it may still happen: send the same request again later
	case errors.Is(err, chargedesk.ErrRateLimited):
		return http.StatusServiceUnavailable // nothing happened: send it again later
	case errors.Is(err, chargedesk.ErrRejected), errors.Is(err, chargedesk.ErrOutOfReach):
		return http.StatusUnprocessableEntity // sending it again does not help
	default:
		return http.StatusBadGateway
	}
}

func TestAWebClientDoesNotWaitForAMinute(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		desk := chargedesktest.NewTestServer(t, chargedesktest.InMemory())
		jobs := desk.Client()
		web, err := webClient(jobs)
		require.NoError(t, err)

		desk.FailNext(chargedesktest.TooManyRequests("60"))
		began := time.Now()
		_, err = web.Charges.List(t.Context(), nil)
		require.ErrorIs(t, err, chargedesk.ErrRateLimited)
		require.Zero(t, time.Since(began))

		desk.FailNext(chargedesktest.TooManyRequests("60"))
		_, err = jobs.Charges.List(t.Context(), nil)
		require.NoError(t, err)
		require.GreaterOrEqual(t, time.Since(began), time.Minute)

		desk.FailNext(chargedesktest.Delay(time.Hour).Times(3))
		began = time.Now()
		_, err = web.Charges.List(t.Context(), nil)
		require.ErrorIs(t, err, context.DeadlineExceeded)
		require.LessOrEqual(t, time.Since(began), 10*time.Second)
		time.Sleep(time.Hour)
	})
}

func TestStatus(t *testing.T) {
	for want, faults := range map[int][]chargedesktest.Fault{
		200: {chargedesktest.NoFault},
		202: {chargedesktest.NoFault, chargedesktest.RespondHTML(502), chargedesktest.RespondHTML(502).Times(-1)},
		422: {chargedesktest.NoFault, chargedesktest.Respond(402, `{"error": {"message": "no funds"}}`)},
		502: {chargedesktest.RespondHTML(500).Times(-1)},
		503: {chargedesktest.TooManyRequests("3600")},
	} {
		synctest.Test(t, func(t *testing.T) {
			desk := chargedesktest.NewTestServer(t, chargedesktest.InMemory())
			charge := desk.SeedCharge("34.00", "USD")
			desk.FailNext(faults...)
			_, err := desk.Client().Gateway.EnsureRefunded(t.Context(), charge.ChargeID, chargedesk.MustAmount("21.00"), nil)
			require.Equal(t, want, status(err), "%v", err)
		})
	}
}
