package chargehoundtest

import "encoding/json"

// Dispute returns the current state of a dispute; false if the id is unknown.
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

// Counts returns the number of disputes in each state. States without any are left
// out.
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

// view returns the dispute's exported form.
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

// plainValue returns a field's value as a string, int64 or json.Number.
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
