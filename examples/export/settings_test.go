package main

import (
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/chargedesk/chargedesktest"
)

func TestWrongUse(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		args []string
		says string
	}{
		"nothing":              {nil, "usage: export [flags] LIST FILE"},
		"no file":              {[]string{"charges"}, "usage: export [flags] LIST FILE"},
		"flags last":           {[]string{"charges", "charges.csv", "-fake"}, "with the flags first"},
		"unknown list":         {[]string{"invoices", "a.csv"}, `"invoices" is no list: charges, customers, subscriptions, products, activity, cancellations, disputes, orders`},
		"unknown ending":       {[]string{"charges", "a.xlsx"}, `"xlsx" is no format`},
		"unknown format":       {[]string{"-format", "xml", "charges", "a.csv"}, `"xml" is no format`},
		"unknown flag":         {[]string{"-sinc", "2026-01-01", "charges", "a.csv"}, "flag provided but not defined: -sinc"},
		"no time":              {[]string{"-since", "yesterday", "charges", "a.csv"}, "neither like 2026-01-31 nor"},
		"empty span":           {[]string{"-since", "2026-02-01", "-until", "2026-02-01", "charges", "a.csv"}, "-until is not after -since"},
		"products by time":     {[]string{"-since", "2026-02-01", "products", "a.csv"}, "products can't be limited by -since and -until: ChargeDesk documents no such filter"},
		"disputes by time":     {[]string{"-until", "2026-02-01", "disputes", "a.csv"}, "disputes can't be limited by -since and -until: Chargehound documents no such filter"},
		"orders by time":       {[]string{"-since", "2026-02-01", "orders", "a.csv"}, "orders can't be limited by -since and -until: Chargeback documents no such filter"},
		"fake and URL":         {[]string{"-fake", "-base-url", "http://127.0.0.1:1", "charges", "a.csv"}, "exclude each other"},
		"fewer than no rows":   {[]string{"-fake", "-fake-rows", "-1", "charges", "a.csv"}, "-fake-rows is negative"},
		"no such folder":       {[]string{"-fake", "charges", filepath.Join("no", "such", "a.csv")}, "a.csv.lock"},
		"no regular file":      {[]string{"-fake", "-format", "csv", "-overwrite", "charges", "testdata"}, "testdata is no regular file: use - for standard output"},
		"base URL that is not": {[]string{"-base-url", "ftp://x", "charges", "a.csv"}, "URL"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := start(t, test.args...)
			require.Equal(t, exitCannot, got.code)
			require.Contains(t, got.stderr, test.says)
			require.Empty(t, got.stdout)
		})
	}
	require.NoFileExists(t, "a.csv.part")
	require.NoFileExists(t, "testdata.lock")
}

func TestAMissingKeyIsNamed(t *testing.T) {
	for list, name := range map[string]string{
		"charges": "CHARGEDESK_SECRET_KEY", "disputes": "CHARGEHOUND_API_KEY", "orders": "CHARGEBACK_PUBLIC_KEY or CHARGEBACK_SECRET_KEY",
	} {
		t.Setenv("CHARGEDESK_SECRET_KEY", "")
		t.Setenv("CHARGEHOUND_API_KEY", "")
		t.Setenv("CHARGEBACK_SECRET_KEY", "")
		got := start(t, list, filepath.Join(t.TempDir(), "a.csv"))
		require.Equal(t, exitCannot, got.code)
		require.Equal(t, "export: "+name+" is not set in the environment; -fake exports from a fake without a key\n", got.stderr)
	}
}

func TestHelpTellsEverything(t *testing.T) {
	t.Parallel()
	got := start(t, "-h")
	require.Equal(t, exitDone, got.code)
	require.Empty(t, got.stderr)
	for _, part := range []string{"orders         Chargeback: orders as they were reported; no -since and -until\n", "CHARGEBACK_SECRET_KEY", "FILE.resume", "The exit code is 0", "-fake-rows rows"} {
		require.Contains(t, got.stdout, part)
	}
}

func TestMonthsAddUp(t *testing.T) {
	t.Parallel()
	for name, opts := range map[string][]chargedesktest.Option{
		"the vendor's max is included": nil, "it is not": {chargedesktest.WithExclusiveMax()},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			desk := chargedesktest.NewTestServer(t, append(opts, chargedesktest.WithoutRateLimit(), chargedesktest.WithClock(func() time.Time { return fakeNow }))...)
			edge := fakeNow.Add(-600 * time.Hour)
			desk.SeedCharges(1300, time.Hour)
			desk.SeedChargeWith(chargedesktest.Charge{Occurred: edge.Add(-time.Second)})
			part := func(flags ...string) string {
				desk.ClearRequests()
				got := start(t, append(append([]string{"-base-url", desk.URL, "-format", "jsonl"}, flags...), "charges", "-")...)
				require.Equal(t, exitDone, got.code, got.stderr)
				return got.stdout
			}
			newer := part("-since", edge.Format(time.RFC3339))
			require.Equal(t, strconv.FormatInt(edge.Unix()-1, 10), desk.Requests()[0].Query.Get("occurred[min]"), "the vendor's min may not be included")
			older := part("-until", edge.Format(time.RFC3339))
			require.Equal(t, part(), newer+older)
			require.Equal(t, 601, lines(newer), "the row of the very second is in")
			require.Equal(t, 700, lines(older))
		})
	}
}

func TestTheLogsAndCustomersAreLimitedByTimeToo(t *testing.T) {
	t.Parallel()
	desk := newDesk(t, 0)
	desk.SeedCancellations(30, 24*time.Hour)
	desk.SeedActivity(30, 24*time.Hour)
	desk.SeedSubscriptions(30, 24*time.Hour) // each with a customer
	for _, list := range []string{"cancellations", "activity", "subscriptions", "customers"} {
		got := start(t, "-base-url", desk.URL, "-format", "jsonl", "-since", "2026-03-29", "-until", "2026-03-31T00:00:00+02:00", list, "-")
		require.Equal(t, exitDone, got.code, got.stderr)
		require.Equal(t, 2, lines(got.stdout), "the rows of noon of March 29 and 30 in %s", list)
	}
}
