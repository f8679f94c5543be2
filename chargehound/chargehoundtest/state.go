package chargehoundtest

import (
	"slices"
	"sync"
	"time"
)

// state is everything the server knows. Its methods want mu held, but for those
// that say otherwise.
type state struct {
	cfg  config
	live bool

	mu        sync.Mutex
	base      string // scheme and host of signed links
	disputes  map[string]*dispute
	order     []*dispute        // by creation, oldest first
	queue     map[*dispute]bool // those that are queued
	templates map[string][]string
	kinds     map[string]FieldKind
	rules     rules
	seeded    int // disputes that got their id from the server
	webhooks  webhooks
}

func newState(cfg config) *state {
	return &state{
		cfg:       cfg,
		live:      isLive(cfg.key),
		disputes:  map[string]*dispute{},
		queue:     map[*dispute]bool{},
		templates: map[string][]string{},
		kinds:     map[string]FieldKind{},
		rules:     rules{review: map[string]bool{}},
		webhooks:  newWebhooks(cfg),
	}
}

// now is the time as it is stored: in whole seconds.
func (s *state) now() stamp { return stampOf(s.cfg.Clock()) }

func stampOf(t time.Time) stamp {
	if t.IsZero() {
		return stamp{}
	}
	return stamp{t.UTC().Truncate(time.Second)}
}

// setBase takes the lock itself.
func (s *state) setBase(url string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.base = url
}

// add takes a dispute in as the newest, or in the place of one with its id.
func (s *state) add(d *dispute) {
	if old := s.disputes[d.ID]; old != nil {
		d.place = old.place
		s.order[d.place] = d
		delete(s.queue, old)
	} else {
		d.place = len(s.order)
		s.order = append(s.order, d)
	}
	s.disputes[d.ID] = d
	if d.State == queued {
		s.queue[d] = true
	}
}

// submitTime is when a dispute that is queued now goes out: a minute before it is
// due at the latest, or at once.
func (s *state) submitTime(d *dispute, now stamp) stamp {
	at, last := now.Add(s.cfg.queueDelay), d.DueBy.Add(-time.Minute)
	if last.Before(at) {
		at = last
	}
	if at.Before(now.Time) {
		return now
	}
	return stampOf(at)
}

// find returns a dispute or the refusal.
func (s *state) find(id string) (*dispute, *problem) {
	if d := s.disputes[id]; d != nil {
		return d, nil
	}
	return nil, refuse(disputeNotFound, "there is no dispute "+id)
}

// catchUp submits the queued disputes whose time has come, in order of it.
func (s *state) catchUp() {
	now := s.now()
	var due []*dispute
	for d := range s.queue {
		if !d.SubmitAt.After(now.Time) {
			due = append(due, d)
		}
	}
	slices.SortFunc(due, func(a, b *dispute) int {
		if order := a.SubmitAt.Compare(b.SubmitAt.Time); order != 0 {
			return order
		}
		return a.place - b.place
	})
	for _, d := range due {
		s.submitQueued(d)
	}
}

// submitQueued sends a queued dispute off. One that has become incomplete while it
// was queued goes back to the open ones.
func (s *state) submitQueued(d *dispute) {
	w := &work{state: s, d: d, version: s.cfg.version, now: d.SubmitAt}
	if w.complete() != nil {
		w.move(d.OpenState)
	} else {
		w.sendOff()
	}
	w.finish()
}

// shown is a dispute as the API answers it.
func (s *state) shown(d *dispute) record {
	shown := s.listed(d)
	shown.Livemode = &s.live
	return shown
}

// listed is a dispute as a list shows it.
func (s *state) listed(d *dispute) record {
	shown := d.record
	shown.Object = "dispute"
	shown.URL = d.path()
	shown.MissingFields = s.missing(d)
	return shown
}
