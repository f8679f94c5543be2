package main

import (
	"bytes"
	"log/slog"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/chargedesk"
	"github.com/chargekit/chargekit-go/chargedesk/chargedesktest"
)

// walk shows 30 seconds of a run that reads four rows a second.
func walk(p *progress, at func(row int) time.Time) {
	for i := range 120 {
		time.Sleep(250 * time.Millisecond)
		p.row(at(i))
	}
	p.end()
}

func noTime(int) time.Time { return time.Time{} }

func TestProgressIsALineEveryTenSecondsWhereThereIsNoTerminal(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		set  settings
		kept state
		at   func(int) time.Time
		want string
	}{
		"nothing to compare with": {settings{list: findList("disputes")}, state{}, noTime,
			"40 disputes, 4/s\n80 disputes, 4/s\n120 disputes, 4/s\n"},
		"a total": {settings{list: findList("orders")}, state{Total: 400}, noTime,
			"40 orders, 4/s, 10%, about 1m32s left\n80 orders, 4/s, 20%, about 1m21s left\n120 orders, 4/s, 30%, about 1m11s left\n"},
		"a total, resumed": {settings{list: findList("orders")}, state{Total: 400, Rows: 200}, noTime,
			"240 orders, 4/s, 60%, about 41s left\n280 orders, 4/s, 70%, about 30s left\n320 orders, 4/s, 80%, about 20s left\n"},
		"a span of time": {settings{list: findList("charges"), span: span{since: moment{fakeNow.Add(-1000 * time.Hour)}, until: moment{fakeNow}}}, state{},
			func(row int) time.Time { return fakeNow.Add(-time.Duration(row) * time.Hour) },
			"40 charges, 4/s, 4%, about 4m6s left\n80 charges, 4/s, 8%, about 3m53s left\n120 charges, 4/s, 12%, about 3m42s left\n"},
		"none wanted": {settings{list: findList("orders"), quiet: true}, state{}, noTime, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				var out bytes.Buffer
				p := newProgress(&out, &test.set)
				p.follow(&test.kept)
				walk(p, test.at)
				require.Equal(t, test.want, out.String())
			})
		})
	}
}

func TestProgressIsABarOnATerminal(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var out bytes.Buffer
		p := newProgress(&out, &settings{list: findList("orders")})
		p.follow(&state{Total: 400})
		p.every, p.onBar = barEvery, true
		walk(p, noTime)
		require.Contains(t, out.String(), "\r120 orders, 4/s, 30%, about 1m11s left ")
		require.NotContains(t, out.String(), "\n", "it stays in one line")
	})
}

func TestWaitsAreShown(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var out bytes.Buffer
		set := &settings{list: findList("charges")}
		p := newProgress(&out, set)
		p.follow(&state{Rows: 30_000})
		desk := chargedesktest.NewTestServer(t, chargedesktest.InMemory(), chargedesktest.WithoutRateLimit())
		client := desk.Client(chargedesk.WithLogger(slog.New(waits{p})))
		desk.FailNext(chargedesktest.TooManyRequests("43"), chargedesktest.NoFault, chargedesktest.TooManyRequests("1"))
		for range 2 {
			_, err := client.Charges.List(t.Context(), nil)
			require.NoError(t, err)
		}
		require.Regexp(t, `^30,000 charges, 0/s, waiting 4[3-9]s\n$`, out.String(), "and not the short one")
	})
}
