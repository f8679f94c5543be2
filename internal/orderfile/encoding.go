package orderfile

import (
	"bufio"
	"bytes"
	"io"
	"strings"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
)

// marks are the byte order marks and the encodings that they tell.
var marks = []struct{ mark, encoding string }{
	{"\xef\xbb\xbf", "utf-8"},
	{"\xff\xfe", "utf-16le"},
	{"\xfe\xff", "utf-16be"},
}

var encodings = map[string]encoding.Encoding{
	"utf-16le":     unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM),
	"utf-16be":     unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM),
	"windows-1252": charmap.Windows1252,
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
	if name == "" || name == "utf-8" {
		return in, nil
	}
	known, ok := encodings[name]
	if !ok {
		return nil, &FileError{Reason: "the encoding has to be utf-8, windows-1252, utf-16le or utf-16be"}
	}
	return bufio.NewReaderSize(known.NewDecoder().Reader(in), peekSize), nil
}
