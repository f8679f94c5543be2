package chargeback_test

import (
	"errors"
	"iter"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/chargeback"
	"github.com/chargekit/chargekit-go/chargeback/chargebacktest"
)

func validationError(t *testing.T, err error) *chargeback.ValidationError {
	t.Helper()
	bad, ok := errors.AsType[*chargeback.ValidationError](err)
	require.True(t, ok, "%v", err)
	return bad
}

func TestAnOrderWithoutWhatChargebackRequiresIsNotSent(t *testing.T) {
	t.Parallel()
	for member, remove := range map[string]func(*chargeback.OrderCreateParams){
		"order_id":           func(p *chargeback.OrderCreateParams) { p.OrderID = "" },
		"order_ts":           func(p *chargeback.OrderCreateParams) { p.OrderTS = chargeback.Time{} },
		"order_amount":       func(p *chargeback.OrderCreateParams) { p.OrderAmount = chargeback.Amount{} },
		"transaction_id":     func(p *chargeback.OrderCreateParams) { p.TransactionID = "" },
		"transaction_amount": func(p *chargeback.OrderCreateParams) { p.TransactionAmount = chargeback.Amount{} },
		"crm_id":             func(p *chargeback.OrderCreateParams) { p.CRMID = nil },
		"merchant_name":      func(p *chargeback.OrderCreateParams) { p.MerchantName = "" },
	} {
		t.Run(member, func(t *testing.T) {
			t.Parallel()
			server := chargebacktest.NewTestServer(t)
			order := lampOrder("ord_1")
			remove(order)

			_, err := server.Client().Orders.Create(t.Context(), order)
			require.Equal(t, member, validationError(t, err).Param)
			_, err = server.Client().Orders.CreateBatch(t.Context(), []*chargeback.OrderCreateParams{lampOrder("ord_2"), order})
			require.Equal(t, "orders[1]."+member, validationError(t, err).Param)
			require.Empty(t, server.Requests())

			_, err = server.Client().Orders.Create(t.Context(), order, chargeback.WithoutRequiredCheck())
			require.ErrorIs(t, err, chargeback.ErrBadRequest, "the fake knows the rule too")
			require.NotContains(t, string(server.LastRequest().Body), `"`+member+`"`)
		})
	}
}

func TestCreateRejectsNoOrder(t *testing.T) {
	t.Parallel()
	server := chargebacktest.NewTestServer(t)
	_, err := server.Client().Orders.Create(t.Context(), nil)
	require.EqualError(t, err, "chargeback: params is nil; a *OrderCreateParams is required")
	require.Empty(t, server.Requests())
}

func TestZeroIsAnAmountThatCanBeSent(t *testing.T) {
	t.Parallel()
	server := chargebacktest.NewTestServer(t)
	order := lampOrder("ord_1")
	order.OrderAmount, order.TaxSubtotal = chargeback.MustAmount("0.00"), new(chargeback.MustAmount("0"))
	made, err := server.Client().Orders.Create(t.Context(), order)
	require.NoError(t, err)
	require.Equal(t, "0.00", made.OrderAmount.String())
	require.Contains(t, string(server.LastRequest().Body), `"tax_subtotal":"0"`)
}

func TestTheSumOfAnOrderIsNotEnforced(t *testing.T) {
	t.Parallel()
	server := chargebacktest.NewTestServer(t)
	order := lampOrder("ord_1")
	order.ShippingSubtotal = new(chargeback.MustAmount("999.99"))
	_, err := server.Client().Orders.Create(t.Context(), order)
	require.NoError(t, err)
}

func TestAnOrderByCRMName(t *testing.T) {
	t.Parallel()
	server := chargebacktest.NewTestServer(t)
	order := lampOrder("ord_1")
	order.CRMID, order.CRMName = nil, new(chargebacktest.CRMName)
	made, err := server.Client().Orders.Create(t.Context(), order)
	require.NoError(t, err)
	require.EqualValues(t, "812", made.CRM.ID)
}

