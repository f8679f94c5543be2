package chargedesktest_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/chargedesk/chargedesktest"
)

func TestTheJournalShowsWhatCame(t *testing.T) {
	t.Parallel()
	d := open(t)
	require.Zero(t, d.LastRequest())
	var recording strings.Builder
	d.Record(&recording)
	d.post("/charges", cheque)
	d.Record(nil)
	last := d.LastRequest()
	require.Equal(t, "POST", last.Method)
	require.Equal(t, "/v1/charges", last.Path)
	require.Equal(t, cheque, string(last.Body))
	require.Equal(t, 200, last.Status)
	require.True(t, last.Executed)
	require.Equal(t, noon, last.Time)
	require.Equal(t, noon, d.Now())
	require.Len(t, d.Requests(), 1)
	require.Equal(t, 1, d.CountRequests(nil))
	require.Zero(t, d.CountRequests(func(r chargedesktest.Request) bool { return r.Status != 200 || len(r.Body) == 0 }))
	require.Equal(t, 1, strings.Count(recording.String(), "\n"))
	d.ClearRequests()
	require.Empty(t, d.Requests())
	require.Equal(t, 1, d.Counts()["charges"])

	small := open(t, chargedesktest.WithJournalSize(2))
	for range 3 {
		small.get("/charges")
	}
	require.Len(t, small.Requests(), 2)
}
