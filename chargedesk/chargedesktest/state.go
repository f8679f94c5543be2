package chargedesktest

import (
	"strconv"
	"sync"
	"time"

	"github.com/chargekit/chargekit-go/internal/fake"
)

// Fixed values of the company.
const (
	company        = "example-company"
	defaultGateway = "stripe"
	site           = "https://chargedesk.com"
)

// desk is the state of the server. Its methods expect mu to be locked.
type desk struct {
	cfg       config
	deliverer fake.Deliverer

	mu     sync.Mutex
	serial map[string]uint64 // last number used, by prefix

	charges      map[string]*charge
	transactions map[string]*charge
	chargeLine   timeline[*charge]
	chargeCount  counters

	customers    map[string]*customer
	customerLine timeline[*customer]

	subscriptions    map[string]*subscription
	subscriptionLine timeline[*subscription]

	products    map[string]*product
	productLine timeline[*product]

	activity      timeline[*activity]
	cancellations timeline[*cancellation]
	webhooks      []*webhook
	agents        map[string]*agent
	messages      []Message
}

func newDesk(cfg config) *desk {
	d := &desk{cfg: cfg}
	d.deliverer = fake.Deliverer{Client: cfg.webhookClient, Clock: cfg.Clock, StopOn410: true, Disabled: d.disableWebhooks}
	d.clear()
	return d
}

func (d *desk) clear() {
	d.serial = map[string]uint64{}
	d.charges, d.transactions = map[string]*charge{}, map[string]*charge{}
	d.chargeLine, d.chargeCount = timeline[*charge]{}, counters{}
	d.customers, d.customerLine = map[string]*customer{}, timeline[*customer]{}
	d.subscriptions, d.subscriptionLine = map[string]*subscription{}, timeline[*subscription]{}
	d.products, d.productLine = map[string]*product{}, timeline[*product]{}
	d.activity, d.cancellations = timeline[*activity]{}, timeline[*cancellation]{}
	d.webhooks, d.agents, d.messages = nil, map[string]*agent{}, nil
}

func (d *desk) now() int64 { return d.cfg.Clock().Unix() }

// next returns the numbers 1, 2, 3 and so on for each prefix.
func (d *desk) next(prefix string) uint64 {
	d.serial[prefix]++
	return d.serial[prefix]
}

func (d *desk) newID(prefix string) string {
	return prefix + "_" + strconv.FormatUint(d.next(prefix), 10)
}

// freeID is newID for objects whose ids clients also choose. It skips used ids.
func freeID[T any](d *desk, prefix string, taken map[string]T) string {
	for {
		id := d.newID(prefix)
		if _, known := taken[id]; !known {
			return id
		}
	}
}

// moment returns a new place in a timeline.
func (d *desk) moment(at int64) moment { return moment{At: at, Seq: d.next("moment")} }

func (d *desk) writer() *writer { return &writer{live: d.cfg.types == LiveTypes} }

// written returns the JSON that object writes.
func (d *desk) written(object func(*writer)) ([]byte, error) {
	w := d.writer()
	object(w)
	return w.b, nil
}

// counters holds how many charges have the id of a subscription or product, which
// need not exist.
type counters map[owner]int64

type owner struct{ kind, id string }

const (
	ofSubscription = "subscription"
	ofProduct      = "product"
)

func (n counters) add(kind, id string, by int64) {
	key := owner{kind, id}
	if n[key] += by; n[key] == 0 || id == "" {
		delete(n, key)
	}
}

func (n counters) of(kind, id string) int64 { return n[owner{kind, id}] }

// recordMessage keeps a message; nothing is sent.
func (d *desk) recordMessage(to, kind, objectID string) {
	at := time.Unix(d.now(), 0).UTC()
	d.messages = append(d.messages, Message{at, to, kind, objectID})
}
