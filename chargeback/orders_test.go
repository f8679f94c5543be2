package chargeback_test

import (
	"context"
	"errors"
	"math"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

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

func TestAnOrderThatLacksWhatChargebackRequiresIsNotSent(t *testing.T) {
	t.Parallel()
	for member, remove := range map[string]func(*chargeback.OrderParams){
		"order_id":           func(p *chargeback.OrderParams) { p.OrderID = "" },
		"order_ts":           func(p *chargeback.OrderParams) { p.OrderTS = chargeback.Time{} },
		"order_amount":       func(p *chargeback.OrderParams) { p.OrderAmount = chargeback.Amount{} },
		"transaction_id":     func(p *chargeback.OrderParams) { p.TransactionID = "" },
		"transaction_amount": func(p *chargeback.OrderParams) { p.TransactionAmount = chargeback.Amount{} },
		"crm_id":             func(p *chargeback.OrderParams) { p.CRMID = nil },
		"merchant_name":      func(p *chargeback.OrderParams) { p.MerchantName = "" },
	} {
		t.Run(member, func(t *testing.T) {
			t.Parallel()
			server := chargebacktest.NewTestServer(t)
			order := lampOrder("ord_1")
			remove(order)

			_, err := server.Client().Orders.Create(t.Context(), order)
			require.Equal(t, member, validationError(t, err).Param)
			_, err = server.Client().Orders.CreateBatch(t.Context(), []*chargeback.OrderParams{lampOrder("ord_2"), order})
			require.Equal(t, "orders[1]."+member, validationError(t, err).Param)
			require.Empty(t, server.Requests())

			_, err = server.Client().Orders.Create(t.Context(), order, chargeback.WithIncompleteOrders())
			require.ErrorIs(t, err, chargeback.ErrBadRequest, "the fake knows the rule too")
			require.NotContains(t, string(server.Last().Body), `"`+member+`"`)
		})
	}
}

func TestCreateRefusesNoOrder(t *testing.T) {
	t.Parallel()
	server := chargebacktest.NewTestServer(t)
	_, err := server.Client().Orders.Create(t.Context(), nil)
	require.EqualError(t, err, "chargeback: params is nil")
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
	require.Contains(t, string(server.Last().Body), `"tax_subtotal":"0"`)
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
}

func TestWhatChargebackSetsIsNeverSent(t *testing.T) {
	t.Parallel()
	server := chargebacktest.NewTestServer(t)
	id := chargeback.ID(server.SeedOrder("ord_1"))
	client := server.Client()
	for _, member := range []string{
		"id", "avs_status", "cvv_status", "created_at", "updated_at", "creator_id", "creator_type", "manually_generated",
	} {
		_, err := client.Orders.Create(t.Context(), lampOrder("ord_2"), chargeback.WithParam(member, "x"))
		require.Equal(t, member, validationError(t, err).Param)
		_, err = client.Orders.Update(t.Context(), id, nil, chargeback.WithParam(member, "x"))
		require.Equal(t, member, validationError(t, err).Param)
	}
	require.Empty(t, server.Requests())
}

func TestAnUndocumentedMemberCanBeSent(t *testing.T) {
	t.Parallel()
	server := chargebacktest.NewTestServer(t)
	_, err := server.Client().Orders.Create(t.Context(), lampOrder("ord_1"), chargeback.WithParam("merchant_id", 31))
	require.NoError(t, err)
	require.Contains(t, string(server.Last().Body), `"merchant_id":31`)
}

func TestUpdateSendsUnsetEmptyNullAndValueApart(t *testing.T) {
	t.Parallel()
	server := chargebacktest.NewTestServer(t)
	id := chargeback.ID(server.SeedOrder("ord_1"))
	client := server.Client()
	for want, params := range map[string]*chargeback.OrderUpdateParams{
		`{}`: nil,
		`{"customer_phone":"","line_items":[],"tracking_numbers":""}`: {
			CustomerPhone: new(""), LineItems: []chargeback.LineItemParams{}, TrackingNumbers: []string{},
		},
		`{"order_ts":null,"shipping_subtotal":null}`: {OrderTS: new(chargeback.Time{}), ShippingSubtotal: new(chargeback.Amount{})},
		`{"crm_id":0,"shipping_subtotal":"0"}`:       {CRMID: new(int64(0)), ShippingSubtotal: new(chargeback.MustAmount("0"))},
	} {
		_, _ = client.Orders.Update(t.Context(), id, params)
		require.JSONEq(t, want, string(server.Last().Body))
		require.Equal(t, http.MethodPut, server.Last().Method)
	}
	_, err := client.Orders.Update(t.Context(), id, &chargeback.OrderUpdateParams{MerchantName: new("")})
	require.Equal(t, "merchant_name", validationError(t, err).Param)
}

func TestUpdateIsRepeatedAfterALostAnswer(t *testing.T) {
	t.Parallel()
	server := chargebacktest.NewTestServer(t)
	id := chargeback.ID(server.SeedOrder("ord_1"))
	server.FailNext(chargebacktest.DropAnswer)
	order, err := server.Client().Orders.Update(t.Context(), id, &chargeback.OrderUpdateParams{ARN: new("7")})
	require.NoError(t, err)
	require.Equal(t, "7", order.ARN)
	require.Len(t, server.Requests(), 2)
}

func TestCreateIsNotRepeatedAfterALostAnswer(t *testing.T) {
	t.Parallel()
	server := chargebacktest.NewTestServer(t)
	server.FailNext(chargebacktest.DropAnswer)
	_, err := server.Client().Orders.Create(t.Context(), lampOrder("ord_1"))
	require.ErrorIs(t, err, chargeback.ErrOutcomeUnknown)
	failed, _ := errors.AsType[*chargeback.Error](err)
	require.Equal(t, "ord_1", failed.Reference)
	require.NotContains(t, err.Error(), "ord_1")
	require.Equal(t, 1, server.Received("ord_1"))
}

func TestDeleteTakesWhateverASuccessLooksLike(t *testing.T) {
	t.Parallel()
	for name, shapes := range map[string]chargebacktest.Shapes{
		"JSON": {}, "200": {OK: true}, "empty": {EmptyDelete: true}, "no JSON": {NotJSONDelete: true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := chargebacktest.NewTestServer(t, chargebacktest.WithShapes(shapes))
			id := chargeback.ID(server.SeedOrder("ord_1"))
			require.NoError(t, server.Client().Orders.Delete(t.Context(), id))
			require.Zero(t, server.Orders())
			require.ErrorIs(t, server.Client().Orders.Delete(t.Context(), id), chargeback.ErrNotFound, "the first try finds nothing")
		})
	}
}