func TestCardPrefixAndSuffixAreSixAndFourDigits(t *testing.T) {
	t.Parallel()
	server := chargebacktest.NewTestServer(t)
	client := server.Client()
	for _, prefix := range []string{"", "41111", "4111111", "41111a", "４１１１１１"} {
		order := lampOrder("ord_1")
		order.CardPrefix = &prefix
		_, err := client.Orders.Create(t.Context(), order)
		require.Equal(t, "card_prefix", validationError(t, err).Param)
		_, err = client.Orders.Update(t.Context(), "1", &chargeback.OrderUpdateParams{CardPrefix: &prefix})
		require.Equal(t, "card_prefix", validationError(t, err).Param)
	}
	for _, suffix := range []string{"", "111", "11111", " 111"} {
		order := lampOrder("ord_1")
		order.CardSuffix = &suffix
		_, err := client.Orders.Create(t.Context(), order)
		require.Equal(t, "card_suffix", validationError(t, err).Param)
	}
	require.Empty(t, server.Requests())
	order := lampOrder("ord_1")
	order.CardPrefix, order.CardSuffix = new("000000"), new("0000")
	_, err := client.Orders.Create(t.Context(), order)
	require.NoError(t, err)
}

func TestATrackingNumberWithACommaIsNotSent(t *testing.T) {
	t.Parallel()
	server := chargebacktest.NewTestServer(t)
	order := lampOrder("ord_1")
	order.TrackingNumbers = []string{"PKT1", "PKT2,PKT3"}
	_, err := server.Client().Orders.Create(t.Context(), order)
	require.Equal(t, "tracking_numbers[1]", validationError(t, err).Param)
	require.Empty(t, server.Requests())

	order.TrackingNumbers = []string{" PKT1 ", "", "PKT2"}
	_, err = server.Client().Orders.Create(t.Context(), order)
	require.NoError(t, err)
	require.Contains(t, string(server.LastRequest().Body), `"tracking_numbers":"PKT1,PKT2"`)
}

func TestFieldsThatChargebackIgnoresAreSent(t *testing.T) {
	t.Parallel()
	server := chargebacktest.NewTestServer(t)
	id := server.SeedOrder("ord_1")
	client := server.Client()
	for i, field := range []string{"id", "avs_status", "cvv_status", "created_at", "updated_at", "creator_id", "creator_type", "manually_generated"} {
		t.Run(field, func(t *testing.T) {
			made, err := client.Orders.Create(t.Context(), lampOrder(orderKey(i)), chargeback.WithParam(field, "x"))
			require.NoError(t, err)
			require.Contains(t, string(server.LastRequest().Body), `"`+field+`":"x"`)
			require.NotEqual(t, "x", string(made.ID))
			_, err = client.Orders.Update(t.Context(), id, nil, chargeback.WithParam(field, "x"))
			require.NoError(t, err)
		})
	}
}

func TestAMerchantByItsNumber(t *testing.T) {
	t.Parallel()
	server := chargebacktest.NewTestServer(t)
	server.AddMerchant(32, "Candle Shop")
	orders := batchOf("ord_1", "ord_2", "ord_3")
	for _, order := range orders[:2] {
		order.MerchantName, order.MerchantID = "", new(int64(32))
	}
	made, err := server.Client().Orders.Create(t.Context(), orders[0])
	require.NoError(t, err)
	require.Equal(t, "Candle Shop", made.Merchant.Name)
	require.Contains(t, string(server.LastRequest().Body), `"merchant_name":32`)

	results, err := server.Client().Orders.CreateBatch(t.Context(), orders[1:])
	require.NoError(t, err)
	require.Equal(t, []string{"made ord_2", "made ord_3"}, outcomes(results))
	require.Equal(t, "Candle Shop", results[0].Order.Merchant.Name)
	require.Contains(t, string(server.LastRequest().Body), `"merchant_name":32}`)

	updated, err := server.Client().Orders.Update(t.Context(), results[1].Order.ID, &chargeback.OrderUpdateParams{MerchantName: new("Lumen Shop"), MerchantID: new(int64(32))})
	require.NoError(t, err)
	require.Equal(t, "Candle Shop", updated.Merchant.Name)
	require.JSONEq(t, `{"merchant_name":32}`, string(server.LastRequest().Body))
}

