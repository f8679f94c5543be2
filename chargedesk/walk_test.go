package chargedesk_test

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/chargedesk"
	"github.com/chargekit/chargekit-go/chargedesk/chargedesktest"
)

// chargeRow is a charge of a list; at is 0 where it has no time.
type chargeRow struct {
	id string
	at int64
}

// charges are total rows a second apart, the newest first.
func charges(total int, newest time.Time) (rows []chargeRow) {
	for i := range total {
		rows = append(rows, chargeRow{fmt.Sprint("ch_", i), newest.Unix() - int64(i)})
	}
	return rows
}

// listing responds with pages of at most clamp rows, and says so; with a bound on
// time it leaves out the rows that have none, as SQL does.
func listing(rows []chargeRow, clamp int) roundTripper {
	return func(r *http.Request) (*http.Response, error) {
		query := r.URL.Query()
		count, _ := strconv.Atoi(query.Get("count"))
		offset, _ := strconv.Atoi(query.Get("offset"))
		latest, bounded := strconv.ParseInt(query.Get("occurred[max]"), 10, 64)
		var found []string
		for _, row := range rows {
			switch {
			case row.at == 0 && bounded != nil:
				found = append(found, fmt.Sprintf(`{"charge_id":%q,"occurred":null}`, row.id))
			case row.at != 0 && (bounded != nil || row.at <= latest):
				found = append(found, fmt.Sprintf(`{"charge_id":%q,"occurred":%d}`, row.id, row.at))
			}
		}
		count = min(count, clamp)
		found = found[min(offset, len(found)):]
		page := strings.Join(found[:min(count, len(found))], ",")
		return replyTo(r, fmt.Sprintf(`{"count":%d,"offset":%d,"data":[%s]}`, count, offset, page)), nil
	}
}

func chargeIDs(desk *chargedesk.Client, t *testing.T, params *chargedesk.ChargeListParams) ([]string, error) {
	return collect(desk.Charges.All(t.Context(), params), func(c *chargedesk.Charge) string { return c.ChargeID })
}

func TestAllGoesOnWhereTheServerSendsSmallerPagesThanAsked(t *testing.T) {
	t.Parallel()
	for _, total := range []int{0, 99, 100, 1000, 1050} {
		got, err := chargeIDs(answering(t, listing(charges(total, newYear), 100)), t, nil)
		require.NoError(t, err)
		require.Len(t, got, total)
	}
}

func TestAllSaysWhereRowsWithoutATimeMayBeLeftOut(t *testing.T) {
	t.Parallel()
	first := append([]chargeRow{{"ch_none", 0}}, charges(1000, newYear)...)
	got, err := chargeIDs(answering(t, listing(first, 500)), t, nil)
	require.NoError(t, err, "no bound is pinned that would drop it")
	require.Len(t, got, 1001)

	desk := answering(t, func(r *http.Request) (*http.Response, error) {
		if r.URL.Query().Get("offset") == "0" {
			return replyTo(r, `{"data":[{"charge_id":"ch_0","occurred":1767261700},{"charge_id":"ch_1","occurred":1767261600}]}`), nil
		}
		if r.URL.Query().Get("offset") == "1" {
			return replyTo(r, `{"data":[{"charge_id":"ch_1","occurred":1767261600},{"charge_id":"ch_2","occurred":null}]}`), nil
		}
		return replyTo(r, `{"data":[{"charge_id":"ch_2","occurred":null}]}`), nil
	})
	got, err = chargeIDs(desk, t, &chargedesk.ChargeListParams{Count: new(2)})
	require.NoError(t, err, "no bound of All's own hides any other")
	require.Equal(t, []string{"ch_0", "ch_1", "ch_2"}, got)
}

func TestAllCountsItsOffsetInTheListAsItIs(t *testing.T) {
	t.Parallel()
	ahead := charges(2000, time.Now().Add(10*time.Minute))
	got, err := chargeIDs(answering(t, listing(ahead, 500)), t, &chargedesk.ChargeListParams{Offset: new(1000)})
	require.NoError(t, err)
	require.Len(t, got, 1000, "with the server's clock ahead")
}

// What the loop does to each charge takes it out of what the filter asks for.
func TestAllReachesEveryChargeThatTheLoopCaptures(t *testing.T) {
	t.Parallel()
	fake := chargedesktest.NewTestServer(t, chargedesktest.WithoutRateLimit(), chargedesktest.InMemory())
	for range 1200 {
		fake.SeedAuthorizedCharge("34.00", "USD")
	}
	desk := fake.Client(chargedesk.WithLimiter(nil))
	captured := map[string]int{}
	for charge, err := range desk.Charges.All(t.Context(), &chargedesk.ChargeListParams{Status: new(chargedesk.ChargeStatusAuthorized)}) {
		require.NoError(t, err)
		_, err = desk.Gateway.CaptureInFull(t.Context(), charge.ChargeID)
		require.NoError(t, err)
		captured[charge.ChargeID]++
	}
	require.Len(t, captured, 1200)
	left, err := desk.Charges.List(t.Context(), &chargedesk.ChargeListParams{Status: new(chargedesk.ChargeStatusAuthorized)})
	require.NoError(t, err)
	require.Empty(t, left.Data)
}
