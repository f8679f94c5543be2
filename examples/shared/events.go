package shared

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"time"

	"github.com/redis/go-redis/v9"
)

// handled is what an event's key contains after Done. A claim has a prefix, so that
// it can't be the same.
const (
	handled     = "handled"
	claimPrefix = "claim:"
	keptEvents  = 7 * 24 * time.Hour
)

// ErrClaimLost means that an event was handled by a process whose claim had ended, so
// that another process may have handled it too.
var ErrClaimLost = errors.New("shared: the claim of the event had ended")

// EventStore claims webhook events, so that one of several processes handles each. It
// is an EventStore of chargedesk and of chargehound.
type EventStore struct {
	redis *redis.Client
	name  string
}

// NewEventStore returns the EventStore of all processes with the same name. Each vendor
// key needs a name of its own, see [Name]: the ids of two vendors may be the same.
func NewEventStore(client *redis.Client, name string) *EventStore {
	return &EventStore{client, name}
}

var claimEvent = redis.NewScript(`
local holder = redis.call('GET', KEYS[1])
if holder and holder ~= ARGV[1] then return holder end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
return ARGV[1]`)

// Claim claims eventID for lease, or extends the lease of claim. It returns who holds
// the event, or "" if the event was handled. The lease is counted in milliseconds.
func (s *EventStore) Claim(ctx context.Context, eventID, claim string, lease time.Duration) (holder string, err error) {
	value, err := claimEvent.Run(ctx, s.redis, s.keys(eventID), claimPrefix+claim, lease.Milliseconds()).Text()
	if err != nil || value == handled {
		return "", err
	}
	return value[len(claimPrefix):], nil
}

// Done remembers for a week that eventID was handled. It does so even if claim no
// longer holds the event, and returns [ErrClaimLost] then.
func (s *EventStore) Done(ctx context.Context, eventID, claim string) error {
	value, err := s.redis.SetArgs(ctx, s.keys(eventID)[0], handled, redis.SetArgs{TTL: keptEvents, Get: true}).Result()
	if err != nil && !errors.Is(err, redis.Nil) {
		return err
	}
	if value != claimPrefix+claim {
		return ErrClaimLost
	}
	return nil
}

var releaseEvent = redis.NewScript(`
if redis.call('GET', KEYS[1]) == ARGV[1] then redis.call('DEL', KEYS[1]) end
return 1`)

// Release gives up claim, so that the next delivery may claim the event at once. It
// does nothing if claim does not hold eventID.
func (s *EventStore) Release(ctx context.Context, eventID, claim string) error {
	return releaseEvent.Run(ctx, s.redis, s.keys(eventID), claimPrefix+claim).Err()
}

// keys returns the event's only key. Its length does not depend on the sender.
func (s *EventStore) keys(eventID string) []string {
	digest := sha256.Sum256([]byte(eventID))
	return []string{redisKey(s.name, "event:"+hex.EncodeToString(digest[:]))}
}
