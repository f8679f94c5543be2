package chargehound_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/chargehound"
	"github.com/chargekit/chargekit-go/internal/lenient"
)

// A request about personal data that was not taken must not pass for one that was.
func TestAReceiptThatSaysNothingIsNone(t *testing.T) {
	t.Parallel()
	for _, body := range []string{`{}`, `null`, `{"success": null}`, `{"success": {}}`, `{"success": {"message": ""}}`, `{"success": false}`, `{"success": ""}`, `{"message": "maintenance"}`} {
		client := answering(t, saying(200, body))
		_, err := client.PersonalData.Remove(t.Context(), &chargehound.PersonalDataRemoveParams{Email: "ada@example.com", Name: "Ada"})
		require.ErrorAs(t, err, new(*chargehound.DecodeError), body)
		require.ErrorIs(t, err, chargehound.ErrOutcomeUnknown, body)
		_, err = retrieveData(t, client)
		require.ErrorIs(t, err, chargehound.ErrOutcomeUnknown, body)
	}
}

// The request was carried out, so it must not be "unknown".
func TestAReceiptOfAnotherKindConfirmsToo(t *testing.T) {
	t.Parallel()
	for body, kept := range map[string]string{
		`{"success": {"message": "Data removal request submitted."}}`: `{"message":"Data removal request submitted."}`,
		`{"success": {"message": 7}}`:                                 `{"message":"7"}`,
		`{"success": {"message": {"text": "done"}}}`:                  `{"message":{"text":"done"}}`,
		`{"success": {"ok": true}}`:                                   `{"message":"","ok":true}`,
		`{"success": true}`:                                           `true`,
		`{"success": "done"}`:                                         `"done"`,
		`{"success": ["done"]}`:                                       `["done"]`,
	} {
		t.Run(body, func(t *testing.T) {
			t.Parallel()
			receipt, err := answering(t, saying(200, body)).PersonalData.Remove(t.Context(), &chargehound.PersonalDataRemoveParams{Email: "ada@example.com", Name: "Ada"})
			require.NoError(t, err)
			written, err := lenient.Inline(receipt)
			require.NoError(t, err)
			require.Contains(t, string(written), `"success":`+kept, "nothing is lost")
		})
	}
}
