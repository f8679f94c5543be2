package main

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/csv"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/chargekit/chargekit-go/chargeback"
)

const maxLine = 1 << 20

var errLongLine = errors.New("is longer than 1 MiB")

// line is an order of the file, or why there is none.
type line struct {
	number int // from 1
	order  *chargeback.OrderParams
	err    error
	end    bool // the file can't be read any further
}

// input is a file of orders that can be read more than once.
type input struct {
	path  string
	read  func(io.Reader) iter.Seq[line]
	lines int    // line ends in it: about as many orders
	hash  string // of its content
}

func openInput(path, format string) (*input, error) {
	in := &input{path: path}
	if format == "" {
		format = strings.TrimPrefix(strings.ToLower(filepath.Ext(path)), ".")
	}
	switch format {
	case "csv":
		in.read = readCSV
	case "jsonl", "ndjson":
		in.read = readJSONLines
	default:
		return nil, fmt.Errorf("%q is no format: use -format csv or -format jsonl", format)
	}
	return in, in.scan()
}

// scan counts the lines and takes the fingerprint: a resume file is good for the
// very same orders only.
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

// all yields the lines of the file, the unreadable ones with their error.
func (in *input) all() iter.Seq[line] {
	return func(yield func(line) bool) {
		file, err := os.Open(in.path)
		if err != nil {
			yield(line{err: err, end: true})
			return
		}
		defer file.Close()
		in.read(file)(yield)
	}
}

// readJSONLines reads one JSON object a line; empty lines are passed over.
func readJSONLines(r io.Reader) iter.Seq[line] {
	return func(yield func(line) bool) {
		reader := bufio.NewReaderSize(r, 64<<10)
		for number := 1; ; number++ {
			text, err := readLine(reader)
			if errors.Is(err, io.EOF) && len(text) == 0 {
				return
			}
			next := line{number: number}
			switch text = bytes.TrimSpace(text); {
			case err != nil && !errors.Is(err, io.EOF):
				next.err, next.end = err, !errors.Is(err, errLongLine)
			case len(text) == 0:
				continue
			default:
				next.order, next.err = decodeOrder(text)
			}
			if !yield(next) || next.end || errors.Is(err, io.EOF) {
				return
			}
		}
	}
}

// readLine reads to the end of a line. One that is too long is read and dropped.
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

// readCSV reads a header with the names of the columns and then one order a
// record. An empty cell is not sent.
func readCSV(r io.Reader) iter.Seq[line] {
	return func(yield func(line) bool) {
		reader := csv.NewReader(r)
		header, err := reader.Read()
		if errors.Is(err, io.EOF) {
			return
		}
		if err != nil {
			yield(line{number: 1, err: fmt.Errorf("the header can't be read: %w", err)})
			return
		}
		header[0] = strings.TrimPrefix(header[0], "\ufeff")
		reader.FieldsPerRecord = len(header)
		for {
			record, err := reader.Read()
			if errors.Is(err, io.EOF) {
				return
			}
			if next := csvLine(reader, header, record, err); !yield(next) || next.end {
				return
			}
		}
	}
}

func csvLine(reader *csv.Reader, header, record []string, err error) line {
	if err == nil {
		number, _ := reader.FieldPos(0)
		order, err := recordOrder(header, record)
		return line{number: number, order: order, err: err}
	}
	if broken, ok := errors.AsType[*csv.ParseError](err); ok {
		return line{number: broken.StartLine, err: broken.Err}
	}
	return line{err: err, end: true}
}

// recordOrder writes a record as the JSON object it stands for.
func recordOrder(header, record []string) (*chargeback.OrderParams, error) {
	members := map[string]any{}
	for i, name := range header {
		cell := strings.TrimSpace(record[i])
		if cell == "" {
			continue
		}
		switch name = strings.TrimSpace(name); name {
		case "crm_id":
			number, err := strconv.ParseInt(cell, 10, 64)
			if err != nil {
				return nil, errors.New("crm_id is not a number")
			}
			members[name] = number
		case "line_items", "shipments":
			if !json.Valid([]byte(cell)) {
				return nil, fmt.Errorf("%s is not JSON", name)
			}
			members[name] = json.RawMessage(cell)
		default:
			members[name] = cell
		}
	}
	text, err := json.Marshal(members)
	if err != nil {
		return nil, err
	}
	return decodeOrder(text)
}

// decodeOrder reads an order by the names on the wire. A name that Chargeback
// does not know is more likely a mistake than not.
func decodeOrder(text []byte) (*chargeback.OrderParams, error) {
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.DisallowUnknownFields()
	order := new(chargeback.OrderParams)
	if err := decoder.Decode(order); err != nil {
		return nil, readable(err)
	}
	if decoder.More() {
		return nil, errors.New("there is more than one order on the line")
	}
	return order, nil
}

// readable says what is wrong without repeating what stands there: it may be a
// card number.
func readable(err error) error {
	if wrong, ok := errors.AsType[*json.UnmarshalTypeError](err); ok {
		return fmt.Errorf("%s is a JSON %s", wrong.Field, strings.Fields(wrong.Value)[0])
	}
	if _, ok := errors.AsType[*json.SyntaxError](err); ok {
		return errors.New("is not JSON")
	}
	if strings.Contains(err.Error(), "unknown field") {
		return errors.New("has a member or column that an order does not have")
	}
	return errors.New("has a value of the wrong form (an amount or a time?)")
}
