package chargehound_test

import (
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
