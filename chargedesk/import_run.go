package chargedesk

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"sync"

	"github.com/chargekit/chargekit-go/internal/api"
	"github.com/chargekit/chargekit-go/internal/form"
)

// importRun is one walk over the results of an import.
type importRun[T any, R result[T], P importParams] struct {
	client      *Client
	opts        []CallOption
	caller      context.Context // of the import
	at          *api.Importing
	what        string
	concurrency int
	read        int // rows taken from the sequence
}

// importRow is a row in flight. Only its own goroutine touches the result until done
// is closed.
type importRow[T any] struct {
	result ImportResult[T]
	done   chan struct{}
}

// all sends the rows and yields their results in order.
func (run *importRun[T, R, P]) all(rows iter.Seq[P], yield func(*ImportResult[T], error) bool) {
	var inFlight sync.WaitGroup
	work, endWork := context.WithCancel(run.caller)
	next, stop := iter.Pull(rows)
	defer stop()
	defer inFlight.Wait()
	defer endWork()

	if err := run.skip(next); err != nil {
		yield(nil, err)
		return
	}
	var queue []*importRow[T]
	more := true
	for {
		for more && len(queue) < run.concurrency && run.caller.Err() == nil {
			params, ok := next()
			if run.caller.Err() != nil {
				break // the sequence may have ended because ctx did
			}
			if more = ok; ok {
				queue = append(queue, run.begin(work, params, queue, inFlight.Go))
			}
		}
		if len(queue) == 0 {
			break
		}
		row := queue[0]
		<-row.done
		if err := run.reasonToStop(queue); err != nil {
			yield(nil, run.stopped(err))
			return
		}
		run.at.Keep(row.result.ID)
		if !yield(&row.result, nil) {
			return
		}
		queue = queue[1:]
	}
	if more {
		yield(nil, run.stopped(context.Cause(run.caller)))
	}
}

// begin sends a row on a goroutine of its own. A row with the id of another one in
// flight is sent after that, so that ChargeDesk keeps what the last of them says.
func (run *importRun[T, R, P]) begin(ctx context.Context, params P, ahead []*importRow[T], start func(func())) *importRow[T] {
	row := &importRow[T]{result: ImportResult[T]{Index: run.read, ID: params.importID()}, done: make(chan struct{})}
	run.read++
	r, sent, err := params.forImport()
	var variables form.Form
	if err == nil {
		variables, err = encodeForm(sent)
	}
	if err != nil {
		row.result.Err = atIndex(run.what, row.result.Index, err)
		close(row.done)
		return row
	}
	var before <-chan struct{}
	for _, other := range ahead {
		if api.SameID(other.result.ID, row.result.ID) {
			before = other.done
		}
	}
	start(func() {
		defer close(row.done)
		if before != nil {
			<-before
		}
		x, err := run.client.send(ctx, r, variables, run.opts)
		if err == nil {
			row.result.Row, err = decode[T, R](x)
		}
		row.result.Err = atIndex(run.what, row.result.Index, err)
	})
	return row
}

// reasonToStop returns why every later row would fail too, or nil. The first row of
// the queue is done. If it alone is forbidden, others may be allowed.
func (run *importRun[T, R, P]) reasonToStop(queue []*importRow[T]) error {
	err := queue[0].result.Err
	switch {
	case err == nil || isInvalid(err):
		return nil
	case run.caller.Err() != nil:
		return context.Cause(run.caller)
	case errors.Is(err, ErrUnauthorized), errors.Is(err, ErrRateLimited), errors.Is(err, ErrNotSent):
		return err
	case errors.Is(err, ErrForbidden):
		for _, other := range queue[1:] {
			if <-other.done; !isInvalid(other.result.Err) {
				if errors.Is(other.result.Err, ErrForbidden) {
					return err
				}
				return nil
			}
		}
	}
	return nil
}

func isInvalid(err error) bool {
	_, ok := errors.AsType[*ValidationError](err)
	return ok
}

func (run *importRun[T, R, P]) stopped(why error) error {
	if err := run.caller.Err(); err != nil && !errors.Is(why, err) {
		why = fmt.Errorf("%w: %w", err, why)
	}
	return &ImportError{Results: run.at.Place.Results, Err: why}
}

// skip passes over the rows that have a result.
func (run *importRun[T, R, P]) skip(next func() (P, bool)) error {
	err := run.at.Skip(func() (string, bool) {
		params, ok := next()
		if !ok {
			return "", false
		}
		run.read++
		return params.importID(), true
	})
	if err != nil && run.caller.Err() != nil {
		return run.stopped(context.Cause(run.caller)) // the sequence may have ended because ctx did
	}
	return invalid(err)
}
