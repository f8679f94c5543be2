package main

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"iter"
	"os"
	"strings"
	"unicode/utf8"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"github.com/chargekit/chargekit-go/chargeback"
	"github.com/chargekit/chargekit-go/internal/orderfile"
)

const maxLine = 1 << 20

var (
	errLongLine = errors.New("is longer than 1 MiB")
	errNotUTF8  = errors.New("is not UTF-8")
)

// jsonLines is a file with one order in JSON on each line, with all fields that
// Chargeback has.
type jsonLines struct{ path string }

func (j jsonLines) String() string { return "jsonl" }

func (j jsonLines) survey() (tally orderfile.Tally, err error) {
	for next := range j.orders() {
		if next.fatal {
			return tally, next.err
		}
		if next.err == nil {
			tally.Orders++
		}
	}
	return tally, nil
}

// orders skips blank lines.
func (j jsonLines) orders() iter.Seq[found] {
	return func(yield func(found) bool) {
		file, err := os.Open(j.path)
		if err != nil {
			yield(found{err: err, fatal: true})
			return
		}
		defer file.Close()
		reader := bufio.NewReaderSize(file, 64<<10)
		for number := 1; ; number++ {
			text, err := readLine(reader)
			if number == 1 {
				text = bytes.TrimPrefix(text, []byte("\ufeff"))
			}
			text = bytes.TrimSpace(text)
			last := errors.Is(err, io.EOF)
			if last && len(text) == 0 {
				return
			}
			if err == nil && len(text) == 0 {
				continue
			}
			next := found{line: number}
			if err != nil && !last {
				next.err, next.fatal = err, !errors.Is(err, errLongLine)
			} else {
				next.readOrder(text)
			}
			if !yield(next) || next.fatal {
				return
			}
		}
	}
}

func (f *found) readOrder(text []byte) {
	order, err := parseOrder(text)
	if err != nil {
		f.err = err
		return
	}
	f.row, f.money = order, money{"USD", order.OrderAmount.Decimal()}
	if order.CurrencyCode != nil {
		f.money.currency = *order.CurrencyCode
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

// parseOrder reads an order from JSON. It rejects a name that an order does not have,
// because that is most likely a mistake, and a name that comes twice, because either
// value may be meant.
func parseOrder(text []byte) (*chargeback.OrderCreateParams, error) {
	if !utf8.Valid(text) {
		return nil, errNotUTF8
	}
	order := new(chargeback.OrderCreateParams)
	if err := json.Unmarshal(text, order, json.RejectUnknownMembers(true)); err != nil {
		return nil, readable(err)
	}
	return order, nil
}

// readable returns the error without the value it is about, which may be a card
// number.
func readable(err error) error {
	wrong, ok := errors.AsType[*json.SemanticError](err)
	switch {
	case errors.Is(err, json.ErrUnknownName):
		return errors.New("has a field that an order does not have")
	case errors.Is(err, jsontext.ErrDuplicateName):
		return errors.New("has a field twice")
	case !ok || wrong.JSONPointer == "":
		return errors.New("is not one JSON object")
	}
	return fmt.Errorf("%s has the wrong form", strings.ReplaceAll(string(wrong.JSONPointer[1:]), "/", "."))
}
