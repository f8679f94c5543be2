package chargedesktest

import (
	"maps"
	"net/http"
	"slices"
)

var logRoutes = []route{
	{http.MethodGet, "/log/activity", (*call).listActivity},
	{http.MethodGet, "/log/cancellations", (*call).listCancellations},
}

// activity is one row of the agents' log.
type activity struct {
	moment
	ObjectType, ObjectID, Action string
	Reason, Source, IP           string
	Params                       map[string]string
}

// cancellation is one step of a customer in the cancellation flow.
type cancellation struct {
	moment
	Action, CustomerID, Email, IP  string
	Method, Reason, SubscriptionID string
}

// log adds a row for an action through the API.
func (c *call) log(objectType, objectID, action, reason string, params map[string]string) {
	row := &activity{
		moment: c.moment(c.now()), ObjectType: objectType, ObjectID: objectID,
		Action: action, Reason: reason, Source: "api", IP: c.ip, Params: params,
	}
	c.activity.insert(row)
	c.activityEvent(row)
}

func (a *activity) write(w *writer) {
	w.object("", func() { a.fields(w) })
}

func (a *activity) fields(w *writer) {
	w.text("object_type", a.ObjectType)
	w.text("object_id", a.ObjectID)
	w.text("action_type", a.Action)
	w.text("action_reason", a.Reason)
	a.writeParams(w)
	w.text("event", a.ObjectType+"-"+a.Action)
	w.text("description", title(a.Action)+" of "+a.ObjectType+" "+a.ObjectID)
	w.text("sub_description", a.Reason)
	w.count("occurred", a.At)
	w.text("ip", a.IP)
	w.text("source", a.Source)
	w.text("company", company)
	w.raw("context", "null")
	w.raw("params", "null")
}

// writeParams writes the parameters, or false if there are none.
func (a *activity) writeParams(w *writer) {
	if len(a.Params) == 0 {
		w.boolean("action_params", false)
		return
	}
	w.object("action_params", func() {
		for _, name := range slices.Sorted(maps.Keys(a.Params)) {
			w.text(name, a.Params[name])
		}
	})
}

func (x *cancellation) write(w *writer) {
	w.object("", func() {
		w.text("action", x.Action)
		w.text("customer_id", x.CustomerID)
		w.text("email", x.Email)
		w.text("ip", x.IP)
		w.text("method", x.Method)
		w.count("occurred", x.At)
		w.text("reason", x.Reason)
		w.text("subscription_id", x.SubscriptionID)
	})
}

func (c *call) listActivity() ([]byte, error) {
	c.onlyFilters("object_type", "object_id", "action_type", "occurred")
	var f filter[*activity]
	objectType := ""
	if c.choice(&objectType, "object_type", "charge", "customer", "subscription", "product", ""); objectType != "" {
		f.add(func(a *activity) bool { return a.ObjectType == objectType })
	} else if _, byID := c.given("object_id"); byID {
		c.fail("object_type", "is needed with object_id.")
	} else if _, byAction := c.given("action_type"); byAction {
		c.fail("object_type", "is needed with action_type.")
	}
	f.text(c.params, "object_id", func(a *activity, want string) bool { return a.ObjectID == want })
	f.text(c.params, "action_type", func(a *activity, want string) bool { return a.Action == want })
	write := func(w *writer, a *activity) { a.write(w) }
	return list(c, &c.activity, "occurred", narrowCap, f.match(), each(write))
}

func (c *call) listCancellations() ([]byte, error) {
	c.onlyFilters("action", "occurred")
	var f filter[*cancellation]
	action := ""
	if c.choice(&action, "action", "support", "cancel", "pause", "reactivate", ""); action != "" {
		f.add(func(x *cancellation) bool { return x.Action == action })
	}
	write := func(w *writer, x *cancellation) { x.write(w) }
	return list(c, &c.cancellations, "occurred", narrowCap, f.match(), each(write))
}
