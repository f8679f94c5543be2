package chargeback_test

import (
	"errors"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/chargeback"
	"github.com/chargekit/chargekit-go/chargeback/chargebacktest"
)

func TestASingleResponseThatRejectsIsNoOrder(t *testing.T) {
	t.Parallel()
	for response, want := range map[string][2]string{ // of a create, of an update
		`{"id":null,"order_id":"a","status":"error","errors":["no"]}`:          {"rejected a: no", "rejected 7: no"},
		`{"order_id":"a","errors":["no"]}`:                                     {"rejected a: no", "rejected 7: no"},
		`{"error":"no","order_id":"a"}`:                                        {"rejected a: no", "rejected 7: no"},
		`{"order":{"id":null,"order_id":"a"},"error":"no"}`:                    {"rejected a: no", "rejected 7: no"},
		`{"success":false,"message":"no"}`:                                     {"rejected a: no", "rejected 7: no"},
		`{"id":7,"status":"error","message":"no"}`:                             {"unknown", "rejected 7: no"},
		`{"id":7,"order_id":"a","status":"shipped"}`:                           {"unknown", "rejected 7: "},
		`{"status":"success","order":{"id":7,"order_id":"a"},"errors":["no"]}`: {"unknown", "rejected 7: no"},
		`{"status":"SUCCESS","order":{"id":7,"order_id":"a"},"errors":[]}`:     {"done", "done"},
		`{"status":"","order":{"id":7,"order_id":"a"}}`:                        {"done", "done"},
		`{"status":[],"order":{"id":7,"order_id":"a"}}`:                        {"done", "done"},
		`{"status":7,"order":{"id":7,"order_id":"a"}}`:                         {"done", "done"},
		`{"status":"ok","order":{"id":7,"order_id":"a"}}`:                      {"unknown", "rejected 7: "},
		`{"status":200,"order":{"id":7,"order_id":"a"},"error":null}`:          {"done", "done"},
		`{"success":true,"errors":["no"]}`:                                     {"unknown", "rejected 7: no"},
		`{"status":"error","order":{"id":7}} and more`:                         {"unreadable", "unreadable"},
		`{"status":201,"message":"order created"}`:                             {"unreadable", "unreadable"},
		`{"order":{"id":null,"order_id":"a"}}`:                                 {"unreadable", "unreadable"},
		`{"order_id":"a"}`:                                                     {"unreadable", "unreadable"},
	} {
		t.Run(response, func(t *testing.T) {
			server := chargebacktest.NewTestServer(t)
			server.FailNext(chargebacktest.Respond(200, response), chargebacktest.Respond(200, response))
			_, err := server.Client().Orders.Create(t.Context(), lampOrder("a"))
			require.Equal(t, want[0], word(err), response)
			_, err = server.Client().Orders.Update(t.Context(), "7", nil)
			require.Equal(t, want[1], word(err), response)
		})
	}
}

func TestADeleteThatDoesNotSaySuccessIsAnError(t *testing.T) {
	t.Parallel()
	for response, want := range map[string]string{
		"":                                      "done",
		`{"status":"success","order":{}}`:       "done",
		`{"success":true}`:                      "done",
		`{'status': :'success'}`:                "done",
		"<html class='success'>log in</html>":   "unreadable",
		`{"status":"succ`:                       "unreadable",
		`{'status': :'unsuccessful'}`:           "unreadable",
		`[{"status":"error"}]`:                  "unreadable",
		`"error"`:                               "unreadable",
		`{'status': :'pending'}`:                "unreadable",
		`{"message":"it can't be deleted"}`:     "unreadable",
		`false`:                                 "unreadable",
		`{"id":"7","status":"open"}`:            "rejected 7: ",
		`null`:                                  "done",
		`{}`:                                    "done",
		`OK`:                                    "done",
		`"success"`:                             "done",
		`{"message":"deleted"}`:                 "unreadable",
		`{"order":{"id":"7"}}`:                  "unreadable",
		`{'status': 'success', 'id': '7'}`:      "done",
		`{"status":204,"message":"no errors"}`:  "done",
		`{"status":"error","status":"success"}`: "done", // the last one counts
		`{"status":"error","status":null}`:      "rejected 7: ",
		`{"status":"error"} and more`:           "unreadable",
		`{"success":false}`:                     "rejected 7: ",
		`{"status":{"code":"error"}}`:           "unreadable",
		`{"status":false}`:                      "unreadable",
		`{"errors":["no"]}`:                     "rejected 7: no",
	} {
		t.Run(response, func(t *testing.T) {
			server := chargebacktest.NewTestServer(t)
			server.FailNext(chargebacktest.Respond(200, response))
			require.Equal(t, want, word(server.Client().Orders.Delete(t.Context(), "7")), response)
		})
	}
}

