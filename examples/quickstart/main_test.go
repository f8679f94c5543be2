package main

import (
	"bytes"
	"encoding/csv"
	"math/big"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

type result struct {
	code        int
	out, errors string
}

func quickstart(t *testing.T, stdin string, env map[string]string, args ...string) result {
	t.Helper()
	var out, errs bytes.Buffer
	code := run(t.Context(), args, func(key string) string { return env[key] }, strings.NewReader(stdin), &out, &errs)
	return result{code, out.String(), errs.String()}
}

func TestTheSampleGoesThroughAllThreeVendors(t *testing.T) {
	t.Parallel()
	got := quickstart(t, "", nil)
	require.Equal(t, exitDone, got.code, got.errors)
	require.Empty(t, got.errors)
	first, _, _ := strings.Cut(got.out, "\n")
	require.Equal(t, "No keys are used: fakes of ChargeDesk, Chargeback and Chargehound run inside this process.", first)
	require.Contains(t, got.out, "44 charges at ChargeDesk, 44 orders at Chargeback.")
	require.Equal(t, 3, strings.Count(got.out, "Dispute dp_"))
	require.Regexp(t, `held for review +1 *\n`, got.out)
	require.Regexp(t, `submitted +2 *\n`, got.out)
}

// The sums are made again with another reader and another arithmetic.
func TestTheAmountsOfTheTableAreThoseOfTheFile(t *testing.T) {
	t.Parallel()
	file, err := os.Open("orders.csv")
	require.NoError(t, err)
	defer file.Close()
	rows, err := csv.NewReader(file).ReadAll()
	require.NoError(t, err)
	sums, decimals := map[string]*big.Rat{}, map[string]int{"JPY": 0, "KWD": 3}
	for _, row := range rows[1:] {
		if sums[row[5]] == nil {
			sums[row[5]] = new(big.Rat)
		}
		amount, ok := new(big.Rat).SetString(row[6])
		require.True(t, ok)
		sums[row[5]].Add(sums[row[5]], amount)
	}
	require.GreaterOrEqual(t, len(rows), 41)
	out := quickstart(t, "", nil).out
	for currency, sum := range sums {
		places, known := decimals[currency]
		if !known {
			places = 2
		}
		require.Regexp(t, `(?m)^ +`+currency+` +\d+ +`+regexp.QuoteMeta(sum.FloatString(places))+`$`, strings.ReplaceAll(out, "   \n", "\n"))
	}
}

const header = "order_id,ordered_at,email,currency,amount,transaction_id,items,status,dispute\n"

func line(id, amount string) string {
	return id + ",2026-09-03T14:16:24Z," + id + "@example.com,USD," + amount + ",txn_" + id + ",1 x Cup @ 9.50,paid,\n"
}

// wider is a line with one more cell.
func wider(id, amount, cell string) string {
	return strings.TrimSuffix(line(id, amount), "\n") + "," + cell + "\n"
}

func TestABadLineIsReportedAndTheOthersGoOn(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		bad, reason string
	}{
		"missing amount":      {line("b", ""), `line 3: column "amount" is empty`},
		"amount is no number": {line("b", "12.3.4"), `line 3: column "amount" is no amount (a spreadsheet`},
		"of a spreadsheet":    {line("5.55019E+12", "1.00"), `line 3: column "order_id" has a number with an exponent`},
		"too many decimals":   {line("b", "1.005"), `line 3: column "amount" has more decimals than its currency`},
		"more than 64 bits":   {line("b", "99999999999999999999.00"), "line 3: the amount is more than Chargehound can count in USD"},
		"a cent too much":     {line("b", "92233720368547758.08"), "line 3: the amount is more than Chargehound can count in USD"},
		"items of 64 bits": {
			strings.Replace(line("b", "1.00"), "1 x Cup @ 9.50", "2 x Cup @ 92233720368547758.07", 1),
			"line 3: an item is more than Chargehound can count in USD",
		},
		"below zero":   {line("b", "-1.00"), `line 3: column "amount" is below zero`},
		"a cell less":  {strings.Replace(line("b", "1.00"), ",USD", "", 1), "line 3: has 8 cells under 9 columns"},
		"a cell more":  {strings.TrimSpace(line("b", "1.00")) + ",more\n", "line 3: has 10 cells under 9 columns"},
		"not UTF-8":    {line("b\xff", "1.00"), "line 3: is not UTF-8"},
		"bare quote":   {line("b", `5"`), `line 3: column "amount" is no amount`},
		"wrong quote":  {line(`"b`, "1.00"), "line 3: a quote opens a cell that does not end"},
		"open quote":   {line("b", `"1.00`), "line 3: a quote opens a cell that does not end"},
		"order twice":  {line("a", "1.00"), `line 3: column "order_id" has an id that was on line 2 already`},
		"charge twice": {strings.Replace(line("b", "1.00"), "txn_b", "txn_a", 1), `line 3: column "transaction_id" has an id that was on line 2 already`},
		"no id":        {strings.Replace(line("b", "1.00"), "txn_b", "", 1), "line 3: the order has no transaction id"},
		"very long":    {line("b", strings.Repeat("1", 1<<20)), "line 3: is longer than 1 MiB"},
		"time":         {strings.Replace(line("b", "1.00"), "2026-09-03T", "yesterday ", 1), `line 3: column "ordered_at"`},
		"currency":     {strings.Replace(line("b", "1.00"), "USD", "ABC", 1), "line 3: the currency is unknown"},
		"no currency":  {strings.Replace(line("b", "1.00"), "USD", "dollars", 1), `line 3: column "currency" is no code of a currency, such as EUR`},
		"status":       {strings.Replace(line("b", "1.00"), "paid", "lost", 1), `line 3: column "status" has a word that is not known here`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := quickstart(t, header+line("a", "10.00")+test.bad+line("c", "2.50"), nil, "-orders", "-")
			require.Equal(t, exitFailed, got.code)
			require.Contains(t, got.errors, test.reason)
			require.Equal(t, 2, strings.Count(got.errors, "\n"), "one line for it, one in the end: %s", got.errors)
			require.Contains(t, got.out, "2 charges at ChargeDesk, 2 orders at Chargeback.")
			require.Contains(t, got.out, "\nNo dispute was responded to.\n\n2 charges")
			require.Regexp(t, `USD +2 +12\.50`, got.out)
		})
	}
}

