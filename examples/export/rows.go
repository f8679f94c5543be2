package main

import (
	"bytes"
	"encoding/csv"
	"reflect"

	"github.com/chargekit/chargekit-go/internal/lenient"
)

// Formats.
const (
	formatCSV   = "csv"
	formatJSONL = "jsonl"
)

// encoder writes rows of one list in one format.
type encoder interface {
	// head returns what the file begins with.
	head() ([]byte, error)
	// row returns a row, given as a pointer. It is valid until the next call.
	row(row any) ([]byte, error)
}

func newEncoder(set *settings) encoder {
	if set.format == formatJSONL {
		return jsonLines{}
	}
	c := &csvTable{columns: columnsOf(set.list.row), exact: set.exact}
	c.writer = csv.NewWriter(&c.buffer)
	return c
}

// jsonLines writes a row as its vendor does, on one line.
type jsonLines struct{}

func (jsonLines) head() ([]byte, error) { return nil, nil }

func (jsonLines) row(row any) ([]byte, error) {
	line, err := lenient.Inline(row)
	return append(line, '\n'), err
}

// csvTable writes a row as a record.
type csvTable struct {
	columns []column
	exact   bool // no ' in front of what a spreadsheet may run
	buffer  bytes.Buffer
	writer  *csv.Writer
	cells   []string
}

func (c *csvTable) head() ([]byte, error) {
	c.cells = c.cells[:0]
	for _, column := range c.columns {
		c.cells = append(c.cells, column.name)
	}
	return c.record()
}

func (c *csvTable) row(row any) ([]byte, error) {
	c.cells = c.cells[:0]
	value := reflect.ValueOf(row).Elem()
	extra := extraOf(value)
	for _, column := range c.columns {
		cell, err := column.cell(value, extra)
		if err != nil {
			return nil, err
		}
		if column.kind == kindText && !c.exact {
			cell = disarm(cell)
		}
		c.cells = append(c.cells, cell)
	}
	return c.record()
}

func (c *csvTable) record() ([]byte, error) {
	c.buffer.Reset()
	err := c.writer.Write(c.cells)
	c.writer.Flush()
	return c.buffer.Bytes(), err
}

// disarm puts a ' in front of text that a spreadsheet would run as a formula.
// Customers choose names, descriptions and reasons, and the merchant opens the file
// (CWE-1236; the characters are those of OWASP's advice).
func disarm(text string) string {
	if text != "" && bytes.IndexByte([]byte("=+-@\t\r"), text[0]) >= 0 {
		return "'" + text
	}
	return text
}