func TestA404AfterARepeatedDeleteIsSuccess(t *testing.T) {
	t.Parallel()
	server := chargebacktest.NewTestServer(t)
	id := chargeback.ID(server.SeedOrder("ord_1"))
	server.FailNext(chargebacktest.DropAnswer)
	require.NoError(t, server.Client().Orders.Delete(t.Context(), id))
	require.Len(t, server.Requests(), 2)
}

func TestDeleteIsRefusedForLockedAndManualOrders(t *testing.T) {
	t.Parallel()
	server := chargebacktest.NewTestServer(t)
	locked, manual := server.SeedOrder("ord_1"), server.SeedManualOrder("ord_2")
	require.True(t, server.LockOrder(locked))
	require.ErrorIs(t, server.Client().Orders.Delete(t.Context(), chargeback.ID(locked)), chargeback.ErrForbidden)
	require.ErrorIs(t, server.Client().Orders.Delete(t.Context(), chargeback.ID(manual)), chargeback.ErrForbidden)
	require.Equal(t, 2, server.Orders())
}

func TestAnEmptyIDIsNotSent(t *testing.T) {
	t.Parallel()
	server := chargebacktest.NewTestServer(t)
	client := server.Client()
	for _, id := range []chargeback.ID{"", ".", "..", "a\nb"} {
		_, err := client.Orders.Get(t.Context(), id)
		require.Equal(t, "id", validationError(t, err).Param)
		require.Error(t, client.Orders.Delete(t.Context(), id))
	}
	require.Empty(t, server.Requests())
}

