package chargedesk

import "github.com/chargekit/chargekit-go/internal/checkpoint"

// Checkpoint is a position in a list, after one of its rows, or in an import, after
// one of its results. The zero value is the beginning of any. See [WithCheckpoint].
//
// MarshalText writes it as one line, from which another process can resume, also with
// a later version of this package. The line has the name of the method, a hash of the
// params, and hashes of the last rows. It has a few hundred bytes in most cases, and
// at most 8 KiB if hundreds of rows share a second. It has no row. That of an import
// has fewer than 300 bytes: the number of results, and hashes of the base URL, of that
// with the key, and of the rows' ids.
//
// A Checkpoint may be copied. It is not safe for concurrent use.
type Checkpoint struct{ at checkpoint.Checkpoint }

// MarshalText returns the checkpoint as one line, without a line end.
func (c *Checkpoint) MarshalText() ([]byte, error) { return c.at.MarshalText() }

// UnmarshalText reads what MarshalText wrote. Anything else, also of another version
// of the format, is a [*ValidationError].
func (c *Checkpoint) UnmarshalText(text []byte) error { return invalid(c.at.UnmarshalText(text)) }

// WithCheckpoint makes an All method start after the position that at points to,
// and moves that: while the loop's body runs, it is after the row that the body was
// given. The zero Checkpoint starts at the beginning.
//
// Save it after a row is processed, as often as rows must not be processed again: a
// loop that resumes from a saved checkpoint yields the rows after it, and none before
// it. On a list that is unchanged the first new row comes with the first or second
// request; if rows near the position were added or removed, it may take more. If none
// of the last rows is in the list any more, the loop may end with [ErrListIncomplete].
//
// The Import methods resume with it too: see [ChargesService.Import].
//
// A Checkpoint of another method, of other params or of another vendor gives a
// [*ValidationError], and so do a nil one and this option in a call of any other
// method. Use a Checkpoint for one loop at a time.
func WithCheckpoint(at *Checkpoint) CallOption {
	return func(cfg *callConfig) {
		if at == nil {
			cfg.SetCheckpoint(nil)
			return
		}
		cfg.SetCheckpoint(&at.at)
	}
}

// WithReadAhead makes an All method read the next page while the loop's body works
// on the rows of this one: a loop whose body takes as long as a request ends in half
// the time. If the loop ends early, or its rows change places, the page is discarded
// and its request was wasted. The rows of a page are older by the time that the
// loop spends on the page before.
//
// The page is read with the loop's context and call options, by a goroutine that
// ends with the loop at the latest. This option in a call of any other method, and
// together with [WithResponse], gives a [*ValidationError].
func WithReadAhead() CallOption {
	return func(cfg *callConfig) { cfg.ReadAhead = true }
}
