package chargeback_test

import (
	"errors"
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/chargeback"
	"github.com/chargekit/chargekit-go/chargeback/chargebacktest"
)

func TestUpdateSendsUnsetEmptyNullAndValueApart(t *testing.T) {
	t.Parallel()
	server := chargebacktest.NewTestServer(t)
	id := server.SeedOrder("ord_1")
	client := server.Client()
	for want, params := range map[string]*chargeback.OrderUpdateParams{
		`{}`: nil,
		`{"customer_phone":"","line_items":[],"tracking_numbers":""}`: {
			CustomerPhone: new(""), LineItems: []chargeback.LineItemParams{}, TrackingNumbers: []string{},
		},
		`{"shipping_subtotal":null}`:           {ShippingSubtotal: new(chargeback.Amount{})},
		`{"crm_id":0,"shipping_subtotal":"0"}`: {CRMID: new(int64(0)), ShippingSubtotal: new(chargeback.MustAmount("0"))},
	} {
		t.Run(want, func(t *testing.T) {
			_, _ = client.Orders.Update(t.Context(), id, params)
			require.JSONEq(t, want, string(server.LastRequest().Body))
			require.Equal(t, http.MethodPut, server.LastRequest().Method)
		})
	}
}

func TestUpdateSendsWhatEmptiesARequiredField(t *testing.T) {
	t.Parallel()
	server := chargebacktest.NewTestServer(t)
	id := server.SeedOrder("ord_1")
	none, no, never := new(""), new(chargeback.Amount{}), new(chargeback.Time{})
	for sent, params := range map[string]*chargeback.OrderUpdateParams{
		`{"order_id":""}`:             {OrderID: none},
		`{"order_ts":null}`:           {OrderTS: never},
		`{"order_amount":null}`:       {OrderAmount: no},
		`{"transaction_id":""}`:       {TransactionID: none},
		`{"transaction_amount":null}`: {TransactionAmount: no},
		`{"crm_name":""}`:             {CRMName: none},
		`{"merchant_name":""}`:        {MerchantName: none},
	} {
		t.Run(sent, func(t *testing.T) {
			_, _ = server.Client().Orders.Update(t.Context(), id, params)
			require.JSONEq(t, sent, string(server.LastRequest().Body), "Chargeback decides")
		})
	}
}

func TestAnUpdateThatMayAddSomethingIsSentOnce(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		params *chargeback.OrderUpdateParams
		opts   []chargeback.CallOption
		once   bool
	}{
		"tracking numbers":       {&chargeback.OrderUpdateParams{TrackingNumbers: []string{"PKT9"}}, nil, true},
		"line items":             {&chargeback.OrderUpdateParams{LineItems: []chargeback.LineItemParams{{}}}, nil, true},
		"shipments":              {&chargeback.OrderUpdateParams{Shipments: []chargeback.ShipmentParams{{}}}, nil, true},
		"shipments by option":    {nil, []chargeback.CallOption{chargeback.WithParam("shipments", []any{})}, true},
		"order_id by option":     {nil, []chargeback.CallOption{chargeback.WithParam("order_id", "ord_2")}, true},
		"another order_id":       {&chargeback.OrderUpdateParams{OrderID: new("ord_2")}, nil, true},
		"no tracking numbers":    {&chargeback.OrderUpdateParams{TrackingNumbers: []string{}}, nil, false},
		"an acquirer's number":   {&chargeback.OrderUpdateParams{ARN: new("7")}, nil, false},
		"nothing":                {nil, nil, false},
		"another field, by hand": {nil, []chargeback.CallOption{chargeback.WithParam("rma", "x")}, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := chargebacktest.NewTestServer(t)
			id := server.SeedOrder("ord_1")
			server.FailNext(chargebacktest.DropResponse)
			_, err := server.Client().Orders.Update(t.Context(), id, tt.params, tt.opts...)
			require.Equal(t, tt.once, errors.Is(err, chargeback.ErrOutcomeUnknown))
			require.Equal(t, tt.once, err != nil)
			require.Len(t, server.Requests(), map[bool]int{true: 1, false: 2}[tt.once])
		})
	}
}

func TestAnOrderAskedForByItsOrderID(t *testing.T) {
	t.Parallel()
	server := chargebacktest.NewTestServer(t)
	orders := server.Client().Orders
	for name, shown := range map[string]string{
		"as asked":   `{"id":7,"order_id":"ord_1"}`,
		"other case": `{"id":7,"order_id":"ORD_1"}`,
		"with space": `{"id":7,"order_id":" ord_1 "}`,
	} {
		t.Run(name, func(t *testing.T) {
			body := chargebacktest.Respond(200, `{"status":"success","order":`+shown+`}`)
			server.FailNext(body, body)
			order, err := orders.Get(t.Context(), "ord_1")
			require.NoError(t, err)
			require.EqualValues(t, "7", order.ID)
			_, err = orders.Update(t.Context(), "ord_1", &chargeback.OrderUpdateParams{ARN: new("7")})
			require.NoError(t, err)
		})
	}
	server.FailNext(chargebacktest.Respond(200, `{"status":"success","order":{"id":7,"order_id":"ord_2"}}`))
	_, err := orders.Update(t.Context(), "ord_1", &chargeback.OrderUpdateParams{OrderID: new("ord_2")})
	require.NoError(t, err, "it has its new order_id")
}

func TestUpdateIsRetriedAfterALostResponse(t *testing.T) {
	t.Parallel()
	server := chargebacktest.NewTestServer(t)
	id := server.SeedOrder("ord_1")
	server.FailNext(chargebacktest.DropResponse)
	order, err := server.Client().Orders.Update(t.Context(), id, &chargeback.OrderUpdateParams{ARN: new("7")})
	require.NoError(t, err)
	require.Equal(t, "7", order.ARN)
	require.Len(t, server.Requests(), 2)
}
