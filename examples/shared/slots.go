package shared

import (
	"context"
	_ "embed"
	"errors"
	"fmt"
	"time"

	"github.com/redis/go-redis/v9"
)

//go:embed slots.lua
var slotsLua string

var (
	reserveSlot = redis.NewScript(slotsLua)
	beginPause  = redis.NewScript(`
if tonumber(ARGV[1]) > redis.call('PTTL', KEYS[1]) then redis.call('SET', KEYS[1], 1, 'PX', ARGV[1]) end
return 1`)
)

// slots is the state in Redis, as one process sees it.
type slots struct {
	redis  *redis.Client
	keys   []string // slots, state, pause
	n      int
	span   time.Duration // with the margin
	late   time.Duration // by which a caller may wake after its time
	last   slot          // the latest response
	sent   time.Time     // when a request of this process left last
	unseen time.Time     // when one left last that Redis does not know of
}

// slot is a response of slots.lua.
type slot struct {
	tooLate   bool // nothing was reserved, since the wait would be too long
	wait      time.Duration
	hold      time.Duration // for which nothing may leave, because Redis lost its memory
	processes int           // that have a slot in the last span
	free      []time.Duration

	gen   string
	clock int64     // of Redis, in microseconds
	asked time.Time // by the local clock
	at    time.Time // when the response arrived
}

// prompt reports whether the response arrived soon enough for its slot to be used.
func (s slot) prompt(late time.Duration) bool { return s.at.Sub(s.asked) <= late }

// ask reserves a slot under id, or moves it to an earlier time if one is free. paused
// is the rest of a pause that Redis may not know of.
func (s *slots) ask(ctx context.Context, id string, paused time.Duration) (slot, error) {
	longest := time.Duration(1<<53) * time.Microsecond
	if deadline, ok := ctx.Deadline(); ok {
		longest = time.Until(deadline)
	}
	reply, err := s.run(ctx, id, longest, paused, false)
	if err == nil && len(reply) == 1 {
		// Redis's clock has been set, or the first request was delayed on its way.
		reply, err = s.run(ctx, id, longest, paused, true)
	}
	if err == nil && len(reply) != 7 {
		err = errors.New("shared: unexpected reply of the script")
	}
	if err != nil {
		return slot{}, err
	}
	s.unseen = time.Time{}
	return s.last, nil
}

func (s *slots) run(ctx context.Context, id string, longest, paused time.Duration, again bool) ([]any, error) {
	ctx, cancel := context.WithTimeout(ctx, redisTimeout)
	defer cancel()
	asked := time.Now()
	gen, expected := "", int64(0)
	if since := asked.Sub(s.last.asked); since < 2*s.span { // two clocks drift apart in a longer time
		gen, expected = s.last.gen, s.last.clock+since.Microseconds()
	}
	reply, err := reserveSlot.Run(ctx, s.redis, s.keys,
		s.n, s.span.Microseconds(), s.late.Microseconds(),
		id, max(0, longest.Microseconds()), max(0, paused.Microseconds()),
		gen, expected, again,
		asked.Sub(s.sent) < s.span, asked.Sub(s.unseen) < s.span,
	).Slice()
	if err == nil && len(reply) == 7 {
		s.last = parseSlot(reply)
		s.last.asked, s.last.at = asked, time.Now()
	}
	return reply, err
}

func parseSlot(reply []any) slot {
	number := func(i any) time.Duration { v, _ := i.(int64); return time.Duration(v) }
	s := slot{
		tooLate:   reply[0] == "LATE",
		wait:      number(reply[1]) * time.Microsecond,
		clock:     int64(number(reply[2])),
		gen:       fmt.Sprint(reply[3]),
		hold:      number(reply[4]) * time.Microsecond,
		processes: int(number(reply[5])),
	}
	free, _ := reply[6].([]any)
	for _, f := range free {
		s.free = append(s.free, number(f)*time.Microsecond)
	}
	return s
}

// pause tells Redis that nothing may leave for d.
func (s *slots) pause(d time.Duration) error {
	ctx, cancel := context.WithTimeout(context.Background(), redisTimeout)
	defer cancel()
	return beginPause.Run(ctx, s.redis, s.keys[2:], d.Milliseconds()).Err()
}

// giveBack frees the slot of a caller that gave up.
func (s *slots) giveBack(id string) {
	ctx, cancel := context.WithTimeout(context.Background(), redisTimeout)
	defer cancel()
	s.redis.ZRem(ctx, s.keys[0], id)
}

// guess estimates how long a caller waits that has so many others of its process
// before it, of which the first has a slot. All processes take turns.
func (s slot) guess(before int, span time.Duration) time.Duration {
	i := before*s.processes - 1
	wait := s.free[i%len(s.free)] + span*time.Duration(i/len(s.free))
	return wait - time.Since(s.at)
}
