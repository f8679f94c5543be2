package fake

import (
	"slices"
	"time"
)

// Delivery is one webhook on its way to one URL.
type Delivery struct {
	ID    string // the vendor's event id, the same in every attempt
	Event string // what happened, as the vendor calls it
	URL   string
	Body  []byte

	Attempts []Attempt
	Next     time.Time // when the next attempt is due; meaningless once Done

	// Done reports whether no more attempts follow: the webhook was delivered or
	// given up, or its URL was disabled.
	Done      bool
	Delivered bool // the last attempt got a 2xx

	giveUp time.Time
}

// Attempt is one attempt to deliver a webhook.
type Attempt struct {
	Time   time.Time // of its start
	Status int       // of the response, 0 if there was none
	Err    string    // why there was no response, or ""
}

func (a Attempt) succeeded() bool { return a.Status >= 200 && a.Status < 300 }

func (d *Delivery) clone() Delivery {
	copied := *d
	copied.Body = slices.Clone(d.Body)
	copied.Attempts = slices.Clone(d.Attempts)
	return copied
}

// tried records an attempt and schedules the next one, interval after its start.
func (d *Delivery) tried(attempt Attempt, interval time.Duration) {
	d.Attempts = append(d.Attempts, attempt)
	d.Next = attempt.Time.Add(interval)
	d.Delivered = attempt.succeeded()
	d.Done = d.Done || d.Delivered || d.Next.After(d.giveUp)
}
