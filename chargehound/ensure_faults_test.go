package chargehound_test

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/chargehound"
	"github.com/chargekit/chargekit-go/chargehound/chargehoundtest"
)

func TestEnsureSubmittedSettlesFaults(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		fault     chargehoundtest.Fault
		undecided int // calls
	}{
		"no fault":             {chargehoundtest.NoFault, 0},
		"the response is lost": {chargehoundtest.DropResponse, 0},
		"the request is lost":  {chargehoundtest.DropBefore, 1},
		"a 429":                {chargehoundtest.TooManyRequests("30"), 0},
	} {
		for _, review := range []bool{false, true} {
			t.Run(fmt.Sprint(name, ", review ", review), func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					hound := chargehoundtest.NewTestServer(t, chargehoundtest.InMemory())
					id := hound.SeedDisputeWith(chargehoundtest.Dispute{Template: "goods"})
					if review {
						hound.RequireReview(id)
					}
					hound.FailNext(chargehoundtest.NoFault, test.fault)
					disputes := hound.Client().Disputes
					call := func() error {
						_, err := disputes.EnsureSubmitted(t.Context(), id, &chargehound.DisputeSubmitParams{Fields: chargehound.Fields{"order_id": chargehound.TextField("ord_1042")}})
						return err
					}
					for range test.undecided {
						require.ErrorIs(t, call(), chargehound.ErrOutcomeUnknown)
					}
					for range 2 {
						if review {
							require.ErrorIs(t, call(), chargehound.ErrHeld)
						} else {
							require.NoError(t, call())
						}
					}
					dispute, _ := hound.Dispute(id)
					require.Equal(t, map[bool]int{false: 1, true: 0}[review], dispute.Submissions)
					require.Equal(t, "ord_1042", dispute.Fields["order_id"])
				})
			})
		}
	}
}

func TestEnsureSubmittedReturnsTheRejection(t *testing.T) {
	t.Parallel()
	hound := chargehoundtest.NewTestServer(t)
	hound.AddTemplate("goods", "order_id")
	id := hound.SeedDisputeWith(chargehoundtest.Dispute{Template: "goods"})
	_, err := hound.Client().Disputes.EnsureSubmitted(t.Context(), id, nil)
	require.ErrorIs(t, err, chargehound.ErrMissingFields)
	require.ErrorIs(t, err, chargehound.ErrRejected)
	require.NotErrorIs(t, err, chargehound.ErrOutcomeUnknown)
	require.Len(t, hound.Requests(), 3)
}

func TestEnsureOfDisputesTakesTurnsAndRespectsContexts(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		hound := chargehoundtest.NewTestServer(t, chargehoundtest.InMemory())
		id := hound.SeedDisputeWith(chargehoundtest.Dispute{Template: "goods"})
		hound.FailNext(chargehoundtest.NoFault, chargehoundtest.DelayResponse(15*time.Second))
		client := hound.Client()
		ctx, cancel := context.WithTimeout(t.Context(), 2*time.Second)
		defer cancel()
		var first sync.WaitGroup
		first.Go(func() {
			_, err := client.Disputes.EnsureSubmitted(ctx, id, nil)
			require.NoError(t, err, "it goes on to learn the outcome")
		})
		synctest.Wait()
		copied, err := client.With(chargehound.WithTimeout(10 * time.Second))
		require.NoError(t, err)
		_, err = copied.Disputes.EnsureAccepted(t.Context(), id)
		require.ErrorIs(t, err, chargehound.ErrNotSent)
		require.ErrorIs(t, err, context.DeadlineExceeded)
		first.Wait()
	})
}

func TestEnsureOfDisputesRejectsWhatTheRequestWouldBeRejectedFor(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		id     string
		params *chargehound.DisputeSubmitParams
		option chargehound.CallOption
		param  string
	}{
		"no id":          {"", nil, chargehound.WithQuery("a", "b"), "id"},
		"bad evidence":   {"dp_7Q", &chargehound.DisputeSubmitParams{Fields: chargehound.Fields{"url": chargehound.URLField("x")}}, chargehound.WithQuery("a", "b"), "fields.url"},
		"queue":          {"dp_7Q", nil, chargehound.WithParam("queue", true), "queue"},
		"force":          {"dp_7Q", nil, chargehound.WithQuery("force", "true"), "force"},
		"WithRepeatable": {"dp_7Q", nil, chargehound.WithRepeatable(), "WithRepeatable"},
		"no time":        {"dp_7Q", nil, chargehound.WithSettleAfter(-1), "WithSettleAfter"},
	} {
		t.Run(name, func(t *testing.T) {
			vendor := &oneDispute{}
			_, err := vendor.disputes(t).EnsureSubmitted(t.Context(), test.id, test.params, test.option)
			var invalid *chargehound.ValidationError
			require.ErrorAs(t, err, &invalid)
			require.Equal(t, test.param, invalid.Param)
			require.Zero(t, vendor.reads)
		})
	}
	_, err := (&oneDispute{}).disputes(t).Accept(t.Context(), "dp_7Q", chargehound.WithMaybeSentAt(time.Now()))
	require.EqualError(t, err, "chargehound: WithSettleAfter or WithMaybeSentAt is for the Ensure methods")
}
