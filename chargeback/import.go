package chargeback

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"sync"
	"time"
)

// Import reports any number of orders, in batches, and returns the result of
// each, in the same order:
//
//	for result, err := range client.Orders.Import(ctx, orders, nil) {
//		if err != nil {
//			return err // the import has stopped
//		}
//		if result.Err != nil {
//			log.Print(result.OrderID, ": ", result.Err) // this order failed, the others go on
//		}
//	}
//
// Nothing is sent before the loop runs. orders is read on the loop's own
// goroutine and only as far as batches can be sent, so at most
// [ImportOptions.MaxInDoubt] orders are in memory; the caller may reuse an order as
// soon as the next one is asked for. An order that is not valid gives a result
// with a [*ValidationError] and does not affect the others.
//
// No order is sent twice unless you ask for it. If the outcome of a batch is
// unknown, or [ImportOptions.MaybeSent] says so of orders of an earlier import,
// its orders are looked up by order_id. Those found are done; all others,
// including those that the search does not find, have a result that matches
// [ErrOutcomeUnknown], since the search may not show them yet. Only
// [ImportOptions.Resend] sends them again, and if they are refused then, their
// outcome is still unknown, since they may exist from the first time. An order
// without order_id is not looked up and not sent again. An order_id that comes
// twice is refused within a batch; earlier batches are not remembered, so if it
// comes again in a later one, it is sent.
//
// If a batch is refused or fails, its results say so, and the import goes on.
// It stops if every later batch would fail too: when a batch as a whole is
// refused with [ErrUnauthorized], [ErrForbidden] or [ErrRateLimited], when the
// orders in doubt can't be looked up because List fails, and when ctx ends. Then
// no new batch is sent, batches in flight get [ImportOptions.ShutdownTimeout] to finish,
// and the loop ends with an [*ImportError] as its error, which says how to go
// on later. [ErrForbidden] for a batch of one order is the result of that order
// and does not stop the import: go on with BatchSize 1 to get past orders that
// the keys may not report. A look-up refused with [ErrBadRequest], [ErrNotFound]
// or in a 2xx answer does not stop it either: the order's outcome stays unknown.
// If the look-ups keep failing, leave the orders in doubt out, by adding InDoubt
// to Offset, and settle them by other means.
//
// If you break out of the loop, it waits for the batches in flight. To go on
// after that, or after the process was killed, keep the options, and let n be
// Index+1 of the last result, saved before the loop goes on, or Offset before
// the first. If you save it less often, add that many orders to Window:
//
//	options := &chargeback.ImportOptions{} // of the import that ended
//
//	next := *options
//	next.Offset = n
//	next.InDoubt = max(options.Window(), options.InDoubt-(n-options.Offset))
//
// Bad options, and call options that make no sense for many calls
// ([WithResponse], [WithParam], [WithRepeatable]), end the loop with a
// [*ValidationError] before anything is sent.
//
// Chargeback documentation: https://chargeback.github.io/chargeback-api/
func (s *OrdersService) Import(ctx context.Context, orders iter.Seq[*OrderCreateParams], options *ImportOptions, opts ...CallOption) iter.Seq2[*ImportResult, error] {
	return func(yield func(*ImportResult, error) bool) {
		own, complete, err := checkImport(ctx, orders, options, opts)
		if err != nil {
			yield(nil, err)
			return
		}
		run := &importRun{
			orders: s, options: own, opts: opts, complete: complete, began: time.Now(),
			caller: ctx, lookUp: &lookUp{orders: s, opts: opts},
		}
		run.all(orders, yield)
	}
}

// ImportResult is the result of one order of an import.
type ImportResult struct {
	Index   int    // place of the order in the sequence, from 0, skipped ones included
	OrderID string // the merchant's own, as given; may be anything if the order is not valid
	Order   *Order // as Chargeback stores it; nil with an error
	Found   bool   // it was found by looking it up, and may be older than this import

	// Err is nil for an order that Chargeback has. Otherwise it is a
	// [*ValidationError] or an [*Error]: either the order was refused or not
	// sent, and NotApplied is true, or it is not known whether Chargeback has it,
	// and the error matches [ErrOutcomeUnknown], and may match what its cause or
	// the failed look-up matches. If it was refused, the error is like
	// [BatchResult.Err]: StatusCode is that of the whole batch.
	Err error
}

