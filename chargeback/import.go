package chargeback

import (
	"context"
	"fmt"
	"iter"
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
// Nothing is sent before the loop runs. Import reads orders on the goroutine of
// the loop, and only as far as it can send batches, so it keeps at most
// [ImportOptions.MaxInDoubt] orders in memory. The caller may change an order
// once Import asks for the next one. An order that is not valid gives a result
// with a [*ValidationError] and does not affect the others.
//
// No order is sent twice unless you ask for it. Import looks an order up by its
// order_id if the outcome of its batch is unknown, or if
// [ImportOptions.MaybeSent] says that an earlier import may have sent it. If the
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
// rejected with [ErrUnauthorized], [ErrForbidden] or [ErrRateLimited], when
// orders can't be looked up because List fails, and when ctx ends. Then Import
// begins no new batch, gives those in flight [ImportOptions.ShutdownTimeout] to
// finish, and ends the loop with an [*ImportError], which says how to go on
// later. [ErrForbidden] for a batch of one order is the result of that order and
// does not stop the import: go on with BatchSize 1 to get past orders that the
// keys may not report. A look-up that is rejected with [ErrBadRequest],
// [ErrNotFound] or in a 2xx response does not stop it either: the outcome of the
// order stays unknown. If look-ups keep failing, skip the orders in doubt by
// adding MaybeSent to Offset, and settle them by other means.
//
// If you break out of the loop, it waits for the batches in flight. To go on
// after that, or after the process was killed, keep the options. Let n be Index+1
// of the last result that you saved before the loop went on, or Offset before the
// first. If you save it less often, add that many orders to MaybeSent:
//
//	options := &chargeback.ImportOptions{} // of the import that ended
//
//	next := *options
//	next.Offset = n
//	next.MaybeSent = max(options.MaxInDoubt(), options.MaybeSent-(n-options.Offset))
//
// Bad options, and call options that make no sense for many calls
// ([WithResponse], [WithParam], [WithRepeatable]), end the loop with a
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
	return &importRun{
		orders: s, options: own, opts: opts, cfg: cfg, began: time.Now(),
		caller: ctx, lookUp: &lookUp{orders: s, opts: opts},
	}, nil
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
	// Offset is how many orders have a result. Pass it to [ImportOptions.Offset].
	Offset int

	// MaybeSent is how many orders after Offset may have been sent, by this import
	// or an earlier one. Pass it to [ImportOptions.MaybeSent]. With a Concurrency
	// above 1 it includes orders that were not sent or were rejected, if a later
	// batch was sent.
	MaybeSent int

	// Err says why: the context's error, with its cause, or the [*Error] of the
	// batch, or [*Error] or [*DecodeError] of the look-up, that stopped it.
	Err error
}

// Error returns a one-line message with Offset and MaybeSent.
func (e *ImportError) Error() string {
	return fmt.Sprintf("chargeback: import stopped after %d orders with %d in doubt: %v", e.Offset, e.MaybeSent, e.Err)
}

// Unwrap returns why the import has stopped.
func (e *ImportError) Unwrap() error { return e.Err }

// Is matches [ErrOutcomeUnknown] if orders are in doubt.
func (e *ImportError) Is(target error) bool { return target == ErrOutcomeUnknown && e.MaybeSent > 0 }
