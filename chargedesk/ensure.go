package chargedesk

import (
	"cmp"
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/chargekit/chargekit-go/internal/api"
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

// forRead returns the options of an Ensure method for its reads.
func forRead(opts []CallOption) []CallOption {
	return append(slices.Clip(opts), func(cfg *callConfig) {
		clear(cfg.params)
		cfg.ForEnsureRead()
	})
}

// forSend returns the options of an Ensure method for the request that it sends.
func (c *Client) forSend(opts []CallOption, within time.Duration) []CallOption {
	return append(slices.Clip(opts), func(cfg *callConfig) {
		cfg.ForEnsureSend(c.config().Retry, ensure.Linger, within)
	})
}

// ensureSettings returns the settings of an Ensure method that sends r. It rejects
// ids and options that r would be rejected for.
func (c *Client) ensureSettings(method string, r api.Request, opts []CallOption) (ensure.Settings, error) {
	cfg, err := newCallConfig(c.forSend(opts, 0))
	if err != nil {
		return ensure.Settings{}, err
	}
	if _, err := encode(r, nil, cfg); err != nil {
		return ensure.Settings{}, invalid(err)
	}
	if cfg, err = newCallConfig(opts); err != nil {
		return ensure.Settings{}, err
	}
	return ensure.Settings{
		Vendor: "chargedesk", Method: method, Logger: c.config().Logger, Keeper: c.ensured, Key: objectKey(r),
		Timeout: cmp.Or(cfg.Timeout, c.config().Timeout), SettleAfter: cmp.Or(cfg.SettleAfter, DefaultSettleAfter),
		MaybeSentAt: cfg.MaybeSentAt, Kinds: &sentinels, RetryAfter: retryAfter,
		NewError: func(p ensure.Problem) error { return newEnsureError(r, p) },
	}, nil
}

// objectKey returns the key of the object that r is about: the calls for one object
// take turns, whatever they do to it.
func objectKey(r api.Request) string {
	kind, _, _ := strings.Cut(r.Route, "{")
	return kind + r.ID()
}

// retryAfter returns the wait that an error of this package asks for, 0 for none.
func retryAfter(err error) time.Duration {
	if failed, ok := errors.AsType[*Error](err); ok {
		return failed.RetryAfter
	}
	return 0
}

// newEnsureError returns the error of an Ensure method that sends r. If the cause is
// the error of a lost request, it is that error with the time to wait.
func newEnsureError(r api.Request, p ensure.Problem) error {
	failed := Error{Method: r.Method, Route: r.Route, ObjectID: r.ID(), Outcome: Outcome(p.Outcome), Err: p.Err}
	if lost, ok := p.Err.(*Error); ok && lost.Outcome == failed.Outcome {
		failed = *lost
	}
	failed.RetryAfter, failed.Waited = p.RetryAfter, failed.Waited+p.Waited
	return &failed
}
