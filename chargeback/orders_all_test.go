package chargeback_test

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/chargeback"
	"github.com/chargekit/chargekit-go/chargeback/chargebacktest"
)

// pagedOrders responds with pages of 250 orders, at most bound to a page, and
// says of them what it is told to.
type pagedOrders struct {
	bound int
	total string
}

func (p pagedOrders) RoundTrip(r *http.Request) (*http.Response, error) {
	page, _ := strconv.Atoi(r.URL.Query().Get("page"))
	count, _ := strconv.Atoi(r.URL.Query().Get("per_page"))
	count = min(count, p.bound)
	var rows []string
	for i := (page - 1) * count; i < min(page*count, 250); i++ {
		rows = append(rows, fmt.Sprintf(`{"id":%d,"order_id":"o%d"}`, i+1, i))
	}
	body := fmt.Sprintf(`{"status":"success","page":%d,"per_page":%d%s,"orders":[%s]}`, page, count, p.total, strings.Join(rows, ","))
	return &http.Response{StatusCode: 200, Header: http.Header{}, Body: io.NopCloser(strings.NewReader(body)), Request: r}, nil
}

func TestAllNeverEndsEarlyInSilence(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		pages pagedOrders
		whole bool
	}{
		{pagedOrders{25, ""}, true},
		{pagedOrders{25, `,"total_records":"250"`}, true},
		{pagedOrders{100, `,"total_records":0`}, true},
		{pagedOrders{100, `,"total_records":null`}, true},
		{pagedOrders{100, `,"total_records":100`}, true}, // the page's own
		{pagedOrders{20, `,"total_records":20`}, true},   // with a lower bound than asked for
		{pagedOrders{100, `,"total_records":10`}, true},
		{pagedOrders{100, `,"total_records":260`}, false},
	} {
		client, err := chargeback.New("pk", "sk", chargeback.WithHTTPClient(&http.Client{Transport: tt.pages}))
		require.NoError(t, err)
		seen := 0
		for _, err = range client.Orders.All(t.Context(), nil) {
			if err == nil {
				seen++
			}
		}
		if tt.whole {
			require.NoError(t, err)
			require.Equal(t, 250, seen)
			continue
		}
		require.ErrorIs(t, err, chargeback.ErrListIncomplete, tt.pages.total)
	}
}

func TestAllFromALaterPageOfAServerWithALowerBound(t *testing.T) {
	t.Parallel()
	client, err := chargeback.New("pk", "sk", chargeback.WithHTTPClient(&http.Client{Transport: pagedOrders{25, `,"total_records":250`}}))
	require.NoError(t, err)
	seen := 0
	for _, err := range client.Orders.All(t.Context(), &chargeback.OrderListParams{Page: new(3)}) {
		require.NoError(t, err)
		seen++
	}
	require.Equal(t, 200, seen)
}

func TestAllTurnsItsOwnPages(t *testing.T) {
	t.Parallel()
	server := chargebacktest.NewTestServer(t)
	client := server.Client()
	for _, name := range []string{"page", "per_page", "search"} {
		for _, err := range client.Orders.All(t.Context(), nil, chargeback.WithQuery(name, "1")) {
			require.Equal(t, "WithQuery", validationError(t, err).Param)
		}
		_, err := collect(t, client.Orders.Import(t.Context(), lampOrders(1), nil, chargeback.WithQuery(name, "1")))
		require.Equal(t, "WithQuery", validationError(t, err).Param)
	}
	require.Empty(t, server.Requests())
}

func TestAllEndsWhereThePageIsIgnored(t *testing.T) {
	t.Parallel()
	for rows, want := range map[string]string{
		`{"id":1},{"id":2}`:                 "", // they may be all there are
		`{"order_id":"a"},{"order_id":"b"}`: "can't be read",
	} {
		t.Run(rows, func(t *testing.T) {
			t.Parallel()
			client, err := chargeback.New("pk", "sk", chargeback.WithHTTPClient(&http.Client{Transport: answering{200, `{"status":"success","orders":[` + rows + `]}`}}))
			require.NoError(t, err)
			seen := 0
			for _, err = range client.Orders.All(t.Context(), nil) {
				if seen++; seen > 100 {
					break
				}
			}
			if want == "" {
				require.NoError(t, err)
				require.Equal(t, 2, seen)
				return
			}
			require.ErrorContains(t, err, want)
		})
	}
}

func TestAnOddRowCostsNoOtherRow(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		row   string
		extra chargeback.Extra
	}{
		"null":         {`null`, chargeback.Extra{"": json.RawMessage(`null`)}},
		"a number":     {`7`, chargeback.Extra{"": json.RawMessage(`7`)}},
		"an odd id":    {`{"id":{}}`, chargeback.Extra{"id": json.RawMessage(`{}`)}},
		"without id":   {`{"rma":1}`, chargeback.Extra{"rma": json.RawMessage(`1`)}},
		"without JSON": {`""`, chargeback.Extra{"": json.RawMessage(`""`)}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := chargebacktest.NewTestServer(t)
			page := chargebacktest.Respond(200, `{"status":"success","total_records":3,"orders":[{"id":1},`+tt.row+`,{"id":2}]}`)
			server.FailNext(page, page)
			list, err := server.Client().Orders.List(t.Context(), nil)
			require.NoError(t, err)
			require.Len(t, list.Data, 3)
			require.Equal(t, tt.extra, list.Data[1].Extra)

			var ids []chargeback.ID
			for order, err := range server.Client().Orders.All(t.Context(), nil) {
				if err != nil {
					require.ErrorIs(t, err, chargeback.ErrListIncomplete)
					require.EqualError(t, err, "chargeback: list incomplete: rows that can't be read: 1 of 3")
					ids = append(ids, "error")
					continue
				}
				ids = append(ids, order.ID)
			}
			require.Equal(t, []chargeback.ID{"1", "2", "error"}, ids, "it comes last")
		})
	}
}

func TestAnErrorIsNoEmptyList(t *testing.T) {
	t.Parallel()
	for response, want := range map[string]string{
		`{"orders":[],"errors":["no"]}`:             "rejected : no",
		`{"orders":[{"id":1}],"status":"error"}`:    "rejected : ",
		`{"orders":"no"}`:                           "unreadable",
		`{"status":"success","orders":[],"page":1}`: "done",
	} {
		t.Run(response, func(t *testing.T) {
			server := chargebacktest.NewTestServer(t)
			server.FailNext(chargebacktest.Respond(200, response))
			_, err := server.Client().Orders.List(t.Context(), nil)
			require.Equal(t, want, word(err), response)
		})
	}
}
