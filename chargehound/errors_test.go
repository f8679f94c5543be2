package chargehound_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/chargehound"
)

var byType = map[chargehound.ErrorType]error{
	chargehound.ErrorTypeAuthentication:        chargehound.ErrUnauthorized,
	chargehound.ErrorTypeDisputeClosed:         chargehound.ErrDisputeClosed,
	chargehound.ErrorTypeDisputeNotFound:       chargehound.ErrDisputeNotFound,
	chargehound.ErrorTypeDisputeOverdue:        chargehound.ErrDisputeOverdue,
	chargehound.ErrorTypeDisputeSubmitted:      chargehound.ErrDisputeSubmitted,
	chargehound.ErrorTypeDisputeUneditable:     chargehound.ErrDisputeUneditable,
	chargehound.ErrorTypeInvalidCorrespondence: chargehound.ErrInvalidCorrespondence,
	chargehound.ErrorTypeInvalidFields:         chargehound.ErrInvalidFields,
	chargehound.ErrorTypeInvalidPastPayments:   chargehound.ErrInvalidPastPayments,
	chargehound.ErrorTypeInvalidProducts:       chargehound.ErrInvalidProducts,
	chargehound.ErrorTypeInvalidRequest:        chargehound.ErrInvalidRequest,
	chargehound.ErrorTypeMissingFields:         chargehound.ErrMissingFields,
	chargehound.ErrorTypeMissingTemplate:       chargehound.ErrMissingTemplate,
	chargehound.ErrorTypeTemplateNotFound:      chargehound.ErrTemplateNotFound,
}

func failedGet(t *testing.T, status int, body string) *chargehound.Error {
	t.Helper()
	dispute, err := answering(t, saying(status, body), noRetry).Disputes.Get(t.Context(), "dp_7Q")
	require.Nil(t, dispute, "no half-filled result beside an error")
	var failure *chargehound.Error
	require.ErrorAs(t, err, &failure)
	require.Equal(t, status, failure.StatusCode)
	return failure
}

func TestEachTypeOfErrorMatchesItsSentinelAndNoOther(t *testing.T) {
	t.Parallel()
	require.Len(t, byType, 14)
	for kind := range byType {
		failure := failedGet(t, 400, fmt.Sprintf(`{"url": "/v1/disputes/dp_7Q", "livemode": true, "error": {"status": 404, "type": %q, "message": "No."}}`, kind))
		require.Equal(t, kind, failure.Type)
		require.Equal(t, 404, failure.Status, "kept apart from the HTTP status, which decides")
		require.ErrorIs(t, failure, chargehound.ErrBadRequest)
		require.NotErrorIs(t, failure, chargehound.ErrNotFound)
		require.Equal(t, "No.", failure.Message)
		require.Equal(t, "/v1/disputes/dp_7Q", failure.URL)
		require.True(t, failure.Livemode)
		for other, sentinel := range byType {
			require.Equal(t, other == kind, errors.Is(failure, sentinel), "%s and %v", kind, sentinel)
		}
	}
}

func TestAKeyThatIsNotAcceptedMatchesByStatusAndByType(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		status                  int
		kind                    string
		unauthorized, forbidden bool
	}{
		"401":           {401, "", true, false},
		"403":           {403, "", false, true},
		"400 with type": {400, "authentication", true, false},
		"403 with type": {403, "authentication", true, true},
		"400":           {400, "", false, false},
	} {
		t.Run(name, func(t *testing.T) {
			failure := failedGet(t, c.status, `{"error": {"type": "`+c.kind+`", "message": "no"}}`)
			require.Equal(t, c.unauthorized, errors.Is(failure, chargehound.ErrUnauthorized))
			require.Equal(t, c.forbidden, errors.Is(failure, chargehound.ErrForbidden))
		})
	}
}

// What is sent once and what again, by the fault the server has.
// An update is repeatable unless it submits, whichever way it is told to.
func TestAnUpdateThatSubmitsIsOnceOnly(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		call func(*chargehound.Client) error
		once bool
	}{
		"with submit false and force": {updating(t, &chargehound.DisputeUpdateParams{Submit: new(false), Force: new(true)}), false},
		"with queue":                  {updating(t, &chargehound.DisputeUpdateParams{Queue: new(true)}), true},
		"with submit as a parameter":  {updating(t, nil, chargehound.WithParam("submit", true)), true},
		"with submit in the query":    {updating(t, nil, chargehound.WithQuery("submit", "true")), true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var requests atomic.Int32
			client := answering(t, func(w http.ResponseWriter, _ *http.Request) {
				requests.Add(1)
				w.WriteHeader(http.StatusBadGateway)
			}, chargehound.WithRetry(chargehound.RetryPolicy{MaxRetries: 1}))
			err := c.call(client)
			require.ErrorIs(t, err, chargehound.ErrServer)
			require.Equal(t, c.once, errors.Is(err, chargehound.ErrOutcomeUnknown))
			require.Equal(t, map[bool]int32{true: 1, false: 2}[c.once], requests.Load(), "requests")
		})
	}
}

func TestErrorsShowNeitherKeyNorPersonalData(t *testing.T) {
	t.Parallel()
	client := answering(t, saying(400, `{"error": {"type": "invalid_request", "message": "ada@example.com is bad"}}`))
	var log strings.Builder
	_, err := client.Disputes.Submit(t.Context(), "dp_7Q", &chargehound.DisputeSubmitParams{Fields: chargehound.Fields{"n": chargehound.TextField("private")}})
	require.Error(t, err)
	slog.New(slog.NewTextHandler(&log, nil)).Error("failed", "err", err)
	text, err2 := json.Marshal(err)
	require.NoError(t, err2)
	for _, printed := range []string{err.Error(), log.String(), fmt.Sprintf("%v %s %q", err, err, err), fmt.Sprintf("%v %+v %#v", client, client, client), string(text)} {
		require.NotContains(t, printed, "test_fake")
		require.NotContains(t, printed, "private")
	}
	require.NotContains(t, err.Error()+log.String(), "ada@example.com")
	require.Contains(t, log.String(), "invalid_request")

	for _, body := range []string{`{"error": {"type": "dp_canary test_fake", "message": "No."}}`, `{"id": "dp_canary`} {
		log.Reset()
		_, err = answering(t, func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Request-Id", "req_1 dp_canary 4242424242424242 ada@example.com")
			_, _ = io.WriteString(w, body)
		}).Disputes.Get(t.Context(), "dp_canary")
		require.Error(t, err)
		slog.New(slog.NewTextHandler(&log, nil)).Error("failed", "err", err)
		require.Contains(t, log.String(), `err.request_id="req_1 … … …"`)
		require.NotContains(t, log.String(), "canary")
		require.NotContains(t, log.String(), "test_fake")
	}
}
