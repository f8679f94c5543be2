package contract

import (
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/chargeback"
	"github.com/chargekit/chargekit-go/chargedesk"
	"github.com/chargekit/chargekit-go/chargehound"
)

// movesMoney are services whose calls protect every parameter but freeTexts.
var movesMoney = map[string]bool{"chargedesk Gateway": true}

// freeTexts are parameters that are kept with an object and decide nothing.
var freeTexts = []string{"description", "metadata", "log_reason"}

// pagingNames are the parameters that an All sets itself.
var pagingNames = []string{"count", "offset", "limit", "starting_after", "ending_before", "page", "per_page", "search"}

// onlyQuery are methods that reject every WithParam, with the reason.
var onlyQuery = map[string]string{
	"chargeback Orders.CreateBatch": "a parameter would be of all orders",
	"chargeback Orders.Import":      "a parameter would be of all orders",
}

// onceInstead are methods that an option does not change to another safety class
// unseen: they are once-only with it. What they name is not protected.
var onceInstead = map[string]string{
	"chargehound Disputes.Update": "submit and queue",
	"chargeback Orders.Update":    "order_id, tracking_numbers, line_items and shipments",
}

// Call options add to a call what has no field. They can't change which operation
// it is, which object it is about, what it moves, whether it may be retried, or
// where an All is.
func TestCallOptionsCannotChangeTheOperation(t *testing.T) {
	t.Parallel()
	everyMethod(t, func(t *testing.T, vendor, method string) {
		if !isOperation(vendor, method) {
			return
		}
		described := describedNames(t, vendor, method)
		want := protectedNames(t, vendor, method, described)
		inWorld(t, vendor, method, func(t *testing.T, w *world) {
			for _, name := range described {
				for option, set := range w.settersOf(method) {
					_, err := w.callWith(w.arguments(t.Context(), valid), set(name))
					_, rejected := rejectedParam(err)
					assert.Equal(t, slices.Contains(want, name), rejected, "%s %q: %v", option, name, err)
				}
			}
		})
	})
}

// What PHP reads as another name than the one that was sent.
func TestNoDisguiseOfANameIsTaken(t *testing.T) {
	t.Parallel()
	everyMethod(t, func(t *testing.T, vendor, method string) {
		if vendor != "chargedesk" || !isOperation(vendor, method) {
			return
		}
		want := protectedNames(t, vendor, method, describedNames(t, vendor, method))
		for _, name := range slices.Clone(want) {
			outer, _, _ := strings.Cut(name, "[")
			if !slices.Contains(want, outer) && !isBound(name) {
				want = append(want, outer)
			}
		}
		inWorld(t, vendor, method, func(t *testing.T, w *world) {
			for _, name := range want {
				for _, disguised := range []string{name, " " + name, "  " + name, name + "\x00", name + "\x00x", "\t" + name, name + "[]", name + "[x]"} {
					for option, set := range w.settersOf(method) {
						_, err := w.callWith(w.arguments(t.Context(), valid), set(disguised))
						w.sentNothing(t, err, option+" "+disguised)
					}
				}
			}
		})
	})
}

// settersOf are the call options that set a parameter, by their names.
func (w *world) settersOf(method string) map[string]func(name string) any {
	setters := map[string]map[string]func(string) any{
		"chargedesk": {
			"WithParam": func(name string) any { return chargedesk.WithParam(name, "1") },
			"WithQuery": func(name string) any { return chargedesk.WithQuery(name, "1") },
		},
		"chargehound": {
			"WithParam": func(name string) any { return chargehound.WithParam(name, "1") },
			"WithQuery": func(name string) any { return chargehound.WithQuery(name, "1") },
		},
		"chargeback": {
			"WithParam": func(name string) any { return chargeback.WithParam(name, "1") },
			"WithQuery": func(name string) any { return chargeback.WithQuery(name, "1") },
		},
	}[w.vendor]
	_, name, _ := strings.Cut(method, ".")
	reads := w.vendor != "chargedesk" && strings.HasPrefix(name, "All") // a JSON body that nobody reads
	if reads || onlyQuery[w.vendor+" "+method] != "" {
		delete(setters, "WithParam")
	}
	return setters
}

// describedNames are the parameters of a method's route, for whichever of the
// methods that share it. Lists are named by their first element.
func describedNames(t *testing.T, vendor, method string) []string {
	o, all := describedAs(t, vendor, method), names{}
	for _, operation := range o.methods {
		maps.Copy(all, describe(t, vendor).parameters(o, operation))
	}
	var found []string
	for name := range all {
		found = append(found, strings.ReplaceAll(name, "[]", "[0]"))
	}
	slices.Sort(found)
	return found
}

// protectedNames are those of a method's parameters that decide what it does.
func protectedNames(t *testing.T, vendor, method string, described []string) []string {
	service, name, _ := strings.Cut(method, ".")
	o := describedAs(t, vendor, method)
	when, _ := o.node["x-repeatable-when"].(string)
	once, _ := o.node["x-once-when"].(string)
	deciding := regexp.MustCompile(`[a-z_]+`).FindAllString(when+" "+once, -1)
	if onceInstead[vendor+" "+method] != "" {
		deciding = nil
	}
	return slices.DeleteFunc(slices.Clone(described), func(parameter string) bool {
		outer, _, _ := strings.Cut(parameter, "[")
		switch {
		case movesMoney[vendor+" "+service]:
			return slices.Contains(freeTexts, outer)
		case strings.HasPrefix(name, "All"):
			return !slices.Contains(pagingNames, parameter) && !isBound(parameter)
		}
		reason := parameterExceptions[vendor+" "+uncapital(method)+": "+parameter]
		argument := reason != "" && !strings.HasSuffix(reason, "sent by WithParam")
		return !argument && !slices.Contains(deciding, parameter)
	})
}

// isBound reports whether a variable bounds a list's time. An All sets both bounds.
func isBound(name string) bool {
	return strings.HasSuffix(name, "[max]") || strings.HasSuffix(name, "[min]")
}

func TestProtectedNamesAreDerived(t *testing.T) {
	t.Parallel()
	for method, want := range map[string][]string{
		"Gateway.RefundInFull":      {"amount"},
		"Gateway.VoidAuthorization": {"amount"},
		"Charges.Create":            {"duplicate", "transaction_id"},
		"Customers.Update":          {"customer_id"},
		"Customers.Delete":          {"delete_all"},
		"Charges.All":               {"count", "occurred[max]", "occurred[min]", "offset"},
		"Charges.List":              {},
	} {
		require.Equal(t, want, protectedNames(t, "chargedesk", method, describedNames(t, "chargedesk", method)), method)
	}
}
