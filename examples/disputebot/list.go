package main

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/riverqueue/river"
	"github.com/riverqueue/river/rivertype"

	"github.com/chargekit/chargekit-go/chargehound"
)

// listDisputes is the job that lists all open disputes and inserts what no webhook
// did. Since a dispute's jobs are unique that changes nothing else.
type listDisputes struct{}

func (listDisputes) Kind() string { return "list" }

// InsertOpts makes it wait for no more than one at a time.
func (listDisputes) InsertOpts() river.InsertOpts {
	return river.InsertOpts{MaxAttempts: 3, UniqueOpts: river.UniqueOpts{ByArgs: true, ByState: []rivertype.JobState{
		rivertype.JobStateAvailable, rivertype.JobStatePending, rivertype.JobStateRunning,
		rivertype.JobStateRetryable, rivertype.JobStateScheduled,
	}}}
}

var openStates = []chargehound.DisputeState{
	chargehound.DisputeStateNeedsResponse, chargehound.DisputeStateWarningNeedsResponse,
	chargehound.DisputeStateRequiresReview, chargehound.DisputeStateAccepted,
	chargehound.DisputeStateQueued, chargehound.DisputeStateCompilingEvidence,
	chargehound.DisputeStateSubmitted, chargehound.DisputeStateUnderReview, chargehound.DisputeStateWarningUnderReview,
}

// lister works [listDisputes] jobs.
type lister struct {
	*bot
	river.WorkerDefaults[listDisputes]
}

// Timeout leaves time for many pages.
func (w *lister) Timeout(*river.Job[listDisputes]) time.Duration { return 10 * w.timeout }

func (w *lister) Work(ctx context.Context, _ *river.Job[listDisputes]) error {
	var open []*chargehound.Dispute
	var incomplete error
	for dispute, err := range w.hound.Disputes.All(ctx, &chargehound.DisputeListParams{State: openStates}) {
		if incomplete = err; err == nil {
			open = append(open, dispute)
		}
	}
	for batch := range slices.Chunk(open, 100) {
		known, err := w.insert(ctx, batch)
		for _, job := range known {
			if job.FinalizedAt != nil { // the dispute was closed, and is open again
				err = errors.Join(err, w.wake(ctx, job))
			}
		}
		if err != nil {
			return err
		}
	}
	return incomplete
}
