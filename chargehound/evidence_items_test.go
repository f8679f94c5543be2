package chargehound_test

import (
	"encoding/json"
	"net/http"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/chargehound"
)

func TestProductsGoBackWithTheFieldsTheyCameWith(t *testing.T) {
	t.Parallel()
	var sent map[string]any
	client := answering(t, func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodPut {
			_ = json.NewDecoder(r.Body).Decode(&sent)
		}
		saying(200, disputeJSON)(w, r)
	})
	dispute, err := client.Disputes.Get(t.Context(), "dp_7Q")
	require.NoError(t, err)
	_, err = client.Disputes.Update(t.Context(), "dp_7Q", &chargehound.DisputeUpdateParams{
		Products: slices.Concat(dispute.Products, []chargehound.Product{{Name: "Spoon", Quantity: chargehound.NewQuantity(1)}}),
	})
	require.NoError(t, err)
	require.Equal(t, map[string]any{"products": []any{
		map[string]any{"name": "Tea", "quantity": "64oz", "amount": 0.0, "gift": true},
		map[string]any{"name": "Cup", "quantity": 10.0, "amount": 400.0},
		map[string]any{"name": "Spoon", "quantity": 1.0, "amount": 0.0},
	}}, sent)
}
