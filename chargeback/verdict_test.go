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

func TestASingleAnswerThatRefusesIsNoOrder(t *testing.T) {
	t.Parallel()
	for answer, want := range map[string][2]string{ // of a create, of an update
		`{"id":null,"order_id":"a","status":"error","errors":["no"]}`:          {"refused a: no", "refused 7: no"},
		`{"order_id":"a","errors":["no"]}`:                                     {"refused a: no", "refused 7: no"},
		`{"error":"no","order_id":"a"}`:                                        {"refused a: no", "refused 7: no"},
		`{"order":{"id":null,"order_id":"a"},"error":"no"}`:                    {"refused a: no", "refused 7: no"},
		`{"success":false,"message":"no"}`:                                     {"refused a: no", "refused 7: no"},
		`{"id":7,"status":"error","message":"no"}`:                             {"unknown", "refused 7: no"},
		`{"id":7,"order_id":"a","status":"shipped"}`:                           {"unknown", "done"},
		`{"status":"success","order":{"id":7,"order_id":"a"},"errors":["no"]}`: {"unknown", "refused 7: no"},
		`{"status":"ok","order":{"id":7,"order_id":"a"},"errors":[]}`:          {"done", "done"},
		`{"status":200,"order":{"id":7,"order_id":"a"},"error":null}`:          {"done", "done"},
		`{"status":"created","message":"order created"}`:                       {"unreadable", "unreadable"},
		`{"order":{"id":null,"order_id":"a"}}`:                                 {"unreadable", "unreadable"},
		`{"order_id":"a"}`:                                                     {"unreadable", "unreadable"},
	} {
		server := chargebacktest.NewTestServer(t)
		server.FailNext(chargebacktest.Answer(200, answer), chargebacktest.Answer(200, answer))
		_, err := server.Client().Orders.Create(t.Context(), lampOrder("a"))
		require.Equal(t, want[0], word(err), answer)
		_, err = server.Client().Orders.Update(t.Context(), "7", nil)
		require.Equal(t, want[1], word(err), answer)
	}
}

func TestADeleteThatDoesNotSaySuccessIsAnError(t *testing.T) {
	t.Parallel()
	for answer, want := range map[string]string{
		"":                                      "done",
		`{"status":"success","order":{}}`:       "done",
		`{"success":true}`:                      "done",
		`{'status': :'success'}`:                "done",
		`{:status=>"success"}`:                  "done",
		"<html class='success'>log in</html>":   "unreadable",
		`{"status":"succ`:                       "unreadable",
		`{'status': :'unsuccessful'}`:           "unreadable",
		`[{"status":"error"}]`:                  "unreadable",
		`"error"`:                               "unreadable",
		`null`:                                  "unreadable",
		`{}`:                                    "unreadable",
		`{"status":"error","status":"success"}`: "unreadable",
		`{"status":"error"} and more`:           "refused 7: ",
		`{"success":false}`:                     "refused 7: ",
		`{"status":{"code":"error"}}`:           "refused 7: ",
		`{"status":false}`:                      "refused 7: ",
		`{"errors":["no"]}`:                     "refused 7: no",
	} {
		server := chargebacktest.NewTestServer(t)
		server.FailNext(chargebacktest.Answer(200, answer))
		require.Equal(t, want, word(server.Client().Orders.Delete(t.Context(), "7")), answer)
	}
}

func TestA404AfterARefusedDeleteIsNoSuccess(t *testing.T) {
	t.Parallel()
	server := chargebacktest.NewTestServer(t)
	server.FailNext(chargebacktest.Answer(http.StatusTooManyRequests, ""))
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
		server := chargebacktest.NewTestServer(t)
		server.FailNext(chargebacktest.Answer(200, `{"status":"error","errors":`+said+`}`))
		_, err := server.Client().Orders.Get(t.Context(), "1")
		failed, ok := errors.AsType[*chargeback.Error](err)
		require.True(t, ok)
		require.Equal(t, want, failed.Message)
	}
}
