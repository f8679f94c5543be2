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

// WithKey sets the API key, [Key] otherwise. A key that does not begin with test_
// makes all data of the server live. It panics if the key is empty.
func WithKey(key string) Option {
	fake.MustKey("chargehoundtest.WithKey", key)
	return func(c *config) { c.key = key }
}

// WithAPIVersion sets the version for webhooks, and for requests without a
// Chargehound-Version header, as an organisation's setting does; the newest
// otherwise. It panics if no version has this date.
func WithAPIVersion(date string) Option {
	v := version(date)
	if !v.known() {
		panic(fmt.Sprintf("chargehoundtest.WithAPIVersion: there is no version %q", date))
	}
	return func(c *config) { c.version = v }
}

// WithQueueDelay sets how long a queued dispute waits before it is submitted, a
// day otherwise. It is submitted a minute before it is due if that comes first.
func WithQueueDelay(delay time.Duration) Option { return func(c *config) { c.queueDelay = delay } }

// WithQueueStatus sets the status with which a request that queues a dispute is
// answered, 202 otherwise. Chargehound does not document it.
func WithQueueStatus(status int) Option { return func(c *config) { c.queueStatus = status } }

// WithResponseExpiry sets how long the link to a response can be used, an hour
// otherwise.
func WithResponseExpiry(d time.Duration) Option { return func(c *config) { c.responseExpiry = d } }

// WithReplacedFields makes the fields of an update take the place of the stored
// ones. Otherwise they are merged into them.
func WithReplacedFields() Option { return func(c *config) { c.replaceFields = true } }

// WithEditableStates sets the states in which a dispute takes updates; otherwise
// the two open ones, requires_review, accepted and queued. Won and lost disputes
// never take any.
func WithEditableStates(states ...string) Option {
	return func(c *config) { c.editable = slices.Clone(states) }
}

// WithErrorStatus sets the HTTP status of a type of error, such as 404 for
// template_not_found.
func WithErrorStatus(errorType string, status int) Option {
	return func(c *config) { c.statuses[errorType] = status }
}

// WithLenience makes the server take what Chargehound's documentation does not
// speak of instead of refusing it: unknown parameters and enum values are ignored
// or kept, a second create returns the dispute that is there, a limit outside 1 to
// 100 is moved into it, of two cursors starting_after counts, and an unknown
// cursor gives an empty page.
func WithLenience() Option { return func(c *config) { c.lenient = true } }

// WithNewWebhookIDs gives each repeat of a webhook an id of its own. Otherwise it
// keeps the first one, which [DeliveryLog] shows; Chargehound documents neither.
func WithNewWebhookIDs() Option { return func(c *config) { c.newWebhookIDs = true } }

// WithWebhookClient sets the client that posts webhooks, for receivers that need
// one, for example because they are in memory. Redirects are never followed.
func WithWebhookClient(client *http.Client) Option {
	return func(c *config) { c.webhookClient = client }
}
