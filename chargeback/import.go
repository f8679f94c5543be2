package chargeback

import (
	"context"
	"fmt"
	"iter"
	"sync"
	"time"
)

// Import reports any number of orders, in batches, and returns what became of
// each, in their order:
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
// goroutine and only as far as batches can be sent, so memory stays at
// [ImportOptions.Window] orders however many there are; an order may be reused
// by the caller as soon as the next one is asked for. An order that is not valid
// gives a result with a [*ValidationError] and does not disturb the others.
//
// No order is sent twice on a guess. When it is not known what became of a
// batch, its orders are looked up by order_id. Those found are done; the others
// have a result that matches [ErrOutcomeUnknown], also those that the search does
// not find, since it may only not have got to them yet. A later import with
// [ImportOptions.InDoubt] settles them, and [ImportOptions.Resend] does it at once
// where the search is known to be up to date.
//
// When ctx ends, no further batch is begun, those under way get
// [ImportOptions.Grace] to finish, and the loop ends with an [*ImportStopped] as
// its error, which says how to go on later. A loop that breaks waits for the
// batches under way; it, and a process that was killed, go on from the number
// of results seen so far, with [ImportOptions.Window] orders in doubt.
//
// Bad options, and call options that make no sense for many calls at once
// ([WithResponse], [WithParam], [WithRepeatable]), end the loop with a
// [*ValidationError] before anything is sent.
//
// Chargeback documentation: https://chargeback.github.io/chargeback-api/
func (s *OrdersService) Import(ctx context.Context, orders iter.Seq[*OrderParams], options *ImportOptions, opts ...CallOption) iter.Seq2[*ImportResult, error] {
	return func(yield func(*ImportResult, error) bool) {
		own, complete, err := checkImport(ctx, orders, options, opts)
		if err != nil {
			yield(nil, err)
			return
		}
		run := &importRun{
			orders: s, options: own, opts: opts, complete: complete,
			ctx: ctx, lookUp: &lookUp{orders: s, opts: opts},
		}
		run.all(orders, yield)
	}
}

// ImportOptions say how [OrdersService.Import] works, and where it goes on. The
// zero value and nil are the defaults.
type ImportOptions struct {
	// BatchSize is the number of orders to a batch, 1 to [MaxBatch]. 0 means MaxBatch.
	BatchSize int

	// Concurrency is how many batches may be under way at once. 0 means 1.
	Concurrency int

	// Offset is how many orders to skip at the beginning: those that have a result
	// from an earlier import of the same orders. Where there are not so many the
	// loop ends with a [*ValidationError].
	Offset int

	// InDoubt is how many orders after these an earlier import may have sent
	// without telling the result. They are looked up before they are sent, and
	// not sent if the look-up is not conclusive.
	InDoubt int

	// LookUpAfter is how long to wait before orders are looked up, so that
	// Chargeback may finish what it is still working on. 0 means 5 seconds.
	LookUpAfter time.Duration

	// Resend sends again what a look-up has not found, if the search has proved
	// that it finds orders that exist, which Chargeback does not document
	// ([SearchEqual]). The proof says nothing about how soon a new order is found:
	// with a search that lags behind LookUpAfter such an order is made twice.
	Resend bool

	// Grace is how long the batches under way may go on when ctx has ended. 0 means
	// 10 seconds, a negative Grace none.
	Grace time.Duration
}

// Window is how many orders at most an import may have read and sent without
// having told their results: BatchSize times Concurrency.
func (o *ImportOptions) Window() int {
	own := o.withDefaults()
	return own.BatchSize * own.Concurrency
}

func (o *ImportOptions) withDefaults() ImportOptions {
	own := ImportOptions{}
	if o != nil {
		own = *o
	}
	if own.BatchSize == 0 {
		own.BatchSize = MaxBatch
	}
	if own.Concurrency == 0 {
		own.Concurrency = 1
	}
	if own.LookUpAfter == 0 {
		own.LookUpAfter = 5 * time.Second
	}
	if own.Grace == 0 {
		own.Grace = 10 * time.Second
	}
	return own
}

// ImportResult is what became of one order of an import.
type ImportResult struct {
	Index   int    // place of the order in the sequence, from 0, skipped ones included
	OrderID string // the merchant's own
	Order   *Order // as Chargeback keeps it; nil with an error
	Found   bool   // it was not answered but looked up, and may be older than this import

	// Err is nil for an order that is there. Else it is a [*ValidationError] or an
	// [*Error]: refused, not sent, or, matching [ErrOutcomeUnknown], neither known
	// to be there nor to be missing.
	Err error
}

