package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/chargedesk/chargedesktest"
)

func newDesk(t *testing.T) *chargedesktest.Server {
	t.Helper()
	t.Setenv("CHARGEDESK_SECRET_KEY", chargedesktest.Key)
	return chargedesktest.NewTestServer(t, chargedesktest.WithoutRateLimit())
}

// toDesk are the arguments for an import into a fake ChargeDesk.
func toDesk(more ...string) []string {
	return append([]string{"-to", "chargedesk", "-no-limit"}, more...)
}

func transactionOf(r chargedesktest.Request) string {
	form, _ := url.ParseQuery(string(r.Body))
	return form.Get("transaction_id")
}

func TestTheExportsOfShopsBecomeCharges(t *testing.T) {
	text, err := os.ReadFile(filepath.Join(samples, "sums.json"))
	require.NoError(t, err)
	var wanted map[string]struct {
		Orders int
		Gross  map[string]decimal.Decimal
	}
	require.NoError(t, json.Unmarshal(text, &wanted))
	for name, want := range wanted {
		t.Run(name, func(t *testing.T) {
			desk := newDesk(t)
			resume := filepath.Join(t.TempDir(), "r")
			args := toDesk(append(exports[name].flags, "-customer", "guest", "-resume", resume, filepath.Join(samples, name))...)
			for range 2 {
				_, out := start(t, desk.URL, args...)
				require.Contains(t, out, fmt.Sprintf("%d there, 0 rejected, 0 unknown, %d lines unreadable", want.Orders, exports[name].unreadable))
				require.Equal(t, len(want.Gross), strings.Count(out, "sum of those that are there: "), out)
			}
			gross := map[string]decimal.Decimal{}
			require.Equal(t, want.Orders, desk.CountRequests(nil))
			for _, r := range desk.Requests() {
				form, err := url.ParseQuery(string(r.Body))
				require.NoError(t, err)
				amount, err := decimal.NewFromString(form.Get("amount"))
				require.NoError(t, err)
				gross[form.Get("currency")] = gross[form.Get("currency")].Add(amount)
			}
			require.Len(t, gross, len(want.Gross))
			for currency, sum := range want.Gross {
				require.True(t, sum.Equal(gross[currency]), "%s: %v, not %v", currency, gross[currency], sum)
			}
		})
	}
}

func TestWhatIsSentOfAnOrderToChargeDesk(t *testing.T) {
	desk := newDesk(t)
	_, out := start(t, desk.URL, toDesk("-concurrency", "1", "-resume", filepath.Join(t.TempDir(), "r"), filepath.Join(samples, "shopify.csv"))...)
	require.Contains(t, out, "4 there, 0 rejected, 0 unknown, 1 lines unreadable")
	require.Contains(t, out, "\nsum of those that are there: 119.04 GBP\nsum of those that are there: 299.61 USD\n")
	first, err := url.ParseQuery(string(desk.Requests()[0].Body))
	require.NoError(t, err)
	require.Equal(t, "update", first.Get("duplicate"))
	require.Equal(t, "119.04 GBP", first.Get("amount")+" "+first.Get("currency"))
	require.Equal(t, "ines.vale@example.com", first.Get("customer[id]"))
	require.Equal(t, "ines.vale@example.com", first.Get("customer[email]"))
	require.Equal(t, "HT-3012", first.Get("metadata[order_id]"))
	require.Equal(t, fmt.Sprint(1786765205), first.Get("occurred"))
	require.NotEmpty(t, first.Get("transaction_id"))
}

func TestAnOrderOfNoCustomerIsReportedAndTheRestIsImported(t *testing.T) {
	desk := newDesk(t)
	text := "order_id,ordered_at,amount,currency,transaction_id,email,refunded\n" +
		"a,2026-02-03T04:05:06Z,12.00,EUR,t1,ada@example.com,12.00\n" +
		"b,2026-02-03T04:05:06Z,5.00,EUR,t2,,\n" +
		"c,2026-02-03T04:05:06Z,70,JPY,t3,bo@example.com,20\n"
	file := write(t, "orders.csv", text)
	code, out := start(t, desk.URL, toDesk(file)...)
	require.Equal(t, exitLookAt, code, out)
	require.Contains(t, out, "unreadable: line 3: the order has neither an e-mail address nor a customer id; -customer names a customer for such orders")
	require.Contains(t, out, "2 there, 0 rejected, 0 unknown, 1 lines unreadable\nsum of those that are there: 12.00 EUR\nsum of those that are there: 70 JPY\n")
	statuses := map[string]string{}
	for _, r := range desk.Requests() {
		form, err := url.ParseQuery(string(r.Body))
		require.NoError(t, err)
		statuses[form.Get("transaction_id")] = form.Get("status") + " " + form.Get("amount_refunded")
	}
	require.Equal(t, map[string]string{"t1": "refunded 12.00", "t3": "partially refunded 20"}, statuses)

	byHand := "order_id=order_id,ordered_at=ordered_at,amount=amount,currency=currency,transaction_id=transaction_id"
	file = write(t, "orders.csv", strings.ReplaceAll(text, "email", "mood"))
	code, out = start(t, desk.URL, toDesk("-columns", byHand, file)...)
	require.Equal(t, exitCannot, code)
	require.Contains(t, out, "by which ChargeDesk knows customers; -customer names one for all orders")
	_, out = start(t, desk.URL, toDesk("-columns", byHand, "-customer", "guest", file)...)
	require.Contains(t, out, "3 there, 0 rejected, 0 unknown, 0 lines unreadable")
}

