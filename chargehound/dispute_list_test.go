package chargehound_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/chargehound"
)

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

func TestListGivesItsModeToItsDisputes(t *testing.T) {
	t.Parallel()
	list, err := answering(t, saying(200, `{"object": "list", "livemode": true, "has_more": false, "data": [{"id": "dp_7Q"}]}`)).Disputes.List(t.Context(), nil)
	require.NoError(t, err)
	require.True(t, list.Data[0].Livemode)
}

func TestListWithANullElementIsUnreadable(t *testing.T) {
	t.Parallel()
	_, err := answering(t, saying(200, `{"data": [null]}`)).Disputes.List(t.Context(), nil)
	require.ErrorAs(t, err, new(*chargehound.DecodeError))
}

func TestAPageThatDoesNotSayWhetherThereAreMoreIsUnreadable(t *testing.T) {
	t.Parallel()
	for _, more := range []string{`, "has_more": "true"`, `, "has_more": 1`} {
		server := &pages{script: map[string]string{"": `{"object": "list", "data": [{"id": "a"}]` + more + `}`}}
		client := answering(t, server.ServeHTTP)
		ids, err := walk(t, client, nil)
		var unreadable *chargehound.DecodeError
		require.ErrorAs(t, err, &unreadable, more)
		require.Empty(t, ids)
		_, err = client.Disputes.List(t.Context(), nil)
		require.ErrorAs(t, err, &unreadable, more)
	}
}

func TestAListKeepsWhatItDoesNotKnow(t *testing.T) {
	t.Parallel()
	list, err := answering(t, saying(200, `{"data": [], "has_more": true, "url": "/v1/disputes", "total": 7}`)).Disputes.List(t.Context(), nil)
	require.NoError(t, err)
	require.Equal(t, &chargehound.DisputeList{
		Data: []*chargehound.Dispute{}, HasMore: true, URL: "/v1/disputes", Extra: map[string]json.RawMessage{"total": json.RawMessage("7")},
	}, list)
}
