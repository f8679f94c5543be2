package chargedesk_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"iter"
	"log/slog"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/chargedesk"
	"github.com/chargekit/chargekit-go/chargedesk/chargedesktest"
)

type chargeResults = iter.Seq2[*chargedesk.ImportResult[chargedesk.Charge], error]

func collectImport(t *testing.T, results chargeResults) (all []chargedesk.ImportResult[chargedesk.Charge], stopped error) {
	t.Helper()
	for result, err := range results {
		require.NoError(t, stopped, "the loop goes on after the error")
		if err != nil {
			require.Nil(t, result)
			stopped = err
			continue
		}
		all = append(all, *result)
	}
	return all, stopped
}

// unlimited is a fake without a rate limit, and a client of it without a limiter.
func unlimited(t *testing.T) (*chargedesktest.Server, *chargedesk.Client) {
	t.Helper()
	fake := chargedesktest.NewTestServer(t, chargedesktest.WithoutRateLimit())
	return fake, fake.Client(chargedesk.WithLimiter(nil), chargedesk.WithRetry(chargedesk.RetryPolicy{MaxRetries: 2, MaxBackoff: time.Nanosecond}))
}

// sentID is the transaction id of a request.
func sentID(r chargedesktest.Request) string {
	form, _ := url.ParseQuery(string(r.Body))
	return form.Get("transaction_id")
}

func sending(i int) func(chargedesktest.Request) bool {
	return func(r chargedesktest.Request) bool { return sentID(r) == chequeID(i) }
}

func requireCheques(t *testing.T, fake *chargedesktest.Server, n int) {
	t.Helper()
	require.Equal(t, n, fake.Counts()["charges"])
	seen := map[string]bool{}
	for charge, err := range fake.Client(chargedesk.WithLimiter(nil)).Charges.All(t.Context(), nil) {
		require.NoError(t, err)
		seen[charge.TransactionID] = true
	}
	require.Len(t, seen, n)
}

func TestAnImportGivesEachResultOnceAndInOrder(t *testing.T) {
	t.Parallel()
	for _, concurrency := range []int{0, 1, 9, 500} {
		fake, desk := unlimited(t)
		results, err := collectImport(t, desk.Charges.Import(t.Context(), cheques(100), &chargedesk.ImportOptions{Concurrency: concurrency}))
		require.NoError(t, err)
		require.Len(t, results, 100)
		for i, result := range results {
			require.NoError(t, result.Err)
			require.Equal(t, i, result.Index)
			require.Equal(t, chequeID(i), result.ID)
			require.Equal(t, chequeID(i), result.Row.TransactionID)
		}
		require.Equal(t, 100, fake.CountRequests(func(r chargedesktest.Request) bool { return strings.Contains(string(r.Body), "duplicate=update") }))
		require.Equal(t, 100, fake.CountRequests(nil))
		requireCheques(t, fake, 100)
	}
}

func TestAnImportReadsNoFurtherThanItsWindowAndChangesNoParams(t *testing.T) {
	t.Parallel()
	_, desk := unlimited(t)
	read, told := 0, 0
	params := cheque(0)
	params.Metadata = chargedesk.Metadata{"a": "b"}
	charges := func(yield func(*chargedesk.ChargeCreateParams) bool) {
		for i := range 50 {
			read++
			require.LessOrEqual(t, read-told, 3)
			before := *params
			if !yield(params) {
				return
			}
			require.Equal(t, before, *params)
			params.TransactionID = new(chequeID(i + 1)) // once the next one is asked for
		}
	}
	for result, err := range desk.Charges.Import(t.Context(), charges, &chargedesk.ImportOptions{Concurrency: 3}) {
		require.NoError(t, err)
		require.Equal(t, chequeID(told), result.Row.TransactionID)
		told++
	}
	require.Equal(t, 50, told)
}

