package fake

import (
	"net/http"
	"time"
)

// Config is what differs between the servers of the vendors. The zero value is a
// server on a loopback port that takes everybody's requests, any number of them.
type Config struct {
	// Knows tells whether a request carries a key of the server's. Nil: every
	// request is taken.
	Knows func(r *http.Request) bool

	// Unauthorized writes the vendor's answer to the requests that don't. It is
	// needed with Knows.
	Unauthorized func(w http.ResponseWriter, r *http.Request)

	// RateLimit switches the limit on.
	RateLimit *RateLimit

	// TooMany writes the vendor's answer to a request over the limit, but for
	// Retry-After, which is there already. Nil means a bare 429.
	TooMany func(w http.ResponseWriter)

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

// WithDefaults returns the configuration with everything in place that may be
// left out, for a vendor that needs the clock before there is a server.
func (c Config) WithDefaults() Config {
	if c.Knows == nil {
		c.Knows = func(*http.Request) bool { return true }
	}
	if c.TooMany == nil {
		c.TooMany = func(w http.ResponseWriter) { w.WriteHeader(http.StatusTooManyRequests) }
	}
	if c.Clock == nil {
		c.Clock = time.Now
	}
	if c.JournalSize <= 0 {
		c.JournalSize = MaxJournal
	}
	return c
}
