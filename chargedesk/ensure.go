package chargedesk

import (
	"cmp"
	"errors"
	"net/http"
	"slices"
	"time"

	"github.com/chargekit/chargekit-go/internal/ensure"
)

// DefaultSettleAfter is how long the Ensure methods wait, after the end of a
// request whose response was lost, before "not seen" counts as "not done". The
// vendor's own PHP client waits as long for a response. See [WithSettleAfter].
const DefaultSettleAfter = 2 * time.Minute

// WithSettleAfter replaces [DefaultSettleAfter] for a call of an Ensure method. Set
// it above the longest time that your gateway may take to execute a request whose
// response was lost and to show the result. Other methods reject the option with a
// [*ValidationError].
func WithSettleAfter(d time.Duration) CallOption {
	return func(cfg *callConfig) { cfg.SetSettleAfter(d) }
}

// WithMaybeSentAt tells an Ensure method that another process, or this one before
// it was restarted, may have sent the request, and that it ended or was found dead
// at t. The method then sends nothing before [WithSettleAfter] has passed since t.
// The zero time means that nobody has. Other methods reject the option with a
// [*ValidationError].
func WithMaybeSentAt(t time.Time) CallOption {
	return func(cfg *callConfig) { cfg.MaybeSentAt = t }
}

// with returns opts and a last option.
func with(opts []CallOption, last CallOption) []CallOption {
	return append(slices.Clip(opts), last)
}

// forRead returns the options of an Ensure method for its reads: parameters are for
// the request that it sends.
func forRead(opts []CallOption) []CallOption {
	return with(opts, func(cfg *callConfig) {
		clear(cfg.params)
		clear(cfg.Query)
		cfg.SettleAfter, cfg.MaybeSentAt, cfg.Timeout = 0, time.Time{}, 0
	})
}

// forSend returns the options of an Ensure method for the request that it sends.
// What was read is old after a 429, so the method reads again instead of retrying.
func (c *Client) forSend(opts []CallOption) []CallOption {
	return with(opts, func(cfg *callConfig) {
		policy := c.config().Retry
		if cfg.Retry != nil {
			policy = *cfg.Retry
		}
		policy.MaxRateLimitWaits = 0
		cfg.Retry, cfg.Linger = &policy, ensure.Linger
		cfg.SettleAfter, cfg.MaybeSentAt, cfg.Timeout = 0, time.Time{}, 0
	})
}

// ensureSettings returns the settings of an Ensure method for an object.
func (c *Client) ensureSettings(method, objectID string, opts []CallOption) (ensure.Settings, error) {
	cfg, err := newCallConfig(opts)
	if err != nil {
		return ensure.Settings{}, err
	}
	return ensure.Settings{
		Vendor: "chargedesk", Method: method, Logger: c.config().Logger, Keeper: c.ensured, Key: objectID,
		Timeout: cmp.Or(cfg.Timeout, c.config().Timeout), SettleAfter: cmp.Or(cfg.SettleAfter, DefaultSettleAfter),
		MaybeSentAt: cfg.MaybeSentAt, Kinds: &sentinels, RetryAfter: retryAfter,
		UnknownError: func(cause error, wait time.Duration) error {
			return &Error{Method: http.MethodPost, Route: method, ObjectID: objectID, Outcome: OutcomeUnknown, RetryAfter: wait, Err: cause}
		},
	}, nil
}

func retryAfter(err error) time.Duration {
	if failed, ok := errors.AsType[*Error](err); ok {
		return failed.RetryAfter
	}
	return 0
}
