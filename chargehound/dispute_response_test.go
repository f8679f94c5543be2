package chargehound_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/chargehound"
)

func TestWhatIsNoResponseIsUnreadable(t *testing.T) {
	t.Parallel()
	for name, body := range map[string]string{
		"nothing": `{}`, "null": `null`, "empty": `{"dispute": "", "response_url": null}`, "another dispute": `{"dispute": "dp_8R", "response_url": "https://x"}`,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			response, err := answering(t, saying(200, body)).Disputes.Response(t.Context(), "dp_7Q")
			require.ErrorAs(t, err, new(*chargehound.DecodeError))
			require.Nil(t, response)
		})
	}
}

func TestAResponseWithoutADisputeOrAURLIsRead(t *testing.T) {
	t.Parallel()
	for body, want := range map[string]*chargehound.DisputeResponse{
		`{"dispute": "dp_7Q"}`:                        {Dispute: "dp_7Q"},
		`{"dispute": "DP_7Q ", "response_url": null}`: {Dispute: "DP_7Q "},
		`{"response_url": "https://x"}`:               {ResponseURL: "https://x"},
		`{"dispute": "dp_7Q", "response_url": [1]}`:   {Dispute: "dp_7Q", Extra: chargehound.Extra{"response_url": json.RawMessage(`[1]`)}},
	} {
		t.Run(body, func(t *testing.T) {
			t.Parallel()
			response, err := answering(t, saying(200, body)).Disputes.Response(t.Context(), "dp_7Q")
			require.NoError(t, err)
			require.Equal(t, want, response)
		})
	}
}

func TestResponseHasTwoGenerationsOfNames(t *testing.T) {
	t.Parallel()
	get := func(body string) *chargehound.DisputeResponse {
		response, err := answering(t, saying(200, body)).Disputes.Response(t.Context(), "dp_7Q")
		require.NoError(t, err)
		return response
	}
	want := get(`{"object": "response", "dispute": "dp_7Q", "charge": "ch_7Q", "account_id": "acct_9K", "evidence": {"n": 12345678901234567890}, "response_url": "https://x"}`)
	require.Equal(t, "dp_7Q", want.Dispute)
	require.Equal(t, "ch_7Q", want.Charge)
	require.Equal(t, new("acct_9K"), want.AccountID)
	require.Equal(t, "12345678901234567890", want.Evidence["n"].String())
	for _, names := range []string{
		`"dispute_id": "dp_7Q", "external_charge": "ch_7Q", "user_id": "acct_9K"`,
		`"dispute_id": "dp_7Q", "external_identifier": "ch_7Q", "account_id": "acct_9K"`,
		`"dispute": "dp_7Q", "dispute_id": "dp_7Q", "charge": "ch_7Q", "external_charge": "ch_7Q", "account_id": "acct_9K", "user_id": "acct_9K"`,
	} {
		require.Equal(t, want, get(`{"object": "response", `+names+`, "evidence": {"n": 12345678901234567890}, "response_url": "https://x"}`))
	}
}
