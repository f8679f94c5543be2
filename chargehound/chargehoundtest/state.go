package chargehoundtest

import (
	"slices"
	"sync"
	"time"
)

// state is the state of the server. Its methods expect mu to be locked, except where
// noted.
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

// now returns the time in whole seconds, as it is stored.
func (s *state) now() stamp { return stampOf(s.cfg.Clock()) }

func stampOf(t time.Time) stamp {
	if t.IsZero() {
		return stamp{}
	}
	return stamp{t.UTC().Truncate(time.Second)}
}

// setBase stores the base URL of signed links. It locks mu itself.
func (s *state) setBase(url string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.base = url
}

// add appends a dispute as the newest, or replaces the one with its id.
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

// submitTime returns when a dispute that is queued now is submitted: a minute before
// it is due at the latest, and now if that has passed.
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

// find returns a dispute, or the rejection of an unknown id.
func (s *state) find(id string) (*dispute, *problem) {
	if d := s.disputes[id]; d != nil {
		return d, nil
	}
	return nil, reject(disputeNotFound, "there is no dispute "+id)
}

// catchUp submits the queued disputes that are due, in order of their times.
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

// submitQueued submits a queued dispute. One that has become incomplete while it
// was queued is opened again.
func (s *state) submitQueued(d *dispute) {
	w := &work{state: s, d: d, version: s.cfg.version, now: d.SubmitAt}
	if w.complete() != nil {
		w.move(d.OpenState)
	} else {
		w.sendOff()
	}
	w.finish()
}

// shown returns a dispute as the API returns it alone.
func (s *state) shown(d *dispute) record {
	shown := s.listed(d)
	shown.Livemode = &s.live
	return shown
}

// listed returns a dispute as the API returns it in a list.
func (s *state) listed(d *dispute) record {
	shown := d.record
	shown.Object = "dispute"
	shown.URL = d.path()
	shown.MissingFields = s.missing(d)
	return shown
}