func TestAnUndocumentedFieldCanBeSent(t *testing.T) {
	t.Parallel()
	server := chargebacktest.NewTestServer(t)
	_, err := server.Client().Orders.Create(t.Context(), lampOrder("ord_1"), chargeback.WithParam("merchant_id", 31))
	require.NoError(t, err)
	require.Contains(t, string(server.LastRequest().Body), `"merchant_id":31`)
}

func TestCreateIsNotRetriedAfterALostResponse(t *testing.T) {
	t.Parallel()
	server := chargebacktest.NewTestServer(t)
	server.FailNext(chargebacktest.DropResponse)
	_, err := server.Client().Orders.Create(t.Context(), lampOrder("ord_1"))
	require.ErrorIs(t, err, chargeback.ErrOutcomeUnknown)
	failed, _ := errors.AsType[*chargeback.Error](err)
	require.Equal(t, "ord_1", failed.ObjectID)
	require.NotContains(t, err.Error(), "ord_1")
	require.Equal(t, 1, server.Received("ord_1"))
}

func TestWithRepeatableIsForDoAlone(t *testing.T) {
	t.Parallel()
	server := chargebacktest.NewTestServer(t)
	orders, ctx, again := server.Client().Orders, t.Context(), chargeback.WithRepeatable()
	for name, call := range map[string]func() error{
		"create": func() error { _, err := orders.Create(ctx, lampOrder("ord_1"), again); return err },
		"batch":  func() error { _, err := orders.CreateBatch(ctx, batchOf("ord_1"), again); return err },
		"get":    func() error { _, err := orders.Get(ctx, "1", again); return err },
		"list":   func() error { _, err := orders.List(ctx, nil, again); return err },
		"all":    func() error { return lastOf(orders.All(ctx, nil, again)) },
		"update": func() error { _, err := orders.Update(ctx, "1", nil, again); return err },
		"delete": func() error { return orders.Delete(ctx, "1", again) },
		"import": func() error { return lastOf(orders.Import(ctx, slices.Values(batchOf("ord_1")), nil, again)) },
	} {
		t.Run(name, func(t *testing.T) {
			bad := validationError(t, call())
			require.Equal(t, "WithRepeatable", bad.Param, name)
		})
	}
	require.Empty(t, server.Requests())
}

func lastOf[T any](walk iter.Seq2[T, error]) (last error) {
	for _, err := range walk {
		last = err
	}
	return last
}

func TestDeleteTakesWhateverASuccessLooksLike(t *testing.T) {
	t.Parallel()
	for name, shapes := range map[string]chargebacktest.Shapes{
		"JSON": {}, "200": {OK: true}, "empty": {EmptyDelete: true}, "no JSON": {NotJSONDelete: true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := chargebacktest.NewTestServer(t, chargebacktest.WithShapes(shapes))
			id := server.SeedOrder("ord_1")
			require.NoError(t, server.Client().Orders.Delete(t.Context(), id))
			require.Zero(t, server.Counts()["orders"])
			require.ErrorIs(t, server.Client().Orders.Delete(t.Context(), id), chargeback.ErrNotFound, "the first try finds nothing")
		})
	}
}

func TestA404AfterARetriedDeleteIsSuccess(t *testing.T) {
	t.Parallel()
	server := chargebacktest.NewTestServer(t)
	id := server.SeedOrder("ord_1")
	server.FailNext(chargebacktest.DropResponse)
	require.NoError(t, server.Client().Orders.Delete(t.Context(), id))
	require.Len(t, server.Requests(), 2)
}

func TestDeleteIsRejectedForLockedAndManualOrders(t *testing.T) {
	t.Parallel()
	server := chargebacktest.NewTestServer(t)
	locked, manual := server.SeedOrder("ord_1"), server.SeedManualOrder("ord_2")
	require.True(t, server.LockOrder(locked))
	require.ErrorIs(t, server.Client().Orders.Delete(t.Context(), locked), chargeback.ErrForbidden)
	require.ErrorIs(t, server.Client().Orders.Delete(t.Context(), manual), chargeback.ErrForbidden)
	require.Equal(t, 2, server.Counts()["orders"])
}
