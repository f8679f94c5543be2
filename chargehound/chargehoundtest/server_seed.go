package chargehoundtest

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"
)

// Dispute is a dispute as it is seeded, as rules see it and as [Server.Dispute]
// returns it. It is a part of what the API shows.
type Dispute struct {
	ID            string // seeding: dp_fake_1 and so on
	State         string // seeding: needs_response, unless a rule of the server says otherwise
	Reason        string // seeding: fraudulent
	Kind          string // "" for none
	Source        string // seeding: api, the source of disputes with a response of their own
	Processor     string // seeding: stripe
	Charge        string // seeding: ch_fake_1 and so on
	Customer      string // "" for none
	CustomerName  string // "" for none
	CustomerEmail string // "" for none
	Amount        int64  // in minor units; seeding: 5400
	Currency      string // lower case; seeding: usd
	Template      string // "" for none; seeding adds one the server does not know, without required fields
	ReferenceURL  string // "" for none
	AccountID     string // "" for none
	Account       string // seeding: default

	ChargedAt  time.Time // seeding: 30 days ago
	DisputedAt time.Time // seeding: a day ago
	DueBy      time.Time // seeding: in 14 days

	// Fields are the evidence: strings, and integers of any Go type. Those that the
	// server returns are int64, or json.Number beyond 64 bits.
	Fields map[string]any

	// Submissions is how often the server submitted it. Seeding: 1 for a dispute that
	// is submitted, under review or won, otherwise 0.
	Submissions int
}

// SeedDisputeWith makes a dispute come in, as from the payment processor, and returns
// its id. Members that are zero get the values noted at [Dispute]. Without a State
// the review and accept rules are looked at. The event dispute.created is sent.
//
// An id that is there already is replaced. Values in Fields that JSON can't write
// become null. A State that Chargehound does not have panics, unless the server is
// [WithLenience].
func (s *Server) SeedDisputeWith(seed Dispute) string {
	if seed.State != "" && !slices.Contains(allStates, seed.State) && !s.state.cfg.lenient {
		panic(fmt.Sprintf("chargehoundtest: there is no state %q", seed.State))
	}
	s.state.mu.Lock()
	defer s.state.mu.Unlock()
	d := s.state.seed(seed)
	w := &work{state: s.state, d: d, version: s.state.cfg.version, now: s.state.now()}
	if seed.State == "" {
		w.arrive(false)
	}
	w.welcome()
	return d.ID
}

// SeedDispute is [Server.SeedDisputeWith] for a charge. The amount is in minor
// units.
func (s *Server) SeedDispute(charge string, amount int64, currency, reason string) string {
	return s.SeedDisputeWith(Dispute{Charge: charge, Amount: amount, Currency: currency, Reason: reason})
}

// SeedDisputes adds n open disputes at once and returns their ids in the order of a
// list, newest first. No rules are looked at and no events sent.
func (s *Server) SeedDisputes(n int) []string {
	s.state.mu.Lock()
	defer s.state.mu.Unlock()
	ids := make([]string, n)
	for i := range ids {
		d := s.state.seed(Dispute{})
		s.state.add(d)
		ids[n-1-i] = d.ID
	}
	return ids
}

// Dispute returns a dispute as it is now, and whether there is one of this id.
func (s *Server) Dispute(id string) (Dispute, bool) {
	s.state.mu.Lock()
	defer s.state.mu.Unlock()
	s.state.catchUp()
	d := s.state.disputes[id]
	if d == nil {
		return Dispute{}, false
	}
	return d.view(), true
}

// Counts returns how many disputes there are in each state, of the states in which
// there is any.
func (s *Server) Counts() map[string]int {
	s.state.mu.Lock()
	defer s.state.mu.Unlock()
	s.state.catchUp()
	counts := map[string]int{}
	for _, d := range s.state.order {
		counts[d.State]++
	}
	return counts
}

func fakeID(n int) string { return fmt.Sprintf("dp_fake_%d", n) }