func TestAnImportIntoChargeDeskStopsAndResumes(t *testing.T) {
	desk := newDesk(t)
	file := writeExport(t, 100)
	ctx, cancel := context.WithCancel(t.Context())
	desk.FailMatching(func(r chargedesktest.Request) bool {
		if transactionOf(r) == "txn_"+orderKey(45) {
			cancel()
		}
		return false
	}, chargedesktest.NoFault)
	code, out := startWith(ctx, desk.URL, toDesk(file)...)
	require.Equal(t, exitLookAt, code)
	require.Contains(t, out, "chargedesk: import stopped after 4")
	require.Contains(t, out, "not finished: start it again with the same flags to resume; keep "+file+".resume.jsonl")
	desk.ClearFaults()
	sent := desk.CountRequests(nil)
	desk.FailMatching(func(r chargedesktest.Request) bool { return transactionOf(r) == "txn_"+orderKey(60) },
		chargedesktest.Respond(http.StatusBadRequest, `{"error":{"message":"no"}}`))

	_, out = start(t, desk.URL, toDesk(file)...)
	require.Contains(t, out, "resuming after 4")
	require.Contains(t, out, "rejected: line 184, order txn_"+orderKey(60)+": ", "three lines an order, two in the middle, and the header")
	require.Contains(t, out, "99 there, 1 rejected, 0 unknown, 1 lines unreadable\nsum of those that are there: 1188.00 EUR\n")
	require.LessOrEqual(t, desk.CountRequests(nil)-sent, 60, "what had a result is not sent again")
	require.Equal(t, 99, desk.Counts()["charges"])
}

func TestChargesWithoutAResponseAreSentAgainByTheNextStart(t *testing.T) {
	desk := newDesk(t)
	file := writeExport(t, 30)
	for _, i := range []int{3, 17} {
		desk.FailMatching(func(r chargedesktest.Request) bool { return transactionOf(r) == "txn_"+orderKey(i) },
			chargedesktest.RespondHTML(http.StatusServiceUnavailable).Times(3))
	}
	desk.FailMatching(func(r chargedesktest.Request) bool { return transactionOf(r) == "txn_"+orderKey(20) },
		chargedesktest.Respond(http.StatusBadRequest, `{"error":{"message":"no"}}`))
	code, out := start(t, desk.URL, toDesk(file)...)
	require.Equal(t, exitLookAt, code)
	require.Contains(t, out, "27 there, 1 rejected, 2 unknown, 1 lines unreadable")
	require.Contains(t, out, "the next start sends them again, which has the effect of once")

	_, out = start(t, desk.URL, toDesk(file)...)
	require.Contains(t, out, "29 there, 1 rejected, 0 unknown, 1 lines unreadable\nsum of those that are there: 348.00 EUR\n")
	require.Equal(t, 29, desk.Counts()["charges"])
}

func TestAnImportIntoChargeDeskThatCannotWorkEndsWith2(t *testing.T) {
	desk := newDesk(t)
	for name, args := range map[string][]string{
		"JSON Lines":       {writeOrders(t, 3)},
		"look up":          {"-look-up-all", writeExport(t, 3)},
		"a resume file":    {"-resume", backResumeFile(t), writeExport(t, 3)},
		"no such currency": {"-currency", "doubloon", filepath.Join(samples, "square.csv")},
	} {
		code, out := start(t, desk.URL, toDesk(args...)...)
		require.Equal(t, exitCannot, code, "%s: %s", name, out)
	}
	require.Empty(t, desk.Requests())

	t.Setenv("CHARGEDESK_SECRET_KEY", "sk_wrong")
	code, out := start(t, desk.URL, toDesk(writeExport(t, 30))...)
	require.Equal(t, exitCannot, code)
	require.Contains(t, out, "401")
	require.Contains(t, out, "0 there, 0 rejected, 0 unknown")
	require.LessOrEqual(t, desk.CountRequests(nil), 4)

	t.Setenv("CHARGEDESK_SECRET_KEY", "")
	var text bytes.Buffer
	require.Equal(t, exitCannot, run(t.Context(), toDesk("orders.csv"), nil, &text, &text))
	require.Contains(t, text.String(), "CHARGEDESK_SECRET_KEY is not set; -fake tries a file without them")
	text.Reset()
	file, err := filepath.Abs("orders.csv")
	require.NoError(t, err)
	code = run(t.Context(), toDesk("-fake", "-quiet", "-customer", "guest", file), nil, &text, &text)
	require.True(t, strings.HasPrefix(text.String(), "FAKE: no charge leaves this machine"), text.String())
	require.Equal(t, exitDone, code, text.String())
}

// backResumeFile is the resume file of an import into Chargeback.
func backResumeFile(t *testing.T) string {
	t.Helper()
	return write(t, "r", `{"owner":{"to":"chargeback"}}`+"\n"+`{"progress":{}}`+"\n")
}
