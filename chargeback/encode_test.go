package chargeback_test

import (
	"encoding/json"
	"math"
	"slices"
	"testing"
	"time"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/chargeback"
	"github.com/chargekit/chargekit-go/chargeback/chargebacktest"
)

func TestWhatJSONCannotSayIsNamedByItsPlace(t *testing.T) {
	t.Parallel()
	latin := "M\xfcller"
	for place, spoil := range map[string]func(*chargeback.OrderCreateParams){
		"order_id":            func(p *chargeback.OrderCreateParams) { p.OrderID = latin },
		"customer_last_name":  func(p *chargeback.OrderCreateParams) { p.CustomerLastName = &latin },
		"tracking_numbers[0]": func(p *chargeback.OrderCreateParams) { p.TrackingNumbers = []string{latin} },
		"line_items[1].product_name": func(p *chargeback.OrderCreateParams) {
			p.LineItems = []chargeback.LineItemParams{{}, {ProductName: &latin}}
		},
		"order_amount": func(p *chargeback.OrderCreateParams) { p.OrderAmount = huge },
		"line_items[0].product_amount": func(p *chargeback.OrderCreateParams) {
			p.LineItems = []chargeback.LineItemParams{{ProductAmount: &huge}}
		},
		"order_ts": func(p *chargeback.OrderCreateParams) { p.OrderTS = year20000 },
		"shipments[0].shipped_ts": func(p *chargeback.OrderCreateParams) {
			p.Shipments = []chargeback.ShipmentParams{{ShippedTS: &year20000}}
		},
		"shipments[0].origin_address1": func(p *chargeback.OrderCreateParams) {
			p.Shipments = []chargeback.ShipmentParams{{OriginAddress1: &latin}}
		},
	} {
		t.Run(place, func(t *testing.T) {
			t.Parallel()
			server := chargebacktest.NewTestServer(t)
			client := server.Client()
			order := lampOrder("ord_1")
			spoil(order)

			_, err := client.Orders.Create(t.Context(), order)
			require.Equal(t, place, validationError(t, err).Param)
			require.NotContains(t, err.Error(), "ller")
			_, err = client.Orders.CreateBatch(t.Context(), []*chargeback.OrderCreateParams{lampOrder("ord_0"), order})
			require.Equal(t, "orders[1]."+place, validationError(t, err).Param)
			require.Empty(t, server.Requests())

			results, err := collect(t, client.Orders.Import(t.Context(), slices.Values([]*chargeback.OrderCreateParams{lampOrder("ord_0"), order}), nil))
			require.NoError(t, err)
			require.NoError(t, results[0].Err)
			require.Equal(t, "orders[1]."+place, validationError(t, results[1].Err).Param)
			require.Zero(t, server.Received("M\ufffdller"))
		})
	}
}

var huge = chargeback.NewAmount(decimal.New(1, 1_000_000))

func TestAHugeAmountIsPrintedShort(t *testing.T) {
	t.Parallel()
	require.Equal(t, "1e1000000", huge.String())
}

var year20000 = chargeback.NewTime(time.Date(20_000, 1, 1, 0, 0, 0, 0, time.UTC))

func TestWhatJSONCannotSayInOtherCalls(t *testing.T) {
	t.Parallel()
	server := chargebacktest.NewTestServer(t)
	client := server.Client()
	_, err := client.Orders.Update(t.Context(), "1", &chargeback.OrderUpdateParams{ARN: new("\xff")})
	require.Equal(t, "arn", validationError(t, err).Param)
	for _, value := range []any{"\xff", json.RawMessage("\"\xff\""), math.Inf(1), map[string]any{"x": func() {}}} {
		_, err = client.Orders.Update(t.Context(), "1", nil, chargeback.WithParam("note", value))
		require.Regexp(t, `^note(\.x)?$`, validationError(t, err).Param)
	}
	require.Empty(t, server.Requests())
}

func TestAReplacementCharacterMayBeSent(t *testing.T) {
	t.Parallel()
	server := chargebacktest.NewTestServer(t)
	for _, text := range []string{"\ufffd", `\ufffd`} {
		order := lampOrder("ord_" + text)
		made, err := server.Client().Orders.Create(t.Context(), order)
		require.NoError(t, err)
		require.Equal(t, order.OrderID, made.OrderID)
	}
}