func TestListChecksItsBounds(t *testing.T) {
	t.Parallel()
	server := chargebacktest.NewTestServer(t)
	client := server.Client()
	for param, params := range map[string]*chargeback.OrderListParams{
		"page": {Page: new(0)}, "per_page": {PerPage: new(101)}, "search": {Search: math.NaN()},
	} {
		_, err := client.Orders.List(t.Context(), params)
		require.Equal(t, param, validationError(t, err).Param)
		for _, err := range client.Orders.All(t.Context(), params) {
			require.Equal(t, param, validationError(t, err).Param)
		}
	}
	require.Empty(t, server.Requests())
}

func TestSearchIsAnyJSONValueEscapedOnce(t *testing.T) {
	t.Parallel()
	server := chargebacktest.NewTestServer(t)
	server.SeedOrder("a b&c")
	client := server.Client()
	for _, search := range []any{
		chargeback.SearchEqual{"order_id": "a b&c"},
		map[string]any{"order_id": "a b&c", "manually_generated": false},
		struct {
			OrderID string `json:"order_id"`
		}{"a b&c"},
	} {
		list, err := client.Orders.List(t.Context(), &chargeback.OrderListParams{Search: search})
		require.NoError(t, err)
		require.Len(t, list.Data, 1)
	}
	_, err := client.Orders.List(t.Context(), &chargeback.OrderListParams{Search: []string{"x"}})
	require.ErrorIs(t, err, chargeback.ErrBadRequest)
}

func TestAllReadsEveryOrderOnceAndLazily(t *testing.T) {
	t.Parallel()
	for name, shapes := range map[string]chargebacktest.Shapes{"texts": {}, "numbers": {NumberPages: true, NumberIDs: true}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := chargebacktest.NewTestServer(t, chargebacktest.WithShapes(shapes))
			server.SeedOrders(205)
			params := &chargeback.OrderListParams{PerPage: new(50)}
			all := server.Client().Orders.All(t.Context(), params)
			require.Empty(t, server.Requests(), "nothing is asked for before the loop")
			for range 2 {
				seen := map[chargeback.ID]bool{}
				for order, err := range all {
					require.NoError(t, err)
					seen[order.ID] = true
				}
				require.Len(t, seen, 205)
			}
			require.Len(t, server.Requests(), 10)
			require.Nil(t, params.Page, "the params are the caller's")
			for range all {
				break
			}
			require.Len(t, server.Requests(), 11)
		})
	}
}

func TestAllFromALaterPage(t *testing.T) {
	t.Parallel()
	server := chargebacktest.NewTestServer(t)
	server.SeedOrders(45)
	count := 0
	for _, err := range server.Client().Orders.All(t.Context(), &chargeback.OrderListParams{Page: new(2), PerPage: new(20)}) {
		require.NoError(t, err)
		count++
	}
	require.Equal(t, 25, count)
}

func TestAllEndsWithAnErrorWhereThePagesRepeat(t *testing.T) {
	t.Parallel()
	server := chargebacktest.NewTestServer(t)
	page := `{"status":"success","orders":[{"id":1},{"id":"2"}],"total_records":"9"}`
	server.FailMatching(nil, chargebacktest.Answer(200, page).Times(-1))
	rows, failures := 0, 0
	for _, err := range server.Client().Orders.All(t.Context(), nil) {
		if err != nil {
			require.ErrorIs(t, err, chargeback.ErrListIncomplete)
			failures++
		} else {
			rows++
		}
	}
	require.Equal(t, 2, rows)
	require.Equal(t, 1, failures)
	require.Len(t, server.Requests(), 2)
}

func TestAllWithoutATotalEndsAtAShortPage(t *testing.T) {
	t.Parallel()
	server := chargebacktest.NewTestServer(t)
	server.FailNext(chargebacktest.Answer(200, `{"status":"success","orders":[{"id":1},{"id":"2"}]}`), chargebacktest.Answer(200, `{"status":"success","orders":[{"id":3}]}`))
	rows := 0
	for _, err := range server.Client().Orders.All(t.Context(), &chargeback.OrderListParams{PerPage: new(2)}) {
		require.NoError(t, err)
		rows++
	}
	require.Equal(t, 3, rows)
}

