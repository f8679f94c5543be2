package chargeback

import (
	"context"
	"fmt"
	"iter"
	"time"
)

// ImportOptions configure [OrdersService.Import]. The zero value and nil are the
// defaults.
type ImportOptions struct {
	// BatchSize is the number of orders in a batch, 1 to [MaxBatch]. 0 means
	// MaxBatch.
	BatchSize int

	// Concurrency is the maximum number of batches in flight. 0 means 1.
	Concurrency int

	// LookUpFirst looks every order up before it is sent, as those that an earlier
	// import may have sent. Set it if there is no checkpoint of that import. A
	// checkpoint keeps it: the import that resumes from it looks up every order too.
	LookUpFirst bool

	// Save saves the text of the checkpoint, and is needed with [WithCheckpoint]. It
	// should replace a file in one step, or write to a database. Import calls it on
	// the goroutine of the loop: before it sends a batch, when all orders have a
	// result, and before it stops. The text counts every result that the loop's body
	// has returned from. If Save returns an error, the import stops, and the batch is
	// not sent.
	Save func(text []byte) error

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
	case own.Concurrency < 1 || own.LookUpAfter < 0:
		c.Reject("ImportOptions", "has a negative value")
	case cfg.Checkpoint != nil && own.Save == nil:
		c.Reject("ImportOptions.Save", "is nil, and WithCheckpoint needs it")
	case cfg.Checkpoint == nil && own.Save != nil:
		c.Reject("ImportOptions.Save", "is set, and needs WithCheckpoint")
	case cfg.Report != nil:
		c.Reject("WithResponse", "is for one call, not for an import")
	case cfg.ReadAhead:
		c.Reject("WithReadAhead", "is for lists, not for an import")
	case len(cfg.params) > 0:
		c.Reject("WithParam", "is for one order, not for an import")
	case cfg.Repeatable:
		c.Reject("WithRepeatable", "is for Client.Do: the other methods know whether a retry does harm")
	}
	return c.err()
}
