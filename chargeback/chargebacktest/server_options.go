package chargebacktest

import (
	"time"

	"github.com/chargekit/chargekit-go/internal/fake"
)

type config struct {
	fake.Config
	public, secret string
	shapes         Shapes
	errors         ErrorShape
	duplicates     Duplicates
	search         Search
	searchLag      time.Duration
}

func defaultConfig() config { return config{public: PublicKey, secret: SecretKey} }

// WithKeys replaces [PublicKey] and [SecretKey]. It panics if a key is empty.
func WithKeys(public, secret string) Option {
	fake.MustKey("chargebacktest.WithKeys", public, secret)
	return func(c *config) { c.public, c.secret = public, secret }
}

// WithShapes sets the JSON types and shapes of responses.
func WithShapes(shapes Shapes) Option {
	return func(c *config) { c.shapes = shapes }
}

// WithErrors sets the shape of errors. The default is [ErrorsInMessage].
func WithErrors(shape ErrorShape) Option {
	return func(c *config) { c.errors = shape }
}

// WithDuplicates sets what happens to a new order whose order_id exists already at
// its CRM and merchant. The default is [DuplicatesConflict].
func WithDuplicates(policy Duplicates) Option {
	return func(c *config) { c.duplicates = policy }
}

// WithSearch sets what the search parameter does. The default is [SearchExact].
func WithSearch(search Search) Option {
	return func(c *config) { c.search = search }
}

// Shapes are the shapes that a response may have where Chargeback's documentation
// is silent or contradicts itself. The zero Shapes are those of its samples.
type Shapes struct {
	NumberIDs      bool // ids of orders as numbers, and those of CRMs as strings
	NumberPages    bool // page, per_page and total_records as numbers
	NumberMoney    bool // amounts as numbers
	StringQuantity bool // quantities as strings
	StringFlags    bool // manually_generated as a string
	ListTracking   bool // tracking_numbers as a list
	NullParties    bool // crm and merchant as null
	Unwrapped      bool // a single order without its envelope
	OK             bool // status 200 instead of 201
	EmptyDelete    bool // no body in the response to a delete
	NotJSONDelete  bool // a body that is not JSON in the response to a delete
	SingleBatch    bool // an object as the response to a batch of one

	// PartialStatus is the status of a batch that was rejected in part, such as
	// 207 or 422. 0 means the status of success.
	PartialStatus int

	ReverseBatch    bool // the results of a batch in reverse order
	AnonymousErrors bool // no order_id in the errors of a batch
	ShortBatch      bool // the last result of a batch is missing
	WrappedBatch    bool // the results of a batch in an envelope, as orders

	EmptyMoney     bool // "" for amounts that were not sent
	OffsetTimes    bool // times with an offset and a fraction of a second
	DateTimes      bool // times as a date only
	PartialParties bool // crm without its id, merchant as an empty object
	NoParties      bool // neither crm nor merchant
	NullTracking   bool // tracking_numbers as null if none were sent
	CreatorID      bool // a creator_id
	UnknownFields  bool // a field that is not documented
}

// ErrorShape is the place of the message in an error.
type ErrorShape int

// Shapes of errors. The first is the default.
const (
	ErrorsInMessage  ErrorShape = iota // {"status": "error", "message": "…"}
	ErrorsInError                      // {"status": "error", "error": "…"}
	ErrorsInList                       // {"status": "error", "errors": ["…"]}
	ErrorsByField                      // {"status": "error", "errors": {"order_id": ["…"]}}
	ErrorsWithStatus                   // like the first, with HTTP status 200
)

// Duplicates is what happens to a second order with the same order_id.
type Duplicates int

// Policies for duplicates. The first is the default.
const (
	DuplicatesConflict      Duplicates = iota // 409
	DuplicatesUnprocessable                   // 422
	DuplicatesAllowed                         // a second order is created
)

// Search is what the search parameter does.
type Search int

// Values of Search. The first is the default.
const (
	SearchExact    Search = iota // fields of the order equal those of the JSON object
	SearchContains               // fields of the order contain those of the JSON object
	SearchIgnored                // every order matches
	SearchNothing                // no order matches
	SearchRejected               // 400
)
