package chargehoundtest

import (
	"fmt"
	"slices"
)

// outcomes are the states that end a dispute.
var outcomes = []string{won, lost, warningClosed, chargeRefunded}

// Resolve closes a dispute as the payment processor does. The outcome is won, lost,
// warning_closed or charge_refunded. The event dispute.closed is sent; before
// version 2021-09-15 only for disputes that the server submitted.
//
// Resolve fails for an unknown dispute or outcome, and if the dispute is closed.
func (s *Server) Resolve(id, outcome string) error {
	if !slices.Contains(outcomes, outcome) {
		return fmt.Errorf("chargehoundtest: unknown outcome %q", outcome)
	}
	return s.process(id, func(w *work) error {
		if slices.Contains(outcomes, w.d.State) {
			return fmt.Errorf("chargehoundtest: the dispute is %s", w.d.State)
		}
		w.move(outcome)
		w.changed = false
		w.d.ClosedAt = w.now
		w.events = append(w.events, disputeClosedEvent)
		return nil
	})
}

// MarkUnderReview moves a submitted dispute to under_review, or to
// warning_under_review if it is an inquiry, as the bank does. The event
// dispute.updated is sent. It fails if the dispute is not submitted.
func (s *Server) MarkUnderReview(id string) error {
	return s.process(id, func(w *work) error {
		if w.d.State != submitted {
			return fmt.Errorf("chargehoundtest: the dispute is %s", w.d.State)
		}
		if w.d.isWarning() {
			w.move(warningUnderReview)
		} else {
			w.move(underReview)
		}
		return nil
	})
}

// process calls do for a dispute and sends the events.
func (s *Server) process(id string, do func(*work) error) error {
	s.state.mu.Lock()
	defer s.state.mu.Unlock()
	s.state.catchUp()
	d := s.state.disputes[id]
	if d == nil {
		return fmt.Errorf("chargehoundtest: there is no dispute %q", id)
	}
	w := &work{state: s.state, d: d, version: s.state.cfg.version, now: s.state.now()}
	if err := do(w); err != nil {
		return err
	}
	w.finish()
	return nil
}
