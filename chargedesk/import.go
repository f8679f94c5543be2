package chargedesk

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"strings"

	"github.com/chargekit/chargekit-go/internal/api"
)

// ImportOptions configure [ChargesService.Import], [CustomersService.Import] and
// [ProductsService.Import]. The zero value and nil are the defaults.
type ImportOptions struct {
	// Concurrency is the maximum number of rows in flight, which are also all that an
	// import keeps in memory. 0 means 4. More are of use only if the limiter allows
	// more than 60 requests a minute, or responses take longer than 4 seconds.
	Concurrency int
}

func (o *ImportOptions) concurrency() int {
	if o == nil || o.Concurrency == 0 {
		return 4
	}
	return o.Concurrency
}

// ImportResult is the result of one row of an import: of a [Charge], a [Customer] or
// a [Product].
type ImportResult[T any] struct {
	Index int    // place of the row in the sequence, from 0, skipped ones included
	ID    string // the row's transaction, customer or product id, as given
	Row   *T     // as ChargeDesk keeps it; nil with an error

	// Err is nil for a row that ChargeDesk has. Otherwise it is a [*ValidationError],
	// an [*Error] or a [*DecodeError]. Sending the row again does no harm.
	Err error
}

// ImportError is the error of an import that ended before all rows had a result. If
// ctx ended while the import was reading rows, the source may have had no more.
type ImportError struct {
	Results int   // rows that have a result, those of earlier imports included
	Err     error // the context's error, with its cause, or the [*Error] of the row that stopped it
}

// Error returns a one-line message with Results.
func (e *ImportError) Error() string {
	return fmt.Sprintf("chargedesk: import stopped after %d rows: %v", e.Results, e.Err)
}

// Unwrap returns why the import has stopped.
func (e *ImportError) Unwrap() error { return e.Err }

// importParams are the params of a create that an import can send.
type importParams interface {
	// importID returns the row's own id, and "" for nil.
	importID() string
	// forImport returns the request of a create that updates what has the id, and its
	// params, which share no memory with the caller's but slices and maps. The error
	// says why the row can't be sent.
	forImport() (api.Request, any, error)
}

// importRows returns the results of an import. name is that of the method,
// "Charges.Import", and create is the request of a create.
func importRows[T any, R result[T], P importParams](
	ctx context.Context, c *Client, name string, create api.Request, rows iter.Seq[P], options *ImportOptions, opts []CallOption,
) iter.Seq2[*ImportResult[T], error] {
	what, _, _ := strings.Cut(strings.ToLower(name), ".")
	return func(yield func(*ImportResult[T], error) bool) {
		at, err := c.newImport(ctx, name, create, options, opts)
		if err == nil && rows == nil {
			err = &ValidationError{Param: what, Reason: "are nil"}
		}
		if err != nil {
			yield(nil, err)
			return
		}
		run := &importRun[T, R, P]{client: c, caller: ctx, at: at, what: what, concurrency: options.concurrency()}
		run.opts = append(opts[:len(opts):len(opts)], func(cfg *callConfig) { at.Call(&cfg.CallConfig) })
		run.all(rows, yield)
	}
}

// newImport checks what all rows share, and opens the checkpoint.
func (c *Client) newImport(ctx context.Context, name string, create api.Request, options *ImportOptions, opts []CallOption) (*api.Importing, error) {
	cfg, err := newCallConfig(opts)
	if err != nil {
		return nil, err
	}
	if err := checkImport(ctx, options, cfg); err != nil {
		return nil, err
	}
	single := *cfg
	single.Checkpoint = nil
	if _, err := encode(create, nil, &single); err != nil {
		return nil, invalid(err)
	}
	client := c.config().ClientConfig
	at, err := api.NewImporting(ctx, &client, name, &cfg.CallConfig)
	return at, invalid(err)
}

func checkImport(ctx context.Context, options *ImportOptions, cfg *callConfig) error {
	var c checks
	switch {
	case ctx == nil:
		c.Reject("ctx", "is nil")
	case options.concurrency() < 0:
		c.Reject("ImportOptions", "has a negative value")
	case cfg.Report != nil:
		c.Reject("WithResponse", "is for one call, not for an import")
	case cfg.ReadAhead:
		c.Reject("WithReadAhead", "is for lists, not for an import")
	}
	return c.err()
}

// atIndex names the row of an import that is not valid.
func atIndex(what string, index int, err error) error {
	bad, ok := errors.AsType[*ValidationError](err)
	if !ok {
		return err
	}
	at := api.Element(what, index)
	if bad.Param != "params" {
		at += "." + bad.Param
	}
	return &ValidationError{Param: at, Reason: bad.Reason}
}
