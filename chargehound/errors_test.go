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
	"github.com/chargekit/chargekit-go/chargehound/chargehoundtest"
)

var byType = map[chargehound.ErrorType]error{
	chargehound.ErrorTypeAuthentication:        chargehound.ErrAuthentication,
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

func TestBoth401And403AreAuthentication(t *testing.T) {
	t.Parallel()
	for status, own := range map[int]error{401: chargehound.ErrUnauthorized, 403: chargehound.ErrForbidden} {
		failure := failedGet(t, status, `{"error": {"message": "no"}}`)
		require.ErrorIs(t, failure, chargehound.ErrAuthentication)
		require.ErrorIs(t, failure, own)
	}
	require.NotErrorIs(t, failedGet(t, 401, "{}"), chargehound.ErrForbidden)
}

func TestErrorBodiesOfAnyShapeAreTaken(t *testing.T) {
	t.Parallel()
	for body, want := range map[string]chargehound.Error{
		`{"error": {"status": 404, "message": "gone"}}`:            {Status: 404, Message: "gone"}, // before 2021
		`{"error": {"status": "404", "type": 7, "message": null}}`: {Status: 404, Type: "7"},
		`{"error": "gone", "url": "/v1/x", "livemode": true}`:      {Message: "gone", URL: "/v1/x", Livemode: true},
		`{"error": {"status": 99999999999, "message": ["a"]}}`:     {},
		`{"error": [1]}`:             {},
		`{"message": "no envelope"}`: {},
		`{"error": null}`:            {},
		`<html><h1>404</h1></html>`:  {},
		`{"error": {"status": 404`:   {},
		`null`:                       {},
		``:                           {},
	} {
		failure := failedGet(t, 404, body)
		require.Equal(t, want, chargehound.Error{
			Status: failure.Status, Type: failure.Type, Message: failure.Message, URL: failure.URL, Livemode: failure.Livemode,
		}, body)
		require.ErrorIs(t, failure, chargehound.ErrNotFound)
		require.Equal(t, body, string(failure.Body))
	}
}

func TestAnErrorInASuccessIsAnError(t *testing.T) {
	t.Parallel()
	submit := func(body string) error {
		_, err := answering(t, saying(200, body)).Disputes.Submit(t.Context(), "dp_7Q", nil)
		return err
	}
	err := submit(`{"error": {"status": 400, "type": "missing_fields", "message": "more"}}`)
	require.ErrorIs(t, err, chargehound.ErrMissingFields)
	require.ErrorIs(t, err, chargehound.ErrBadRequest)
	require.NotErrorIs(t, err, chargehound.ErrOutcomeUnknown)
	var refused *chargehound.Error
	require.ErrorAs(t, err, &refused)
	require.True(t, refused.NotApplied)

	require.ErrorIs(t, submit(`{"error": {"status": 500}}`), chargehound.ErrOutcomeUnknown, "who knows how far it got")
	for _, none := range []string{`null`, `false`, `""`, `{}`, `[]`, `0`, `"0"`, `"false"`} {
		require.NoError(t, submit(`{"id": "dp_7Q", "error": `+none+`}`), none)
	}
	for _, id := range []string{`"id"`, `"external_identifier"`} {
		err = submit(`{` + id + `: "dp_7Q", "state": "submitted", "error": {"status": 400}}`)
		require.ErrorIs(t, err, chargehound.ErrOutcomeUnknown, "the dispute says that it happened")
		require.ErrorAs(t, err, &refused)
		require.False(t, refused.NotApplied)
	}
	for _, other := range []string{`"id": "req_1"`, `"id": null, "state": "submitted"`, `"id": "dp_7Q", "state": null`} {
		require.NotErrorIs(t, submit(`{`+other+`, "error": {"status": 400}}`), chargehound.ErrOutcomeUnknown, other)
	}
	require.NoError(t, submit(`{"id": "dp_7Q", "fields": {"error": {"status": 400}}}`), "evidence is no error")
}

func TestASuccessThatCannotBeReadHasHappened(t *testing.T) {
	t.Parallel()
	for _, body := range []string{"", "<html>", `{"id": 1}`, `{"id": "a"} trailing`, `[]`, `{"amount": 12.5}`} {
		_, err := answering(t, saying(201, body)).Disputes.Submit(t.Context(), "dp_7Q", nil)
		var unreadable *chargehound.DecodeError
		require.ErrorAs(t, err, &unreadable, body)
		require.Equal(t, 201, unreadable.StatusCode)
		require.Equal(t, "dp_7Q", unreadable.ObjectID)
		require.Equal(t, body, string(unreadable.Body))
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

func updating(t *testing.T, params *chargehound.DisputeUpdateParams, opts ...chargehound.CallOption) func(*chargehound.Client) error {
	return func(c *chargehound.Client) error {
		_, err := c.Disputes.Update(t.Context(), "dp_7Q", params, opts...)
		return err
	}
}

func TestSubmitWhoseAnswerIsLostIsLookedUpNotRepeated(t *testing.T) {
	t.Parallel()
	hound := chargehoundtest.NewTestServer(t)
	hound.AddTemplate("goods")
	id := hound.SeedDisputeWith(chargehoundtest.Dispute{Template: "goods"})
	hound.FailNext(chargehoundtest.DropResponse)
	client := hound.Client()

	_, err := client.Disputes.Submit(t.Context(), id, nil)
	require.ErrorIs(t, err, chargehound.ErrOutcomeUnknown)
	var failure *chargehound.Error
	require.ErrorAs(t, err, &failure)
	require.Equal(t, id, failure.ObjectID)

	dispute, err := client.Disputes.Get(t.Context(), failure.ObjectID)
	require.NoError(t, err)
	require.Equal(t, chargehound.SubmissionSubmitted, dispute.Submission())
	require.Equal(t, int64(1), dispute.SubmittedCount, "times it was submitted")
}

func TestEvidenceStaysWhenTheSubmissionOfAnUpdateFails(t *testing.T) {
	t.Parallel()
	hound := chargehoundtest.NewTestServer(t)
	hound.AddTemplate("goods", "order_id", "tracking")
	id := hound.SeedDisputeWith(chargehoundtest.Dispute{})
	client := hound.Client()

	_, err := client.Disputes.Update(t.Context(), id, &chargehound.DisputeUpdateParams{
		Template: new("goods"), Fields: chargehound.Fields{"order_id": chargehound.TextField("ord_1042")}, Submit: new(true),
	})
	require.ErrorIs(t, err, chargehound.ErrMissingFields)
	dispute, err := client.Disputes.Get(t.Context(), id)
	require.NoError(t, err)
	require.Equal(t, chargehound.TextField("ord_1042"), dispute.Fields["order_id"])
	require.Equal(t, []string{"tracking"}, dispute.MissingFields.Required())
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
