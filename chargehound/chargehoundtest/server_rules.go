package chargehoundtest

import (
	"maps"
	"slices"
	"strings"
)

// rules holds the review and accept rules of the dashboard.
type rules struct {
	review      map[string]bool // by id
	reviewWhen  []func(Dispute) bool
	acceptsWhen []func(Dispute) bool
}

// AddTemplate adds or replaces a template, with the evidence fields it requires.
// Requests with a template that was not added are rejected as template_not_found.
func (s *Server) AddTemplate(id string, required ...string) {
	s.state.mu.Lock()
	defer s.state.mu.Unlock()
	s.state.templates[id] = append([]string{}, required...)
}

// SetFieldKind sets the kind of an evidence field, in all templates. By default a
// field accepts strings and integers, and one whose name ends in _url or _email is
// of that kind.
func (s *Server) SetFieldKind(field string, kind FieldKind) {
	s.state.mu.Lock()
	defer s.state.mu.Unlock()
	s.state.kinds[field] = kind
}

// RequireReview adds a review rule for one dispute, which need not exist yet.
func (s *Server) RequireReview(id string) {
	s.state.mu.Lock()
	defer s.state.mu.Unlock()
	s.state.rules.review[id] = true
}

// ReviewWhen adds a review rule. A dispute for which match returns true is held in
// requires_review when it is created and when it is submitted without force. match
// must not call the server.
func (s *Server) ReviewWhen(match func(Dispute) bool) {
	s.state.mu.Lock()
	defer s.state.mu.Unlock()
	s.state.rules.reviewWhen = append(s.state.rules.reviewWhen, match)
}

// AcceptWhen adds an accept rule. A dispute for which match returns true is
// accepted when it is created and, since version 2020-02-28, when it is updated or
// submitted. match must not call the server.
func (s *Server) AcceptWhen(match func(Dispute) bool) {
	s.state.mu.Lock()
	defer s.state.mu.Unlock()
	s.state.rules.acceptsWhen = append(s.state.rules.acceptsWhen, match)
}

func (s *state) needsReview(d *dispute) bool {
	return s.rules.review[d.ID] || matchesAny(s.rules.reviewWhen, d)
}

func (s *state) accepts(d *dispute) bool { return matchesAny(s.rules.acceptsWhen, d) }

func matchesAny(matchers []func(Dispute) bool, d *dispute) bool {
	return len(matchers) > 0 && slices.ContainsFunc(matchers, func(match func(Dispute) bool) bool { return match(d.view()) })
}

// kindOf returns the kind of a field: the one that was set, or that of its name.
func (s *state) kindOf(field string) FieldKind {
	switch kind, set := s.kinds[field]; {
	case set:
		return kind
	case strings.HasSuffix(field, "_url"):
		return KindURL
	case strings.HasSuffix(field, "_email"):
		return KindEmail
	}
	return ""
}

// missing returns the fields that the dispute's template requires and that are not
// there or empty.
func (s *state) missing(d *dispute) map[string]need {
	missing := map[string]need{}
	for _, field := range s.templates[string(d.Template)] {
		if value := string(d.Fields[field]); value == "" || value == `""` {
			missing[field] = need{Required: true}
		}
	}
	return missing
}

func names(missing map[string]need) string {
	return strings.Join(slices.Sorted(maps.Keys(missing)), ", ")
}