func TestTheLargestAmountIsNotWrapped(t *testing.T) {
	t.Parallel()
	disputed := strings.Replace(line("a", "92233720368547758.07"), "paid,", "paid,fraudulent", 1)
	got := quickstart(t, header+disputed, nil, "-orders", "-")
	require.Equal(t, exitDone, got.code, got.errors)
	require.Contains(t, got.out, "92233720368547758.07 USD")
}

func TestAnUnknownColumnOfTheHeaderIsReportedAndIgnored(t *testing.T) {
	t.Parallel()
	got := quickstart(t, strings.Replace(header, "\n", ",colour\n", 1)+wider("a", "10.00", "red"), nil, "-orders", "-")
	require.Equal(t, exitFailed, got.code)
	require.Contains(t, got.errors, `unknown column "colour" is ignored`)
	require.Contains(t, got.out, "1 charges at ChargeDesk")
}

func TestAFileThatCannotBeReadEndsTheProgramBeforeItBegins(t *testing.T) {
	t.Parallel()
	empty := filepath.Join(t.TempDir(), "empty.csv")
	require.NoError(t, os.WriteFile(empty, nil, 0o600))
	for reason, args := range map[string][]string{
		"no such file":                               {"-orders", empty + ".not"},
		"the file is empty":                          {"-orders", empty},
		"is no regular file":                         {"-orders", filepath.Dir(empty)},
		"flag provided but not":                      {"-colour"},
		`nearest: our own columns, without "amount"`: {"-orders", "-"},
		`-transaction-id has to be "order"`:          {"-transaction-id", "none"},
		`-zone "here" is no zone`:                    {"-zone", "here"},
		"is no field":                                {"-columns", "colour=a"},
	} {
		got := quickstart(t, "order_id,ordered_at,email,currency,transaction_id\n", nil, args...)
		require.Equal(t, exitUsage, got.code, reason)
		require.Contains(t, got.errors, reason)
	}
}

func TestAnArgumentThatIsNoFlagIsRefused(t *testing.T) {
	t.Parallel()
	for _, args := range [][]string{{"my.csv"}, {"-live", "my.csv"}, {"my.csv", "-live"}, {"-orders", "-", "my.csv"}} {
		got := quickstart(t, header+line("a", "1.00"), everyKey, args...)
		require.Equal(t, result{exitUsage, "", "quickstart: unexpected argument \"my.csv\": type -orders my.csv for a file\n"}, got, args)
	}
}

var everyKey = map[string]string{
	"CHARGEDESK_SECRET_KEY": "sk_test_fake", "CHARGEBACK_PUBLIC_KEY": "pk_test_fake",
	"CHARGEBACK_SECRET_KEY": "sk_test_fake", "CHARGEHOUND_API_KEY": "test_fake",
}

func TestLiveSaysWhatItNeeds(t *testing.T) {
	t.Parallel()
	some := map[string]string{"CHARGEDESK_SECRET_KEY": "sk_test_fake", "CHARGEBACK_SECRET_KEY": "sk_test_fake"}
	for _, test := range []struct {
		env    map[string]string
		args   []string
		reason string
	}{
		{some, []string{"-live", "-orders", "-"}, "CHARGEBACK_PUBLIC_KEY, CHARGEHOUND_API_KEY"},
		{some, []string{"-live"}, "-orders FILE, CHARGEBACK_PUBLIC_KEY, CHARGEHOUND_API_KEY"},
		{everyKey, []string{"-live"}, "-orders FILE"},
		{everyKey, []string{"-live", "-orders", ""}, "-orders FILE"},
	} {
		got := quickstart(t, "", test.env, test.args...)
		require.Equal(t, result{exitUsage, "", "quickstart: -live needs " + test.reason + "\n"}, got)
	}
}
