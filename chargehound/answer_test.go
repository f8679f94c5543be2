package chargehound_test

import (
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/chargehound"
)

// A request about personal data that was not taken must not pass for one that was.
func TestAReceiptThatSaysNothingIsNone(t *testing.T) {
	t.Parallel()
	for _, body := range []string{`{}`, `null`, `{"success": null}`, `{"success": {}}`, `{"success": {"message": ""}}`, `{"success": true}`, `{"message": "maintenance"}`} {
		client := answering(t, saying(200, body))
		_, err := client.PersonalData.Remove(t.Context(), &chargehound.PersonalDataRemoveParams{Email: "ada@example.com", Name: "Ada"})
		require.ErrorAs(t, err, new(*chargehound.DecodeError), body)
		require.ErrorIs(t, err, chargehound.ErrOutcomeUnknown, body)
		_, err = retrieveData(t, client)
		require.ErrorIs(t, err, chargehound.ErrOutcomeUnknown, body)
	}
}

func TestAResponseWithoutItsDisputeOrAddressIsNone(t *testing.T) {
	t.Parallel()
	for _, body := range []string{
		`{}`, `null`, `{"dispute": "dp_7Q"}`, `{"dispute": "dp_7Q", "response_url": null}`, `{"dispute": "dp_7Q", "response_url": ""}`,
		`{"response_url": "https://x"}`, `{"dispute": "dp_8R", "response_url": "https://x"}`,
	} {
		response, err := answering(t, saying(200, body)).Disputes.Response(t.Context(), "dp_7Q")
		require.ErrorAs(t, err, new(*chargehound.DecodeError), body)
		require.Nil(t, response)
	}
}

func TestAnAnswerAboutAnotherDisputeIsNotTaken(t *testing.T) {
	t.Parallel()
	for _, body := range []string{`{"id": "dp_8R", "state": "submitted"}`, `{"external_identifier": "dp_8R", "state": "submitted"}`} {
		disputes := answering(t, saying(201, body)).Disputes
		for name, call := range map[string]func() (*chargehound.Dispute, error){
			"create": func() (*chargehound.Dispute, error) { return disputes.Create(t.Context(), createParams()) },
			"submit": func() (*chargehound.Dispute, error) { return disputes.Submit(t.Context(), "dp_7Q", nil) },
			"accept": func() (*chargehound.Dispute, error) { return disputes.Accept(t.Context(), "dp_7Q") },
			"update": func() (*chargehound.Dispute, error) {
				return disputes.Update(t.Context(), "dp_7Q", &chargehound.DisputeUpdateParams{Queue: new(true)})
			},
			"get": func() (*chargehound.Dispute, error) { return disputes.Get(t.Context(), "dp_7Q") },
		} {
			dispute, err := call()
			require.Nil(t, dispute, name)
			var other *chargehound.DecodeError
			require.ErrorAs(t, err, &other, name)
			require.Equal(t, "dp_7Q", other.ObjectID)
			require.Equal(t, name != "get", errors.Is(err, chargehound.ErrOutcomeUnknown), name)
			require.NotContains(t, err.Error(), "dp_8R")
		}
	}
	var dispute chargehound.Dispute
	require.NoError(t, answering(t, saying(200, `{"id": "dp_8R"}`)).Do(t.Context(), http.MethodGet, "/disputes/dp_7Q", nil, &dispute), "whose path only the caller knows")
	require.Equal(t, "dp_8R", dispute.ID)
}

func TestAListWhoseRowHasNoIDIsUnreadable(t *testing.T) {
	t.Parallel()
	for _, row := range []string{`{"state": "won"}`, `{"id": ""}`, `{"id": null}`} {
		body := `{"object": "list", "has_more": false, "data": [{"id": "dp_7Q"}, ` + row + `]}`
		list, err := answering(t, saying(200, body)).Disputes.List(t.Context(), nil)
		require.ErrorAs(t, err, new(*chargehound.DecodeError), row)
		require.Nil(t, list)
	}
}

func TestAListOfOldNamesIsReadLikeADispute(t *testing.T) {
	t.Parallel()
	list, err := answering(t, saying(200, `{"object": "list", "has_more": false, "data": [
		{"external_identifier": "dp_7Q", "external_charge": "ch_7Q", "external_customer": "cus_ada", "user_id": "acct_9K"}]}`)).Disputes.List(t.Context(), nil)
	require.NoError(t, err)
	require.Equal(t, []*chargehound.Dispute{{ID: "dp_7Q", Charge: "ch_7Q", Customer: new("cus_ada"), AccountID: new("acct_9K")}}, list.Data)
}

func TestFieldsGoBackAsTheyCame(t *testing.T) {
	t.Parallel()
	const fields = `{"a":1.50,"b":1e3,"c":12345678901234567890,"d":null,"e":{"x":[1,true]},"f":"text","g":-0}`
	var sent string
	client := answering(t, func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodPut {
			body, _ := io.ReadAll(r.Body)
			sent = string(body)
		}
		saying(200, `{"id": "dp_7Q", "fields": `+fields+`}`)(w, r)
	})
	dispute, err := client.Disputes.Get(t.Context(), "dp_7Q")
	require.NoError(t, err)
	_, err = client.Disputes.Update(t.Context(), "dp_7Q", &chargehound.DisputeUpdateParams{Fields: dispute.Fields})
	require.NoError(t, err)
	require.Equal(t, `{"fields":`+fields+`}`, sent)
	_, err = client.Disputes.Update(t.Context(), "dp_7Q", &chargehound.DisputeUpdateParams{Fields: dispute.Fields}, chargehound.WithParam("note", 1))
	require.NoError(t, err)
	require.Equal(t, `{"fields":`+fields+`,"note":1}`, sent)
	require.True(t, json.Valid([]byte(sent)))
}
