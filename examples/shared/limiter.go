package shared

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"github.com/redis/go-redis/v9"
)

// ErrAway means that a request was not sent because Redis is away and the limiter has
// no share of the limit of its own.
var ErrAway = errors.New("shared: Redis is away, so the rate limit allows no request")

// LimiterConfig is the configuration of a [Limiter]. All processes need the same one.
// The zero value is ChargeDesk's limit, closed when Redis is away.
type LimiterConfig struct {
	// Limit is the number of requests in any Span. Zero means 60.
	Limit int

	// Span is the length of the vendor's window. Zero means a minute.
	Span time.Duration

	// Margin is added to Span. Requests take different times to arrive, so without
	// it the vendor could count one more. Zero means a sixtieth of Span, which is a
	// second for a minute.
	Margin time.Duration

	// Processes decides what happens when Redis is away for longer than Span. Zero
	// is closed: no request leaves, and Wait returns [ErrAway]. Otherwise it is the
	// number of processes on the key, and each of them goes on at its share,
	// Limit/Processes. If only some of them can't reach Redis, their shares come on
	// top of the limit.
	Processes int

	// Logger gets a record when Redis is away or back, and when it has lost its
	// memory. nil means no logging.
	Logger *slog.Logger
}

// Limiter lets at most Limit requests of all its processes leave in any Span. It is a
// Limiter of chargedesk, chargehound and chargeback.
//
// Callers of one process are served first come first served, and processes take
// turns. A process that is stopped after Wait has returned may send too late; Margin
// covers as much.
//
// When Redis was restarted or replaced, or its clock was set, it is not known what
// left before. Nothing leaves then for Span + Margin + 3 seconds. The same holds for a
// Redis younger than Span, and when a process returns that went on at its share.
type Limiter struct {
	share   share // used by the caller whose turn it is, as slots is
	slots   slots
	log     *slog.Logger
	process string
	served  int
	turn    chan struct{} // held by the caller that talks to Redis; the others queue for it

	mu     sync.Mutex
	queue  int       // callers in Wait
	latest slot      // for those who have to guess
	paused time.Time // no request leaves before
}

// NewLimiter returns a Limiter of all processes with the same name, see [Name]. It
// does not connect to Redis. client should come from [Open], since other settings
// take longer to notice that Redis is away. An error means that cfg is wrong.
func NewLimiter(client *redis.Client, name string, cfg LimiterConfig) (*Limiter, error) {
	if cfg.Limit == 0 {
		cfg.Limit = 60
	}
	if cfg.Span == 0 {
		cfg.Span = time.Minute
	}
	if cfg.Margin == 0 {
		cfg.Margin = cfg.Span / 60
	}
	if cfg.Logger == nil {
		cfg.Logger = slog.New(slog.DiscardHandler)
	}
	if cfg.Limit < 1 || cfg.Span < time.Millisecond || cfg.Margin < 0 {
		return nil, errors.New("shared: Limit and Span must be positive, and Margin not negative")
	}
	if cfg.Processes < 0 || cfg.Processes > cfg.Limit {
		return nil, errors.New("shared: Processes must be from 0 to Limit")
	}
	span := cfg.Span + cfg.Margin
	keys := []string{redisKey(name, "slots"), redisKey(name, "state"), redisKey(name, "pause")}
	return &Limiter{
		share:   newShare(cfg.Limit, cfg.Processes, span),
		slots:   slots{redis: client, keys: keys, n: cfg.Limit, span: span, late: cfg.Margin / 4},
		log:     cfg.Logger.With("limiter", name),
		process: rand.Text(),
		turn:    make(chan struct{}, 1),
	}, nil
}

// Wait returns nil when a request may leave. The error is ctx's if ctx ends first, an
// error that matches [context.DeadlineExceeded] at once if ctx's deadline comes before
// the request's turn, or one that matches [ErrAway].
//
// When Redis is away, Wait waits for it to return for at most Span + Margin.
func (l *Limiter) Wait(ctx context.Context) error {
	if err := l.join(ctx); err != nil {
		return err
	}
	defer l.leave()
	select {
	case l.turn <- struct{}{}:
	case <-ctx.Done():
		return ctx.Err()
	}
	defer func() { <-l.turn }()
	l.served++
	id := fmt.Sprintf("%s:%d", l.process, l.served)
	for {
		leave, wait, err := l.step(ctx, id)
		if err == nil {
			err = sleep(ctx, wait)
		}
		if err != nil {
			l.giveUp(id)
			return err
		}
		if leave {
			return nil
		}
	}
}

// Pause lets no request of any process leave for d, unless it is about to leave now.
// The clients call it after a 429.
func (l *Limiter) Pause(d time.Duration) {
	d = max(d, time.Millisecond)
	l.mu.Lock()
	if until := time.Now().Add(d); until.After(l.paused) {
		l.paused = until
	}
	l.mu.Unlock()
	if err := l.slots.pause(d); err != nil {
		l.log.Warn("a pause was not shared yet", "error", err)
	}
}

// join enters the queue. A caller that would have to wait for too long behind the
// others of its process fails.
func (l *Limiter) join(ctx context.Context) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	deadline, ok := ctx.Deadline()
	if ok && l.queue > 0 && time.Since(l.latest.at) < l.slots.span {
		if wait := l.latest.guess(l.queue, l.slots.span); wait > time.Until(deadline) {
			return tooLate(wait)
		}
	}
	l.queue++
	return nil
}

func (l *Limiter) leave() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.queue--
}

func (l *Limiter) pausedUntil() time.Time {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.paused
}

// step reports whether the caller may leave, or how long it has to wait before the
// next step. The second step, when a reserved time has come, is what makes pauses and
// restarts safe.
func (l *Limiter) step(ctx context.Context, id string) (leave bool, wait time.Duration, err error) {
	if l.share.probeDue() {
		slot, err := l.slots.ask(ctx, id, time.Until(l.pausedUntil()))
		if err == nil {
			return l.follow(slot)
		}
		if ctx.Err() != nil {
			return false, 0, ctx.Err()
		}
		if l.share.missed(err) {
			l.log.Warn("Redis is away", "error", err)
		}
	}
	return l.share.step(ctx, &l.slots, l.pausedUntil())
}

// follow does what Redis says.
func (l *Limiter) follow(slot slot) (leave bool, wait time.Duration, err error) {
	if l.share.back() {
		l.log.Info("Redis is back")
	}
	l.mu.Lock()
	known := l.latest.gen == slot.gen
	l.latest = slot
	l.mu.Unlock()
	if slot.hold > 0 && !known {
		l.log.Warn("Redis does not know what was sent, so no request leaves", "for", slot.hold)
	}
	if slot.tooLate {
		return false, 0, tooLate(slot.wait)
	}
	if slot.wait > 0 || !slot.prompt(l.slots.late) {
		return false, slot.wait, nil
	}
	l.slots.sent = time.Now()
	return true, 0, nil
}

// giveUp frees the slot of a caller that has not left.
func (l *Limiter) giveUp(id string) {
	if !l.share.away() {
		l.slots.giveBack(id)
	}
}

func tooLate(wait time.Duration) error {
	return fmt.Errorf("shared: the rate limit allows no request for %v more: %w", wait.Round(time.Millisecond), context.DeadlineExceeded)
}

// sleep returns ctx's error if ctx ends before d is over.
func sleep(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return ctx.Err()
	}
}
