package chargehoundtest

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"
)

// Dispute holds the main fields of a dispute, for [Server.SeedDisputeWith],
// [Server.Dispute] and rules. Fields that are zero get a default when a dispute is
// seeded.
type Dispute struct {
	ID            string // default: dp_fake_1 and so on
	State         string // default: needs_response, or that of a rule that matches
	Reason        string // default: fraudulent
	Kind          string // "" for none
	Source        string // default: api, for a dispute with a response document
	Processor     string // default: stripe
	Charge        string // default: ch_fake_1 and so on
	Customer      string // "" for none
	CustomerName  string // "" for none
	CustomerEmail string // "" for none
	Amount        int64  // in minor units; default: 5400
	Currency      string // lower case; default: usd
	Template      string // "" for none; seeding adds an unknown one, without required fields
	ReferenceURL  string // "" for none
	AccountID     string // "" for none
	Account       string // default: default

	ChargedAt  time.Time // default: 30 days ago
	DisputedAt time.Time // default: a day ago
	DueBy      time.Time // default: in 14 days

	// Fields are the evidence: strings, and integers of any Go type. The server
	// returns integers as int64, or as json.Number beyond 64 bits.
	Fields map[string]any

	// Submissions is how many times the server submitted the dispute. The default is
	// 1 for a dispute that is submitted, under review or won, otherwise 0.
	Submissions int
}

// SeedDisputeWith adds a dispute with the given fields, as if it came from the
// payment processor, and returns its id. Fields that are zero get the defaults of
// [Dispute]. Without a State the review and accept rules apply. The event
// dispute.created is sent.
//
// A dispute with the same id is replaced. Values in Fields that can't be encoded as
// JSON become null. SeedDisputeWith panics if Chargehound has no such State, except
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

// SeedDispute adds a dispute of a charge, as [Server.SeedDisputeWith] does, and
// returns its id. The amount is in minor units.
func (s *Server) SeedDispute(charge string, amount int64, currency, reason string) string {
	return s.SeedDisputeWith(Dispute{Charge: charge, Amount: amount, Currency: currency, Reason: reason})
}

// SeedDisputes adds n open disputes and returns their ids in the order of a list,
// newest first. Rules do not apply, and no events are sent.
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

// seedPast sets the times and counts that follow from the dispute's state.
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

func rawValue(value any) json.RawMessage {
	raw, err := json.Marshal(value)
	if err != nil {
		return json.RawMessage("null")
	}
	return raw
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
