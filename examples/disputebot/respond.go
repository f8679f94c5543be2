package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/riverqueue/river"
	"github.com/riverqueue/river/rivertype"

	"github.com/chargekit/chargekit-go/chargehound"
)

// respondTo is the job of a dispute from the first webhook until it is won or lost.
// There is one for each dispute: inserting it again does nothing, whatever state it
// is in.
type respondTo struct {
	Dispute string `json:"dispute"`
}

func (respondTo) Kind() string { return "respond" }

func (respondTo) InsertOpts() river.InsertOpts { return uniqueJob }

// uniqueJob are the options of a job that is there once for its arguments. It is
// tried for months, since a job that was given up would be a forgotten dispute.
var uniqueJob = river.InsertOpts{
	MaxAttempts: 5000,
	UniqueOpts:  river.UniqueOpts{ByArgs: true, ByState: rivertype.JobStates()},
}

const longestRetry = 30 * time.Minute

func nextRetry(failures int) time.Time {
	return time.Now().Add(min(time.Second<<min(failures, 16), longestRetry))
}

// responder works [respondTo] jobs.
type responder struct {
	*bot
	river.WorkerDefaults[respondTo]
}

func (w *responder) NextRetry(job *river.Job[respondTo]) time.Time { return nextRetry(len(job.Errors)) }

// Work does the next thing for a dispute, and says when to look at it again. A snooze
// is not counted as an attempt.
func (w *responder) Work(ctx context.Context, job *river.Job[respondTo]) error {
	dispute, err := w.hound.Disputes.Get(ctx, job.Args.Dispute)
	if err != nil {
		return err
	}
	if isClosed(dispute) {
		return w.report(ctx, dispute, string(dispute.State))
	}
	status, again := string(dispute.Submission()), followAgain
	if !isUnderWay(dispute) {
		if status, again, err = w.respond(ctx, dispute); err != nil {
			return err
		}
	}
	if status != "" {
		if err := w.report(ctx, dispute, status); err != nil {
			return err
		}
	}
	return river.JobSnooze(again)
}

// isClosed reports whether nothing more happens to the dispute.
func isClosed(dispute *chargehound.Dispute) bool {
	switch dispute.State {
	case chargehound.DisputeStateWon, chargehound.DisputeStateLost,
		chargehound.DisputeStateWarningClosed, chargehound.DisputeStateChargeRefunded:
		return true
	}
	return false
}

// isUnderWay reports whether the response is with the processor, or will be without
// the bot.
func isUnderWay(dispute *chargehound.Dispute) bool {
	switch dispute.Submission() {
	case chargehound.SubmissionSubmitted, chargehound.SubmissionQueued, chargehound.SubmissionInProgress:
		return true
	}
	return false
}

// respond submits the evidence for a dispute, unless something or someone has to be
// waited for. It returns what became of it, or "", and when to look again.
func (w *responder) respond(ctx context.Context, dispute *chargehound.Dispute) (status string, again time.Duration, err error) {
	known, err := w.store.entry(ctx, dispute.ID)
	if err != nil {
		return "", 0, err
	}
	// The request of a process that was killed may still arrive.
	if wait := time.Until(known.begun.Add(w.unsettled())); wait > 0 {
		return "", wait, nil
	}
	order, found := w.orders.find(dispute)
	if !found {
		return "no order found", askAgain, nil
	}
	if !known.approved && w.review.holds(dispute) {
		return "waits for approval", askAgain, nil
	}
	params, err := evidence(order, w.template)
	if err != nil {
		return err.Error(), askAgain, nil
	}
	if known.approved {
		params.Force = new(true)
	}
	return w.submit(ctx, dispute.ID, params, known)
}

// submit notes that it begins, submits, and notes that the outcome is known. Whoever
// finds the first note without the second waits until no request can arrive anymore.
func (w *responder) submit(ctx context.Context, id string, params *chargehound.DisputeSubmitParams, known entry) (status string, again time.Duration, err error) {
	begun := time.Now()
	mine, err := w.store.begin(ctx, id, known, begun)
	if err != nil {
		return "", 0, err
	}
	if !mine { // another replica was faster
		return "", w.unsettled(), nil
	}
	dispute, err := w.hound.Disputes.EnsureSubmitted(ctx, id, params,
		chargehound.WithCallTimeout(time.Until(begun.Add(w.timeout))), chargehound.WithSettleAfter(w.settle))
	if errors.Is(err, chargehound.ErrOutcomeUnknown) {
		return "", 0, err // the next attempt reads first
	}
	// Also if ctx has ended: the outcome is known.
	if noted := w.store.end(context.WithoutCancel(ctx), id, begun); noted != nil {
		w.log.Warn("the outcome could not be noted, so the next look is late", "dispute", id, "error", noted)
	}
	switch {
	case err == nil:
		return string(dispute.Submission()), followAgain, nil
	case errors.Is(err, chargehound.ErrHeld):
		return string(dispute.Submission()) + " at Chargehound", askAgain, nil
	case errors.Is(err, chargehound.ErrRejected) && !errors.Is(err, chargehound.ErrRateLimited):
		return fmt.Sprintf("rejected: %v", err), tryAgain, nil
	}
	return "", 0, err
}
