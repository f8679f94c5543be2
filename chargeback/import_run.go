package chargeback

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"sync"
	"time"
)

// importRun is one walk over the results of an import.
type importRun struct {
	orders  *OrdersService
	options ImportOptions
	opts    []CallOption
	cfg     *callConfig
	lookUp  *lookUp
	began   time.Time

	caller context.Context // of the import

	ctx  context.Context         // no batch is begun after it has ended
	halt context.CancelCauseFunc // ends ctx
	work context.Context         // of the batches in flight; ends ShutdownTimeout later
	read int                     // orders taken from the sequence
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

	more := run.skip(next)
	yielded := run.options.Offset
	switch {
	case run.read == yielded:
	case run.ended():
		yield(nil, run.stopped(yielded, nil))
		return
	default:
		yield(nil, &ValidationError{Param: "Offset", Reason: fmt.Sprintf("is beyond the %d orders there are", run.read)})
		return
	}
	var queue []*importBatch
	for {
		for more && len(queue) < run.options.Concurrency && !run.ended() {
			var batch *importBatch
			if batch, more = run.fill(next); run.ended() {
				more = true // the sequence may have ended because ctx did
			} else if len(batch.items) > 0 {
				queue = append(queue, batch)
				inFlight.Go(batch.settle)
			}
		}
		if len(queue) == 0 {
			break
		}
		batch := queue[0]
		<-batch.settled
		for _, item := range batch.items {
			if item.stopped {
				inFlight.Wait()
				yield(nil, run.stopped(yielded, queue))
				return
			}
			yielded++
			if !yield(&item.result, nil) {
				return
			}
		}
		queue = queue[1:]
	}
	if more {
		yield(nil, run.stopped(yielded, nil))
	}
}

// stopped returns the error that says how to go on. The batches of queue are
// settled; some of their orders may have been sent.
func (run *importRun) stopped(yielded int, queue []*importBatch) error {
	maybeSent := max(0, run.options.MaybeSent-(yielded-run.options.Offset))
	for _, batch := range queue {
		for _, item := range batch.items {
			if item.sent {
				maybeSent = max(maybeSent, item.result.Index+1-yielded)
			}
		}
	}
	why := context.Cause(run.ctx)
	if err := run.caller.Err(); err != nil && !errors.Is(why, err) {
		why = fmt.Errorf("%w: %w", err, why)
	}
	return &ImportError{Offset: yielded, MaybeSent: maybeSent, Err: why}
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

// skip passes over the orders that have a result, and reports whether there are
// more.
func (run *importRun) skip(next func() (*OrderCreateParams, bool)) (more bool) {
	for run.read < run.options.Offset {
		if _, ok := next(); !ok {
			return false
		}
		run.read++
	}
	return true
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
