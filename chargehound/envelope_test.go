package chargehound_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/chargehound"
)

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
	var rejected *chargehound.Error
	require.ErrorAs(t, err, &rejected)
	require.Equal(t, chargehound.OutcomeRejected, rejected.Outcome)

	require.ErrorIs(t, submit(`{"error": {"status": 500}}`), chargehound.ErrOutcomeUnknown, "who knows how far it got")
	for _, none := range []string{`null`, `false`, `""`, `{}`, `[]`, `0`, `"0"`, `"false"`} {
		require.NoError(t, submit(`{"id": "dp_7Q", "error": `+none+`}`), none)
	}
	for _, id := range []string{`"id"`, `"external_identifier"`} {
		err = submit(`{` + id + `: "dp_7Q", "state": "submitted", "error": {"status": 400}}`)
		require.ErrorIs(t, err, chargehound.ErrOutcomeUnknown, "the dispute says that it happened")
		require.ErrorAs(t, err, &rejected)
		require.Equal(t, chargehound.OutcomeUnknown, rejected.Outcome)
	}
	for _, other := range []string{`"id": "req_1"`, `"id": null, "state": "submitted"`, `"id": "dp_7Q", "state": null`} {
		require.NotErrorIs(t, submit(`{`+other+`, "error": {"status": 400}}`), chargehound.ErrOutcomeUnknown, other)
	}
	require.NoError(t, submit(`{"id": "dp_7Q", "fields": {"error": {"status": 400}}}`), "evidence is no error")
}

// One odd byte must not hide that a call was rejected.
func TestAnErrorIsSeenInAnOddBody(t *testing.T) {
	t.Parallel()
	const rejection = `"error": {"status": 400, "type": "missing_fields", "message": "more"}`
	for name, body := range map[string]string{
		"invalid UTF-8":             "{\"state\": \"\xff\", " + rejection + "}",
		"a lone surrogate":          `{"note": "\ud800", ` + rejection + `}`,
		"a name twice":              `{"url": 1, "url": 2, ` + rejection + `}`,
		"an error and none":         `{` + rejection + `, "error": null}`,
		"a byte order mark":         "\ufeff{" + rejection + "}",
		"a type with invalid UTF-8": "{\"error\": {\"status\": \"400\", \"type\": \"missing_fields\", \"message\": \"caf\xe9\"}}",
	} {
		for _, status := range []int{200, 400} {
			t.Run(fmt.Sprint(name, " ", status), func(t *testing.T) {
				t.Parallel()
				_, err := answering(t, saying(status, body)).Disputes.Submit(t.Context(), "dp_7Q", nil)
				require.ErrorIs(t, err, chargehound.ErrMissingFields)
				require.ErrorIs(t, err, chargehound.ErrBadRequest)
				require.NotErrorIs(t, err, chargehound.ErrOutcomeUnknown)
			})
		}
	}
}
