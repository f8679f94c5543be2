package chargehoundtest_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/chargehound/chargehoundtest"
)

// outcome is the reply to a request and the state in which it leaves the dispute.
type outcome struct {
	status    int
	errorType string
	state     string // "": there is no dispute afterwards
}

// row is one row of the state machine: a dispute dp_7Q, a trigger and its outcome,
// for versions before 2020-02-28 and from then on.
type row struct {
	name    string
	seed    *chargehoundtest.Dispute // nil: the trigger creates the dispute
	rules   func(*chargehoundtest.Server)
	trigger func(caller) reply
	before  outcome
	from    outcome // the same as before if zero
}

func always(chargehoundtest.Dispute) bool { return true }

func review(s *chargehoundtest.Server)    { s.ReviewWhen(always) }
func giveUp(s *chargehoundtest.Server)    { s.AcceptWhen(always) }
func wantOrder(s *chargehoundtest.Server) { s.AddTemplate("goods", "order_id") }

// in is a complete dispute in a state.
func in(state string) *chargehoundtest.Dispute {
	return &chargehoundtest.Dispute{ID: "dp_7Q", State: state, Template: "goods"}
}

// overdue is a dispute past its due date.
func overdue(state string) *chargehoundtest.Dispute {
	d := in(state)
	d.DueBy = time.Now().Add(-time.Hour)
	return d
}

func withoutTemplate(state string) *chargehoundtest.Dispute {
	d := in(state)
	d.Template = ""
	return d
}

func submitWith(body string) func(caller) reply {
	return func(c caller) reply { return c.post("/disputes/dp_7Q/submit", body) }
}

func updateWith(body string) func(caller) reply {
	return func(c caller) reply { return c.put("/disputes/dp_7Q", body) }
}

func createWith(more string) func(caller) reply {
	return func(c caller) reply {
		c.server.AddTemplate("goods")
		return c.post("/disputes", newDispute("dp_7Q", more))
	}
}

func acceptIt(c caller) reply { return c.post("/disputes/dp_7Q/accept", "") }

var machine = concat(
	[]row{
		{name: "create", trigger: createWith(""), before: outcome{201, "", "needs_response"}},
		{name: "create an inquiry", trigger: createWith(`"state":"warning_needs_response",`), before: outcome{201, "", "warning_needs_response"}},
		{name: "create caught by a review rule", rules: review, trigger: createWith(""), before: outcome{201, "", "requires_review"}},
		{name: "create caught by an accept rule", rules: giveUp, trigger: createWith(""), before: outcome{201, "", "accepted"}},
		{name: "create and submit", trigger: createWith(`"template":"goods","submit":true,`), before: outcome{201, "", "submitted"}},
		{name: "create and queue", trigger: createWith(`"template":"goods","queue":true,`), before: outcome{202, "", "queued"}},
		{name: "create, submit, review", rules: review, trigger: createWith(`"template":"goods","submit":true,`), before: outcome{202, "", "requires_review"}},
		{name: "create, submit, review, force", rules: review, trigger: createWith(`"template":"goods","submit":true,"force":true,`), before: outcome{201, "", "submitted"}},
		{name: "create, force alone", rules: review, trigger: createWith(`"force":true,`), before: outcome{201, "", "needs_response"}},
		{
			name: "create, submit, accept rule", rules: giveUp, trigger: createWith(`"template":"goods","submit":true,`),
			before: outcome{201, "", "submitted"}, from: outcome{202, "", "accepted"},
		},
		{name: "create, submit, accept rule, force", rules: giveUp, trigger: createWith(`"template":"goods","submit":true,"force":true,`), before: outcome{201, "", "submitted"}},
		{name: "create and submit without a template", trigger: createWith(`"submit":true,`), before: outcome{400, "missing_template", ""}},
		{name: "submit an unknown dispute", trigger: submitWith(""), before: outcome{404, "dispute_not_found", ""}},
		{name: "update an unknown dispute", trigger: updateWith("{}"), before: outcome{404, "dispute_not_found", ""}},
		{name: "accept an unknown dispute", trigger: acceptIt, before: outcome{404, "dispute_not_found", ""}},
	},
	openRows("needs_response"),
	openRows("warning_needs_response"),
	heldRows(),
	lateRows(),
)