// ImportError is the error of an import that ended before all orders had a
// result, or whose ctx ended while it was reading orders: those it could still
// read may be all there are. With orders in doubt it matches [ErrOutcomeUnknown].
type ImportError struct {
	Offset int // orders that have a result, for [ImportOptions.Offset]

	// InDoubt is for [ImportOptions.MaybeSent]: after so many more orders there is
	// none that may have been sent, by this import or an earlier one. With a
	// Concurrency above 1 some of them may not have been sent or were refused:
	// those in front of a batch that was sent.
	MaybeSent int

	// Err says why: the context's error, with its cause, or the [*Error] of the
	// batch, or [*Error] or [*DecodeError] of the look-up, that stopped it.
	Err error
}

func (e *ImportError) Error() string {
	return fmt.Sprintf("chargeback: import stopped after %d orders with %d in doubt: %v", e.Offset, e.MaybeSent, e.Err)
}

// Unwrap returns why the import has stopped.
func (e *ImportError) Unwrap() error { return e.Err }

// Is matches [ErrOutcomeUnknown] if orders are in doubt.
func (e *ImportError) Is(target error) bool { return target == ErrOutcomeUnknown && e.MaybeSent > 0 }

// importRun is one walk over the results of an import.
type importRun struct {
	orders   *OrdersService
	options  ImportOptions
	opts     []CallOption
	complete bool
	lookUp   *lookUp
	began    time.Time

	caller context.Context // of the import

	ctx  context.Context         // once it has ended, nothing more is begun
	halt context.CancelCauseFunc // ends it
	work context.Context         // of the batches under way: lasts longer by the grace
	read int                     // orders taken from the sequence
}

// all keeps the batches under way and hands out their results in order.
func (run *importRun) all(orders iter.Seq[*OrderCreateParams], yield func(*ImportResult, error) bool) {
	var underWay sync.WaitGroup
	ctx, halt := context.WithCancelCause(run.caller)
	work, cutOff := context.WithCancel(context.WithoutCancel(ctx))
	next, stop := iter.Pull(orders)
	defer stop()
	defer cutOff()
	defer underWay.Wait()
	defer halt(nil)
	run.ctx, run.halt, run.work = ctx, halt, work
	context.AfterFunc(ctx, func() { run.grace(cutOff) })

	more := run.skip(next)
	told := run.options.Offset
	switch {
	case run.read == told:
	case run.ended():
		yield(nil, run.stopped(told, nil))
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
				underWay.Go(batch.settle)
			}
		}
		if len(queue) == 0 {
			break
		}
		batch := queue[0]
		<-batch.settled
		for _, item := range batch.items {
			if item.cut {
				underWay.Wait()
				yield(nil, run.stopped(told, queue))
				return
			}
			told++
			if !yield(&item.result, nil) {
				return
			}
		}
		queue = queue[1:]
	}
	if more {
		yield(nil, run.stopped(told, nil))
	}
}

// stopped says how to go on. Of the batches that were under way, which are
// settled, it needs to know what may have arrived.
func (run *importRun) stopped(told int, queue []*importBatch) error {
	inDoubt := max(0, run.options.MaybeSent-(told-run.options.Offset))
	for _, batch := range queue {
		for _, item := range batch.items {
			if item.sent {
				inDoubt = max(inDoubt, item.result.Index+1-told)
			}
		}
	}
	why := context.Cause(run.ctx)
	if err := run.caller.Err(); err != nil && !errors.Is(why, err) {
		why = fmt.Errorf("%w: %w", err, why)
	}
	return &ImportError{Offset: told, MaybeSent: inDoubt, Err: why}
}

// ended reports whether nothing more is to be begun. The caller's context ends
// a moment before those that are made of it.
func (run *importRun) ended() bool {
	if run.caller.Err() != nil {
		run.halt(context.Cause(run.caller))
	}
	return run.ctx.Err() != nil
}

// grace lets the batches under way go on for a while.
func (run *importRun) grace(cutOff func()) {
	defer cutOff()
	timer := time.NewTimer(max(0, run.options.ShutdownTimeout))
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-run.work.Done():
	}
}

// skip passes over the orders that are done, and reports whether there are
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
