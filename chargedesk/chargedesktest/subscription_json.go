package chargedesktest

import "strconv"

func (d *desk) writeSubscription(w *writer, s *subscription) {
	w.object("", func() { d.subscriptionFields(w, s) })
}

func (d *desk) subscriptionFields(w *writer, s *subscription) {
	w.text("subscription_id", s.SubscriptionID)
	w.text("object", "subscription")
	w.text("customer_id", s.customerID())
	w.text("product_id", s.ProductID)
	w.text("product_desc", d.productName(s.ProductID))
	w.text("status", s.Status)
	w.text("status_text", title(s.Status))
	w.money("amount", s.Amount, s.Currency)
	w.column("quantity", s.Quantity)
	w.text("amount_formatted", s.formattedAmount())
	w.text("amount_symbol", symbol(s.Currency))
	w.text("currency", s.Currency)
	w.price("setup_amount", s.SetupAmount, s.Currency)
	w.text("interval", s.Interval)
	w.column("interval_count", s.IntervalCount)
	w.text("readable_interval", readableInterval(s.Interval, s.IntervalCount))
	w.column("trial_period_days", s.TrialDays)
	d.subscriptionTimes(w, s)
	w.count("charges", d.chargeCount.of(ofSubscription, s.SubscriptionID))
	w.text("company", company)
	w.text("gateway_id", s.GatewayID)
	w.text("gateway_url", "")
	w.text("manage_url", site+"/subscription/"+s.SubscriptionID)
	s.writeItems(w)
	w.metadata("metadata", s.Metadata)
	w.array("logs", func() {})
	if s.over() {
		w.texts("methods_active")
	} else {
		w.texts("methods_active", "edit")
	}
	w.texts("methods_supported", "edit")
}

func (d *desk) subscriptionTimes(w *writer, s *subscription) {
	w.count("first_seen", s.At)
	w.column("current_period_start", s.PeriodStart)
	w.column("current_period_end", s.PeriodEnd)
	w.column("trial_start", s.TrialStart)
	w.column("trial_end", s.TrialEnd)
	w.column("canceled_at", s.CanceledAt)
	w.column("ended_at", s.EndedAt)
	w.count("billing_cycles_current", s.CyclesCurrent)
	w.count("billing_cycles_total", s.CyclesTotal)
	if w.live { // only ever seen in live accounts
		w.flag("has_meta", len(s.Metadata) > 0)
		w.text("last_email", "")
		w.text("accurate_at", seconds(s.At))
	}
}

// formattedAmount returns the amount with the quantity; a product's has no quantity.
func (s *subscription) formattedAmount() string {
	text := formatted(s.Amount, s.Currency)
	if s.Quantity > 1 {
		text = strconv.FormatInt(s.Quantity, 10) + "x " + text
	}
	return text
}

// writeItems writes the items, whose fields were only ever seen as strings.
func (s *subscription) writeItems(w *writer) {
	w.flag("has_items", len(s.Items) > 0)
	w.array("items", func() {
		for _, i := range s.Items {
			w.object("", func() {
				w.text("item_id", i.ItemID)
				w.text("description", i.Description)
				w.money("amount", i.Amount, i.Currency)
				w.text("amount_formatted", formatted(i.Amount, i.Currency))
				w.text("currency", i.Currency)
				w.text("quantity", strconv.FormatInt(i.Quantity, 10))
				w.text("percent", number(i.Percent))
			})
		}
	})
}

func readableInterval(interval string, count int64) string {
	if count > 1 {
		return "Every " + strconv.FormatInt(count, 10) + " " + interval + "s"
	}
	switch interval {
	case "day":
		return "Daily"
	case "week":
		return "Weekly"
	case "month":
		return "Monthly"
	case "year":
		return "Yearly"
	}
	return ""
}