func (s *state) seed(seed Dispute) *dispute {
	s.seeded++
	for seed.ID == "" && s.disputes[fakeID(s.seeded)] != nil {
		s.seeded++
	}
	now := s.now()
	d := &dispute{record: record{
		ID: or(seed.ID, fakeID(s.seeded)), Charge: or(seed.Charge, fmt.Sprintf("ch_fake_%d", s.seeded)),
		State: seed.State, Kind: seed.Kind, Reason: or(seed.Reason, "fraudulent"),
		Source: or(seed.Source, "api"), Processor: seed.Processor,
		Customer: text(seed.Customer), CustomerName: text(seed.CustomerName), CustomerEmail: text(seed.CustomerEmail),
		Amount: seed.Amount, Currency: strings.ToLower(or(seed.Currency, "usd")),
		Template: text(seed.Template), ReferenceURL: text(seed.ReferenceURL),
		AccountID: text(seed.AccountID), Account: text(or(seed.Account, "default")),
		ChargedAt: stampOr(seed.ChargedAt, now.AddDate(0, 0, -30)), DisputedAt: stampOr(seed.DisputedAt, now.AddDate(0, 0, -1)),
		DueBy: stampOr(seed.DueBy, now.AddDate(0, 0, 14)), Created: now,
	}}
	if d.Amount == 0 {
		d.Amount = 5400
	}
	d.ReversalAmount, d.Fee, d.ReversalTotal = new(d.Amount), new(int64(1200)), new(d.Amount+1200)
	d.ReversalCurrency = text(d.Currency)
	if seed.Template != "" && s.templates[seed.Template] == nil {
		s.templates[seed.Template] = []string{}
	}
	d.withDefaults()
	for name, value := range seed.Fields {
		d.Fields[name] = rawValue(value)
	}
	s.seedPast(d, seed.Submissions, now)
	return d
}

// seedPast gives a dispute the traces of how it got into its state.
func (s *state) seedPast(d *dispute, submissions int, now stamp) {
	switch d.State {
	case queued:
		d.SubmitAt = s.submitTime(d, now)
	case submitted, underReview, warningUnderReview, won:
		submissions = max(submissions, 1)
	}
	if slices.Contains(outcomes, d.State) {
		d.ClosedAt = now
	}
	if submissions > 0 {
		d.Submissions, d.SubmittedCount, d.SubmittedAt = submissions, int64(submissions), now
		if d.standalone() {
			d.GeneratedAt = now
		}
	}
}

// view is the dispute as users of the package see it.
func (d *dispute) view() Dispute {
	v := Dispute{
		ID: d.ID, State: d.State, Reason: d.Reason, Kind: d.Kind, Source: d.Source, Processor: d.Processor,
		Charge: d.Charge, Customer: string(d.Customer), CustomerName: string(d.CustomerName),
		CustomerEmail: string(d.CustomerEmail), Amount: d.Amount, Currency: d.Currency,
		Template: string(d.Template), ReferenceURL: string(d.ReferenceURL), AccountID: string(d.AccountID),
		Account: string(d.Account), ChargedAt: d.ChargedAt.Time, DisputedAt: d.DisputedAt.Time, DueBy: d.DueBy.Time,
		Fields: make(map[string]any, len(d.Fields)), Submissions: d.Submissions,
	}
	for name, value := range d.Fields {
		v.Fields[name] = plainValue(value)
	}
	return v
}

func rawValue(value any) json.RawMessage {
	raw, err := json.Marshal(value)
	if err != nil {
		return json.RawMessage("null")
	}
	return raw
}

// plainValue is a field's value as a string, int64 or json.Number.
func plainValue(raw json.RawMessage) any {
	if isIntegerToken(raw) {
		number := json.Number(raw)
		if integer, err := number.Int64(); err == nil {
			return integer
		}
		return number
	}
	var value any
	_ = json.Unmarshal(raw, &value) // it has been read from JSON before
	return value
}

func or(value, standard string) string {
	if value == "" {
		return standard
	}
	return value
}

func stampOr(value, standard time.Time) stamp {
	if value.IsZero() {
		value = standard
	}
	return stampOf(value)
}
