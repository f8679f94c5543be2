package chargedesktest

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
)

var webhookRoutes = []route{
	{http.MethodPost, "/webhooks", (*call).createWebhook},
	{http.MethodGet, "/webhooks/notifications", (*call).listNotifications},
	{http.MethodDelete, "/webhooks/{id}", (*call).deleteWebhook},
}

// webhook is a URL that is registered for notifications.
type webhook struct {
	ID            uint64
	URL           string
	Notifications []string // nil for all
}

func (h *webhook) wants(notification string) bool {
	return h.Notifications == nil || slices.Contains(h.Notifications, notification)
}

// createWebhook adds a webhook, even for a URL that has one.
func (c *call) createWebhook() ([]byte, error) {
	target := c.need("url")
	if parsed, err := url.Parse(target); err != nil || parsed.Host == "" || parsed.Scheme != "https" && parsed.Scheme != "http" {
		c.fail("url", "is no web address.")
	}
	all := false
	c.flag(&all, "all")
	var chosen []string
	if !all {
		chosen = c.readNotifications()
	}
	if err := c.failed(); err != nil {
		return nil, err
	}
	h := c.addWebhook(target, chosen)
	return c.written(func(w *writer) {
		w.object("", func() { h.writeID(w) })
	})
}

// writeID writes a number with [LiveTypes] and a string with [DocsTypes].
func (h *webhook) writeID(w *writer) {
	if w.live {
		w.count("webhook_id", int64(h.ID))
		return
	}
	w.text("webhook_id", strconv.FormatUint(h.ID, 10))
}

func (c *call) readNotifications() []string {
	chosen := []string{}
	for _, name := range c.value.Map("notifications") {
		notification := ""
		c.in("notifications").choice(&notification, name, notificationNames()...)
		chosen = append(chosen, notification)
	}
	if len(chosen) == 0 {
		c.fail("notifications", "must be a list of names, unless all is 1.")
	}
	return chosen
}

func (d *desk) addWebhook(target string, notifications []string) *webhook {
	h := &webhook{ID: 100 + d.next("webhook"), URL: target, Notifications: notifications}
	d.webhooks = append(d.webhooks, h)
	return h
}

func (c *call) deleteWebhook() ([]byte, error) {
	i := slices.IndexFunc(c.webhooks, func(h *webhook) bool { return strconv.FormatUint(h.ID, 10) == c.id })
	if i < 0 {
		return nil, notFound("webhook", c.id)
	}
	c.webhooks = slices.Delete(c.webhooks, i, i+1)
	return c.deletedResponse("webhook_id")
}

// disableWebhooks removes the webhooks of a URL that responded with 410.
func (d *desk) disableWebhooks(target string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.webhooks = slices.DeleteFunc(d.webhooks, func(h *webhook) bool { return h.URL == target })
}

func (c *call) listNotifications() ([]byte, error) {
	return c.written(func(w *writer) {
		w.array("", func() {
			for _, kind := range notifications {
				w.object("", func() {
					w.text("notification", kind.notification)
					w.text("object", kind.object)
					w.text("name", kind.name)
					w.text("description", kind.description)
				})
			}
		})
	})
}
