package chargedesk_test

import (
	"flag"
	"io"
	"math"
	"net/http"
	"runtime"
	"runtime/metrics"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/chargedesk"
	"github.com/chargekit/chargekit-go/chargedesk/chargedesktest"
)

var importRows = flag.Int("import.rows", 3000, "rows of the imports that are measured")

// The limit allows 60 requests a minute, the first 60 of them at once.
func TestALongImportTakesAsLongAsTheLimitDemands(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		fake := chargedesktest.NewServer(chargedesktest.InMemory(), chargedesktest.WithJournalSize(10))
		defer fake.Close()
		fake.FailMatching(nil, chargedesktest.Delay(300*time.Millisecond).Times(-1))
		began := time.Now()
		requireAllTold(t, fake.Client(), *importRows)
		took, floor := time.Since(began), time.Duration(math.Ceil(float64(*importRows-60)/60))*time.Minute
		require.Equal(t, *importRows, fake.Counts()["charges"])
		require.Zero(t, fake.RejectedRequests())
		t.Logf("%d charges in %v, %.4f of what the limit demands", *importRows, took, float64(took)/float64(floor))
		require.LessOrEqual(t, float64(took), 1.05*float64(floor))
	})
}

func TestALongImportOnABadDayLosesAndDoublesNone(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		fake := chargedesktest.NewServer(chargedesktest.InMemory(), chargedesktest.WithJournalSize(10))
		defer fake.Close()
		fake.FailRandomly(7, 0.02, chargedesktest.DropBefore, chargedesktest.DropResponse,
			chargedesktest.RespondHTML(http.StatusBadGateway), chargedesktest.TooManyRequests("10"))
		retry := chargedesk.DefaultRetryPolicy()
		retry.MaxRetries = 5
		requireAllTold(t, fake.Client(chargedesk.WithRetry(retry)), *importRows)
		require.Equal(t, *importRows, fake.Counts()["charges"])
	})
}

// requireAllTold imports n charges, and requires that each has one result without an
// error, in order.
func requireAllTold(t *testing.T, desk *chargedesk.Client, n int) {
	t.Helper()
	told := 0
	for result, err := range desk.Charges.Import(t.Context(), cheques(n), nil) {
		require.NoError(t, err)
		if result.Err != nil || result.Index != told || result.ID != chequeID(told) || result.Row.TransactionID != result.ID {
			require.FailNow(t, "not the result", "%d %s in place of %d: %v", result.Index, result.ID, told, result.Err)
		}
		told++
	}
	require.Equal(t, n, told)
}

// forgetful answers a create and keeps nothing.
type forgetful struct{}

func (forgetful) RoundTrip(req *http.Request) (*http.Response, error) {
	if err := req.ParseForm(); err != nil {
		return nil, err
	}
	body := `{"charge_id":"ch_1","transaction_id":"` + req.PostForm.Get("transaction_id") + `","amount":"34.00","currency":"USD"}`
	return &http.Response{StatusCode: http.StatusOK, Header: http.Header{}, Body: io.NopCloser(strings.NewReader(body)), Request: req}, nil
}

func TestALongImportKeepsNothing(t *testing.T) {
	desk, err := chargedesk.New("sk_test_fake", chargedesk.WithLimiter(nil), chargedesk.WithHTTPClient(&http.Client{Transport: forgetful{}}))
	require.NoError(t, err)
	requireAllTold(t, desk, 1000)
	before := liveHeap()
	requireAllTold(t, desk, 10**importRows)
	growth := int64(liveHeap()) - int64(before)
	t.Logf("%d charges: %.2f MiB of heap growth", 10**importRows, float64(growth)/(1<<20))
	require.Less(t, growth, int64(4<<20))
}

// liveHeap is what is on the heap and not garbage.
func liveHeap() uint64 {
	runtime.GC()
	sample := []metrics.Sample{{Name: "/memory/classes/heap/objects:bytes"}}
	metrics.Read(sample)
	return sample[0].Value.Uint64()
}
