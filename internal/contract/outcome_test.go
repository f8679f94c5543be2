package contract

import (
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"text/tabwriter"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/chargeback"
	"github.com/chargekit/chargekit-go/chargedesk"
	"github.com/chargekit/chargekit-go/chargehound"
)

// otherRequests are methods that send more than their operation, with the reason.
var otherRequests = map[string]string{
	"chargeback Orders.Import": "it looks up what is in doubt, by reads",
}

// notThroughTransport are methods without a safety class, with the reason. Their
// requests are made once, whatever happens.
var notThroughTransport = map[string]string{
	"chargehound Disputes.DownloadResponse": "a signed address is asked for once, without the key",
}

// What may be sent again is, and what may not be is executed once; and the caller
// is told which of it happened: for each method, by the class of its operation.
func TestOutcomeOfEveryMethod(t *testing.T) {
	t.Parallel()
	for _, vendor := range vendors {
		t.Run(vendor, func(t *testing.T) {
			t.Parallel()
			var text strings.Builder
			table := tabwriter.NewWriter(&text, 0, 0, 2, ' ', 0)
			fmt.Fprintln(table, "method\tclass\tno answer, ever:\trequests\texecuted\ttold\t429 once:\trequests\texecuted\ttold\t400:\trequests\ttold")
			rows := map[string]int{}
			for _, method := range slices.DeleteFunc(serviceMethods(vendor), isComposed) {
				for _, row := range rowsOf(t, vendor, method) {
					rows[row.class]++
					row.check(t, table)
				}
			}
			require.NoError(t, table.Flush())
			t.Logf("%s, methods by class: %v\n%s", vendor, rows, text.String())
			require.Positive(t, rows["once"])
			require.Positive(t, rows["repeatable"])
			require.Positive(t, rows["read"])
		})
	}
}

// row is a method, called so that a class applies.
type row struct {
	vendor, method string
	in             input
	class, verb    string
}

// rowsOf are a method's: the described class, and the other one where parameters
// decide.
func rowsOf(t *testing.T, vendor, method string) []row {
	if notThroughTransport[vendor+" "+method] != "" {
		return []row{{vendor, method, valid, "none", "GET"}}
	}
	o := describedAs(t, vendor, method)
	rows := []row{{vendor, method, valid, o.safety, o.verb}}
	switch {
	case isImport(method) && o.node["x-repeatable-when"] != nil: // it decides that itself, whatever the params say
		rows[0].class = "repeatable"
		rows = append(rows, row{vendor, method, varied, "repeatable", o.verb})
	case o.varies:
		other := map[string]string{"once": "repeatable", "repeatable": "once"}[o.safety]
		rows = append(rows, row{vendor, method, varied, other, o.verb})
	}
	return rows
}

// describedAs is the described operation of a method, which must have one.
func describedAs(t *testing.T, vendor, method string) described {
	t.Helper()
	o := operationOf(t, vendor, method)
	require.NotNil(t, o, "%s: testdata/openapi/%s.yaml has no operation %s", method, vendor, uncapital(method))
	return *o
}

// uncapital is Charges.SendEmail as charges.sendEmail.
func uncapital(method string) string {
	service, name, _ := strings.Cut(method, ".")
	return strings.ToLower(service[:1]) + service[1:] + "." + strings.ToLower(name[:1]) + name[1:]
}

// seen is what became of one call.
type seen struct {
	requests, executed int // of the operation
	others             int // requests of otherRequests
	err                error
}

func (s seen) requestsText() string {
	if s.others > 0 {
		return fmt.Sprintf("%d +%d reads", s.requests, s.others)
	}
	return fmt.Sprint(s.requests)
}

// try makes the call while n requests suffer a fault.
func (r row) try(t *testing.T, f *fault, n int) (s seen) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(r.vendor, r.method, slog.New(slog.DiscardHandler))
		defer w.fake.Close()
		w.fail(*f, n)
		_, s.err = w.call(t.Context(), r.in)
		for _, sent := range w.requests() {
			if sent.method != r.verb {
				s.others++
				continue
			}
			s.requests++
			if sent.executed {
				s.executed++
			}
		}
	})
	return s
}

