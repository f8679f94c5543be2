package main

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"unicode/utf8"
)

// maxLine is how long a line may be, and a row of several lines.
const maxLine = 1 << 20

var (
	errLongLine  = errors.New("is longer than 1 MiB")
	errNotUTF8   = errors.New("is not UTF-8")
	errOpenQuote = errors.New("a quote opens a field that does not end")
)

// row is one row of a CSV file: a line, or several where a quoted field has line
// breaks in it. One with an err can't be used, which costs no other row.
type row struct {
	line   int // the first one, from 1
	fields []string
	err    error
}

// rowReader reads the rows of a CSV file, with little more than maxLine of it in
// memory.
type rowReader struct {
	in    *bufio.Reader
	ahead []textLine // read, but no part of a row yet
	used  int        // lines that were part of one
}

type textLine struct {
	text []byte
	err  error // errLongLine, or why there is no line
}

func newRowReader(file io.Reader) *rowReader {
	in := bufio.NewReader(file)
	if mark, _ := in.Peek(3); string(mark) == "\xef\xbb\xbf" {
		_, _ = in.Discard(3)
	}
	return &rowReader{in: in}
}

// next returns the next row that is not blank; a row of several lines must have
// this many fields, unless that is 0. The error is io.EOF at the end of the file.
func (r *rowReader) next(width int) (row, error) {
	for {
		first := r.peek(0)
		switch {
		case errors.Is(first.err, errLongLine):
			return r.take(1, nil, first.err), nil
		case first.err != nil:
			return row{}, first.err
		case len(bytes.TrimSpace(first.text)) == 0:
			r.take(1, nil, nil)
		default:
			return r.split(width), nil
		}
	}
}

// split takes the lines of one row. A quote too many must not swallow the rows up
// to the next quote, so when several lines do not make a row the first is the bad
// one, and the others are looked at again.
func (r *rowReader) split(width int) row {
	text, lines := r.gather()
	fields, err := splitText(text)
	if lines > 1 && err == nil && width > 0 && len(fields) != width {
		err = errOpenQuote
	}
	if err != nil {
		text, lines = r.peek(0).text, 1
	}
	if !utf8.Valid(text) {
		err = errNotUTF8
	}
	return r.take(lines, fields, err)
}

// gather joins lines until no quote is open.
func (r *rowReader) gather() (text []byte, lines int) {
	for open := true; open && len(text) <= maxLine; lines++ {
		next := r.peek(lines)
		if next.err != nil {
			break
		}
		text = append(text, next.text...)
		odd := bytes.Count(next.text, []byte(`"`))%2 == 1
		open = odd != (lines > 0)
	}
	return text, lines
}

func splitText(text []byte) ([]string, error) {
	fields, err := csv.NewReader(bytes.NewReader(text)).Read()
	if bad, ok := errors.AsType[*csv.ParseError](err); ok && bad.Line == 1 {
		return nil, fmt.Errorf("byte %d: %w", bad.Column, bad.Err)
	}
	if err != nil {
		return nil, errOpenQuote
	}
	return fields, nil
}

func (r *rowReader) take(lines int, fields []string, err error) row {
	taken := row{r.used + 1, fields, err}
	r.ahead = r.ahead[lines:]
	r.used += lines
	return taken
}

// peek returns a line that is no part of a row yet.
func (r *rowReader) peek(i int) textLine {
	for len(r.ahead) <= i {
		r.ahead = append(r.ahead, readLine(r.in))
	}
	return r.ahead[i]
}

// readLine reads to the end of a line. One that is too long is read and dropped.
func readLine(in *bufio.Reader) textLine {
	var text []byte
	for {
		part, err := in.ReadSlice('\n')
		if len(text) <= maxLine {
			text = append(text, part...)
		}
		switch {
		case errors.Is(err, bufio.ErrBufferFull):
			continue
		case len(text) > maxLine:
			return textLine{err: errLongLine}
		case err != nil && (len(text) == 0 || !errors.Is(err, io.EOF)):
			return textLine{err: err}
		}
		return textLine{text: text}
	}
}
