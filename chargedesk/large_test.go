package chargedesk_test

import (
	"flag"
	"math/rand/v2"
	"runtime"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/chargedesk"
	"github.com/chargekit/chargekit-go/chargedesk/chargedesktest"
	"github.com/chargekit/chargekit-go/internal/seeds"
)

var (
	largeRows = flag.Int("rows", 12_300, "charges of the tests of large accounts; 1000000 is the full proof")
	resumes   = flag.Int("resumes", 10, "resumes of TestAnyRowIsAPlaceToResumeAt; 1000 is the full proof")
)

// A large account, at the pace of the limit.
func TestALargeAccountIsReadAsFastAsTheLimitAllows(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		fake := chargedesktest.NewServer(chargedesktest.InMemory())
		defer fake.Close()
		want := fake.SeedCharges(*largeRows, time.Second)
		desk, started, i, before, grown := fake.Client(), time.Now(), 0, heap(), uint64(0)
		for charge, err := range desk.Charges.All(t.Context(), nil) {
			require.NoError(t, err)
			if charge.ChargeID != want[i] {
				t.Fatal("row", i, "is", charge.ChargeID)
			}
			if i++; i%100_000 == 0 {
				now := heap()
				grown = max(grown, now-min(now, before))
			}
		}
		require.Len(t, want, i)
		requests, took := len(fake.Requests()), time.Since(started)
		pages := (i + 499) / 500
		require.LessOrEqual(t, float64(requests), 1.02*float64(pages)+1)
		allowed := time.Duration((pages-1)/60) * time.Minute
		require.LessOrEqual(t, took, allowed*105/100+time.Second)
		require.Less(t, grown, uint64(64<<20))
		require.Zero(t, fake.RejectedRequests())
		t.Log(requests, "requests of", pages, "pages;", took, "of", allowed, "as the limit allows; heap grew by", grown>>20, "MiB")
	})
}

// A large account with several charges a second, of which some come and some go
// while it is read over a bad network.
func TestALargeAccountThatChanges(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		fake := chargedesktest.NewServer(chargedesktest.InMemory(), chargedesktest.WithoutRateLimit(), chargedesktest.WithExclusiveMax())
		defer fake.Close()
		rows := map[string]int{}
		var want []string
		for range 10 {
			want = append(want, fake.SeedCharges(*largeRows/10, time.Second)...)
		}
		desk, random, gone := fake.Client(chargedesk.WithLimiter(nil)), rand.New(rand.NewPCG(1, 2)), map[string]bool{}
		fake.FailRandomly(1, 0.05, chargedesktest.DropResponse, chargedesktest.DropBefore, chargedesktest.RespondHTML(502), chargedesktest.TruncateResponse(1000), chargedesktest.TooManyRequests("1"))
		requests := 0
		for charge, err := range desk.Charges.All(t.Context(), nil) {
			require.NoError(t, err)
			if rows[charge.ChargeID]++; len(rows)%500 != 0 {
				continue
			}
			fake.SeedCharge("34.00", "USD")
			id := seeds.OneOf(random, want...)
			if err := desk.Charges.Delete(t.Context(), id); err == nil {
				gone[id] = true
			}
			requests += fake.CountRequests(func(r chargedesktest.Request) bool { return r.Method == "GET" })
			fake.ClearRequests()
		}
		for _, id := range want {
			require.True(t, rows[id] == 1 || rows[id] == 0 && gone[id], "%s came %d times", id, rows[id])
		}
		t.Log(requests, "requests of", len(want)/500, "pages;", len(gone), "deleted")
	})
}

// Each resume is another process: a new client, and the text of the checkpoint.
func TestAnyRowIsAPlaceToResumeAt(t *testing.T) {
	t.Parallel()
	fake := newFake(t)
	for range 3 { // three a second
		fake.SeedCharges(700, time.Second)
	}
	want, err := collect(fake.Client().Charges.All(t.Context(), nil), func(c *chargedesk.Charge) string { return c.ChargeID })
	require.NoError(t, err)
	require.Len(t, want, 2100)
	texts := make([][]byte, len(want))
	var at chargedesk.Checkpoint
	i, longest := 0, 0
	for range fake.Client().Charges.All(t.Context(), nil, chargedesk.WithCheckpoint(&at)) {
		texts[i], err = at.MarshalText()
		require.NoError(t, err)
		longest = max(longest, len(texts[i]))
		i++
	}
	most := 0
	seeds.Check(t, *resumes, func(t *testing.T, random *rand.Rand) {
		row, place := random.IntN(len(want)), chargedesk.Checkpoint{}
		require.NoError(t, place.UnmarshalText(texts[row]))
		next := row + 1
		fake.ClearRequests()
		for charge, err := range fake.Client().Charges.All(t.Context(), nil, chargedesk.WithCheckpoint(&place)) {
			require.NoError(t, err)
			require.Equal(t, want[next], charge.ChargeID, "after row %d", row)
			if next++; next == row+2 {
				most = max(most, len(fake.Requests()))
			}
		}
		require.Len(t, want, next)
	})
	require.LessOrEqual(t, most, 2, "requests before a new row")
	require.Less(t, longest, 1000)
	t.Log(*resumes, "resumes, at most", most, "requests to the first new row,", longest, "bytes")
}

func TestASecondDenserThanTheOffsetIsNamed(t *testing.T) {
	t.Parallel()
	if *largeRows < 120_000 {
		t.Skip("the tests of internal/paging have it with less work; -run SecondDenser -rows=120000 runs it here")
	}
	fake := newFake(t)
	fake.SeedCharges(120_000, 0)
	newest, err := fake.Client().Charges.List(t.Context(), nil)
	require.NoError(t, err)
	got, err := collect(fake.Client().Charges.All(t.Context(), nil), func(c *chargedesk.Charge) string { return c.ChargeID })
	var list *chargedesk.ListError
	require.ErrorAs(t, err, &list)
	require.ErrorIs(t, err, chargedesk.ErrOffsetLimit)
	require.Equal(t, newest.Data[0].Occurred.Unix(), list.At.Unix())
	require.Len(t, got, 50_500)
	t.Log(err)
}

func heap() uint64 {
	var stats runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&stats)
	return stats.HeapAlloc
}