func TestARowThatFailsCostsItselfOnly(t *testing.T) {
	t.Parallel()
	fake, desk := unlimited(t)
	rows := slices.Collect(cheques(8))
	rows[1].TransactionID = nil
	rows[2] = nil
	rows[3].Currency = ""
	rows[4].Description = new("\xff")
	fake.FailMatching(sending(5), chargedesktest.Respond(http.StatusBadRequest, `{"error":{"message":"no","incorrect_parameter":"amount"}}`))
	fake.FailMatching(sending(6), chargedesktest.RespondHTML(http.StatusBadGateway).Times(-1))

	results, err := collectImport(t, desk.Charges.Import(t.Context(), slices.Values(rows), nil))

	require.NoError(t, err)
	require.Len(t, results, 8)
	for i, want := range map[int]string{
		1: "chargedesk: charges[1].transaction_id is missing, and a charge without one is recorded twice if it is sent twice; Create sends it once",
		2: "chargedesk: charges[2] is nil; a *ChargeCreateParams is required",
		3: "chargedesk: charges[3].currency is missing",
		4: "chargedesk: charges[4].description is not valid UTF-8",
	} {
		require.EqualError(t, results[i].Err, want)
		require.ErrorIs(t, results[i].Err, chargedesk.ErrNotSent)
		require.Nil(t, results[i].Row)
	}
	require.ErrorIs(t, results[5].Err, chargedesk.ErrBadRequest)
	failed, ok := errors.AsType[*chargedesk.Error](results[6].Err)
	require.True(t, ok)
	require.Equal(t, chargedesk.OutcomeFailed, failed.Outcome)
	require.Equal(t, 3, failed.Attempts)
	require.Equal(t, chequeID(6), failed.ObjectID)
	require.NoError(t, results[0].Err)
	require.NoError(t, results[7].Err)
	require.Equal(t, 2, fake.Counts()["charges"])
}

func TestALostResponseIsRetriedWithTheEffectOfOnce(t *testing.T) {
	t.Parallel()
	fake, desk := unlimited(t)
	for i := range 20 {
		fake.FailMatching(sending(i*2), chargedesktest.DropResponse)
	}
	results, err := collectImport(t, desk.Charges.Import(t.Context(), cheques(40), nil))
	require.NoError(t, err)
	for _, result := range results {
		require.NoError(t, result.Err)
	}
	require.Equal(t, 60, fake.CountRequests(nil))
	requireCheques(t, fake, 40)
}

func TestOfTwoRowsWithOneIDTheLastIsKept(t *testing.T) {
	t.Parallel()
	fake, desk := unlimited(t)
	fake.FailMatching(func(r chargedesktest.Request) bool { return strings.Contains(string(r.Body), "description=first") },
		chargedesktest.Respond(http.StatusServiceUnavailable, "").Times(2))
	first, second := cheque(0), cheque(0)
	first.Description, second.Description, second.TransactionID = new("first"), new("second"), new(strings.ToUpper(chequeID(0)))
	third := cheque(0)
	third.Description = new("third")
	results, err := collectImport(t, desk.Charges.Import(t.Context(), slices.Values([]*chargedesk.ChargeCreateParams{first, second, third}), nil))
	require.NoError(t, err)
	require.Len(t, results, 3)
	var sent []string
	for _, r := range fake.Requests() {
		form, err := url.ParseQuery(string(r.Body))
		require.NoError(t, err)
		sent = append(sent, form.Get("description"))
	}
	require.Equal(t, []string{"first", "first", "first", "second", "third"}, sent)
}

func TestAnImportGoesOnFromEveryResult(t *testing.T) {
	t.Parallel()
	const n = 30
	for stop := range n + 1 {
		fake, desk := unlimited(t)
		var at chargedesk.Checkpoint
		told, saved := 0, []byte(nil)
		for result, err := range desk.Charges.Import(t.Context(), cheques(n), nil, chargedesk.WithCheckpoint(&at)) {
			require.NoError(t, err)
			require.NoError(t, result.Err)
			if told == stop {
				break // killed before this one was saved
			}
			told++
			saved, err = at.MarshalText()
			require.NoError(t, err)
			require.Less(t, len(saved), 300)
		}
		var resumed chargedesk.Checkpoint
		if saved != nil {
			require.NoError(t, resumed.UnmarshalText(saved))
		}
		results, err := collectImport(t, desk.Charges.Import(t.Context(), cheques(n), nil, chargedesk.WithCheckpoint(&resumed)))
		require.NoError(t, err)
		require.Len(t, results, n-told)
		for i, result := range results {
			require.NoError(t, result.Err)
			require.Equal(t, told+i, result.Index)
		}
		requireCheques(t, fake, n)
	}
}

