package chargehound_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/chargehound"
)

func TestARowThatIsNoDisputeHidesNoPage(t *testing.T) {
	t.Parallel()
	for row, want := range map[string]*chargehound.Dispute{
		`{"state": "won"}`:             {State: "won"},
		`{"id": ""}`:                   {},
		`{"id": null}`:                 {},
		`{"id": {"a": 1}}`:             {Extra: chargehound.Extra{"id": json.RawMessage(`{"a": 1}`)}},
		`null`:                         {Extra: chargehound.Extra{"": json.RawMessage(`null`)}},
		`7`:                            {Extra: chargehound.Extra{"": json.RawMessage(`7`)}},
		`["dp_0"]`:                     {Extra: chargehound.Extra{"": json.RawMessage(`["dp_0"]`)}},
		`{"state": [], "reason": "x"}`: {Reason: "x", Extra: chargehound.Extra{"state": json.RawMessage(`[]`)}},
	} {
		t.Run(row, func(t *testing.T) {
			t.Parallel()
			client := answering(t, saying(200, `{"has_more": false, "data": [{"id": "dp_7Q"}, `+row+`, {"id": "dp_8R"}]}`))
			list, err := client.Disputes.List(t.Context(), nil)
			require.NoError(t, err)
			require.Equal(t, []*chargehound.Dispute{{ID: "dp_7Q"}, want, {ID: "dp_8R"}}, list.Data)

			var ids []string
			var failure error
			for dispute, err := range client.Disputes.All(t.Context(), nil) {
				require.NoError(t, failure, "an error is the last")
				if failure = err; err == nil {
					ids = append(ids, dispute.ID)
				}
			}
			require.Equal(t, []string{"dp_7Q", "dp_8R"}, ids)
			require.ErrorIs(t, failure, chargehound.ErrListIncomplete)
			require.ErrorContains(t, failure, "rows that can't be read: 1")
		})
	}
}

func TestAllGoesOnBehindTheLastDisputeOfAPage(t *testing.T) {
	t.Parallel()
	server := &pages{script: map[string]string{
		"":  `{"has_more": true, "data": [{"id": "a"}, null]}`,
		"a": `{"has_more": false, "data": [null, {"id": "b"}]}`,
	}}
	var ids []string
	var failure error
	for dispute, err := range answering(t, server.ServeHTTP).Disputes.All(t.Context(), nil) {
		if failure = err; err == nil {
			ids = append(ids, dispute.ID)
		}
	}
	require.Equal(t, []string{"a", "b"}, ids)
	require.ErrorContains(t, failure, "rows that can't be read: 2")
}

func TestMoneyThatCanNotBeReadIsAnErrorThatNamesTheField(t *testing.T) {
	t.Parallel()
	for row, field := range map[string]string{
		`{"id": "dp_7Q", "amount": "12.50"}`: "amount of /data/1", `{"id": "dp_7Q", "fee": {}}`: "fee of /data/1",
		`{"id": "dp_7Q", "amount": ""}`: "amount of /data/1", `{"id": "dp_7Q", "amount": 1, "amount": 2}`: "amount of /data/1",
		`{"id": "dp_7Q", "products": [{"amount": false}]}`: "amount of /data/1/products/0", `{"id": "dp_7Q", "id": "dp_8R"}`: "id of /data/1",
	} {
		t.Run(row, func(t *testing.T) {
			t.Parallel()
			list, err := answering(t, saying(200, `{"has_more": false, "data": [{"id": "dp_6P"}, `+row+`]}`)).Disputes.List(t.Context(), nil)
			require.Nil(t, list)
			require.ErrorAs(t, err, new(*chargehound.DecodeError))
			require.ErrorContains(t, err, field)
		})
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

func TestHasMoreIsReadInEveryForm(t *testing.T) {
	t.Parallel()
	for form, more := range map[string]bool{`true`: true, `"true"`: true, `1`: true, `false`: false, `"false"`: false, `0`: false} {
		t.Run(form, func(t *testing.T) {
			t.Parallel()
			server := &pages{script: map[string]string{"": `{"data": [{"id": "a"}], "has_more": ` + form + `}`, "a": pageOf(false, "b")}}
			ids, err := walk(t, answering(t, server.ServeHTTP), nil)
			require.NoError(t, err)
			require.Equal(t, map[bool][]string{true: {"a", "b"}, false: {"a"}}[more], ids)
		})
	}
}

func TestAListKeepsWhatItDoesNotKnow(t *testing.T) {
	t.Parallel()
	list, err := answering(t, saying(200, `{"data": [], "has_more": true, "url": "/v1/disputes", "total": 7}`)).Disputes.List(t.Context(), nil)
	require.NoError(t, err)
	require.Equal(t, &chargehound.DisputeList{
		Data: []*chargehound.Dispute{}, HasMore: true, URL: "/v1/disputes", Extra: chargehound.Extra{"total": json.RawMessage("7")},
	}, list)
}