// tries are how often an operation of a class is sent while no answer comes, and
// what the caller hears.
var tries = map[string]struct {
	requests int
	told     string
}{
	"read":       {3, "failed"},
	"repeatable": {3, "failed"},
	"once":       {1, "outcome unknown"},
	"none":       {1, "failed"}, // a download changes nothing
}

// check tries the row's call three ways.
func (r row) check(t *testing.T, table *tabwriter.Writer) {
	t.Helper()
	name := r.vendor + " " + r.method + ", " + r.class
	want := tries[r.class]

	lost := r.try(t, dropAnswer, -1)
	assert.Equal(t, want.requests, lost.requests, "%s: requests without an answer", name)
	assert.Equal(t, want.requests, lost.executed, "%s: executed", name)
	assert.Equal(t, want.told, told(lost.err), "%s: %v", name, lost.err)

	lostOnce, once := r.try(t, dropAnswer, 1), []any{1, want.told}
	switch {
	case want.requests > 1:
		once = []any{2, "ok"}
	case otherRequests[r.vendor+" "+r.method] != "":
		once = []any{1, "ok"}
	}
	assert.Equal(t, once, []any{lostOnce.requests, told(lostOnce.err)}, "%s: one lost answer: %v", name, lostOnce.err)

	unavailable := r.try(t, page(502), -1)
	assert.Equal(t, []any{want.requests, want.told}, []any{unavailable.requests, told(unavailable.err)}, "%s: 502", name)

	limited := r.try(t, tooMany("1"), 1)
	if r.class == "none" {
		assert.Equal(t, []any{1, 0, "not applied"}, []any{limited.requests, limited.executed, told(limited.err)}, "%s: after a 429", name)
	} else {
		assert.Equal(t, []any{2, 1, "ok"}, []any{limited.requests, limited.executed, told(limited.err)}, "%s: after a 429", name)
	}

	refused := r.try(t, response(400), -1)
	assert.Equal(t, []any{1, 0, "not applied"}, []any{refused.requests, refused.executed, told(refused.err)}, "%s: refused", name)

	for _, s := range []seen{lost, lostOnce, unavailable, limited, refused} {
		assert.True(t, s.others == 0 || otherRequests[r.vendor+" "+r.method] != "", "%s: %d other requests", name, s.others)
	}
	fmt.Fprintf(table, "%s\t%s\t\t%s\t%d\t%s\t\t%s\t%d\t%s\t\t%s\t%s\n", r.method, r.class,
		lost.requestsText(), lost.executed, told(lost.err),
		limited.requestsText(), limited.executed, told(limited.err), refused.requestsText(), told(refused.err))
}

// told is what an error says of the effect of a call.
func told(err error) string {
	unknown, certain := false, false
	if failed, ok := errors.AsType[*chargedesk.Error](err); ok {
		unknown, certain = errors.Is(err, chargedesk.ErrOutcomeUnknown), failed.Outcome == chargedesk.OutcomeNotSent || failed.Outcome == chargedesk.OutcomeRejected
	} else if failed, ok := errors.AsType[*chargehound.Error](err); ok {
		unknown, certain = errors.Is(err, chargehound.ErrOutcomeUnknown), failed.Outcome == chargehound.OutcomeNotSent || failed.Outcome == chargehound.OutcomeRejected
	} else if failed, ok := errors.AsType[*chargeback.Error](err); ok {
		unknown, certain = errors.Is(err, chargeback.ErrOutcomeUnknown), failed.Outcome == chargeback.OutcomeNotSent || failed.Outcome == chargeback.OutcomeRejected
	} else if err != nil {
		return fmt.Sprintf("%T", err)
	}
	switch {
	case err == nil:
		return "ok"
	case unknown && certain:
		return "both unknown and not applied"
	case unknown:
		return "outcome unknown"
	case certain:
		return "not applied"
	}
	return "failed"
}
