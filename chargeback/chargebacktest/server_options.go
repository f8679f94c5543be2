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

// WithShapes changes the types and shapes of answers.
func WithShapes(shapes Shapes) Option {
	return func(c *config) { c.shapes = shapes }
}

// WithErrors changes how errors look.
func WithErrors(shape ErrorShape) Option {
	return func(c *config) { c.errors = shape }
}

// WithDuplicates changes what happens to an order whose order_id exists already
// at its CRM and merchant.
func WithDuplicates(policy Duplicates) Option {
	return func(c *config) { c.duplicates = policy }
}

// WithSearch changes what the search parameter does.
func WithSearch(search Search) Option {
	return func(c *config) { c.search = search }
}

// Shapes are the forms an answer may have, as far as Chargeback's documentation
// leaves it open or contradicts itself. The zero Shapes are those of its samples.
type Shapes struct {
	NumberIDs     bool // the ids of orders as numbers, and those of CRMs as texts
	NumberPages   bool // page, per_page and total_records as numbers
	NumberMoney   bool // amounts as numbers
	TextQuantity  bool // quantities as texts
	TextFlags     bool // manually_generated as a text
	ListTracking  bool // tracking_numbers as a list
	NullParties   bool // crm and merchant as null
	Unwrapped     bool // a single order without its envelope
	OK            bool // 200 in place of 201
	EmptyDelete   bool // a delete answered without a body
	NotJSONDelete bool // a delete answered by something that is not JSON
	SingleBatch   bool // a batch of one answered by an object

	// PartialStatus is the status of a batch that was refused in part; 0 means
	// that of success. 422 is as likely as 207 or 201.
	PartialStatus int

	ReverseBatch    bool // the answers of a batch in reverse order
	AnonymousErrors bool // refused orders of a batch without their order_id
	ShortBatch      bool // the last answer of a batch left out
	WrappedBatch    bool // the answers of a batch in an envelope, as orders

	EmptyMoney     bool // amounts that an order does not have as ""
	OffsetTimes    bool // times with an offset and a fraction of a second
	DateTimes      bool // times as a date alone
	PartialParties bool // crm without its id, merchant as an empty object
	NoParties      bool // neither crm nor merchant
	NullTracking   bool // tracking_numbers as null where none were sent
	CreatorID      bool // with a creator_id
	UnknownMembers bool // with a member that nobody has documented
}

// ErrorShape says where an error's explanation is found.
type ErrorShape int

// Shapes of errors. The first is the default.
const (
	ErrorsInMessage  ErrorShape = iota // {"status": "error", "message": "…"}
	ErrorsInError                      // {"status": "error", "error": "…"}
	ErrorsInList                       // {"status": "error", "errors": ["…"]}
	ErrorsByMember                     // {"status": "error", "errors": {"order_id": ["…"]}}
	ErrorsWithStatus                   // like the first, with a 200: only the status text tells
)

// Duplicates says what happens to a second order of the same order_id.
type Duplicates int

// Policies for duplicates. The first is the default.
const (
	DuplicatesConflict      Duplicates = iota // 409
	DuplicatesUnprocessable                   // 422
	DuplicatesAllowed                         // a second order is made
)

// Search says what the search parameter does.
type Search int

// Behaviours of the search. The first is the default.
const (
	SearchExact    Search = iota // members of the order equal those of the JSON object
	SearchContains               // texts of the order contain those of the JSON object
	SearchIgnored                // all orders are found
	SearchNothing                // no order is ever found
	SearchRefused                // 400
)
