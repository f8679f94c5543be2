package contract

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/chargeback"
	"github.com/chargekit/chargekit-go/chargedesk"
	"github.com/chargekit/chargekit-go/chargehound"
)

// One fault has one wording in all packages.
func TestWhatIsMissingAndWhatIsNilIsSaidInTheSameWords(t *testing.T) {
	t.Parallel()
	ctx := t.Context()
	desk, err := chargedesk.New("key")
	require.NoError(t, err)
	back, err := chargeback.New("public", "secret")
	require.NoError(t, err)
	hound, err := chargehound.New("key")
	require.NoError(t, err)

	_, err = desk.Charges.Create(ctx, nil)
	require.EqualError(t, err, "chargedesk: params is nil; a *ChargeCreateParams is required")
	_, err = back.Orders.Create(ctx, nil)
	require.EqualError(t, err, "chargeback: params is nil; a *OrderCreateParams is required")
	_, err = hound.Disputes.Create(ctx, nil)
	require.EqualError(t, err, "chargehound: params is nil; a *DisputeCreateParams is required")

	_, err = desk.Charges.Create(ctx, &chargedesk.ChargeCreateParams{})
	require.EqualError(t, err, "chargedesk: currency is missing")
	_, err = back.Orders.Create(ctx, &chargeback.OrderCreateParams{})
	require.EqualError(t, err, "chargeback: order_id is missing; WithoutRequiredCheck sends the order")
	_, err = hound.PersonalData.Retrieve(ctx, &chargehound.PersonalDataRetrieveParams{})
	require.EqualError(t, err, "chargehound: email is missing")

	_, err = desk.Charges.Get(ctx, "ch_7Q", chargedesk.WithRepeatable())
	require.EqualError(t, err, "chargedesk: WithRepeatable "+strings.Replace(forDoAlone, "repeat", "retry", 1))
	_, err = back.Orders.Get(ctx, "1042", chargeback.WithRepeatable())
	require.EqualError(t, err, "chargeback: WithRepeatable "+strings.Replace(forDoAlone, "repeat", "retry", 1))
	_, err = hound.Disputes.Get(ctx, "dp_7Q", chargehound.WithRepeatable())
	require.EqualError(t, err, "chargehound: WithRepeatable "+strings.Replace(forDoAlone, "repeat", "retry", 1))
}

const forDoAlone = "is for Client.Do: the other methods know whether a repeat does harm"
