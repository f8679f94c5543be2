package main

import (
	"errors"
	"log/slog"
	"path/filepath"
	"testing"
	"time"

	"github.com/riverqueue/river"
	"github.com/riverqueue/river/rivertype"
	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/chargehound"
	"github.com/chargekit/chargekit-go/chargehound/chargehoundtest"
	"github.com/chargekit/chargekit-go/internal/orderfile"
)

// testBot is a bot on a database of its own, whose queue is not started.
type testBot struct {
	*bot
	hound *chargehoundtest.Server
	logs  *logBuffer
}

func newTestBot(t *testing.T, review string) testBot {
	t.Helper()
	hound, logs := chargehoundtest.NewTestServer(t), &logBuffer{}
	hound.AddTemplate(demoTemplate, "order_id", "customer_email", "ordered_at")
	log := slog.New(slog.NewTextHandler(logs, &slog.HandlerOptions{ReplaceAttr: withoutTime}))
	store, err := openStore(t.Context(), filepath.Join(t.TempDir(), "bot.db"))
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, store.Close()) })
	rule, err := parseReview(review)
	require.NoError(t, err)
	set := settings{review: rule, template: demoTemplate, timeout: 10 * time.Second, settle: 20 * time.Millisecond, every: time.Hour}
	client := hound.Client(chargehound.WithRetry(chargehound.RetryPolicy{}))
	b, err := newBot(set, store, client, log)
	require.NoError(t, err)
	b.orders, err = newOrderBook("", orderfile.Options{}, slog.New(slog.DiscardHandler))
	require.NoError(t, err)
	return testBot{b, hound, logs}
}

// respond works the job of a dispute once. It returns when the job runs again, or 0
// if it has ended.
func (b testBot) respond(t *testing.T, dispute string) (time.Duration, error) {
	t.Helper()
	job := &river.Job[respondTo]{JobRow: &rivertype.JobRow{}, Args: respondTo{dispute}}
	return snooze((&responder{bot: b.bot}).Work(t.Context(), job))
}

func (b testBot) remind(t *testing.T, dispute string) (time.Duration, error) {
	t.Helper()
	job := &river.Job[remindOf]{JobRow: &rivertype.JobRow{}, Args: remindOf{dispute}}
	return snooze((&reminder{bot: b.bot}).Work(t.Context(), job))
}

func (b testBot) list(t *testing.T) {
	t.Helper()
	require.NoError(t, (&lister{bot: b.bot}).Work(t.Context(), nil))
}

func snooze(err error) (time.Duration, error) {
	if snoozed, ok := errors.AsType[*rivertype.JobSnoozeError](err); ok {
		return snoozed.Duration, nil
	}
	return 0, err
}

func (b testBot) status(t *testing.T, dispute string) string {
	t.Helper()
	rows, err := b.store.rows(t.Context())
	require.NoError(t, err)
	for _, r := range rows {
		if r.dispute == dispute {
			return r.status
		}
	}
	return ""
}

func (b testBot) get(t *testing.T, dispute string) *chargehound.Dispute {
	t.Helper()
	found, err := b.bot.hound.Disputes.Get(t.Context(), dispute)
	require.NoError(t, err)
	return found
}

// jobs returns the jobs of a kind.
func (b testBot) jobs(t *testing.T, kind string) []*rivertype.JobRow {
	t.Helper()
	found, err := b.queue.JobList(t.Context(), river.NewJobListParams().Kinds(kind).First(1000))
	require.NoError(t, err)
	return found.Jobs
}

func (b testBot) deliver(t *testing.T, dispute string) {
	t.Helper()
	require.NoError(t, b.receive(t.Context(), &chargehound.Delivery{Dispute: b.get(t, dispute)}))
}

func TestAWebhookInsertsTheJobsOfADisputeOnce(t *testing.T) {
	t.Parallel()
	b := newTestBot(t, "none")
	dispute := b.hound.SeedDispute("txn_1f0c2a01", 6140, "gbp", "fraudulent")
	for range 3 {
		b.deliver(t, dispute)
	}
	require.NoError(t, b.receive(t.Context(), &chargehound.Delivery{}))

	respond, remind := b.jobs(t, "respond"), b.jobs(t, "remind")
	require.Len(t, respond, 1)
	require.JSONEq(t, `{"dispute": "`+dispute+`"}`, string(respond[0].EncodedArgs))
	require.Len(t, remind, 1)
	require.Equal(t, rivertype.JobStateScheduled, remind[0].State)
	require.WithinDuration(t, b.get(t, dispute).DueBy.Add(-remindBefore), remind[0].ScheduledAt, time.Second)
}

func TestAWebhookWakesTheJobThatWaits(t *testing.T) {
	t.Parallel()
	b := newTestBot(t, "none")
	dispute := b.hound.SeedDispute("txn_1f0c2a01", 6140, "gbp", "fraudulent")
	later := time.Now().Add(time.Hour)
	_, err := b.queue.Insert(t.Context(), respondTo{dispute}, &river.InsertOpts{ScheduledAt: later})
	require.NoError(t, err)
	b.deliver(t, dispute)
	require.Equal(t, rivertype.JobStateAvailable, b.jobs(t, "respond")[0].State)
}

func TestTheDailyListInsertsWhatIsMissing(t *testing.T) {
	t.Parallel()
	b := newTestBot(t, "none")
	b.list(t)
	require.Empty(t, b.jobs(t, "respond"))

	var disputes []string
	for range 130 {
		disputes = append(disputes, b.hound.SeedDispute("txn_1f0c2a01", 6140, "gbp", "fraudulent"))
	}
	require.NoError(t, b.hound.Resolve(disputes[0], "lost"))
	b.deliver(t, disputes[1])
	for range 2 {
		b.list(t)
	}

	require.Len(t, b.jobs(t, "respond"), 129)
}

func TestADisputeWhoseJobHasEndedIsNotForgotten(t *testing.T) {
	t.Parallel()
	for _, state := range []string{"completed", "discarded", "cancelled"} {
		b := newTestBot(t, "none")
		dispute := b.hound.SeedDispute("txn_1f0c2a01", 6140, "gbp", "fraudulent")
		for _, again := range []func(){func() { b.list(t) }, func() { b.deliver(t, dispute) }} {
			b.deliver(t, dispute)
			_, err := b.store.ExecContext(t.Context(), `UPDATE river_job SET state = $1, finalized_at = datetime('now') WHERE kind = 'respond'`, state)
			require.NoError(t, err)
			again()
			jobs := b.jobs(t, "respond")
			require.Len(t, jobs, 1, state)
			require.Equal(t, rivertype.JobStateAvailable, jobs[0].State, state)
		}
	}
}

func TestAListThatFailsInsertsWhatItHasAndIsAnError(t *testing.T) {
	t.Parallel()
	b := newTestBot(t, "none")
	for range 130 {
		b.hound.SeedDispute("txn_1f0c2a01", 6140, "gbp", "fraudulent")
	}
	b.hound.FailNext(chargehoundtest.NoFault, chargehoundtest.Respond(500, ""))
	require.ErrorIs(t, (&lister{bot: b.bot}).Work(t.Context(), nil), chargehound.ErrServer)
	require.Len(t, b.jobs(t, "respond"), 100, "of the first page")
}