// ImportStopped is an import that ended before its orders did.
type ImportStopped struct {
	Offset  int   // orders that have a result, for [ImportOptions.Offset]
	InDoubt int   // orders after these that may have been sent, for [ImportOptions.InDoubt]
	Err     error // why: the context's error
}

func (e *ImportStopped) Error() string {
	return fmt.Sprintf("chargeback: import stopped after %d orders with %d in doubt: %v", e.Offset, e.InDoubt, e.Err)
}

// Unwrap returns the context's error.
func (e *ImportStopped) Unwrap() error { return e.Err }

func checkImport(ctx context.Context, orders iter.Seq[*OrderParams], options *ImportOptions, opts []CallOption) (own ImportOptions, complete bool, err error) {
	own = options.withDefaults()
	cfg, err := newCallConfig(opts)
	switch {
	case err != nil:
		return own, false, err
	case ctx == nil:
		return own, false, &ValidationError{Param: "ctx", Reason: "is nil"}
	case orders == nil:
		return own, false, &ValidationError{Param: "orders", Reason: "are nil"}
	case own.BatchSize < 1 || own.BatchSize > MaxBatch:
		return own, false, &ValidationError{Param: "BatchSize", Reason: fmt.Sprintf("is not 1 to %d", MaxBatch)}
	case own.Concurrency < 1 || own.Offset < 0 || own.InDoubt < 0 || own.LookUpAfter < 0:
		return own, false, &ValidationError{Param: "ImportOptions", Reason: "has a negative value"}
	case cfg.response != nil:
		return own, false, &ValidationError{Param: "WithResponse", Reason: "is for one call, not for an import"}
	case len(cfg.params) > 0:
		return own, false, &ValidationError{Param: "WithParam", Reason: "is for one order, not for an import"}
	case cfg.repeatable:
		return own, false, &ValidationError{Param: "WithRepeatable", Reason: "would send orders twice"}
	}
	if err := checkPaging(opts); err != nil {
		return own, false, err // look-ups go through a list
	}
	return own, !cfg.incomplete, nil
}

// importRun is one walk over the results of an import.
type importRun struct {
	orders   *OrdersService
	options  ImportOptions
	opts     []CallOption
	complete bool
	lookUp   *lookUp

	ctx  context.Context // the caller's: once it has ended, nothing more is begun
	work context.Context // of the batches under way: lasts longer by the grace
	read int             // orders taken from the sequence
}

// all keeps the batches under way and hands out their results in order.
func (run *importRun) all(orders iter.Seq[*OrderParams], yield func(*ImportResult, error) bool) {
	var underWay sync.WaitGroup
	ctx, leave := context.WithCancel(run.ctx)
	work, cutOff := context.WithCancel(context.WithoutCancel(ctx))
	next, stop := iter.Pull(orders)
	defer stop()
	defer cutOff()
	defer underWay.Wait()
	defer leave()
	run.ctx, run.work = ctx, work
	context.AfterFunc(ctx, func() { run.grace(cutOff) })

	more := run.skip(next)
	told := run.read
	if told < run.options.Offset {
		yield(nil, &ValidationError{Param: "Offset", Reason: fmt.Sprintf("is beyond the %d orders there are", told)})
		return
	}
	var queue []*importBatch
	for {
		for more && len(queue) < run.options.Concurrency && ctx.Err() == nil {
			var batch *importBatch
			if batch, more = run.fill(next); len(batch.items) > 0 {
				queue = append(queue, batch)
				underWay.Go(batch.settle)
			}
		}
		if len(queue) == 0 {
			break
		}
		batch := queue[0]
		queue = queue[1:]
		<-batch.settled
		for _, item := range batch.items {
			if item.cut {
				yield(nil, run.stopped(told))
				return
			}
			told++
			if !yield(&item.result, nil) {
				return
			}
		}
	}
	if more {
		yield(nil, run.stopped(told))
	}
}

func (run *importRun) stopped(told int) error {
	return &ImportStopped{Offset: told, InDoubt: run.read - told, Err: context.Cause(run.ctx)}
}

// grace lets the batches under way go on for a while.
func (run *importRun) grace(cutOff func()) {
	defer cutOff()
	timer := time.NewTimer(max(0, run.options.Grace))
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-run.work.Done():
	}
}

// skip passes over the orders that are done, and says whether there are more.
func (run *importRun) skip(next func() (*OrderParams, bool)) (more bool) {
	for run.read < run.options.Offset {
		if _, ok := next(); !ok {
			return false
		}
		run.read++
	}
	return true
}

// fill takes the orders of one batch from the sequence.
func (run *importRun) fill(next func() (*OrderParams, bool)) (batch *importBatch, more bool) {
	batch = &importBatch{importRun: run, settled: make(chan struct{})}
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
