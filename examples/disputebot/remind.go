package main

import (
	"context"
	"time"

	"github.com/riverqueue/river"

	"github.com/chargekit/chargekit-go/chargehound"
)

// remindOf is the job that warns before a dispute is due and nothing was submitted.
type remindOf struct {
	Dispute string `json:"dispute"`
}

func (remindOf) Kind() string { return "remind" }

func (remindOf) InsertOpts() river.InsertOpts { return uniqueJob }

// reminder works [remindOf] jobs.
type reminder struct {
	*bot
	river.WorkerDefaults[remindOf]
}

func (w *reminder) NextRetry(job *river.Job[remindOf]) time.Time { return nextRetry(len(job.Errors)) }

func (w *reminder) Work(ctx context.Context, job *river.Job[remindOf]) error {
	dispute, err := w.hound.Disputes.Get(ctx, job.Args.Dispute)
	if err != nil {
		return err
	}
	left := time.Until(dispute.DueBy.Time)
	switch {
	case isClosed(dispute), isUnderWay(dispute), dispute.State == chargehound.DisputeStateAccepted, dispute.DueBy.IsZero():
		return nil
	case left <= 0:
		w.log.Error("not submitted, and the due date has passed", "dispute", dispute.ID)
		return nil
	case left > remindBefore: // the due date has moved
		return river.JobSnooze(left - remindBefore)
	}
	known, err := w.store.entry(ctx, dispute.ID)
	if err != nil {
		return err
	}
	w.log.Warn("not submitted yet", "dispute", dispute.ID, "due in", left.Round(time.Minute), "status", known.status)
	return river.JobSnooze(min(left, remindAgain))
}
