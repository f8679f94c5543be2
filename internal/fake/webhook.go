package fake

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"slices"
	"sync"
	"time"
)

// MaxDeliveries is how many deliveries a Deliverer keeps before it forgets the
// oldest that is done for each new one. Open ones are never forgotten.
const MaxDeliveries = 10_000

// Deliverer sends webhooks as the vendors do: a POST of JSON, repeated at a fixed
// interval until some 2xx or until it gives up. Redirects are not followed and
// count as failures, like every other status and every missing answer.
//
// Nothing is sent by Send itself: a test calls DeliverDue when it wants, a
// simulator calls Run. Fill the fields before the first use; the zero value
// works. A Deliverer is safe for concurrent use.
type Deliverer struct {
	// Client posts the webhooks, with its redirect policy replaced. Nil means one
	// that opens a connection per attempt.
	Client *http.Client

	// Clock says what is due. Nil means time.Now.
	Clock func() time.Time

	// Interval between the starts of two attempts; 0 means one hour.
	Interval time.Duration

	// GiveUpAfter is how long after Send attempts are still made, the bound
	// included; 0 means three days. Hourly attempts then come to 73.
	GiveUpAfter time.Duration

	// Timeout of one attempt; 0 means 30 seconds.
	Timeout time.Duration

	// StopOn410 makes a 410 end all open deliveries to its URL and report the
	// URL to Disabled, if that is set. Without it a 410 is a failure like others.
	StopOn410 bool
	Disabled  func(url string)

	sending sync.Mutex // held through DeliverDue: one attempt at a time

	mu         sync.Mutex
	deliveries []*Delivery
	wake       chan struct{}
}

// Send queues a webhook; its first attempt is due at once. The id is the event's
// and need not be unique.
func (d *Deliverer) Send(id, event, url string, body []byte) {
	now := d.now()
	delivery := &Delivery{
		ID: id, Event: event, URL: url, Body: bytes.Clone(body),
		Next: now, giveUp: now.Add(orDefault(d.GiveUpAfter, 72*time.Hour)),
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	if len(d.deliveries) >= MaxDeliveries {
		d.forgetOneDone()
	}
	d.deliveries = append(d.deliveries, delivery)
	d.wakeRun()
}

func (d *Deliverer) forgetOneDone() {
	isDone := func(delivery *Delivery) bool { return delivery.Done }
	if oldest := slices.IndexFunc(d.deliveries, isDone); oldest >= 0 {
		d.deliveries = slices.Delete(d.deliveries, oldest, oldest+1)
	}
}

// Deliveries returns copies of the deliveries, in order of Send: all that are
// open, and the newest that are done.
func (d *Deliverer) Deliveries() []Delivery {
	d.mu.Lock()
	defer d.mu.Unlock()
	copies := make([]Delivery, len(d.deliveries))
	for i, delivery := range d.deliveries {
		copies[i] = delivery.clone()
	}
	return copies
}

// DeliverDue makes one attempt for every delivery due now, one after the other in
// order of Send, and returns how many it made. It stops early when ctx ends.
func (d *Deliverer) DeliverDue(ctx context.Context) int {
	d.sending.Lock()
	defer d.sending.Unlock()
	attempts := 0
	for _, delivery := range d.due() {
		if ctx.Err() != nil {
			break
		}
		if d.open(delivery) {
			d.finish(delivery, d.attempt(ctx, delivery))
			attempts++
		}
	}
	return attempts
}

func (d *Deliverer) due() []*Delivery {
	now := d.now()
	d.mu.Lock()
	defer d.mu.Unlock()
	var due []*Delivery
	for _, delivery := range d.deliveries {
		if !delivery.Done && now.After(delivery.giveUp) {
			delivery.Done = true
		}
		if !delivery.Done && !delivery.Next.After(now) {
			due = append(due, delivery)
		}
	}
	return due
}

// open asks again just before an attempt: a 410 may have closed it meanwhile.
func (d *Deliverer) open(delivery *Delivery) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	return !delivery.Done
}

// attempt posts a webhook once. It reads only what never changes in a delivery.
func (d *Deliverer) attempt(ctx context.Context, delivery *Delivery) Attempt {
	attempt := Attempt{Time: d.now()}
	ctx, cancel := context.WithTimeout(ctx, orDefault(d.Timeout, 30*time.Second))
	defer cancel()
	status, err := d.post(ctx, delivery.URL, delivery.Body)
	if err != nil {
		attempt.Err = err.Error()
		return attempt
	}
	attempt.Status = status
	return attempt
}

func (d *Deliverer) post(ctx context.Context, url string, body []byte) (int, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, url, bytes.NewReader(body))
	if err != nil {
		return 0, err
	}
	req.Header.Set("Content-Type", "application/json")
	resp, err := d.client().Do(req)
	if err != nil {
		return 0, err
	}
	defer resp.Body.Close()
	// The status decides; the body is read only to let the receiver finish.
	_, _ = io.CopyN(io.Discard, resp.Body, 64<<10)
	return resp.StatusCode, nil
}

func (d *Deliverer) client() *http.Client {
	client := http.Client{Transport: oneShotTransport}
	if d.Client != nil {
		client = *d.Client
	}
	client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return &client
}

// oneShotTransport keeps no connection: days pass between two attempts, and no
// goroutine may be left when a fake is closed.
var oneShotTransport = &http.Transport{DisableKeepAlives: true}

func (d *Deliverer) finish(delivery *Delivery, attempt Attempt) {
	d.mu.Lock()
	delivery.tried(attempt, orDefault(d.Interval, time.Hour))
	gone := d.StopOn410 && attempt.Status == http.StatusGone
	if gone {
		d.closeURL(delivery.URL)
	}
	d.mu.Unlock()
	if gone && d.Disabled != nil {
		d.Disabled(delivery.URL)
	}
}

func (d *Deliverer) closeURL(url string) {
	for _, delivery := range d.deliveries {
		if delivery.URL == url {
			delivery.Done = true
		}
	}
}

func (d *Deliverer) now() time.Time {
	if d.Clock == nil {
		return time.Now()
	}
	return d.Clock()
}

func orDefault(value, standard time.Duration) time.Duration {
	if value == 0 {
		return standard
	}
	return value
}

// MustEvents panics when a webhook is asked for by a name that no event has: it
// would never be sent, and a test would wait for it in vain.
func MustEvents(method string, events, known []string) {
	for _, event := range events {
		if !slices.Contains(known, event) {
			panic(fmt.Sprintf("%s: there is no event %q", method, event))
		}
	}
}
