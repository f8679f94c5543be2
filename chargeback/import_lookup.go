package chargeback

import (
	"context"
	"errors"
	"iter"
	"strings"
	"sync"

	"github.com/chargekit/chargekit-go/internal/api"
)

// maxLookedAt is how many orders a look-up reads before it gives up on a search
// that finds too much.
const maxLookedAt = 1000

var (
	errNotFound   = errors.New("the search does not find it, which may be too early to say")
	errNotProved  = errors.New("it was not found, but the search does not find what exists either")
	errNoOrderID  = errors.New("it has no order_id to be looked up by")
	errOrderOfID  = errors.New("an order with this order_id exists, but it differs")
	errSearchWide = errors.New("the search finds other orders than were asked for")
)

// lookUp finds orders by their order_id, for a whole import.
type lookUp struct {
	orders *OrdersService
	opts   []CallOption

	mu     sync.Mutex
	proved bool // the search has found an order that exists, and no other
}

// settle looks orders up. Those that it finds are done. The others keep their
// error, with the reason added. It returns the orders to send again: with resend
// those that are proved missing. If it can't look orders up, it returns why, and
// leaves the orders that are left as they were.
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
			item.markFound(order)
		case stopsLookups(err):
			return nil, err
		default:
			item.addReason(err)
		}
	}
	return missing, nil
}

// stopsLookups reports whether every later look-up would fail too. A search that
// is rejected, in a 2xx response for example, does not stop the import, because
// Chargeback may never accept it.
func stopsLookups(err error) bool {
	if _, unreadable := errors.AsType[*DecodeError](err); unreadable {
		return true
	}
	failed, ok := errors.AsType[*Error](err)
	return ok && failed.StatusCode/100 != 2 && !errors.Is(err, ErrBadRequest) && !errors.Is(err, ErrNotFound)
}

// addReason adds to an unknown outcome why the look-up did not settle it.
func (item *importItem) addReason(reason error) {
	if failed, ok := errors.AsType[*Error](item.result.Err); ok {
		failed.Err = errors.Join(failed.Err, reason)
	}
}

// find returns the order, nil if the search finds none with its order_id, or an
// error if what the search finds does not tell.
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
		case item.matches(order):
			l.confirm(doubt == nil)
			return order, nil
		case api.SameID(order.OrderID, item.result.OrderID):
			doubt = errOrderOfID
		case doubt == nil:
			doubt = errSearchWide
		}
		if seen++; seen == maxLookedAt {
			break
		}
	}
	return nil, doubt
}

// matches reports whether an order is the one that was sent, and not another
// merchant's or an older one. Fields that the response leaves out are taken to be
// equal. A merchant may be sent by its identifier and shown by its name.
func (item *importItem) matches(order *Order) bool {
	return order.OrderID == item.result.OrderID &&
		equalIfBothSet(item.transactionID, order.TransactionID) &&
		equalIfBothSet(item.key.crmID, string(order.CRM.ID)) &&
		equalIfBothSet(item.key.crmName, order.CRM.Name) &&
		(strings.Trim(item.key.merchant, "0123456789") == "" || equalIfBothSet(item.key.merchant, order.Merchant.Name))
}

func equalIfBothSet(sent, shown string) bool { return sent == "" || shown == "" || sent == shown }

// search yields what the search for an order_id finds, which may be other orders
// too.
func (l *lookUp) search(ctx context.Context, orderID string) iter.Seq2[*Order, error] {
	return l.orders.All(ctx, &OrderListParams{Search: SearchEqual{"order_id": orderID}}, l.opts...)
}

// prove checks that the search finds an order that exists and no other, so that
// an order that it does not find can be taken to be missing. If there is no order
// at all, every order is missing.
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
		if order.OrderID != orderID {
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
			return order.OrderID, false, nil
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
