package chargeback

import (
	"context"
	"fmt"
	"iter"
	"math"
	"slices"
	"strconv"
	"time"

	"github.com/chargekit/chargekit-go/internal/api"
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
// Nothing is sent before the loop runs. Import reads orders on the goroutine of
// the loop, and only as far as it can send batches, so it keeps at most
// [ImportOptions.MaxInDoubt] orders in memory. The caller may change an order
// once Import asks for the next one. An order that is not valid gives a result
// with a [*ValidationError] and does not affect the others.
//
// With [WithCheckpoint] a later import of the same orders, also in another process,
// resumes after the results that were saved. [ImportOptions.Save] is called before a
// batch is sent, so the text that was saved last always says which orders may have
// been sent: those without a result before the end of the batches in flight, at most
// [ImportOptions.MaxInDoubt]. This holds wherever the process is killed. The results
// since the last Save then come again. Whoever must see no result twice can save the
// checkpoint's text in the loop's body too, after each result. A checkpoint of another
// key or base URL, and one of orders with other order_ids, gives a [*ValidationError].
// With [WithKeyFunc] keys are not compared: use it to resume after the account's keys
// were replaced. A loop that breaks may save the checkpoint afterwards.
//
// No order is sent twice unless you ask for it. Import looks an order up by its
// order_id if the outcome of its batch is unknown, or if the checkpoint or
// [ImportOptions.LookUpFirst] says that an earlier import may have sent it. If the
// search finds the order, it is done. If not, its result matches
// [ErrOutcomeUnknown], since the search may not show it yet. Only
// [ImportOptions.Resend] sends it again, and if it is rejected then, its outcome
// is still unknown, since it may exist from the first time. Import does not look
// up an order without an order_id, and does not send it again. It rejects an
// order_id that comes twice within a batch. It does not remember earlier batches,
// so it sends an order_id again that comes again later.
//
// If a batch is rejected or fails, its results say so, and the import goes on.
// It stops if every later batch would fail too: when a batch as a whole is
// rejected with [ErrUnauthorized], [ErrForbidden] or [ErrRateLimited], or can't be
// sent ([ErrNotSent]), when orders can't be looked up because List fails, when Save
// fails, and when ctx ends.
// Then Import begins no new batch, gives those in flight
// [ImportOptions.ShutdownTimeout] to finish, and ends the loop with an
// [*ImportError]. [ErrForbidden] for a batch of one order is the result of that order
// and does not stop the import: resume with BatchSize 1 to get past orders that the
// keys may not report. A look-up that is rejected with [ErrBadRequest],
// [ErrNotFound] or in a 2xx response does not stop it either: the outcome of the
// order stays unknown. If you break out of the loop, it waits for the batches in
// flight.
//
// Once a minute a record at info level says how many orders have a result, how many
// requests were sent, and how long they waited.
//
// Bad options, and call options that make no sense for many calls
// ([WithResponse], [WithParam], [WithReadAhead], [WithRepeatable]), end the loop with a
// [*ValidationError] before anything is sent.
//
// Chargeback documentation: https://chargeback.github.io/chargeback-api/
func (s *OrdersService) Import(ctx context.Context, orders iter.Seq[*OrderCreateParams], options *ImportOptions, opts ...CallOption) iter.Seq2[*ImportResult, error] {
	return func(yield func(*ImportResult, error) bool) {
		run, err := s.newImport(ctx, orders, options, opts)
		if err != nil {
			yield(nil, err)
			return
		}
		run.all(orders, yield)
	}
}

func (s *OrdersService) newImport(ctx context.Context, orders iter.Seq[*OrderCreateParams], options *ImportOptions, opts []CallOption) (*importRun, error) {
	cfg, err := s.client.callConfig(opts)
	if err != nil {
		return nil, err
	}
	own := options.withDefaults()
	if err := checkImport(ctx, orders, own, cfg); err != nil {
		return nil, err
	}
	if err := s.checkPaging(1, maxPerPage, opts); err != nil { // look-ups use All
		return nil, err
	}
	client := s.client.config().ClientConfig
	at, err := api.NewImporting(ctx, &client, "Orders.Import", &cfg.CallConfig)
	if err != nil {
		return nil, invalid(err)
	}
	opts = slices.Concat(opts, []CallOption{func(cfg *callConfig) { at.Call(&cfg.CallConfig) }})
	run := &importRun{
		orders: s, options: own, opts: opts, cfg: cfg, at: at, began: time.Now(),
		caller: ctx, lookUp: &lookUp{orders: s, opts: opts},
		doubtful: at.Place.Reached, saved: at.Place,
	}
	if own.LookUpFirst {
		run.doubtful = api.EveryRow
	}
	return run, nil
}

// ImportResult is the result of one order of an import.
type ImportResult struct {
	Index   int    // place of the order in the sequence, from 0, skipped ones included
	OrderID string // the merchant's own, as given; may be anything if the order is not valid
	Order   *Order // as Chargeback stores it; nil with an error
	Found   bool   // a look-up found it, so it may be older than this import

	// Err is nil for an order that Chargeback has. Otherwise it is a
	// [*ValidationError] or an [*Error]. Either the error matches [ErrRejected] or
	// [ErrNotSent], or it is not known whether Chargeback has the order. Then the
	// error matches [ErrOutcomeUnknown], and may also match what its cause or the
	// failed look-up matches. An order that was rejected has an error like
	// [BatchResult.Err]: StatusCode is that of the whole batch.
	Err error
}

// ImportError is the error of an import that ended before all orders had a
// result. If ctx ended while the import was reading orders, the source may have
// had no more orders. With orders in doubt it matches [ErrOutcomeUnknown].
type ImportError struct {
	// Results is how many orders have a result, those of earlier imports included.
	Results int

	// InDoubt is how many of the orders after these may have been sent, by this
	// import or an earlier one: all up to the last of them, so with a Concurrency
	// above 1 it includes orders that were not sent or were rejected. It is
	// [math.MaxInt] if any later order may have been sent, as with
	// [ImportOptions.LookUpFirst].
	InDoubt int

	// Err says why: the context's error, with its cause, the error of
	// [ImportOptions.Save], the [*Error] of the batch, or the [*Error] or
	// [*DecodeError] of the look-up.
	Err error
}

// Error returns a one-line message with Results and InDoubt.
func (e *ImportError) Error() string {
	inDoubt := strconv.Itoa(e.InDoubt)
	if e.InDoubt == math.MaxInt {
		inDoubt = "all others"
	}
	return fmt.Sprintf("chargeback: import stopped after %d orders with %s in doubt: %v", e.Results, inDoubt, e.Err)
}

// Unwrap returns why the import has stopped.
func (e *ImportError) Unwrap() error { return e.Err }

// Is matches [ErrOutcomeUnknown] if orders are in doubt.
func (e *ImportError) Is(target error) bool { return target == ErrOutcomeUnknown && e.InDoubt > 0 }
