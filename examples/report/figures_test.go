package main

import (
	"math"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/chargehound"
	"github.com/chargekit/chargekit-go/chargehound/chargehoundtest"
)

func TestEachStateHasAnOutcome(t *testing.T) {
	t.Parallel()
	want := map[chargehound.DisputeState]outcome{
		"needs_response": open, "warning_needs_response": open, "requires_review": open, "queued": open, "compiling_evidence": open,
		"submitted": open, "under_review": open, "warning_under_review": open, "response_disabled": open, "": open, "new_in_2027": open,
		"won": won, "lost": lost,
		"accepted": otherwise, "warning_closed": otherwise, "charge_refunded": otherwise,
	}
	for state, outcome := range want {
		require.Equal(t, outcome, outcomeOf(state), state)
	}
}

func TestOddDisputes(t *testing.T) {
	t.Parallel()
	hound := chargehoundtest.NewTestServer(t)
	hound.FailNext(list(t,
		map[string]any{"id": "dp_1", "state": "won", "currency": "usd", "amount": 1000, "created": "2026-01-01T00:00:00"},
		map[string]any{"id": "dp_2", "state": "<b>odd</b>", "currency": "USD", "amount": 2000, "created": "2026-06-30T23:59:59"},
		map[string]any{"id": "dp_3", "state": "won", "currency": "usd", "amount": 4000, "created": "2025-12-31T23:59:59"},
		map[string]any{"id": "dp_4", "state": "won", "currency": "usd", "amount": 8000, "created": "2026-07-01T00:00:00"},
		map[string]any{"id": "dp_5", "state": "lost", "currency": "kwd", "amount": 1234567, "created": "2026-02-03T04:05:06"},
		map[string]any{"id": "dp_6", "state": "lost", "currency": "<i>", "amount": 16000, "created": "2026-02-03T04:05:06"},
		map[string]any{"id": "dp_7", "state": "lost", "amount": 32000, "created": "2026-02-03T04:05:06"},
		map[string]any{"id": "dp_8", "state": "won", "currency": "usd", "amount": 64000},
	))
	got, page := reportOn(t, hound)
	require.Equal(t, exitDone, got.code, got.errs)
	require.Equal(t, "page.html has 5 disputes created from 2026-01-01 to 2026-06-30: 1 in no currency, 1 in <I>, 1 in KWD, 2 in USD.\n", got.out)
	require.Equal(t, "report: 1 dispute without a time of creation left out\n", got.errs)
	for _, part := range []string{
		"<strong>1 dispute without a time of creation left out.</strong>", "Live data.",
		`<th scope="row">Jan 2026</th><td>10.00</td><td>0.00</td><td>0.00</td><td>0.00</td><td>10.00</td>`,
		`<th scope="row">Jun 2026</th><td>0.00</td><td>0.00</td><td>20.00</td><td>0.00</td><td>20.00</td>`,
		`<th scope="row">Period</th><td>10.00</td><td>0.00</td><td>20.00</td><td>0.00</td><td>30.00</td>`,
		`<th scope="row">Period</th><td>0.000</td><td>1,234.567</td><td>0.000</td><td>0.000</td><td>1,234.567</td>`,
		`<th scope="row">Period</th><td>0</td><td>32,000</td><td>0</td><td>0</td><td>32,000</td>`,
		"&lt;I&gt;", "&lt;b&gt;odd&lt;/b&gt;</th><td>Open</td><td>1</td>",
	} {
		require.Contains(t, page, part)
	}
	require.Equal(t, 2, strings.Count(page, "<strong>Amounts are in minor units</strong>"))
	require.NotContains(t, page, "<I>")
	require.NotContains(t, page, "<b>")
}

func TestNoDisputes(t *testing.T) {
	t.Parallel()
	got, page := reportOn(t, chargehoundtest.NewTestServer(t))
	require.Equal(t, result{exitDone, "page.html has 0 disputes created from 2026-01-01 to 2026-06-30.\n", ""}, got)
	require.Contains(t, page, "<p>No disputes were created in this period.</p>")
	require.Contains(t, page, "What the figures mean")
}

func TestPeriods(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, time.November, 28, 22, 0, 0, 0, time.UTC)
	for _, row := range []struct {
		since, until, first, last string
		months                    int
	}{
		{"", "", "2025-12-01", "2026-11-28", 12},
		{"", "2026-03-31", "2025-04-01", "2026-03-31", 12},
		{"2026-01-31", "", "2026-01-31", "2026-11-28", 11},
		{"2026-01-31", "2026-01-31", "2026-01-31", "2026-01-31", 1},
		{"2020-02-29", "2026-03-01", "2020-02-29", "2026-03-01", 74},
	} {
		p, err := newPeriod(row.since, row.until, now)
		require.NoError(t, err)
		require.Equal(t, []string{row.first, row.last}, []string{p.first(), p.last()})
		require.Len(t, p.months(), row.months)
	}
}

func TestNumbersAsText(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"0": "0", "999": "999", "1000": "1,000", "-1000.50": "-1,000.50", "-999": "-999", "1234567.89": "1,234,567.89", "100000": "100,000",
	} {
		require.Equal(t, want, grouped(text))
	}
	require.Equal(t, "92,233,720,368,547,758.07", newCurrency("USD", period{}).amount(math.MaxInt64))
	require.Equal(t, "66.7%", rate([outcomes]int64{won: 2, lost: 1, open: 9, otherwise: 9}))
	require.Equal(t, "–", rate([outcomes]int64{open: 9, otherwise: 9}))
	require.Equal(t, "100.0%", rate([outcomes]int64{won: math.MaxInt64 / 2}))
}

func TestChartsOfManyMonthsAndOfOne(t *testing.T) {
	t.Parallel()
	for _, since := range []string{"2016-01-01", "2026-06-30"} {
		in, err := newPeriod(since, "2026-06-30", fakeNow)
		require.NoError(t, err)
		c := newCurrency("USD", in)
		c.months[0].add(won, 5)
		for _, s := range []size{wide, narrow} {
			for _, draw := range []func() (string, error){
				func() (string, error) { svg, err := c.bars(c.outcomeSeries(), s); return string(svg), err },
				func() (string, error) { svg, err := c.percentLines(c.rateSeries(), s); return string(svg), err },
			} {
				svg, err := draw()
				require.NoError(t, err)
				require.NotContains(t, svg, "NaN")
				require.Less(t, strings.Count(svg, "<text"), s.width/56+20)
			}
		}
	}
}
