package fake

import (
	"net/http"
	"time"
)

// Config is what differs between the servers of the vendors. The zero value is a
// server on a loopback port without credentials and without a rate limit.
type Config struct {
	// User and Password are the expected Basic credentials. Both empty: no check.
	User, Password string

	// Unauthorized writes the vendor's answer to wrong or missing credentials.
	Unauthorized func(w http.ResponseWriter)

	// RateLimit switches the limit on.
	RateLimit *RateLimit

	// TooMany writes the vendor's answer to a request over the limit; retryAfter
	// is in whole seconds, at least one.
	TooMany func(w http.ResponseWriter, retryAfter time.Duration)

	// Clock dates requests and drives the rate limit. Nil means time.Now, which
	// is the fake clock inside a synctest bubble. Delays of faults always run on
	// package time.
	Clock func() time.Time

	// InMemory serves over net.Pipe instead of a socket, as a synctest bubble
	// needs it. Only HTTPClient reaches such a server.
	InMemory bool

	// NoListener makes a server that only is an http.Handler, to be mounted by
	// the caller. It has no URL and no HTTPClient.
	NoListener bool

	// ConnectionClose answers every request with Connection: close. The official
	// Node client of Chargehound needs it on Node 19 and later.
	ConnectionClose bool

	// JournalSize is how many requests the journal keeps. 0 means MaxJournal.
	JournalSize int
}

func (c Config) withDefaults() Config {
	if c.Unauthorized == nil {
		c.Unauthorized = plainUnauthorized
	}
	if c.TooMany == nil {
		c.TooMany = plainTooMany
	}
	if c.Clock == nil {
		c.Clock = time.Now
	}
	if c.JournalSize <= 0 {
		c.JournalSize = MaxJournal
	}
	return c
}