// openRows are the rows of an open dispute.
func openRows(state string) []row {
	rows := []row{
		{name: "update", trigger: updateWith(`{"fields":{"order_id":"ord_1042"}}`), before: outcome{200, "", state}},
		{name: "update, accept rule", rules: giveUp, trigger: updateWith(`{}`), before: outcome{200, "", state}, from: outcome{200, "", "accepted"}},
		{name: "update, review rule", rules: review, trigger: updateWith(`{}`), before: outcome{200, "", state}},
		{name: "update and submit", trigger: updateWith(`{"submit":true}`), before: outcome{201, "", "submitted"}},
		{name: "update and queue", trigger: updateWith(`{"queue":true}`), before: outcome{202, "", "queued"}},
		{name: "update and submit, fields missing", rules: wantOrder, trigger: updateWith(`{"submit":true}`), before: outcome{400, "missing_fields", state}},
		{name: "submit", trigger: submitWith(""), before: outcome{201, "", "submitted"}},
		{name: "submit {}", trigger: submitWith("{}"), before: outcome{201, "", "submitted"}},
		{name: "submit and queue", trigger: submitWith(`{"queue":true}`), before: outcome{202, "", "queued"}},
		{name: "submit, review rule", rules: review, trigger: submitWith(""), before: outcome{202, "", "requires_review"}},
		{name: "queue, review rule", rules: review, trigger: submitWith(`{"queue":true}`), before: outcome{202, "", "requires_review"}},
		{name: "submit, review rule, force", rules: review, trigger: submitWith(`{"force":true}`), before: outcome{201, "", "submitted"}},
		{name: "submit, accept rule", rules: giveUp, trigger: submitWith(""), before: outcome{201, "", "submitted"}, from: outcome{202, "", "accepted"}},
		{name: "submit, accept rule, force", rules: giveUp, trigger: submitWith(`{"force":true}`), before: outcome{201, "", "submitted"}},
		{name: "accept", trigger: acceptIt, before: outcome{200, "", "accepted"}},
		{name: "submit, fields missing", rules: wantOrder, trigger: submitWith(""), before: outcome{400, "missing_fields", state}},
		{name: "submit with an empty field", rules: wantOrder, trigger: submitWith(`{"fields":{"order_id":""}}`), before: outcome{400, "missing_fields", state}},
		{name: "submit, fields given", rules: wantOrder, trigger: submitWith(`{"fields":{"order_id":"ord_1042"}}`), before: outcome{201, "", "submitted"}},
		{name: "submit, template unknown", trigger: submitWith(`{"template":"lost"}`), before: outcome{400, "template_not_found", state}},
	}
	for i := range rows {
		rows[i].seed = in(state)
	}
	return append(rows,
		row{name: "submit, no template", seed: withoutTemplate(state), trigger: submitWith(""), before: outcome{400, "missing_template", state}},
		row{name: "submit, overdue", seed: overdue(state), trigger: submitWith(`{"force":true}`), before: outcome{400, "dispute_overdue", state}},
		row{name: "update, overdue", seed: overdue(state), trigger: updateWith(`{}`), before: outcome{200, "", state}},
	)
}

