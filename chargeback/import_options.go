package chargeback

import (
	"context"
	"fmt"
	"iter"
	"time"
)

// ImportOptions configure [OrdersService.Import] and say where it goes on. The
// zero value and nil are the defaults.
type ImportOptions struct {
	// BatchSize is the number of orders in a batch, 1 to [MaxBatch]. 0 means
	// MaxBatch.
	BatchSize int

	// Concurrency is how many batches may be in flight at once. 0 means 1.
	Concurrency int

	// Offset is how many orders to skip at the beginning: those that have a
	// result from an earlier import of the same orders. If there are fewer
	// orders, the loop ends with a [*ValidationError].
	Offset int

	// InDoubt is how many orders after these an earlier import may have sent
	// without returning a result. They are looked up, and sent only with Resend.
	// If they can't be looked up, the import stops.
	MaybeSent int

	// LookUpAfter is how long to wait, after an order was sent and after the
	// import began, before orders are looked up, so that Chargeback can finish
	// its work. 0 means 5 seconds.
	LookUpAfter time.Duration

	// Resend sends orders in doubt that the search does not find. Set it only if
	// the search can be trusted to show every order by now. The import first
	// checks that the search works at all, which Chargeback does not document
	// ([SearchEqual]). How soon it finds a new order is not known: if that takes
	// longer than LookUpAfter, the order is created twice.
	Resend bool

	// Grace is how long batches in flight may go on after ctx has ended. 0 means
	// 10 seconds, a negative Grace none.
	ShutdownTimeout time.Duration
}

// Window returns the maximum number of orders that an import may have read or
// sent without having returned their results: BatchSize times Concurrency.
func (o *ImportOptions) MaxInDoubt() int {
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
	if own.ShutdownTimeout == 0 {
		own.ShutdownTimeout = 10 * time.Second
	}
	return own
}

func checkImport(ctx context.Context, orders iter.Seq[*OrderCreateParams], options *ImportOptions, opts []CallOption) (own ImportOptions, complete bool, err error) {
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
	case own.Concurrency < 1 || own.Offset < 0 || own.MaybeSent < 0 || own.LookUpAfter < 0:
		return own, false, &ValidationError{Param: "ImportOptions", Reason: "has a negative value"}
	case cfg.response != nil:
		return own, false, &ValidationError{Param: "WithResponse", Reason: "is for one call, not for an import"}
	case len(cfg.params) > 0:
		return own, false, &ValidationError{Param: "WithParam", Reason: "is for one order, not for an import"}
	case cfg.repeatable:
		return own, false, &ValidationError{Param: "WithRepeatable", Reason: "is for Client.Do: the other methods know whether a repeat does harm"}
	}
	if err := checkPaging(opts); err != nil {
		return own, false, err // look-ups go through a list
	}
	return own, !cfg.incomplete, nil
}
