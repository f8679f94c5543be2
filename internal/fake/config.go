package fake

import (
	"net/http"
	"time"
)

// Config holds what differs between the vendors' servers. The zero value is a
// server on a loopback port without authentication and rate limit.
type Config struct {
	// Authorized reports whether a request carries a valid key. Nil accepts every
	// request.
	Authorized func(r *http.Request) bool

	// Unauthorized writes the vendor's response to a request without a valid key.
	// It is required with Authorized.
	Unauthorized func(w http.ResponseWriter, r *http.Request)

	// RateLimit limits the requests. Nil means no limit.
	RateLimit *RateLimit

	// TooMany writes the vendor's response to a request over the limit. The server
	// has set Retry-After before. Nil means a 429 without a body.
	TooMany func(w http.ResponseWriter)

	// Clock dates requests and drives the rate limit. Nil means time.Now, which
	// is the fake clock inside a synctest bubble. Delays of faults always use
	// package time.
	Clock func() time.Time

	// InMemory serves over net.Pipe instead of a socket, which a synctest bubble
	// requires. Only HTTPClient reaches such a server.
	InMemory bool

	// NoListener makes the server an http.Handler only, for the caller to mount.
	// It has no URL and no HTTPClient.
	NoListener bool

	// ConnectionClose sets Connection: close on every response. Chargehound's
	// Node client needs it on Node 19 and later.
	ConnectionClose bool

	// JournalSize is how many requests the journal keeps. 0 means MaxJournal.
	JournalSize int
}

// WithDefaults returns the configuration with the defaults filled in, for a
// vendor that needs the clock before it has a server.
func (c Config) WithDefaults() Config {
	if c.Authorized == nil {
		c.Authorized = func(*http.Request) bool { return true }
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
