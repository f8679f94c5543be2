package chargeback

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"math"
	"sync"
	"time"

	"github.com/chargekit/chargekit-go/internal/api"
)

// importRun is one walk over the results of an import.
type importRun struct {
	orders  *OrdersService
	options ImportOptions
	opts    []CallOption
	cfg     *callConfig
	at      *api.Importing
	lookUp  *lookUp
	began   time.Time

	caller context.Context // of the import

	ctx  context.Context         // no batch is begun after it has ended
	halt context.CancelCauseFunc // ends ctx
	work context.Context         // of the batches in flight; ends ShutdownTimeout later

	read     int             // orders taken from the sequence
	doubtful int             // orders, from the first on, that an earlier import may have sent
	saved    api.ImportPlace // what the checkpoint says that was saved last
	unsaved  error           // of Save
}

// all sends the batches and yields their results in order.
func (run *importRun) all(orders iter.Seq[*OrderCreateParams], yield func(*ImportResult, error) bool) {
	var inFlight sync.WaitGroup
	ctx, halt := context.WithCancelCause(run.caller)
	work, endWork := context.WithCancel(context.WithoutCancel(ctx))
	next, stop := iter.Pull(orders)
	defer stop()
	defer endWork()
	defer inFlight.Wait()
	defer halt(nil)
	run.ctx, run.halt, run.work = ctx, halt, work
	context.AfterFunc(ctx, func() { run.shutDown(endWork) })

	if err := run.skip(next); err != nil {
		yield(nil, err)
		return
	}
	var queue []*importBatch
	for more := true; ; {
		var fresh []*importBatch
		for more && len(queue)+len(fresh) < run.options.Concurrency && !run.ended() {
			var batch *importBatch
			if batch, more = run.fill(next); run.ended() {
				more = true // the sequence may have ended because ctx did
			} else if len(batch.items) > 0 {
				fresh = append(fresh, batch)
			}
		}
		if len(fresh) > 0 && !run.ended() && run.cover() && !run.ended() {
			for _, batch := range fresh {
				inFlight.Go(batch.settle)
			}
			queue = append(queue, fresh...)
		} else if len(fresh) > 0 {
			more = true
		}
		if len(queue) == 0 {
			run.end(more, yield)
			return
		}
		batch := queue[0]
		<-batch.settled
		for _, item := range batch.items {
			if item.stopped {
				inFlight.Wait()
				yield(nil, run.stopped(queue))
				return
			}
			run.at.Keep(item.result.OrderID)
			if !yield(&item.result, nil) {
				return
			}
		}
		queue = queue[1:]
	}
}

// cover saves the results so far, and that the orders that were read may be sent. If
// that fails, the import stops: none of them must be sent.
func (run *importRun) cover() (saved bool) {
	if run.read > run.saved.Reached || run.at.Place.Results > run.saved.Results {
		run.at.Reach(max(run.read, run.doubtful))
		run.save()
	}
	return run.unsaved == nil
}

// save passes the checkpoint to the caller.
func (run *importRun) save() {
	run.saved = run.at.Place
	if run.options.Save == nil {
		return
	}
	text, err := run.cfg.Checkpoint.MarshalText()
	if err == nil {
		err = run.options.Save(text)
	}
	if err != nil {
		run.unsaved = err
		run.halt(fmt.Errorf("the checkpoint can't be saved: %w", err))
	}
}

// end ends an import without batches in flight. more reports whether there may be
// orders without a result.
func (run *importRun) end(more bool, yield func(*ImportResult, error) bool) {
	if more {
		yield(nil, run.stopped(nil))
		return
	}
	run.at.Reach(0)
	if run.save(); run.unsaved != nil {
		yield(nil, run.failure(0))
	}
}

// stopped returns the error that says how to go on. The batches of queue are
// settled; some of their orders may have been sent.
func (run *importRun) stopped(queue []*importBatch) error {
	results := run.at.Place.Results
	reached := max(results, run.doubtful)
	for _, batch := range queue {
		for _, item := range batch.items {
			if item.sent {
				reached = max(reached, item.result.Index+1)
			}
		}
	}
	if run.at.Reach(reached); run.unsaved == nil {
		run.save()
	}
	inDoubt := reached - results
	if reached == api.EveryRow {
		inDoubt = math.MaxInt
	}
	return run.failure(inDoubt)
}

func (run *importRun) failure(inDoubt int) error {
	why := context.Cause(run.ctx)
	if err := run.caller.Err(); err != nil && !errors.Is(why, err) {
		why = fmt.Errorf("%w: %w", err, why)
	}
	if run.unsaved != nil && !errors.Is(why, run.unsaved) {
		why = fmt.Errorf("%w; the checkpoint can't be saved: %w", why, run.unsaved)
	}
	return &ImportError{Results: run.at.Place.Results, InDoubt: inDoubt, Err: why}
}

// ended reports whether no batch is to be begun any more. The caller's context
// ends a moment before those that are derived from it.
func (run *importRun) ended() bool {
	if run.caller.Err() != nil {
		run.halt(context.Cause(run.caller))
	}
	return run.ctx.Err() != nil
}

// shutDown ends the batches in flight after the shutdown timeout.
func (run *importRun) shutDown(endWork func()) {
	defer endWork()
	timer := time.NewTimer(max(0, run.options.ShutdownTimeout))
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-run.work.Done():
	}
}

// skip passes over the orders that have a result.
func (run *importRun) skip(next func() (*OrderCreateParams, bool)) error {
	err := run.at.Skip(func() (string, bool) {
		order, ok := next()
		if !ok {
			return "", false
		}
		run.read++
		return order.id(), true
	})
	if err != nil && run.ended() {
		return run.stopped(nil) // the sequence may have ended because ctx did
	}
	return invalid(err)
}

// fill takes the orders of one batch from the sequence.
func (run *importRun) fill(next func() (*OrderCreateParams, bool)) (batch *importBatch, more bool) {
	batch = &importBatch{importRun: run, sent: run.began, settled: make(chan struct{})}
	for len(batch.items) < run.options.BatchSize {
		order, ok := next()
		if !ok {
			return batch, false
		}
		batch.add(order, run.read)
		run.read++
	}
	return batch, true
}
