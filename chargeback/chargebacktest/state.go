package chargebacktest

import (
	"net/http"
	"slices"
	"strconv"
	"sync"

	"github.com/chargekit/chargekit-go/internal/fake"
)

// firstID is the id of the first order.
const firstID = 900_001

// state is the state of the server. It keeps orders as the JSON that was sent, so
// that a million of them fit into a test's memory.
type state struct {
	own *keyPair // of WithKeys; not part of a snapshot

	mu        sync.Mutex
	keys      []*keyPair // of AddKeys
	crms      []crm
	merchants []merchant
	orders    []record       // by id: firstID is the first
	live      []int32        // indexes of orders that are not deleted, ascending
	heads     map[string]int // by order_id: index of the newest such order, including deleted ones
	rejected  map[string]int // by order_id: how often it was rejected
}

type keyPair struct {
	Public, Secret string
	Merchants      []string // nil: all
}

type crm struct {
	ID   int64
	Name string
}

type merchant struct {
	ID   int64 // 0 for none
	Name string
}

// record is one order.
type record struct {
	Body     []byte // what the merchant sent, without CRM, merchant and system fields
	CRM      int32  // index
	Merchant int32  // index
	Next     int32  // index of another order with the same order_id, or -1
	Manual   bool   // created in the web pages
	Locked   bool   // part of a response in progress
	Deleted  bool
	Created  int64 // Unix seconds
	Updated  int64
}

func newState(cfg config) *state {
	return &state{
		own:       &keyPair{Public: cfg.public, Secret: cfg.secret},
		crms:      []crm{{CRMID, CRMName}},
		merchants: []merchant{{Name: MerchantName}},
		heads:     map[string]int{},
		rejected:  map[string]int{},
	}
}

func (s *state) keyOf(r *http.Request) *keyPair {
	if fake.HasKeyPair(r, s.own.Public, s.own.Secret) {
		return s.own
	}
	for _, key := range s.keys {
		if fake.HasKeyPair(r, key.Public, key.Secret) {
			return key
		}
	}
	return nil
}

func (k *keyPair) sees(m merchant) bool {
	return len(k.Merchants) == 0 || slices.Contains(k.Merchants, m.Name)
}

// visible returns the index of the order with this id; false if the key has no such
// order.
func (s *state) visible(id string, key *keyPair) (index int, ok bool) {
	n, err := strconv.Atoi(id)
	index = n - firstID
	if err != nil || index < 0 || index >= len(s.orders) {
		return 0, false
	}
	return index, s.shows(index, key)
}

func (s *state) shows(index int, key *keyPair) bool {
	return !s.orders[index].Deleted && key.sees(s.merchants[s.orders[index].Merchant])
}

// withOrderID returns the indexes of all orders with an order_id, oldest first,
// including deleted ones.
func (s *state) withOrderID(orderID string) []int {
	var found []int
	head, ok := s.heads[orderID]
	for index := int32(head); ok && index >= 0; index = s.orders[index].Next {
		found = append(found, int(index))
	}
	slices.Sort(found)
	return found
}

// link adds an order to the list of its order_id.
func (s *state) link(index int, orderID string) {
	s.orders[index].Next = -1
	if head, ok := s.heads[orderID]; ok {
		s.orders[index].Next = int32(head)
	}
	s.heads[orderID] = index
}

// unlink removes an order from the list of its order_id.
func (s *state) unlink(index int, orderID string) {
	others := slices.DeleteFunc(s.withOrderID(orderID), func(other int) bool { return other == index })
	delete(s.heads, orderID)
	for _, other := range others {
		s.link(other, orderID)
	}
}

func (s *state) add(order record, orderID string) (index int) {
	index = len(s.orders)
	s.orders = append(s.orders, order)
	s.link(index, orderID)
	if !order.Deleted {
		s.live = append(s.live, int32(index))
	}
	return index
}

func (s *state) remove(index int) {
	s.orders[index].Deleted = true
	if at, ok := slices.BinarySearch(s.live, int32(index)); ok {
		s.live = slices.Delete(s.live, at, at+1)
	}
}

// taken reports whether another order has this order_id at this CRM and merchant.
func (s *state) taken(orderID string, crm, merchant int32, except int) bool {
	for _, index := range s.withOrderID(orderID) {
		other := s.orders[index]
		if index != except && !other.Deleted && other.CRM == crm && other.Merchant == merchant {
			return true
		}
	}
	return false
}
