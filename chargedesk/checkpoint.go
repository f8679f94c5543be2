package chargedesk

import "github.com/chargekit/chargekit-go/internal/checkpoint"

// Checkpoint is the place of a loop over a list, behind one of its rows. The zero
// value is the beginning of any list. See [WithCheckpoint].
//
// It is written as one line of text that another process, with a later version of
// this package too, can go on from. The text names the method, a hash of the
// params, and hashes of the last rows, so it is small: typically a few hundred
// bytes, and at most 8 KiB where hundreds of rows share a second. It holds no row.
//
// A Checkpoint may be copied. It is not safe for concurrent use.
type Checkpoint struct{ at checkpoint.Checkpoint }

// MarshalText returns the text of the checkpoint.
func (c *Checkpoint) MarshalText() ([]byte, error) { return c.at.MarshalText() }

// UnmarshalText reads what MarshalText wrote. Any other text, and one of another
// version, give a [*ValidationError].
func (c *Checkpoint) UnmarshalText(text []byte) error { return invalid(c.at.UnmarshalText(text)) }

// WithCheckpoint makes a method that returns a sequence start behind the row that
// at shows, and keeps at behind the row that the loop has in hand. The zero
// Checkpoint starts at the beginning.
//
// Save its text after a row is done, and as often as rows must not come again: a
// loop that goes on from a text yields the rows behind it, and none before it. To
// go on costs a request or two more if the list is as it was, and more if rows came
// or went near the place. If none of the last rows is in the list any more, the loop
// may end with [ErrListIncomplete].
//
// A Checkpoint of another method, of other params or of another vendor gives a
// [*ValidationError], and so does this option in a call of any other method. Use
// a Checkpoint for one loop at a time.
func WithCheckpoint(at *Checkpoint) CallOption {
	return func(cfg *callConfig) {
		if at == nil {
			cfg.SetCheckpoint(nil)
			return
		}
		cfg.SetCheckpoint(&at.at)
	}
}
