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

// MaxDeliveries is how many deliveries a Deliverer keeps. Beyond it each new one
// replaces the oldest that is done. Pending ones are always kept.
const MaxDeliveries = 10_000

// Deliverer sends webhooks as the vendors do: a POST of JSON, retried at a fixed
// interval until a 2xx or until it gives up. A redirect is not followed and is a
// failure, like any other status and a missing response.
//
// Send only queues: a test calls DeliverDue, a simulator calls Run. Set the fields
// before the first use; the zero value works. A Deliverer is safe for concurrent
// use.
type Deliverer struct {
	// Client posts the webhooks; its redirect policy is replaced. Nil means a
	// client that opens a connection for each attempt.
	Client *http.Client

	// Clock decides which attempts are due. Nil means time.Now.
	Clock func() time.Time

	// Interval between the starts of two attempts; 0 means one hour.
	Interval time.Duration

	// GiveUpAfter is how long after Send the last attempt may be; 0 means three
	// days, which makes 73 attempts an hour apart.
	GiveUpAfter time.Duration

	// Timeout of one attempt; 0 means 30 seconds.
	Timeout time.Duration

	// StopOn410 makes a 410 end all pending deliveries to its URL, and calls
	// Disabled with it, if set. Without StopOn410 a 410 is a failure like others.
	StopOn410 bool
	Disabled  func(url string)

	sending sync.Mutex // held through DeliverDue: one attempt at a time

	mu         sync.Mutex
	deliveries []*Delivery
	wake       chan struct{}
}

// Send queues a webhook; its first attempt is due at once. The id is that of the
// event, and need not be unique.
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

// Deliveries returns copies of the deliveries, in order of Send: all pending ones,
// and the newest that are done.
func (d *Deliverer) Deliveries() []Delivery {
	d.mu.Lock()
	defer d.mu.Unlock()
	copies := make([]Delivery, len(d.deliveries))
	for i, delivery := range d.deliveries {
		copies[i] = delivery.clone()
	}
	return copies
}

// DeliverDue makes one attempt for each delivery that is due, one after the other
// in order of Send, and returns the number of attempts. It stops early if ctx ends.
func (d *Deliverer) DeliverDue(ctx context.Context) int {
	d.sending.Lock()
	defer d.sending.Unlock()
	attempts := 0
	for _, delivery := range d.due() {
		if ctx.Err() != nil {
			break
		}
		if d.isPending(delivery) {
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

// isPending checks a delivery again just before an attempt: a 410 to its URL may
// have ended it meanwhile.
func (d *Deliverer) isPending(delivery *Delivery) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	return !delivery.Done
}

// attempt posts a webhook once. It needs no lock, because it reads only fields of
// the delivery that never change.
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
	// Only the status counts. Reading the body lets the receiver finish.
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

// oneShotTransport keeps no idle connections: attempts are far apart, and a closed
// fake must leave no goroutine behind.
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

// MustEvents panics if one of the events is not known. A webhook for it would
// never be sent, and a test would wait for it forever.
func MustEvents(method string, events, known []string) {
	for _, event := range events {
		if !slices.Contains(known, event) {
			panic(fmt.Sprintf("%s: there is no event %q", method, event))
		}
	}
}
