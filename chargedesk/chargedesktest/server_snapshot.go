package chargedesktest

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"

	"github.com/chargekit/chargekit-go/internal/fake"
)

// snapshot is the state as JSON. Charges and subscriptions refer to their customer
// by the number of its moment, because an id can be deleted or used again.
type snapshot struct {
	fake.Snapshot
	Serial        map[string]uint64
	Customers     []*customer
	Charges       []ownedCharge
	Subscriptions []ownedSubscription
	Products      []*product
	Activity      []*activity
	Cancellations []*cancellation
	Webhooks      []*webhook
	Agents        map[string]*agent
	Messages      []Message
}

type ownedCharge struct {
	Charge   *charge
	Customer uint64
}

type ownedSubscription struct {
	Subscription *subscription
	Customer     uint64 // 0 for none
}

// snapshotHead is the header of this fake's snapshots. Its version changes with
// their format.
var snapshotHead = fake.Snapshot{Vendor: "chargedesk", Version: 1}

// Snapshot returns the state as JSON. It does not hold the key, requests, faults,
// the rate limit and queued webhooks. Only the same version of this package can read
// it.
func (s *Server) Snapshot() ([]byte, error) {
	d := s.desk
	d.mu.Lock()
	defer d.mu.Unlock()
	shot := snapshot{
		Snapshot: snapshotHead, Serial: d.serial, Products: d.productLine.rows,
		Activity: d.activity.rows, Cancellations: d.cancellations.rows,
		Webhooks: d.webhooks, Agents: d.agents, Messages: d.messages,
	}
	people := map[uint64]*customer{}
	for _, p := range d.customerLine.rows {
		people[p.Seq] = p
	}
	for _, ch := range d.chargeLine.rows {
		people[ch.customer.Seq] = ch.customer
		shot.Charges = append(shot.Charges, ownedCharge{ch, ch.customer.Seq})
	}
	for _, sub := range d.subscriptionLine.rows {
		owned := ownedSubscription{Subscription: sub}
		if sub.customer != nil {
			people[sub.customer.Seq], owned.Customer = sub.customer, sub.customer.Seq
		}
		shot.Subscriptions = append(shot.Subscriptions, owned)
	}
	for _, number := range slices.Sorted(maps.Keys(people)) {
		shot.Customers = append(shot.Customers, people[number])
	}
	return json.Marshal(shot)
}

// Restore replaces the state with that of a snapshot, and sends no webhooks. It
// fails, and changes nothing, if data is not a snapshot of this fake.
func (s *Server) Restore(data []byte) error {
	var shot snapshot
	err := snapshotHead.Read(data, &shot)
	if err == nil {
		err = shot.check()
	}
	if err != nil {
		return fmt.Errorf("chargedesktest: %w", err)
	}
	s.desk.mu.Lock()
	defer s.desk.mu.Unlock()
	s.desk.restore(&shot)
	return nil
}

// check returns an error if the snapshot is inconsistent.
func (shot *snapshot) check() error {
	if slices.Contains(shot.Customers, nil) || slices.Contains(shot.Products, nil) || slices.Contains(shot.Activity, nil) ||
		slices.Contains(shot.Cancellations, nil) || slices.Contains(shot.Webhooks, nil) {
		return errors.New("snapshot: null in place of an object")
	}
	people := map[uint64]bool{}
	for _, p := range shot.Customers {
		people[p.Seq] = true
	}
	for _, owned := range shot.Charges {
		if owned.Charge == nil || !people[owned.Customer] {
			return errors.New("snapshot: a charge without a customer")
		}
	}
	for _, owned := range shot.Subscriptions {
		if owned.Subscription == nil || owned.Customer != 0 && !people[owned.Customer] {
			return errors.New("snapshot: a subscription of an unknown customer")
		}
	}
	return nil
}

func (d *desk) restore(shot *snapshot) {
	d.clear()
	if shot.Serial != nil {
		d.serial = shot.Serial
	}
	if shot.Agents != nil {
		d.agents = shot.Agents
	}
	d.webhooks, d.messages = shot.Webhooks, shot.Messages
	d.activity.insertAll(shot.Activity)
	d.cancellations.insertAll(shot.Cancellations)
	for _, p := range shot.Products {
		d.addProduct(p)
	}
	people := d.restoreCustomers(shot.Customers)
	for _, owned := range shot.Subscriptions {
		sub := owned.Subscription
		sub.customer = people[owned.Customer]
		d.subscriptions[sub.SubscriptionID] = sub
		d.subscriptionLine.insert(sub)
	}
	rows := make([]*charge, len(shot.Charges))
	for i, owned := range shot.Charges {
		rows[i] = owned.Charge
		rows[i].customer = people[owned.Customer]
		last := rows[i].customer.LastChargeID
		d.indexCharge(rows[i])
		rows[i].customer.LastChargeID = last
	}
	d.chargeLine.insertAll(rows)
}

func (d *desk) restoreCustomers(customers []*customer) map[uint64]*customer {
	people := make(map[uint64]*customer, len(customers))
	for _, p := range customers {
		people[p.Seq] = p
		if !p.Gone {
			d.customers[p.CustomerID] = p
			d.customerLine.insert(p)
		}
	}
	return people
}
