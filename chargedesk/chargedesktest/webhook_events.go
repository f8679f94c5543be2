package chargedesktest

import "slices"

// notifications are the documented notifications, and charge_deleted, which is newer.
var notifications = []struct{ notification, object, name, description string }{
	{"charge_new", "Charge", "Charge Created", "A charge was created."},
	{"charge_updated", "Charge", "Charge Updated", "A charge was changed."},
	{"charge_deleted", "Charge", "Charge Deleted", "A charge was deleted."},
	{"charge_request", "Charge", "Charge Requested", "A payment was requested."},
	{"charge_paid", "Charge", "Charge Paid", "A charge was paid that is no payment request."},
	{"charge_request_paid", "Charge", "Charge Request Paid", "A payment request was paid."},
	{"charge_pending_paid", "Charge", "Charge Pending Paid", "A pending charge was paid."},
	{"charge_refunded", "Charge", "Charge Refunded", "Money was given back."},
	{"charge_failed", "Charge", "Charge Failed", "A charge failed."},
	{"charge_disputed", "Charge", "Charge Disputed", "A charge was disputed."},
	{"charge_request_reminder", "Charge", "Charge Unpaid Payment Request", "A payment request is unpaid for some days."},
	{"customer_new", "Customer", "Customer Created", "A customer was created."},
	{"customer_updated", "Customer", "Customer Updated", "A customer was changed."},
	{"customer_first_paid", "Customer", "Customer First Payment", "A customer paid for the first time."},
	{"customer_delinquent", "Customer", "Customer Delinquent", "A customer was marked as delinquent."},
	{"subscription_new", "Subscription", "Subscription Created", "A subscription was created."},
	{"subscription_updated", "Subscription", "Subscription Updated", "A subscription was changed."},
	{"subscription_upgraded", "Subscription", "Subscription Upgraded", "A subscription costs more."},
	{"subscription_downgraded", "Subscription", "Subscription Downgraded", "A subscription costs less."},
	{"subscription_past_due", "Subscription", "Subscription Past Due", "A subscription is past due."},
	{"subscription_canceled", "Subscription", "Subscription Canceled", "A subscription is canceled or unpaid."},
	{"subscription_suspended", "Subscription", "Subscription Suspended", "A subscription is suspended or paused."},
	{"subscription_reactivated", "Subscription", "Subscription Reactivated", "A subscription is active again."},
	{"subscription_upcoming_payment", "Subscription", "Subscription Upcoming Payment on Active Subscription", "A payment is due in some days."},
	{"subscription_trial_ending", "Subscription", "Subscription Subscription Trial Ends Soon", "A trial ends in some days."},
	{"agent_log_new", "AgentLog", "Agent Log Created", "An agent did something."},
}

func notificationNames() []string {
	names := make([]string, len(notifications))
	for i, kind := range notifications {
		names[i] = kind.notification
	}
	return names
}

func (d *desk) chargeEvent(notification string, ch *charge) {
	d.notify(notification, "charge", func(w *writer) { d.chargeFields(w, ch) })
}

func (d *desk) customerEvent(notification string, p *customer) {
	d.notify(notification, "customer", func(w *writer) {
		d.customerFields(w, p, d.subscriptionsOf(p)[p])
		w.count("charges", p.charges)
	})
}

func (d *desk) subscriptionEvent(notification string, s *subscription) {
	d.notify(notification, "subscription", func(w *writer) { d.subscriptionFields(w, s) })
}

// activityEvent sends agent_log_new. The name of its class is a guess.
func (d *desk) activityEvent(a *activity) {
	d.notify("agent_log_new", "agent_log", a.fields)
}

// notify queues an event for all webhooks that are registered for it, under one id.
func (d *desk) notify(notification, class string, fields func(*writer)) {
	wanted := func(h *webhook) bool { return h.wants(notification) }
	if !slices.ContainsFunc(d.webhooks, wanted) {
		return
	}
	id := d.newID("ev")
	body, _ := d.written(func(w *writer) {
		w.object("", func() {
			w.text("event_id", id)
			w.count("created", d.now())
			w.text("class", class)
			w.text("event", notification)
			w.object("data", func() { w.object(class, func() { fields(w) }) })
		})
	})
	for _, h := range d.webhooks {
		if wanted(h) {
			d.deliverer.Send(id, notification, h.URL, body)
		}
	}
}
