package orderfile

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"io"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// marks are the byte order marks and the encodings that they tell.
var marks = []struct{ mark, encoding string }{
	{"\xef\xbb\xbf", "utf-8"},
	{"\xff\xfe", "utf-16le"},
	{"\xfe\xff", "utf-16be"},
}

// decode goes back to the start of a file and returns its content in UTF-8,
// without a byte order mark. The mark wins over the name of the encoding.
func decode(source io.ReadSeeker, name string) (*bufio.Reader, error) {
	if _, err := source.Seek(0, io.SeekStart); err != nil {
		return nil, err
	}
	in := bufio.NewReaderSize(source, peekSize)
	name = strings.ToLower(name)
	start, _ := in.Peek(3)
	for _, known := range marks {
		if bytes.HasPrefix(start, []byte(known.mark)) {
			_, _ = in.Discard(len(known.mark))
			name = known.encoding
			break
		}
	}
	next := nextRune(name, in)
	switch {
	case name == "" || name == "utf-8":
		return in, nil
	case next == nil:
		return nil, &FileError{Reason: "the encoding has to be utf-8, windows-1252, utf-16le or utf-16be"}
	}
	return bufio.NewReaderSize(&decoder{next: next}, peekSize), nil
}

// nextRune returns a function that reads the next character of a file in an
// encoding, or nil if the encoding is not known. What stands for no character is
// read as U+FFFD.
func nextRune(encoding string, in *bufio.Reader) func() (rune, error) {
	switch encoding {
	case "utf-16le":
		return func() (rune, error) { return readUTF16(in, binary.LittleEndian) }
	case "utf-16be":
		return func() (rune, error) { return readUTF16(in, binary.BigEndian) }
	case "windows-1252":
		return func() (rune, error) {
			c, err := in.ReadByte()
			if c >= 0x80 && c < 0xa0 {
				return windows1252[c-0x80], err
			}
			return rune(c), err
		}
	}
	return nil
}

func readUTF16(in *bufio.Reader, order binary.ByteOrder) (rune, error) {
	unit, err := in.Peek(2)
	if len(unit) == 1 {
		_, _ = in.Discard(1)
		return utf8.RuneError, nil // half a character at the end
	}
	if err != nil {
		return 0, err
	}
	first := rune(order.Uint16(unit))
	_, _ = in.Discard(2)
	if !utf16.IsSurrogate(first) {
		return first, nil
	}
	unit, _ = in.Peek(2)
	if len(unit) < 2 {
		return utf8.RuneError, nil
	}
	pair := utf16.DecodeRune(first, rune(order.Uint16(unit)))
	if pair != utf8.RuneError {
		_, _ = in.Discard(2)
	}
	return pair, nil
}

// windows1252 are the characters 0x80 to 0x9f of that code page. The others are
// those of Unicode.
var windows1252 = [...]rune{
	'€', utf8.RuneError, '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', utf8.RuneError, 'Ž', utf8.RuneError,
	utf8.RuneError, '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', utf8.RuneError, 'ž', 'Ÿ',
}

// decoder is an io.Reader of UTF-8.
type decoder struct {
	next func() (rune, error)
	rest []byte // of a character that did not fit
}

func (d *decoder) Read(p []byte) (n int, err error) {
	n = copy(p, d.rest)
	d.rest = d.rest[n:]
	for n < len(p) {
		r, err := d.next()
		if err != nil {
			if n > 0 {
				return n, nil // the error comes again
			}
			return 0, err
		}
		encoded := utf8.AppendRune(nil, r)
		copied := copy(p[n:], encoded)
		n, d.rest = n+copied, encoded[copied:]
	}
	return n, nil
}
