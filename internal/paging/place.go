package paging

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"slices"
	"strconv"
	"time"
)

const (
	leastTail = 8   // rows to recognise the place by
	mostTail  = 512 // rows of one second that a place remembers
)

// Place is where a walk is: behind the last row it yielded. The zero place is the
// beginning. It is small, and enough to go on from in another process.
type Place struct {
	Rows     int      `json:"rows,omitzero"`     // yielded
	Unread   int      `json:"unread,omitzero"`   // rows that can't be read
	Base     int      `json:"base,omitzero"`     // offset at which the window begins
	End      int      `json:"end,omitzero"`      // offset behind the last row
	Bound    int64    `json:"bound,omitzero"`    // on the time, of the walk's own; 0 for none
	Size     int      `json:"size,omitzero"`     // of a full page, where the server makes them smaller
	Unsorted bool     `json:"unsorted,omitzero"` // a row was newer than the one before it
	Timeless bool     `json:"timeless,omitzero"` // a row had no time
	Cut      bool     `json:"cut,omitzero"`      // a page was not full, and was not the last
	Tail     Tail     `json:"tail,omitzero"`     // the last rows
	Cursor   []string `json:"cursor,omitzero"`   // the last rows of a list behind a cursor
	Head     Tail     `json:"head,omitzero"`     // its first rows
}

// gap says where a walk was when it ended with one of this package's errors.
func (p *Place) gap(err error) error {
	if !slices.Contains([]error{ErrRepeats, ErrShrunk, ErrOrder, ErrLost, ErrBound, ErrTimeless, ErrLimit, ErrOdd}, err) {
		return err
	}
	gap := &Gap{Rows: p.Rows, Odd: p.Unread, Err: err}
	if at := p.Tail.last().At; at != 0 {
		gap.At = time.Unix(at, 0)
	}
	return gap
}

// Mark is what a walk remembers of a row.
type Mark struct {
	Key uint64
	At  int64 // Unix time; 0 for none
}

// Tail is the last rows of a walk, all those of the last second among them if
// they are not more than mostTail. It is written as base64.
type Tail []Mark

// run returns how many of the last rows share a second, 0 if the last has no time.
func (t Tail) run() (n int) {
	for t.last().At != 0 && n < len(t) && t[len(t)-1-n].At == t[len(t)-1].At {
		n++
	}
	return n
}

func (t Tail) last() Mark {
	if len(t) == 0 {
		return Mark{}
	}
	return t[len(t)-1]
}

// push returns the tail with one more row, and without those that are not needed
// any more. It overwrites none, so that earlier copies stay as they are.
func (t Tail) push(m Mark) Tail {
	t = append(t, m)
	if len(t) <= leastTail {
		return t
	}
	keep := min(max(leastTail, t.run()+1), mostTail)
	return t[max(0, len(t)-keep):]
}

// MarshalText writes 8 bytes for each key, and the difference of the times, in base64.
func (t Tail) MarshalText() ([]byte, error) {
	var out []byte
	at := int64(0)
	for _, m := range t {
		out = binary.LittleEndian.AppendUint64(out, m.Key)
		out = binary.AppendVarint(out, m.At-at)
		at = m.At
	}
	return base64.RawStdEncoding.AppendEncode(nil, out), nil
}

var errTail = errors.New("is damaged")

// UnmarshalText reads what MarshalText wrote.
func (t *Tail) UnmarshalText(text []byte) error {
	*t = nil
	data, err := base64.RawStdEncoding.AppendDecode(nil, text)
	if err != nil {
		return errTail
	}
	at := int64(0)
	for len(data) > 0 {
		if len(data) < 9 || len(*t) == mostTail {
			return errTail
		}
		step, n := binary.Varint(data[8:])
		if n <= 0 {
			return errTail
		}
		at += step
		*t = append(*t, Mark{binary.LittleEndian.Uint64(data), at})
		data = data[8+n:]
	}
	return nil
}

// keyOf shortens a key, the same in each process. n tells equal keys apart.
func keyOf(key string, n int) uint64 {
	if n > 0 {
		key += "\x00" + strconv.Itoa(n)
	}
	sum := sha256.Sum256([]byte(key))
	return binary.LittleEndian.Uint64(sum[:])
}

func unix(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.Unix()
}
