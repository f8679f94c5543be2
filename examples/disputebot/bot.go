package main

import (
	"context"
	"database/sql"
	"errors"
	"log/slog"
	"time"

	"github.com/riverqueue/river"
	"github.com/riverqueue/river/rivertype"

	"github.com/chargekit/chargekit-go/chargehound"
)

const (
	askAgain     = 15 * time.Minute // a dispute that waits for a person or for its order
	tryAgain     = time.Hour        // evidence that was rejected
	followAgain  = 12 * time.Hour   // one that was submitted; webhooks are faster
	remindBefore = 72 * time.Hour   // it is due
	remindAgain  = 12 * time.Hour
	keepFinished = 30 * 24 * time.Hour
	softStop     = 3 * time.Second // running jobs get it before they are canceled
)

// bot works the jobs of disputes.
type bot struct {
	hound    *chargehound.Client
	store    *store
	orders   *orderBook
	queue    *river.Client[*sql.Tx]
	log      *slog.Logger
	review   reviewRule
	template string        // id of the evidence template; "" for the dispute's own
	timeout  time.Duration // of one submission, with its retries
	settle   time.Duration // after which a request whose response was lost is not executed anymore
	every    time.Duration // how often all open disputes are listed
}

// unsettled is how long after its begin the request of a submission may still be
// executed, even if its process was killed. The clocks of replicas have to agree to
// within a few seconds.
func (b *bot) unsettled() time.Duration { return b.timeout + b.settle }

// jobTimeout leaves time for the reads beside a submission.
func (b *bot) jobTimeout() time.Duration { return 2 * b.timeout }

// newBot returns a bot without orders. It works jobs once its queue is started.
func newBot(set settings, store *store, hound *chargehound.Client, log *slog.Logger) (*bot, error) {
	b := &bot{
		hound: hound, store: store, log: log, review: set.review, template: set.template,
		timeout: set.timeout, settle: set.settle, every: set.every,
	}
	workers := river.NewWorkers()
	river.AddWorker(workers, &responder{bot: b})
	river.AddWorker(workers, &reminder{bot: b})
	river.AddWorker(workers, &lister{bot: b})
	var err error
	b.queue, err = river.NewClient(b.store.driver, &river.Config{
		Workers: workers,
		Queues:  map[string]river.QueueConfig{river.QueueDefault: {MaxWorkers: 8}},
		PeriodicJobs: []*river.PeriodicJob{river.NewPeriodicJob(
			river.PeriodicInterval(b.every),
			func() (river.JobArgs, *river.InsertOpts) { return listDisputes{}, nil },
			&river.PeriodicJobOpts{RunOnStart: true},
		)},
		JobTimeout:                  b.jobTimeout(),
		RescueStuckJobsAfter:        2 * b.jobTimeout(), // of a replica that was killed
		SoftStopTimeout:             softStop,
		CompletedJobRetentionPeriod: keepFinished, // a job is unique as long as its row is there
		CancelledJobRetentionPeriod: keepFinished,
		DiscardedJobRetentionPeriod: keepFinished,
		Logger:                      slog.New(onlyWarnings{log.Handler()}),
	})
	return b, err
}

// onlyWarnings is what River's log is to the bot's.
type onlyWarnings struct{ slog.Handler }

func (h onlyWarnings) Enabled(ctx context.Context, level slog.Level) bool {
	return level >= slog.LevelWarn && h.Handler.Enabled(ctx, level)
}

// receive is called for each webhook. It inserts the jobs of the dispute, and has
// them look at it now if they are there already.
func (b *bot) receive(ctx context.Context, delivery *chargehound.Delivery) error {
	if delivery.Dispute == nil { // a test, for example
		return nil
	}
	known, err := b.insert(ctx, []*chargehound.Dispute{delivery.Dispute})
	for _, job := range known {
		err = errors.Join(err, b.wake(ctx, job))
	}
	return err
}

// insert inserts the jobs of disputes. It returns those that were there before.
func (b *bot) insert(ctx context.Context, disputes []*chargehound.Dispute) (known []*rivertype.JobRow, err error) {
	var jobs []river.InsertManyParams
	for _, dispute := range disputes {
		jobs = append(jobs, river.InsertManyParams{Args: respondTo{dispute.ID}})
		if !dispute.DueBy.IsZero() {
			jobs = append(jobs, river.InsertManyParams{
				Args:       remindOf{dispute.ID},
				InsertOpts: &river.InsertOpts{ScheduledAt: dispute.DueBy.Add(-remindBefore)},
			})
		}
	}
	inserted, err := b.queue.InsertMany(ctx, jobs)
	for _, result := range inserted {
		if result.UniqueSkippedAsDuplicate {
			known = append(known, result.Job)
		}
	}
	return known, err
}

// wake makes the job of a dispute run now, unless it is running. Other jobs have
// their time.
func (b *bot) wake(ctx context.Context, job *rivertype.JobRow) error {
	if job.Kind != (respondTo{}).Kind() {
		return nil
	}
	_, err := b.queue.JobRetry(ctx, job.ID)
	return err
}

// approve has a dispute submitted that waits for a person. It returns false if the
// bot does not know the dispute.
func (b *bot) approve(ctx context.Context, dispute string) (bool, error) {
	if known, err := b.store.approve(ctx, dispute); err != nil || !known {
		return false, err
	}
	inserted, err := b.queue.Insert(ctx, respondTo{dispute}, nil)
	if err != nil || !inserted.UniqueSkippedAsDuplicate {
		return true, err
	}
	// A running job may have looked for the approval a moment too early. If it runs
	// for long it looks again by itself, see askAgain.
	for range 50 {
		job, err := b.queue.JobRetry(ctx, inserted.Job.ID)
		if err != nil || job.State != rivertype.JobStateRunning {
			return true, err
		}
		select {
		case <-ctx.Done():
			return true, ctx.Err()
		case <-time.After(100 * time.Millisecond):
		}
	}
	return true, nil
}

// report keeps the status of a dispute, and logs it if it is new. Nothing in the log
// is about the customer.
func (b *bot) report(ctx context.Context, dispute *chargehound.Dispute, status string) error {
	isNew, err := b.store.setStatus(ctx, dispute, status)
	if isNew {
		b.log.Info(status, "dispute", dispute.ID, "reason", dispute.Reason, "due", day(dispute.DueBy.Time))
	}
	return err
}

// day is a date for people.
func day(t time.Time) string {
	if t.IsZero() {
		return "-"
	}
	return t.UTC().Format(time.DateOnly)
}