func TestCreateReadsAListOfOne(t *testing.T) {
	t.Parallel()
	for body, want := range map[string]string{
		`[{"status":"success","order":{"id":7,"order_id":"a"}}]`: "done",
		` [{"id":7,"order_id":"a"}] `:                            "done",
		`[{"status":"error","message":"no"}]`:                    "rejected a: no",
		`[{"id":7,"order_id":"a","status":"error"}]`:             "unknown",
		`[{"id":7,"order_id":"a"},{"id":8,"order_id":"b"}]`:      "unreadable",
		`[]`: "unreadable",
	} {
		t.Run(body, func(t *testing.T) {
			server := chargebacktest.NewTestServer(t)
			server.FailNext(chargebacktest.Respond(201, body), chargebacktest.Respond(422, `[{"status":"error","message":"no"}]`))
			var response chargeback.Response
			order, err := server.Client().Orders.Create(t.Context(), lampOrder("a"), chargeback.WithResponse(&response))
			require.Equal(t, want, word(err), body)
			require.Equal(t, err == nil, order != nil && order.ID == "7")
			require.Equal(t, body, string(response.Body), "as it came")
			_, err = server.Client().Orders.Create(t.Context(), lampOrder("a"))
			require.Equal(t, "rejected a: no", word(err), "of a response that is no 2xx too")
		})
	}
}

func TestADuplicateOfABatchIsAConflictWhereChargebackSaysSo(t *testing.T) {
	t.Parallel()
	for element, want := range map[string]bool{
		`{"status":409,"message":"there already"}`:            true,
		`{"status":"409","order_id":"a"}`:                     true,
		`{"status":"duplicate","order_id":"a"}`:               false,
		`{"status":"error","message":"order exists already"}`: false,
	} {
		t.Run(element, func(t *testing.T) {
			server := chargebacktest.NewTestServer(t)
			server.FailNext(chargebacktest.Respond(207, "["+element+","+element+"]"))
			results, err := server.Client().Orders.CreateBatch(t.Context(), batchOf("a", "b"))
			require.NoError(t, err)
			require.Equal(t, want, errors.Is(results[0].Err, chargeback.ErrConflict), element)
		})
	}
}

func TestA404AfterARejectedDeleteIsNoSuccess(t *testing.T) {
	t.Parallel()
	server := chargebacktest.NewTestServer(t)
	server.FailNext(chargebacktest.Respond(http.StatusTooManyRequests, ""))
	err := server.Client().Orders.Delete(t.Context(), "7")
	require.ErrorIs(t, err, chargeback.ErrNotFound)
	require.Len(t, server.Requests(), 2, "the 429 has done nothing")
}

func TestAnExplanationIsBounded(t *testing.T) {
	t.Parallel()
	deep := strings.Repeat("[", 5000) + `"` + strings.Repeat("x", 1<<16) + `"` + strings.Repeat("]", 5000)
	for said, want := range map[string]string{
		deep:                                 "…",
		`[[[["no"]]]]`:                       "no",
		`"` + strings.Repeat("é", 300) + `"`: strings.Repeat("é", 250) + "…",
		`[` + strings.Repeat(`"n",`, 999) + `"n"]`: strings.Repeat("n; ", 166) + "n;…",
	} {
		t.Run(said, func(t *testing.T) {
			server := chargebacktest.NewTestServer(t)
			server.FailNext(chargebacktest.Respond(200, `{"status":"error","errors":`+said+`}`))
			_, err := server.Client().Orders.Get(t.Context(), "1")
			failed, ok := errors.AsType[*chargeback.Error](err)
			require.True(t, ok)
			require.Equal(t, want, failed.Message)
		})
	}
}

func TestARejectionOfARetriedDoDoesNotSayThatNothingWasDone(t *testing.T) {
	t.Parallel()
	server := chargebacktest.NewTestServer(t)
	server.FailNext(chargebacktest.DropResponse, chargebacktest.Respond(200, `{"status":"error","error":"exists already"}`))
	err := server.Client().Do(t.Context(), "POST", "/orders", lampOrder("a"), nil, chargeback.WithRepeatable())
	failed, ok := errors.AsType[*chargeback.Error](err)
	require.True(t, ok)
	require.Equal(t, 2, failed.Attempts)
	require.False(t, isNotApplied(failed), "the first attempt has made it")
	require.NotErrorIs(t, err, chargeback.ErrOutcomeUnknown, "it may be retried")
	require.Equal(t, 1, server.Counts()["orders"])

	for _, opts := range [][]chargeback.CallOption{nil, {chargeback.WithRepeatable()}} {
		server.FailNext(chargebacktest.Respond(200, `{"status":"succ`))
		err = server.Client().Do(t.Context(), "POST", "/orders", lampOrder("b"), new(map[string]any), opts...)
		require.Equal(t, "unreadable", word(err))
		require.Equal(t, opts == nil, errors.Is(err, chargeback.ErrOutcomeUnknown))
	}
}