func TestAllEndsWithOneErrorWhenAPageFails(t *testing.T) {
	t.Parallel()
	server := chargebacktest.NewTestServer(t)
	server.SeedOrders(150)
	server.FailMatching(func(r chargebacktest.Request) bool { return r.Query.Get("page") == "2" }, chargebacktest.Answer(400, ""))
	rows := 0
	var last error
	for order, err := range server.Client().Orders.All(t.Context(), nil) {
		require.NoError(t, last)
		if last = err; err == nil {
			rows++
		} else {
			require.Nil(t, order)
		}
	}
	require.Equal(t, 100, rows)
	require.ErrorIs(t, last, chargeback.ErrBadRequest)
}

func TestKeysSeeOnlyTheirOrders(t *testing.T) {
	t.Parallel()
	server := chargebacktest.NewTestServer(t)
	server.AddMerchant(32, "Candle Shop")
	server.AddKeys("pk_candle", "sk_candle", "Candle Shop")
	lamp := chargeback.ID(server.SeedOrder("ord_1"))
	client, err := chargeback.New("pk_candle", "sk_candle", chargeback.WithBaseURL(server.URL))
	require.NoError(t, err)

	_, err = client.Orders.Get(t.Context(), lamp)
	require.ErrorIs(t, err, chargeback.ErrNotFound)
	_, err = client.Orders.Create(t.Context(), lampOrder("ord_2"))
	require.ErrorIs(t, err, chargeback.ErrForbidden)
	own := lampOrder("ord_1")
	own.MerchantName = "32"
	made, err := client.Orders.Create(t.Context(), own)
	require.NoError(t, err, "the same order_id at another merchant")
	require.Equal(t, "Candle Shop", made.Merchant.Name)
	list, err := client.Orders.List(t.Context(), nil)
	require.NoError(t, err)
	require.Len(t, list.Data, 1)

	wrong, err := chargeback.New("pk_candle", "sk_test_fake", chargeback.WithBaseURL(server.URL))
	require.NoError(t, err)
	_, err = wrong.Orders.List(t.Context(), nil)
	require.ErrorIs(t, err, chargeback.ErrUnauthorized)
}

func TestKeysAreAPairAndAreNotShown(t *testing.T) {
	t.Parallel()
	for _, keys := range [][2]string{{"", "sk"}, {"pk", ""}, {"p:k", "sk"}, {"pk", "s\nk"}} {
		_, err := chargeback.New(keys[0], keys[1])
		validationError(t, err)
	}
	server := chargebacktest.NewTestServer(t)
	server.FailNext(chargebacktest.Answer(500, "no"))
	_, err := server.Client().Orders.Create(t.Context(), lampOrder("ord_1"))
	require.NotContains(t, err.Error(), chargebacktest.SecretKey)
	require.Equal(t, "Basic <redacted>", server.Last().Header.Get("Authorization"))
}

func TestA429IsWaitedFor(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		server := chargebacktest.NewServer(chargebacktest.InMemory())
		defer server.Close()
		client := server.Client()
		server.FailNext(chargebacktest.TooManyRequests("7"))
		started := time.Now()
		_, err := client.Orders.Create(t.Context(), lampOrder("ord_1"))
		require.NoError(t, err)
		require.GreaterOrEqual(t, time.Since(started), 7*time.Second)

		server.BlockFor(30 * time.Second)
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		_, err = client.Orders.Create(ctx, lampOrder("ord_2"))
		require.ErrorIs(t, err, chargeback.ErrRateLimited)
	})
}

func TestDoReachesWhatHasNoMethod(t *testing.T) {
	t.Parallel()
	server := chargebacktest.NewTestServer(t)
	server.FailNext(chargebacktest.Answer(200, `{"id":7,"status":"open"}`), chargebacktest.Answer(200, `{"status":"queued"}`))
	var dispute struct {
		Status string `json:"status"`
	}
	require.NoError(t, server.Client().Do(t.Context(), http.MethodGet, "/disputes/7", nil, &dispute))
	require.Equal(t, "open", dispute.Status, "an object with an id is no envelope")
	require.True(t, strings.HasSuffix(server.Last().Path, "/disputes/7"))

	err := server.Client().Do(t.Context(), http.MethodPost, "/mids", map[string]string{"mid": "4242424242424242"}, nil)
	require.Equal(t, "mid", validationError(t, err).Param)
	err = server.Client().Do(t.Context(), http.MethodPost, "/mids", map[string]string{"mid": "77"}, nil)
	require.EqualError(t, err, "chargeback: POST /mids: 200 OK: status queued")
}
