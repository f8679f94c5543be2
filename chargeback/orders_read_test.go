package chargeback_test

import (
	"context"
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
		"per_page": {PerPage: new(101)}, "search": {Search: math.NaN()},
	} {
		t.Run(param, func(t *testing.T) {
			_, err := client.Orders.List(t.Context(), params)
			require.Equal(t, param, validationError(t, err).Param)
			for _, err := range client.Orders.All(t.Context(), params) {
				require.Equal(t, param, validationError(t, err).Param)
			}
		})
	}
	require.Empty(t, server.Requests())
}

func TestAllCountsPagesFromOne(t *testing.T) {
	t.Parallel()
	server := chargebacktest.NewTestServer(t)
	for param, params := range map[string]*chargeback.OrderListParams{"page": {Page: new(0)}, "per_page": {PerPage: new(0)}} {
		t.Run(param, func(t *testing.T) {
			err := lastOf(server.Client().Orders.All(t.Context(), params))
			require.Equal(t, param, validationError(t, err).Param)
		})
	}
	require.Empty(t, server.Requests())
	_, err := server.Client().Orders.List(t.Context(), &chargeback.OrderListParams{Page: new(0)})
	require.ErrorIs(t, err, chargeback.ErrBadRequest, "the server decides")
	require.Equal(t, "0", server.LastRequest().Query.Get("page"))
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
			require.Len(t, server.Requests(), 12)
			require.Nil(t, params.Page, "the params are the caller's")
			for range all {
				break
			}
			require.Len(t, server.Requests(), 13)
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
	server.FailMatching(nil, chargebacktest.Respond(200, page).Times(-1))
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

func TestAllWithoutATotalEndsAtAnEmptyPage(t *testing.T) {
	t.Parallel()
	server := chargebacktest.NewTestServer(t)
	server.FailNext(chargebacktest.Respond(200, `{"status":"success","orders":[{"id":1},{"id":"2"}]}`), chargebacktest.Respond(200, `{"status":"success","orders":[{"id":3}]}`))
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
	server.FailMatching(func(r chargebacktest.Request) bool { return r.Query.Get("page") == "2" }, chargebacktest.Respond(400, ""))
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
	lamp := server.SeedOrder("ord_1")
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
	server.FailNext(chargebacktest.Respond(500, "no"))
	_, err := server.Client().Orders.Create(t.Context(), lampOrder("ord_1"))
	require.NotContains(t, err.Error(), chargebacktest.SecretKey)
	require.Equal(t, "Basic <redacted>", server.LastRequest().Header.Get("Authorization"))
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
	server.FailNext(chargebacktest.Respond(200, `{"id":7,"status":"open"}`), chargebacktest.Respond(200, `{"status":"queued"}`))
	var dispute struct {
		Status string `json:"status"`
	}
	require.NoError(t, server.Client().Do(t.Context(), http.MethodGet, "/disputes/7", nil, &dispute))
	require.Equal(t, "open", dispute.Status, "an object with an id is no envelope")
	require.True(t, strings.HasSuffix(server.LastRequest().Path, "/disputes/7"))

	err := server.Client().Do(t.Context(), http.MethodPost, "/mids", map[string]string{"mid": "4242424242424242"}, nil)
	require.Equal(t, "mid", validationError(t, err).Param)
	err = server.Client().Do(t.Context(), http.MethodPost, "/mids", map[string]string{"mid": "77"}, nil)
	require.EqualError(t, err, "chargeback: POST /mids: 200 OK: status queued")
}

func TestAPageWithoutOrdersIsNoPage(t *testing.T) {
	t.Parallel()
	for _, body := range []string{"{}", "null", `{"status":"success"}`, `{"orders":null}`} {
		client, err := chargeback.New("pk_test_fake", "sk_test_fake", chargeback.WithHTTPClient(&http.Client{Transport: answering{200, body}}))
		require.NoError(t, err)
		unreadable := new(chargeback.DecodeError)
		_, err = client.Orders.List(t.Context(), nil)
		require.ErrorAs(t, err, &unreadable, body)
		loops := 0
		for order, err := range client.Orders.All(t.Context(), nil) {
			loops++
			require.Nil(t, order)
			require.ErrorAs(t, err, &unreadable, body)
		}
		require.Equal(t, 1, loops, body)
	}
}
