package chargedesktest

import (
	"errors"
	"fmt"
	"slices"
)

// DisputeCharge marks a charge as disputed by the customer, and sends
// charge_disputed. It fails if the charge is unknown.
func (s *Server) DisputeCharge(chargeID string) error {
	return s.changeStatus(chargeID, func(draft *charge) { draft.Status = disputed })
}

// Pay pays a payment request or a pending charge, as the customer would, and sends
// charge_request_paid or charge_pending_paid. It fails for any other charge.
func (s *Server) Pay(chargeID string) error {
	var err error
	unknown := s.changeStatus(chargeID, func(draft *charge) {
		if draft.Status != invoiced && draft.Status != pending {
			err = fmt.Errorf("chargedesktest: charge %s is %s", chargeID, draft.Status)
			return
		}
		draft.Status = paid
	})
	return errors.Join(unknown, err)
}

// FailCharge marks a charge as failed for a reason, and sends charge_failed. It
// returns an error if the charge is unknown.
func (s *Server) FailCharge(chargeID, reason string) error {
	return s.changeStatus(chargeID, func(draft *charge) { draft.Status, draft.FailureReason = failed, reason })
}

// Authorize marks a charge as authorized, so that it can be captured or voided. It
// fails if the charge is unknown.
func (s *Server) Authorize(chargeID string) error {
	return s.changeStatus(chargeID, func(draft *charge) { draft.Status = authorized })
}

func (s *Server) changeStatus(chargeID string, change func(*charge)) error {
	d := s.desk
	d.mu.Lock()
	defer d.mu.Unlock()
	ch := d.charges[chargeID]
	if ch == nil {
		return unknownObject("charge", chargeID)
	}
	draft := *ch
	if change(&draft); draft.Status != ch.Status {
		d.changeCharge(ch, draft)
	}
	return nil
}

func unknownObject(kind, id string) error {
	return fmt.Errorf("chargedesktest: there is no %s %q", kind, id)
}

// EditAsAgent sets a field of a customer as an agent does in the dashboard: the API
// then changes it only with override_agents=1. param is the name of the parameter,
// such as "name" or "billing_address". EditAsAgent fails if the customer or the
// parameter is unknown.
func (s *Server) EditAsAgent(customerID, param, value string) error {
	d := s.desk
	d.mu.Lock()
	defer d.mu.Unlock()
	p := d.customers[customerID]
	if p == nil {
		return unknownObject("customer", customerID)
	}
	draft := *p
	text := draft.texts()[param]
	if text == nil {
		return fmt.Errorf("chargedesktest: agents can't edit %q", param)
	}
	*text = value
	if !slices.Contains(p.EditedByAgents, param) {
		draft.EditedByAgents = append(slices.Clip(p.EditedByAgents), param)
	}
	d.changeCustomer(p, draft)
	return nil
}

// CancelAsCustomer performs an action of the cancellation page, as the customer of a
// subscription would, and adds it to the cancellations log. The action is "cancel"
// (at the end of the period), "pause", "reactivate" or "support", which changes
// nothing. It fails if the subscription or the action is unknown.
func (s *Server) CancelAsCustomer(subscriptionID, action, reason string) error {
	d := s.desk
	d.mu.Lock()
	defer d.mu.Unlock()
	sub := d.subscriptions[subscriptionID]
	if sub == nil {
		return unknownObject("subscription", subscriptionID)
	}
	status, known := map[string]string{
		"cancel": pendingCancel, "pause": suspended, "reactivate": active, "support": sub.Status,
	}[action]
	if !known {
		return fmt.Errorf("chargedesktest: unknown action %q", action)
	}
	row := &cancellation{
		moment: d.moment(d.now()), Action: action, SubscriptionID: subscriptionID, CustomerID: sub.customerID(),
		IP: "192.0.2.7", Reason: reason,
	}
	if action == "cancel" {
		row.Method = "at_period_end"
	}
	if sub.customer != nil {
		row.Email = sub.customer.Email
	}
	d.cancellations.insert(row)
	if draft := *sub; status != sub.Status {
		draft.Status = status
		d.changeSubscription(sub, draft)
	}
	return nil
}

// Notify sends a notification about an object without changing it, such as
// charge_request_reminder, subscription_upcoming_payment and
// subscription_trial_ending, which ChargeDesk sends as time passes. It fails if the
// notification or the object is unknown, and for agent_log_new.
func (s *Server) Notify(notification, objectID string) error {
	d := s.desk
	d.mu.Lock()
	defer d.mu.Unlock()
	i := slices.Index(notificationNames(), notification)
	if i < 0 {
		return fmt.Errorf("chargedesktest: unknown notification %q", notification)
	}
	kind := notifications[i].object
	ch, p, sub := d.charges[objectID], d.customers[objectID], d.subscriptions[objectID]
	switch {
	case kind == "Charge" && ch != nil:
		d.chargeEvent(notification, ch)
	case kind == "Customer" && p != nil:
		d.customerEvent(notification, p)
	case kind == "Subscription" && sub != nil:
		d.subscriptionEvent(notification, sub)
	default:
		return unknownObject(kind, objectID)
	}
	return nil
}
