package chargebacktest

import (
	"cmp"
	"encoding/json"
	"fmt"
	"strconv"
	"time"

	"github.com/chargekit/chargekit-go/chargeback"
)

// Order holds the main fields of an order, for [Server.SeedOrderWith] and
// [Server.Order]. Fields that are zero get a default when an order is seeded.
type Order struct {
	ID                chargeback.ID // Chargeback's; ignored by seeding
	OrderID           string        // the merchant's; default: seed_0000001 and so on
	OrderTS           string        // an ISO 8601 time; default: now
	OrderAmount       string        // a decimal in major units; default: 81.40
	TransactionID     string        // default: txn_ and the order_id
	TransactionAmount string        // default: that of the order
	CRMName           string        // of the data source; default: [CRMName]
	MerchantName      string        // default: [MerchantName]

	Manual bool // created in Chargeback's web pages: the API can't delete it
	Locked bool // part of a response in progress: the API can't delete it
}

// SeedOrder adds an order at [CRMID] and [MerchantName], as if the API had created
// it, and returns Chargeback's id. If the order_id exists, it adds a second order
// with it.
func (s *Server) SeedOrder(orderID string) chargeback.ID {
	return s.SeedOrderWith(Order{OrderID: orderID})
}

// SeedManualOrder adds an order as if it had been created in Chargeback's web
// pages: the API can't delete it.
func (s *Server) SeedManualOrder(orderID string) chargeback.ID {
	return s.SeedOrderWith(Order{OrderID: orderID, Manual: true})
}

// SeedOrderWith adds an order with the given fields, and returns Chargeback's id.
// Fields that are zero get the defaults of [Order]. SeedOrderWith panics on values
// that the API would reject.
func (s *Server) SeedOrderWith(seed Order) chargeback.ID {
	s.state.mu.Lock()
	defer s.state.mu.Unlock()
	return s.state.seed(seed, s.Now())
}

// SeedOrders adds n orders and returns Chargeback's ids in the order of a list,
// oldest first. Their order_ids are seed_0000001 and so on, without those that
// exist.
func (s *Server) SeedOrders(n int) []chargeback.ID {
	s.state.mu.Lock()
	defer s.state.mu.Unlock()
	ids := make([]chargeback.ID, n)
	for i := range ids {
		ids[i] = s.state.seed(Order{}, s.Now())
	}
	return ids
}

func (s *state) seed(seed Order, now time.Time) chargeback.ID {
	m := seed.fields(cmp.Or(seed.OrderID, s.freeOrderID()), now)
	crm, merchant, wrong := s.parties(m, s.own)
	if wrong == nil {
		wrong = m.check()
	}
	if wrong != nil {
		panic("chargebacktest: " + wrong.field + " " + wrong.text)
	}
	index := s.add(record{
		Body: m.store(), CRM: crm, Merchant: merchant, Manual: seed.Manual, Locked: seed.Locked,
		Created: now.Unix(), Updated: now.Unix(),
	}, m.text("order_id"))
	return idOf(index)
}

func idOf(index int) chargeback.ID { return chargeback.ID(strconv.Itoa(firstID + index)) }

func (s *state) freeOrderID() string {
	for n := len(s.orders) + 1; ; n++ {
		orderID := fmt.Sprintf("seed_%07d", n)
		if _, taken := s.heads[orderID]; !taken {
			return orderID
		}
	}
}

// fields returns the fields of a request that would create the order.
func (o Order) fields(orderID string, now time.Time) fields {
	m, amount := fields{}, cmp.Or(o.OrderAmount, "81.40")
	for name, text := range map[string]string{
		"order_id": orderID, "order_ts": cmp.Or(o.OrderTS, stamp(now.Unix())), "order_amount": amount,
		"transaction_id": cmp.Or(o.TransactionID, "txn_"+orderID), "transaction_amount": cmp.Or(o.TransactionAmount, amount),
		"crm_name": cmp.Or(o.CRMName, CRMName), "merchant_name": cmp.Or(o.MerchantName, MerchantName),
	} {
		m[name], _ = json.Marshal(text) // a string always encodes
	}
	return m
}
