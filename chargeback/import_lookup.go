package chargeback

import (
	"context"
	"errors"
	"iter"
	"strings"
	"sync"
)

// mostLookedAt is how many orders a look-up reads before it gives up on a search
// that finds too much.
const mostLookedAt = 1000

var (
	errNotFound   = errors.New("the search does not find it, which may be too early to say")
	errNotProved  = errors.New("it was not found, but the search does not find what exists either")
	errNoOrderID  = errors.New("it has no order_id to be looked up by")
	errOtherOrder = errors.New("an order with this order_id exists, but it differs")
	errSearchWide = errors.New("the search finds other orders than were asked for")
)

// lookUp finds orders by their order_id, for a whole import.
type lookUp struct {
	orders *OrdersService
	opts   []CallOption

	mu     sync.Mutex
	proved bool // the search has found an order that exists, and no other
}

// settle looks orders up. Those found are done; those that can't be settled keep
// their error, with the reason added. It returns those that are to be sent again,
// if any are: they are proved missing. If it can't look them up, it returns why,
// and the others are as they were.
func (l *lookUp) settle(ctx context.Context, items []*importItem, resend bool) (missing []*importItem, err error) {
	proof := sync.OnceValue(func() error { return l.prove(ctx) })
	for _, item := range items {
		order, err := l.find(ctx, item)
		if order == nil && err == nil {
			err = errNotFound
			if resend && !item.final {
				if err = proof(); err == nil {
					missing = append(missing, item)
					continue
				}
			}
		}
		switch {
		case order != nil:
			item.found(order)
		case hopeless(err):
			return nil, err
		default:
			item.explain(err)
		}
	}
	return missing, nil
}

// hopeless says that a look-up failed in a way in which all others would. A
// search that is refused as such, in a 2xx answer maybe, stops nothing: it may be so
// for good.
func hopeless(err error) bool {
	if _, unreadable := errors.AsType[*DecodeError](err); unreadable {
		return true
	}
	failed, ok := errors.AsType[*Error](err)
	return ok && failed.StatusCode/100 != 2 && !errors.Is(err, ErrBadRequest) && !errors.Is(err, ErrNotFound)
}

// explain adds to an unknown outcome why the look-up did not settle it.
func (item *importItem) explain(reason error) {
	if failed, ok := errors.AsType[*Error](item.result.Err); ok {
		failed.Err = errors.Join(failed.Err, reason)
	}
}

// find returns the order, nil if the search finds none of its order_id, or an
// error if what it finds does not tell.
func (l *lookUp) find(ctx context.Context, item *importItem) (*Order, error) {
	if item.result.OrderID == "" {
		return nil, errNoOrderID
	}
	var doubt error
	seen := 0
	for order, err := range l.search(ctx, item.result.OrderID) {
		if err != nil {
			return nil, err
		}
		switch {
		case item.is(order):
			l.confirm(doubt == nil)
			return order, nil
		case string(order.OrderID) == item.result.OrderID:
			doubt = errOtherOrder
		case doubt == nil:
			doubt = errSearchWide
		}
		if seen++; seen == mostLookedAt {
			break
		}
	}
	return nil, doubt
}

// is reports whether an order is the one that was sent, and not another
// merchant's or an older one. What the answer leaves out is taken to agree; a
// merchant may be sent by its identifier and answered by its name.
func (item *importItem) is(order *Order) bool {
	return string(order.OrderID) == item.result.OrderID &&
		agree(item.transactionID, string(order.TransactionID)) &&
		agree(string(item.crmID), string(order.CRM.ID)) &&
		agree(item.crmName, order.CRM.Name) &&
		(strings.Trim(item.merchant, "0123456789") == "" || agree(item.merchant, order.Merchant.Name))
}

func agree(sent, answered string) bool { return sent == "" || answered == "" || sent == answered }

// search yields what the search for an order_id finds. Nothing says that it
// finds only those orders.
func (l *lookUp) search(ctx context.Context, orderID string) iter.Seq2[*Order, error] {
	return l.orders.All(ctx, &OrderListParams{Search: SearchEqual{"order_id": orderID}}, l.opts...)
}

// prove checks that the search finds an order that exists and no other, so that
// what it does not find can be taken to be missing. Where there is no order at
// all, everything is missing.
func (l *lookUp) prove(ctx context.Context) error {
	l.mu.Lock()
	proved := l.proved
	l.mu.Unlock()
	if proved {
		return nil
	}
	orderID, empty, err := l.existing(ctx)
	if err != nil || empty {
		return err
	}
	proof := errNotProved
	for order, err := range l.search(ctx, orderID) {
		if err != nil {
			return err
		}
		if string(order.OrderID) != orderID {
			return errSearchWide
		}
		proof = nil
	}
	l.confirm(proof == nil)
	return proof
}

// existing returns the order_id of any order.
func (l *lookUp) existing(ctx context.Context) (orderID string, empty bool, err error) {
	list, err := l.orders.List(ctx, &OrderListParams{Page: new(1), PerPage: new(maxPerPage)}, l.opts...)
	if err != nil {
		return "", false, err
	}
	for _, order := range list.Data {
		if order.OrderID != "" {
			return string(order.OrderID), false, nil
		}
	}
	if len(list.Data) > 0 || list.TotalRecords > 0 {
		return "", false, errNotProved
	}
	return "", true, nil
}

func (l *lookUp) confirm(exact bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.proved = l.proved || exact
}
