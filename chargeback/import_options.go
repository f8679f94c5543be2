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

	// Concurrency is the maximum number of batches in flight. 0 means 1.
	Concurrency int

	// Offset is how many orders to skip at the beginning: those that have a
	// result from an earlier import of the same orders. If there are fewer
	// orders, the loop ends with a [*ValidationError].
	Offset int

	// MaybeSent is how many orders after Offset an earlier import may have sent
	// without returning a result. They are looked up, and sent only with Resend.
	// If they can't be looked up, the import stops.
	MaybeSent int

	// LookUpAfter is how long to wait before looking orders up, so that
	// Chargeback can finish its work. It counts from when an order was sent, or
	// from when the import began. 0 means 5 seconds.
	LookUpAfter time.Duration

	// Resend sends orders again whose outcome is unknown and that the search does
	// not find. Set it only if the search can be trusted to show every order by
	// now. The import first checks that the search works at all, which Chargeback
	// does not document ([SearchEqual]). How soon it finds a new order is not
	// known: if that takes longer than LookUpAfter, the order is created twice.
	Resend bool

	// ShutdownTimeout is how long batches in flight may go on after ctx has
	// ended. 0 means 10 seconds, and a negative one ends them at once.
	ShutdownTimeout time.Duration
}

// MaxInDoubt returns the maximum number of orders that an import may have read or
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

func checkImport(ctx context.Context, orders iter.Seq[*OrderCreateParams], own ImportOptions, cfg *callConfig) error {
	var c checks
	switch {
	case ctx == nil:
		c.Reject("ctx", "is nil")
	case orders == nil:
		c.Reject("orders", "are nil")
	case own.BatchSize < 1 || own.BatchSize > MaxBatch:
		c.Reject("BatchSize", fmt.Sprintf("is not 1 to %d", MaxBatch))
	case own.Concurrency < 1 || own.Offset < 0 || own.MaybeSent < 0 || own.LookUpAfter < 0:
		c.Reject("ImportOptions", "has a negative value")
	case cfg.Report != nil:
		c.Reject("WithResponse", "is for one call, not for an import")
	case len(cfg.params) > 0:
		c.Reject("WithParam", "is for one order, not for an import")
	case cfg.Repeatable:
		c.Reject("WithRepeatable", "is for Client.Do: the other methods know whether a retry does harm")
	}
	return c.err()
}
