package shared

import (
	"context"
	"fmt"
	"time"
)

const (
	firstProbe   = 50 * time.Millisecond
	longestProbe = time.Second // slots.lua counts on it
)

// share is what a process does when Redis is away. For a span it waits for Redis,
// since others may have used the whole limit just before. Then it goes on at its
// share, or not at all.
type share struct {
	span  time.Duration
	left  []time.Time // when the latest requests left, a ring; empty if closed
	next  int         // the oldest of them
	since time.Time   // when Redis was missed first; zero if it is not away
	cause error
	probe time.Time // when to ask Redis again
	pause time.Duration
}

func newShare(limit, processes int, span time.Duration) share {
	if processes == 0 {
		return share{span: span}
	}
	return share{span: span, left: make([]time.Time, limit/processes)}
}

func (s *share) away() bool     { return !s.since.IsZero() }
func (s *share) probeDue() bool { return !time.Now().Before(s.probe) }

// missed notes that Redis did not respond. It reports whether that is news.
func (s *share) missed(cause error) bool {
	news := !s.away()
	if news {
		s.since, s.pause = time.Now(), firstProbe
	}
	s.cause = cause
	s.probe = time.Now().Add(s.pause)
	s.pause = min(2*s.pause, longestProbe)
	return news
}

// back notes that Redis responded. It reports whether that is news.
func (s *share) back() bool {
	news := s.away()
	s.since, s.probe = time.Time{}, time.Time{}
	return news
}

// step is [Limiter.step] without Redis.
func (s *share) step(ctx context.Context, known *slots, paused time.Time) (leave bool, wait time.Duration, err error) {
	now, alone := time.Now(), s.since.Add(s.span)
	probe := max(s.probe.Sub(now), time.Millisecond)
	if now.Before(alone) {
		return false, min(probe, alone.Sub(now)), nil
	}
	if len(s.left) == 0 {
		return false, 0, fmt.Errorf("%w: %w", ErrAway, s.cause)
	}
	free := s.left[s.next].Add(s.span)
	if paused.After(free) {
		free = paused
	}
	if wait := free.Sub(now); wait > 0 {
		if deadline, ok := ctx.Deadline(); ok && deadline.Before(free) {
			return false, 0, tooLate(wait)
		}
		return false, min(probe, wait), nil
	}
	s.left[s.next], known.unseen = now, now
	s.next = (s.next + 1) % len(s.left)
	return true, 0, nil
}
