package chargehoundtest

import (
	"fmt"
	"maps"
	"net/http"
	"slices"
	"time"

	"github.com/chargekit/chargekit-go/internal/fake"
)

type config struct {
	fake.Config
	key            string
	version        version
	queueDelay     time.Duration
	queueStatus    int
	responseExpiry time.Duration
	replaceFields  bool
	lenient        bool
	editable       []string
	statuses       map[string]int // of error types
	webhookClient  *http.Client
	newWebhookIDs  bool
}

func defaultConfig() config {
	return config{
		key:            Key,
		version:        latest,
		queueDelay:     24 * time.Hour,
		queueStatus:    http.StatusAccepted,
		responseExpiry: time.Hour,
		editable:       []string{needsResponse, warningNeedsResponse, requiresReview, accepted, queued},
		statuses:       maps.Clone(statusOfType),
	}
}

// WithKey sets the API key; the default is [Key]. A key that does not begin with
// test_ makes all data of the server live. WithKey panics if the key is empty.
func WithKey(key string) Option {
	fake.MustKey("chargehoundtest.WithKey", key)
	return func(c *config) { c.key = key }
}

// WithAPIVersion sets the version for webhooks, and for requests without a
// Chargehound-Version header, like the setting of an organization. The default is
// the newest. WithAPIVersion panics if no version has this date.
func WithAPIVersion(date string) Option {
	v := version(date)
	if !v.known() {
		panic(fmt.Sprintf("chargehoundtest.WithAPIVersion: there is no version %q", date))
	}
	return func(c *config) { c.version = v }
}

// WithQueueDelay sets how long after it was queued a dispute is submitted; the
// default is a day. It is submitted a minute before it is due if that is earlier.
func WithQueueDelay(delay time.Duration) Option { return func(c *config) { c.queueDelay = delay } }

// WithQueueStatus sets the status of the response to a request that queues a
// dispute; the default is 202. Chargehound does not document it.
func WithQueueStatus(status int) Option { return func(c *config) { c.queueStatus = status } }

// WithResponseExpiry sets how long the link to a response is valid; the default is
// an hour.
func WithResponseExpiry(d time.Duration) Option { return func(c *config) { c.responseExpiry = d } }

// WithReplacedFields makes an update replace all stored evidence fields. By default
// it merges its fields into them.
func WithReplacedFields() Option { return func(c *config) { c.replaceFields = true } }

// WithEditableStates sets the states in which a dispute can be updated. The default
// is needs_response, warning_needs_response, requires_review, accepted and queued.
// Won and lost disputes can never be updated.
func WithEditableStates(states ...string) Option {
	return func(c *config) { c.editable = slices.Clone(states) }
}

// WithErrorStatus sets the HTTP status of a type of error, such as 404 for
// template_not_found. The default is 401 for authentication, 404 for
// dispute_not_found, and 400 for all others.
func WithErrorStatus(errorType string, status int) Option {
	return func(c *config) { c.statuses[errorType] = status }
}

// WithLenience makes the server accept what Chargehound's documentation does not
// mention, instead of rejecting it: unknown parameters are ignored, unknown enum
// values are stored, a second create returns the existing dispute, a limit outside
// 1 to 100 is clamped, starting_after takes precedence over ending_before, and an
// unknown cursor returns an empty page.
func WithLenience() Option { return func(c *config) { c.lenient = true } }

// WithNewWebhookIDs gives each retry of a webhook a new id. By default it keeps the
// first one, which [DeliveryLog] holds. Chargehound documents neither.
func WithNewWebhookIDs() Option { return func(c *config) { c.newWebhookIDs = true } }

// WithWebhookClient sets the client that posts webhooks, such as one that reaches a
// receiver in memory. Redirects are never followed.
func WithWebhookClient(client *http.Client) Option {
	return func(c *config) { c.webhookClient = client }
}