// heldRows are the rows of disputes that are neither open nor submitted.
func heldRows() []row {
	return []row{
		{name: "update", seed: in("queued"), trigger: updateWith(`{"fields":{"order_id":"ord_1042"}}`), before: outcome{200, "", "queued"}},
		{name: "submit", seed: in("queued"), rules: review, trigger: submitWith(""), before: outcome{201, "", "submitted"}},
		{name: "queue again", seed: in("queued"), trigger: submitWith(`{"queue":true}`), before: outcome{202, "", "queued"}},
		{name: "accept", seed: in("queued"), trigger: acceptIt, before: outcome{200, "", "accepted"}},
		{name: "update", seed: in("requires_review"), trigger: updateWith(`{}`), before: outcome{200, "", "requires_review"}},
		{name: "submit", seed: in("requires_review"), trigger: submitWith(""), before: outcome{202, "", "requires_review"}},
		{name: "submit, force", seed: in("requires_review"), trigger: submitWith(`{"force":true}`), before: outcome{201, "", "submitted"}},
		{name: "submit, force, no template", seed: withoutTemplate("requires_review"), trigger: submitWith(`{"force":true}`), before: outcome{400, "missing_template", "requires_review"}},
		{name: "accept", seed: in("requires_review"), trigger: acceptIt, before: outcome{200, "", "accepted"}},
		{name: "update", seed: in("accepted"), trigger: updateWith(`{}`), before: outcome{200, "", "accepted"}},
		{name: "submit", seed: in("accepted"), trigger: submitWith(""), before: outcome{201, "", "submitted"}, from: outcome{202, "", "accepted"}},
		{name: "submit, no template", seed: withoutTemplate("accepted"), trigger: submitWith(""), before: outcome{400, "missing_template", "accepted"}, from: outcome{202, "", "accepted"}},
		{name: "submit, force", seed: in("accepted"), trigger: submitWith(`{"force":true}`), before: outcome{201, "", "submitted"}},
		{name: "queue", seed: in("accepted"), trigger: submitWith(`{"queue":true}`), before: outcome{202, "", "queued"}, from: outcome{202, "", "accepted"}},
		{name: "update and submit", seed: in("accepted"), trigger: updateWith(`{"submit":true}`), before: outcome{201, "", "submitted"}, from: outcome{202, "", "accepted"}},
		{name: "submit, overdue", seed: overdue("accepted"), trigger: submitWith(""), before: outcome{400, "dispute_overdue", "accepted"}},
		{name: "accept again", seed: in("accepted"), trigger: acceptIt, before: outcome{200, "", "accepted"}},
	}
}

// lateRows are the rows of disputes that take nothing any more.
func lateRows() []row {
	rejections := []struct{ state, update, submit string }{
		{"submitted", "dispute_uneditable", "dispute_submitted"},
		{"under_review", "dispute_uneditable", "dispute_submitted"},
		{"warning_under_review", "dispute_uneditable", "dispute_submitted"},
		{"won", "dispute_closed", "dispute_submitted"},
		{"lost", "dispute_closed", "dispute_closed"},
		{"warning_closed", "dispute_uneditable", "dispute_uneditable"},
		{"charge_refunded", "dispute_uneditable", "dispute_uneditable"},
		{"compiling_evidence", "dispute_uneditable", "dispute_uneditable"},
		{"response_disabled", "dispute_uneditable", "dispute_uneditable"},
	}
	var rows []row
	for _, r := range rejections {
		rows = append(rows,
			row{name: "update", seed: in(r.state), trigger: updateWith(`{}`), before: outcome{400, r.update, r.state}},
			row{name: "submit", seed: in(r.state), trigger: submitWith(""), before: outcome{400, r.submit, r.state}},
			row{name: "submit, force", seed: in(r.state), trigger: submitWith(`{"force":true}`), before: outcome{400, r.submit, r.state}},
			row{name: "accept", seed: in(r.state), trigger: acceptIt, before: outcome{400, r.submit, r.state}},
		)
	}
	return rows
}

func TestEveryRowOfTheStateMachineUnderEveryVersion(t *testing.T) {
	t.Parallel()
	for _, version := range versions {
		for _, r := range machine {
			t.Run(strings.Join([]string{version, r.start(), r.name}, "/"), func(t *testing.T) {
				t.Parallel()
				r.walk(t, version)
			})
		}
	}
	t.Logf("%d rows under %d versions", len(machine), len(versions))
}

func (r row) start() string {
	if r.seed == nil {
		return "none"
	}
	return r.seed.State
}

func (r row) walk(t *testing.T, version string) {
	c := newCaller(t).in(version)
	if r.seed != nil {
		require.Equal(t, "dp_7Q", c.server.SeedDisputeWith(*r.seed))
	}
	if r.rules != nil {
		r.rules(c.server)
	}
	want := r.before
	if r.from != (outcome{}) && version >= "2020-02-28" {
		want = r.from
	}

	a := r.trigger(c)

	after := c.get("/disputes/dp_7Q")
	require.Equal(t, want, outcome{a.status, a.errorType(), after.text("state")}, a.raw)
	if a.status < http.StatusBadRequest {
		require.Equal(t, after.text("state"), a.text("state"), "the reply shows the state afterwards")
	}
}

func concat(parts ...[]row) []row {
	var all []row
	for _, part := range parts {
		all = append(all, part...)
	}
	return all
}