func TestAResponseAboutAnotherOrderIsNoSuccess(t *testing.T) {
	t.Parallel()
	server := chargebacktest.NewTestServer(t)
	orders, ctx := server.Client().Orders, t.Context()
	create := func(opts ...chargeback.CallOption) error {
		_, err := orders.Create(ctx, lampOrder("a"), opts...)
		return err
	}
	get := func() error { _, err := orders.Get(ctx, "7"); return err }
	rename := func() error {
		_, err := orders.Update(ctx, "7", &chargeback.OrderUpdateParams{OrderID: new("c")})
		return err
	}
	for response, want := range map[string][3]string{ // of a create, a get, an update
		`{"status":"success","order":{"id":7,"order_id":"a"}}`:   {"done", "done", "done"},
		`{"id":"7","order_id":"c"}`:                              {"unreadable", "done", "done"},
		`{"status":"success","order":{"id":8,"order_id":"a"}}`:   {"done", "unreadable", "unreadable"},
		`[{"status":"success","order":{"id":8,"order_id":"b"}}]`: {"unreadable", "unreadable", "unreadable"},
		`{"status":"success","order":{"id":7}}`:                  {"done", "done", "done"},
	} {
		t.Run(response, func(t *testing.T) {
			for i, call := range []func() error{func() error { return create() }, get, rename} {
				server.FailNext(chargebacktest.Respond(200, response))
				err := call()
				require.Equal(t, want[i], word(err), response)
				require.Equal(t, err != nil && i != 1, errors.Is(err, chargeback.ErrOutcomeUnknown), "%s: a create, and an update that renames, are sent once", response)
			}
		})
	}
	server.FailNext(chargebacktest.Respond(201, `{"status":"success","order":{"id":7,"order_id":"z"}}`))
	require.NoError(t, create(chargeback.WithParam("order_id", "z")), "as it was sent")
}

func TestOneOddByteChangesNoVerdict(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		body          string
		create, batch string
	}{
		"in an error's message":   {"{\"status\":\"error\",\"message\":\"n\xff\"}", "rejected a: n\ufffd", "rejected a: n\ufffd"},
		"beside an error":         {"{\"note\":\"\xff\",\"error\":\"no\",\"order_id\":\"a\"}", "rejected a: no", "rejected a: no"},
		"beside an order":         {"{\"status\":\"success\",\"order\":{\"id\":7,\"order_id\":\"a\",\"arn\":\"\xff\"}}", "done", "done"},
		"a byte order mark":       {"\ufeff{\"status\":\"success\",\"order\":{\"id\":7,\"order_id\":\"a\"}}", "done", "done"},
		"a mark before an error":  {"\ufeff{\"status\":\"error\",\"message\":\"no\"}", "rejected a: no", "rejected a: no"},
		"half a surrogate pair":   {`{"status":"success","order":{"id":7,"order_id":"a","arn":"\ud83d"}}`, "done", "done"},
		"a doubled name":          {`{"status":"success","order":{"id":7,"order_id":"a","arn":"1","arn":"2"}}`, "done", "done"},
		"a doubled status":        {`{"status":"success","status":"error","message":"no"}`, "rejected a: no", "rejected a: no"},
		"an error, doubled empty": {`{"error":"no","error":null,"order_id":"a"}`, "rejected a: no", "rejected a: no"},
		"two ids":                 {`{"status":"success","order":{"id":7,"id":8,"order_id":"a"}}`, "unreadable", "unreadable"},
		"a time with +0000":       {`{"status":"success","order":{"id":7,"order_id":"a","order_ts":"2026-02-03T04:05:06+0000"}}`, "done", "done"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := chargebacktest.NewTestServer(t)
			server.FailNext(chargebacktest.Respond(200, tt.body), chargebacktest.Respond(200, "["+strings.TrimPrefix(tt.body, "\ufeff")+"]"))
			_, err := server.Client().Orders.Create(t.Context(), lampOrder("a"))
			require.Equal(t, tt.create, word(err))
			results, err := server.Client().Orders.CreateBatch(t.Context(), batchOf("a"))
			require.NoError(t, err)
			require.Equal(t, tt.batch, word(results[0].Err))
		})
	}
}
