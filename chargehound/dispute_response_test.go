package chargehound_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/chargehound"
)

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
