package orderfile

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"
)

const (
	maxRow   = 1 << 20
	peekSize = 64 << 10
)

const (
	longRow      = "is longer than 1 MiB"
	openQuote    = "a quote opens a cell that does not end"
	badEncoding  = "is not UTF-8; if the file is Windows-1252, say -encoding windows-1252"
	holdsNUL     = "has a zero byte; if the file is UTF-16 without a byte order mark, say -encoding utf-16le"
	lostEncoding = "has a character that its encoding does not have"
)

// row is one row of the table. One with a reason can't be used.
type row struct {
	line, end int // the first and the last line, from 1
	cells     []string
	reason    string
}

// rowReader reads the rows of a table in UTF-8. encoding/csv can't serve here: it
// knows neither CR alone nor PHP's backslash before a quote, and a quote too many
// costs it the rows up to the next quote.
type rowReader struct {
	in    *bufio.Reader
	comma byte
	end   byte       // what ends a line: LF, or CR in files without LF
	width int        // cells of a row; 0 before the header
	ahead []textLine // read, but no part of a row yet
	used  int        // lines that were part of one
}

type textLine struct {
	text []byte // with its end
	err  error
	long bool
}

func newRowReader(in *bufio.Reader, comma byte) *rowReader {
	return &rowReader{in: in, comma: comma, end: lineEnd(in)}
}

// lineEnd returns what ends the first line outside quotes.
func lineEnd(in *bufio.Reader) byte {
	start, _ := in.Peek(peekSize)
	quoted := false
	for i, c := range start {
		switch {
		case c == '"':
			quoted = !quoted
		case c == '\n' && !quoted:
			return '\n'
		case c == '\r' && !quoted && i+1 < len(start) && start[i+1] != '\n':
			return '\r'
		}
	}
	return '\n'
}

// next returns the next row that is not blank. The error is io.EOF at the end of
// the file.
func (r *rowReader) next() (row, error) {
	for {
		first := r.peek(0)
		switch {
		case first.long:
			return r.take(1, nil, longRow), nil
		case first.err != nil:
			return row{}, first.err
		case blankLine(first.text, r.comma):
			r.take(1, nil, "")
		default:
			taken := r.split()
			if taken.reason != "" || !blankCells(taken.cells) {
				return taken, nil
			}
		}
	}
}

// split takes the lines of one row. It reads the row by the usual rule for quotes,
// then by PHP's, and takes the first line alone as a bad row if neither fits.
func (r *rowReader) split() row {
	cells, lines, ok := r.gather(false)
	if ok && r.fits(cells) && !r.swallows(lines) {
		return r.checked(lines, r.trim(cells))
	}
	if slashed, n, fine := r.gather(true); fine && r.width > 0 && r.fits(slashed) && !r.swallows(n) {
		return r.checked(n, r.trim(slashed))
	}
	reason := openQuote
	if ok && lines == 1 {
		reason = fmt.Sprintf("has %d cells under %d columns", len(cells), r.width)
	}
	return r.take(1, nil, reason)
}

// fits reports whether a row has the header's width. Empty cells beyond it are
// what spreadsheet programs leave.
func (r *rowReader) fits(cells []string) bool {
	return r.width == 0 || len(cells) >= r.width && blankCells(cells[r.width:])
}

// swallows reports whether the lines of one row look like several rows between two
// quotes too many. Then a line inside is a row by itself, or the first and the last
// one have as many commas as a row. A line break in a narrow table tells nothing.
func (r *rowReader) swallows(lines int) bool {
	if lines == 1 || r.width < 6 {
		return false
	}
	for i := 1; i < lines-1; i++ {
		s := splitter{comma: r.comma}
		if cells, ok := s.feed(r.peek(i).text); ok && len(cells) == r.width {
			return true
		}
	}
	return r.commas(0) == r.width-1 && r.commas(lines-1) == r.width-1
}

func (r *rowReader) commas(i int) int { return bytes.Count(r.peek(i).text, []byte{r.comma}) }

func (r *rowReader) trim(cells []string) []string {
	if r.width == 0 {
		return cells
	}
	return cells[:r.width:r.width]
}

// gather splits as many lines as the first row has.
func (r *rowReader) gather(backslash bool) (cells []string, lines int, ok bool) {
	s := splitter{comma: r.comma, backslash: backslash}
	for size := 0; size <= maxRow; lines++ {
		next := r.peek(lines)
		if next.err != nil || next.long {
			return nil, lines, false
		}
		size += len(next.text)
		if cells, ok = s.feed(next.text); ok || s.broken {
			return cells, lines + 1, ok
		}
	}
	return nil, lines, false
}

func (r *rowReader) checked(lines int, cells []string) row {
	reason := ""
	for i := range lines {
		text := r.peek(i).text
		switch {
		case bytes.IndexByte(text, 0) >= 0:
			reason = holdsNUL
		case !utf8.Valid(text):
			reason = badEncoding
		case bytes.ContainsRune(text, utf8.RuneError):
			reason = lostEncoding
		}
	}
	return r.take(lines, cells, reason)
}

func (r *rowReader) take(lines int, cells []string, reason string) row {
	taken := row{r.used + 1, r.used + lines, cells, reason}
	r.ahead = r.ahead[lines:]
	r.used += lines
	return taken
}

func (r *rowReader) peek(i int) textLine {
	for len(r.ahead) <= i {
		r.ahead = append(r.ahead, r.readLine())
	}
	return r.ahead[i]
}

// readLine reads to the end of a line. It drops one that is too long.
func (r *rowReader) readLine() textLine {
	var text []byte
	for {
		part, err := r.in.ReadSlice(r.end)
		if len(text) <= maxRow {
			text = append(text, part...)
		}
		switch {
		case errors.Is(err, bufio.ErrBufferFull):
			continue
		case err != nil && !errors.Is(err, io.EOF):
			return textLine{err: err}
		case len(text) > maxRow:
			return textLine{long: true}
		case err != nil && len(text) == 0:
			return textLine{err: io.EOF}
		}
		return textLine{text: text}
	}
}

func blankLine(text []byte, comma byte) bool {
	return len(bytes.Trim(text, " \t\r\n"+string(rune(comma)))) == 0
}

func blankCells(cells []string) bool {
	for _, cell := range cells {
		if strings.TrimSpace(cell) != "" {
			return false
		}
	}
	return true
}
