package chargeback

import (
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/chargekit/chargekit-go/internal/lenient"
	"github.com/chargekit/chargekit-go/internal/transport"
)

// maxRounds is how often an order is sent at most, with [ImportOptions.Resend].
const maxRounds = 3

var errInDoubt = errors.New("an earlier import may have sent it")

// importBatch is a batch of an import on its way. Only its own goroutine
// touches the items until settled is closed.
type importBatch struct {
	*importRun
	items   []*importItem
	sent    time.Time // when orders were last sent, or the import began
	settled chan struct{}
}

// importItem is one order of a batch, with what is needed to send it and to
// know it again.
type importItem struct {
	result        ImportResult
	body          json.RawMessage
	transactionID string
	crmID         ID
	crmName       string
	merchant      string

	sent  bool // it may have arrived, now or by an earlier import
	final bool // not to be sent again: Chargeback said success but did not show it, or refused it the second time
	cut   bool // the import stopped before it was settled
}

// add takes an order in. One that is not valid is settled at once.
func (b *importBatch) add(order *OrderCreateParams, index int) {
	item := &importItem{result: ImportResult{Index: index}}
	b.items = append(b.items, item)
	if order != nil {
		item.result.OrderID = order.OrderID
	}
	if err := item.prepare(order, b.complete); err != nil {
		item.result.Err = within(index, err)
		return
	}
	for _, other := range b.items[:len(b.items)-1] {
		if order.OrderID != "" && other.result.Err == nil && other.key() == item.key() {
			item.result.Err = within(index, sameOrder(other.result.Index))
			return
		}
	}
}

func (item *importItem) prepare(order *OrderCreateParams, complete bool) error {
	body, err := order.encode(complete)
	if err != nil {
		return err
	}
	item.body, item.transactionID, item.merchant = body, order.TransactionID, order.MerchantName
	if order.CRMID != nil {
		item.crmID = ID(fmt.Sprint(*order.CRMID))
	}
	if order.CRMName != nil {
		item.crmName = *order.CRMName
	}
	return nil
}

// key is what an order is unique by, as far as that is known.
func (item *importItem) key() [4]string {
	return [4]string{item.result.OrderID, string(item.crmID), item.crmName, item.merchant}
}

// settle sends the batch, looks up what is in doubt, and, if that is wanted, sends
// what is missing again, until nothing is left or nothing more can be found out.
func (b *importBatch) settle() {
	defer close(b.settled)
	var pending, doubtful []*importItem
	for _, item := range b.items {
		switch {
		case item.result.Err != nil:
		case item.result.Index-b.options.Offset < b.options.MaybeSent:
			item.sent = true
			item.doubt(errInDoubt)
			doubtful = append(doubtful, item)
		default:
			pending = append(pending, item)
		}
	}
	for round := 0; round < maxRounds; round++ {
		doubtful = append(doubtful, b.send(pending)...)
		if len(doubtful) == 0 {
			return
		}
		b.pause()
		var err error
		if pending, err = b.lookUp.settle(b.work, doubtful, b.options.Resend); err != nil {
			b.halt(err)
		}
		if b.ctx.Err() != nil {
			cut(doubtful)
			return
		}
		doubtful = nil
	}
}

// send sends orders and returns those whose outcome is not known.
func (b *importBatch) send(items []*importItem) (doubtful []*importItem) {
	if len(items) == 0 {
		return nil
	}
	bodies, orderIDs := make([]json.RawMessage, len(items)), make([]string, len(items))
	for i, item := range items {
		bodies[i], orderIDs[i] = item.body, item.result.OrderID
	}
	results, err := b.orders.sendBatch(b.work, bodies, orderIDs, b.opts)
	b.sent = time.Now()
	for i, item := range items {
		result := BatchResult{Err: err}
		if err == nil {
			result = results[i]
		}
		if !item.take(result) {
			doubtful = append(doubtful, item)
		}
	}
	stop := stops(err, len(items))
	if stop {
		b.halt(err)
	}
	if err != nil && (stop || b.work.Err() != nil) {
		cut(items)
		return nil
	}
	return doubtful
}

// stops says that a batch failed in a way in which all others would. Whether one
// order alone is forbidden says nothing of the others.
func stops(err error, size int) bool {
	return errors.Is(err, ErrUnauthorized) || errors.Is(err, ErrForbidden) && size > 1 || errors.Is(err, ErrRateLimited)
}

// take keeps what was answered about an order, and reports whether that settles
// it. What is refused when it is sent again may be there from the first time.
func (item *importItem) take(result BatchResult) (settled bool) {
	item.result.Order, item.result.Err = result.Order, result.Err
	failed, ok := errors.AsType[*Error](result.Err)
	if ok {
		own := *failed
		own.ObjectID = item.result.OrderID
		item.result.Err = &own
	}
	if ok && failed.NotApplied && item.sent {
		item.final = failed.StatusCode != 0
		item.doubt(item.result.Err)
		return false
	}
	item.sent = item.sent || !ok || !failed.NotApplied
	if unreadable, ok := errors.AsType[*DecodeError](result.Err); ok {
		item.final = result.OrderID != "" // of the order, not of the batch
		item.doubt(unreadable)
		return false
	}
	return !errors.Is(result.Err, ErrOutcomeUnknown)
}

// doubt makes the order's result one whose outcome is unknown.
func (item *importItem) doubt(cause error) {
	failure := &transport.Failure{Method: opCreateOrders.method, Route: opCreateOrders.route, Outcome: transport.Unknown, Err: cause}
	if unreadable, ok := errors.AsType[*DecodeError](cause); ok {
		failure.StatusCode, failure.Attempts, failure.Header = unreadable.StatusCode, unreadable.Attempts, unreadable.Header
		failure.Body, failure.RequestID, failure.Err = unreadable.Body, unreadable.RequestID, lenient.Brief(unreadable.Err)
	}
	item.result.Order, item.result.Err = nil, newError(failure, opCreateOrders.on().about(item.result.OrderID))
}

// found settles an order by what a look-up has found.
func (item *importItem) found(order *Order) {
	item.result.Order, item.result.Found, item.result.Err = order, true, nil
}

// pause gives Chargeback time to finish what it may be working on.
func (b *importBatch) pause() {
	timer := time.NewTimer(b.options.LookUpAfter - time.Since(b.sent))
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-b.ctx.Done():
	}
}

// cut marks those that are not settled. They are in doubt if they were sent.
func cut(items []*importItem) {
	for _, item := range items {
		item.cut = item.result.Err != nil
	}
}
