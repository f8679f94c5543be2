// Package shared lets several processes work with one vendor key: a [Limiter] that
// keeps all of them together to the vendor's limit, and an [EventStore] that has
// each webhook event handled by one of them. Both keep their state in Redis 7 or
// later.
//
//	client, err := shared.Open("redis://10.0.0.7:6379")
//	name := shared.Name("chargedesk", secretKey)
//	limiter, err := shared.NewLimiter(client, name, shared.LimiterConfig{Processes: 8})
//	desk, err := chargedesk.New(secretKey, chargedesk.WithLimiter(limiter))
//	handler, err := chargedesk.WebhookHandler(desk, chargedesk.WebhookConfig{
//		Token: token,
//		Store: shared.NewEventStore(client, name),
//	}, handle)
//
// Redis needs "maxmemory-policy noeviction". Its clock decides, so the clocks of the
// processes may differ.
package shared

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"time"

	"github.com/redis/go-redis/v9"
)

// redisTimeout is how long Redis may take for one command.
const redisTimeout = 500 * time.Millisecond

// Open returns a client for the Redis at a URL such as
// redis://user:password@host:6379/0. It does not connect yet. An error means that
// the URL is wrong.
//
// A client with the library's own defaults takes seconds to notice that Redis is
// away: it dials five times, repeats each command three times and ignores deadlines.
func Open(url string) (*redis.Client, error) {
	options, err := redis.ParseURL(url)
	if err != nil {
		return nil, errors.New("shared: not a URL of a Redis") // err may show the password
	}
	options.MaxRetries, options.DialerRetries = -1, 1
	options.DialTimeout, options.ReadTimeout, options.WriteTimeout = redisTimeout, redisTimeout, redisTimeout
	options.ContextTimeoutEnabled = true
	return redis.NewClient(options), nil
}

// Name returns the name under which all processes with this key of the vendor
// share their state. It does not show the key.
func Name(vendor, key string) string {
	digest := sha256.Sum256([]byte("chargekit shared\x00" + vendor + "\x00" + key))
	return vendor + "-" + hex.EncodeToString(digest[:12])
}

// redisKey returns a key of the name. The braces keep all of a name's keys on one
// node of a cluster.
func redisKey(name, what string) string { return "chargekit:{" + name + "}:" + what }