func TestACheckpointOfAnImportIsForItsOwnRowsMethodAndKey(t *testing.T) {
	t.Parallel()
	fake, desk := unlimited(t)
	ctx := t.Context()
	at := new(chargedesk.Checkpoint)
	_, err := collectImport(t, desk.Charges.Import(ctx, cheques(5), nil, chargedesk.WithCheckpoint(at)))
	require.NoError(t, err)
	fake.ClearRequests()
	text, err := at.MarshalText()
	require.NoError(t, err)
	saved := func() chargedesk.CallOption {
		at := new(chargedesk.Checkpoint)
		require.NoError(t, at.UnmarshalText(text))
		return chargedesk.WithCheckpoint(at)
	}
	other, err := chargedesk.New("sk_other", chargedesk.WithBaseURL(fake.URL))
	require.NoError(t, err)
	_, unlike := unlimited(t)
	var none context.Context
	charges := desk.Charges
	reversed := slices.Collect(cheques(9))
	slices.Reverse(reversed)
	for _, tt := range []struct {
		results func(func(any, error) bool)
		want    string
	}{
		{anyRows(charges.Import(ctx, slices.Values(reversed), nil, saved())), "checkpoint is of other rows"},
		{anyRows(charges.Import(ctx, cheques(4), nil, saved())), "checkpoint is of more rows than these"},
		{anyRows(unlike.Charges.Import(ctx, cheques(9), nil, saved())), "checkpoint is of another base URL"},
		{anyRows(other.Charges.Import(ctx, cheques(9), nil, saved())), "checkpoint is of another key; if the key was replaced, resume with WithKeyFunc, with which keys are not compared"},
		{anyRows(desk.Customers.Import(ctx, func(func(*chargedesk.CustomerCreateParams) bool) {}, nil, saved())), "checkpoint is of another method, or of other params"},
		{anyRows(charges.All(ctx, nil, saved())), "checkpoint is of another method, or of other params"},
		{anyRows(charges.Import(ctx, cheques(9), nil, chargedesk.WithCheckpoint(nil))), "WithCheckpoint is nil"},
		{anyRows(charges.Import(ctx, cheques(9), nil, chargedesk.WithResponse(new(chargedesk.Response)))), "WithResponse is for one call, not for an import"},
		{anyRows(charges.Import(ctx, cheques(9), nil, chargedesk.WithReadAhead())), "WithReadAhead is for lists, not for an import"},
		{anyRows(charges.Import(ctx, cheques(9), nil, chargedesk.WithRepeatable())), "WithRepeatable is for Client.Do: the other methods know whether a retry does harm"},
		{anyRows(charges.Import(ctx, cheques(9), nil, chargedesk.WithParam("duplicate", ""))), "duplicate is not for a call option: it decides what this call does"},
		{anyRows(charges.Import(ctx, cheques(9), nil, chargedesk.WithSettleAfter(time.Second))), "WithSettleAfter or WithMaybeSentAt is for the Ensure methods"},
		{anyRows(charges.Import(ctx, cheques(9), nil, nil)), "option is nil"},
		{anyRows(charges.Import(ctx, cheques(9), &chargedesk.ImportOptions{Concurrency: -1})), "ImportOptions has a negative value"},
		{anyRows(charges.Import(ctx, nil, nil)), "charges are nil"},
		{anyRows(charges.Import(none, cheques(9), nil)), "ctx is nil"},
	} {
		seen := 0
		for row, err := range tt.results {
			seen++
			require.Nil(t, row, tt.want)
			require.EqualError(t, err, "chargedesk: "+tt.want)
			require.ErrorAs(t, err, new(*chargedesk.ValidationError))
		}
		require.Equal(t, 1, seen, tt.want)
	}
	require.Empty(t, fake.Requests())

	results, err := collectImport(t, charges.Import(ctx, cheques(9), nil, saved(), chargedesk.WithParam("gateway_id", "stripe"), chargedesk.WithHeader("X-Job", "7")))
	require.NoError(t, err, "rows were added at the end")
	require.Len(t, results, 4)
	require.Equal(t, 4, fake.CountRequests(func(r chargedesktest.Request) bool {
		return strings.Contains(string(r.Body), "gateway_id=stripe") && r.Header.Get("X-Job") == "7"
	}))
}

func TestALongImportLogsWhereItIsOnceAMinute(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		fake := chargedesktest.NewServer(chargedesktest.InMemory())
		defer fake.Close()
		var log bytes.Buffer
		desk := fake.Client(chargedesk.WithLogger(slog.New(slog.NewTextHandler(&log, nil))))
		results, err := collectImport(t, desk.Charges.Import(t.Context(), cheques(240), nil))
		require.NoError(t, err)
		require.Len(t, results, 240)
		lines := 0
		for line := range strings.Lines(log.String()) {
			if strings.Contains(line, "msg=import") {
				lines++
				require.Regexp(t, `level=INFO msg=import vendor=chargedesk import=Charges\.Import rows=\d+ requests=\d+ waited=[1-9]`, line)
			}
		}
		require.GreaterOrEqual(t, lines, 3)
		require.LessOrEqual(t, lines, 4, fmt.Sprint(time.Since(time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC))))
	})
}
