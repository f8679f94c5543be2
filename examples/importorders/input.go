package main

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"iter"
	"os"
	"path/filepath"
	"strings"
	"unicode/utf8"

	"github.com/chargekit/chargekit-go/chargeback"
)

const maxLine = 1 << 20

var (
	errLongLine = errors.New("is longer than 1 MiB")
	errNotUTF8  = errors.New("is not UTF-8")
)

// line is one line of the file: an order, or an error.
type line struct {
	number int // from 1
	order  *chargeback.OrderCreateParams
	err    error
	end    bool // the file can't be read any further
}

// input is a file of orders that can be read more than once. Each order is a line of
// its own, so that a bad line does not affect those after it.
type input struct {
	path   string
	header []string // the columns of a CSV file; nil for JSON Lines
	first  int      // number of the first line behind the header
	lines  int      // line ends in it: about as many orders
	hash   string   // of its content
}

func openInput(path, format string) (*input, error) {
	in := &input{first: 1}
	if format == "" {
		format = strings.TrimPrefix(strings.ToLower(filepath.Ext(path)), ".")
	}
	var err error
	if in.path, err = resolve(path); err != nil {
		return nil, err
	}
	if err := in.scan(); err != nil {
		return nil, err
	}
	switch format {
	case "csv":
		return in, in.readHeader()
	case "jsonl", "ndjson":
		return in, nil
	}
	return nil, fmt.Errorf("%q is no format: use -format csv or -format jsonl", format)
}

// resolve returns the path of the file itself, so that a link to it has no resume
// file of its own. It rejects pipes, because files are read more than once.
func resolve(path string) (string, error) {
	info, err := os.Stat(path)
	if err != nil {
		return "", err
	}
	if !info.Mode().IsRegular() {
		return "", fmt.Errorf("%s is no regular file: what comes from a pipe has to be saved to one first", path)
	}
	return filepath.EvalSymlinks(path)
}

// scan counts the lines and hashes the content: a resume file belongs to exactly the
// same orders.
func (in *input) scan() error {
	file, err := os.Open(in.path)
	if err != nil {
		return err
	}
	defer file.Close()
	hash := sha256.New()
	buffer := make([]byte, 64<<10)
	for {
		n, err := file.Read(buffer)
		hash.Write(buffer[:n])
		in.lines += bytes.Count(buffer[:n], []byte("\n"))
		if errors.Is(err, io.EOF) {
			in.hash = hex.EncodeToString(hash.Sum(nil))
			return nil
		}
		if err != nil {
			return err
		}
	}
}

// all yields the lines of the file with their orders or errors. It skips blank lines.
func (in *input) all() iter.Seq[line] {
	return func(yield func(line) bool) {
		for next := range in.texts() {
			if next.number < in.first && !next.end {
				continue
			}
			result := line{number: next.number, err: next.err, end: next.end}
			if next.err == nil {
				result.order, result.err = in.parse(next.text)
			}
			if !yield(result) {
				return
			}
		}
	}
}

func (in *input) parse(text []byte) (*chargeback.OrderCreateParams, error) {
	if in.header != nil {
		return parseRecord(in.header, text)
	}
	return parseOrder(text)
}

// textLine is a line as it is in the file, or the error of reading it.
type textLine struct {
	number int
	text   []byte
	err    error
	end    bool
}

// texts yields the lines that are not blank, as they are in the file.
func (in *input) texts() iter.Seq[textLine] {
	return func(yield func(textLine) bool) {
		file, err := os.Open(in.path)
		if err != nil {
			yield(textLine{err: err, end: true})
			return
		}
		defer file.Close()
		reader := bufio.NewReaderSize(file, 64<<10)
		for number := 1; ; number++ {
			next := textLine{number: number}
			text, err := readLine(reader)
			if number == 1 {
				text = bytes.TrimPrefix(text, []byte("\ufeff"))
			}
			next.text = bytes.TrimSpace(text)
			switch last := errors.Is(err, io.EOF); {
			case last && len(next.text) == 0:
				return
			case err != nil && !last:
				next.err, next.end = err, !errors.Is(err, errLongLine)
			case len(next.text) == 0:
				continue
			case !utf8.Valid(next.text):
				next.err = errNotUTF8
			}
			if !yield(next) || next.end {
				return
			}
		}
	}
}

// readLine reads to the end of a line. It drops a line that is too long.
func readLine(r *bufio.Reader) (text []byte, err error) {
	for {
		part, err := r.ReadSlice('\n')
		if len(text) <= maxLine {
			text = append(text, part...)
		}
		if errors.Is(err, bufio.ErrBufferFull) {
			continue
		}
		if len(text) > maxLine {
			return nil, errLongLine
		}
		return text, err
	}
}
