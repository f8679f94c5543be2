package chargeback

import (
	"errors"
	"time"

	"github.com/chargekit/chargekit-go/internal/lenient"
)

// maxRounds is how often an order is sent at most, with [ImportOptions.Resend].
const maxRounds = 3

// importBatch is a batch of an import in flight. Only its own goroutine touches
// the items until settled is closed.
type importBatch struct {
	*importRun
	items   []*importItem
	sent    time.Time // when orders were last sent, or the import began
	settled chan struct{}
}

// importItem is one order of a batch, with what is needed to send it and to
// recognize it.
type importItem struct {
	result        ImportResult
	body          []byte
	key           orderKey
	transactionID string

	sent    bool // it may have arrived, now or by an earlier import
	final   bool // not to be sent again: Chargeback said success but did not show it, or rejected it the second time
	stopped bool // the import stopped before it was settled
}

// add takes an order in. One that is not valid is settled at once.
func (b *importBatch) add(order *OrderCreateParams, index int) {
	item := &importItem{result: ImportResult{Index: index, OrderID: order.id()}}
	b.items = append(b.items, item)
	body, err := order.encode(b.cfg)
	if err != nil {
		item.result.Err = atIndex(index, err)
		return
	}
	item.body, item.key, item.transactionID = body, order.key(), order.TransactionID
	for _, other := range b.items[:len(b.items)-1] {
		if order.OrderID != "" && other.result.Err == nil && other.key == item.key {
			item.result.Err = atIndex(index, sameOrder(other.result.Index))
			return
		}
	}
}

// settle sends the batch, looks up orders whose outcome is unknown, and sends
// those that are missing again if the options say so. It ends when every order is
// settled or nothing more can be found out.
func (b *importBatch) settle() {
	defer close(b.settled)
	var pending, unknown []*importItem
	for _, item := range b.items {
		switch {
		case item.result.Err != nil:
		case item.result.Index < b.doubtful:
			item.sent = true
			item.markUnknown(errMaybeSentBefore)
			unknown = append(unknown, item)
		default:
			pending = append(pending, item)
		}
	}
	for round := 0; round < maxRounds; round++ {
		unknown = append(unknown, b.send(pending)...)
		if len(unknown) == 0 {
			return
		}
		b.wait()
		var err error
		if pending, err = b.lookUp.settle(b.work, unknown, b.options.Resend); err != nil {
			b.halt(err)
		}
		if b.ctx.Err() != nil {
			stop(unknown)
			return
		}
		unknown = nil
	}
}

// send sends orders and returns those whose outcome is unknown.
func (b *importBatch) send(items []*importItem) (unknown []*importItem) {
	if len(items) == 0 {
		return nil
	}
	bodies, orderIDs := make([][]byte, len(items)), make([]string, len(items))
	for i, item := range items {
		bodies[i], orderIDs[i] = item.body, item.result.OrderID
	}
	again := items[0].sent
	results, err := b.orders.sendBatch(b.work, joinOrders(bodies), orderIDs, b.opts)
	b.sent = time.Now()
	for i, item := range items {
		result := BatchResult{Err: about(item.result.OrderID, err)}
		if err == nil {
			result = results[i]
		}
		switch {
		case !item.settleWith(result):
			unknown = append(unknown, item)
		case isKeyOrLimit(result.Err):
			item.stopped = true
			b.halt(result.Err)
		}
	}
	stopped := stopsImport(err, len(items), again)
	if stopped {
		b.halt(err)
	}
	if err != nil && (stopped || b.work.Err() != nil) {
		stop(items)
		return nil
	}
	return unknown
}

// stopsImport reports whether every later batch would fail too. If one order alone
// is forbidden, the others may be allowed. Orders that were sent before are looked up
// whatever happens when they are sent again.
func stopsImport(err error, size int, again bool) bool {
	_, invalid := errors.AsType[*ValidationError](err)
	return isKeyOrLimit(err) || errors.Is(err, ErrForbidden) && size > 1 || errors.Is(err, ErrNotSent) && !again && !invalid
}

// isKeyOrLimit reports whether an error is about no order: each would be rejected.
func isKeyOrLimit(err error) bool {
	return errors.Is(err, ErrUnauthorized) || errors.Is(err, ErrRateLimited)
}

// settleWith stores what Chargeback said about the order, and reports whether
// that settles it. An order that is rejected when it is sent again may exist from
// the first time.
func (item *importItem) settleWith(result BatchResult) (settled bool) {
	item.result.Order, item.result.Err = result.Order, result.Err
	failed, ok := errors.AsType[*Error](result.Err)
	mayExist := !ok || failed.Outcome != OutcomeNotSent && failed.Outcome != OutcomeRejected
	if !mayExist && item.sent {
		item.final = failed.StatusCode != 0
		item.markUnknown(failed)
		return false
	}
	item.sent = item.sent || mayExist
	if unreadable, ok := errors.AsType[*DecodeError](result.Err); ok {
		item.final = result.OrderID != "" // of the order, not of the batch
		item.markUnknown(unreadable)
		return false
	}
	return !errors.Is(result.Err, ErrOutcomeUnknown)
}

// markUnknown makes the order's result one whose outcome is unknown.
func (item *importItem) markUnknown(cause error) {
	failed := &Error{
		Method: opCreateOrders.Method, Route: opCreateOrders.Route, ObjectID: item.result.OrderID,
		Err: cause, Outcome: OutcomeUnknown,
	}
	if unreadable, ok := errors.AsType[*DecodeError](cause); ok {
		failed.StatusCode, failed.Attempts, failed.Header = unreadable.StatusCode, unreadable.Attempts, unreadable.Header
		failed.Body, failed.RequestID, failed.Err, failed.own = unreadable.Body, unreadable.RequestID, lenient.Redacted(unreadable.Err), unreadable.own
	}
	item.result.Order, item.result.Err = nil, failed
}

// markFound settles an order that a look-up has found.
func (item *importItem) markFound(order *Order) {
	item.result.Order, item.result.Found, item.result.Err = order, true, nil
}

// wait gives Chargeback time to finish its work on the orders.
func (b *importBatch) wait() {
	timer := time.NewTimer(b.options.LookUpAfter - time.Since(b.sent))
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-b.ctx.Done():
	}
}

// stop marks the items that are not settled.
func stop(items []*importItem) {
	for _, item := range items {
		item.stopped = item.result.Err != nil
	}
}
