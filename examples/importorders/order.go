package main

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"github.com/chargekit/chargekit-go/chargeback"
)

// readHeader reads the names of the columns. If one is wrong, no line can be read, so
// the import ends.
func (in *input) readHeader() error {
	for next := range in.texts() {
		at := fmt.Sprintf("line %d, which should name the columns, ", next.number)
		if next.err != nil {
			return fmt.Errorf("%s%w", at, next.err)
		}
		header, err := splitRecord(next.text, 0)
		if err != nil {
			return fmt.Errorf("%s%w", at, err)
		}
		for i, name := range header {
			header[i] = strings.TrimSpace(name)
			if !isField(header[i]) {
				return fmt.Errorf("%shas something else in column %d", at, i+1)
			}
			if slices.Contains(header[:i], header[i]) {
				return fmt.Errorf("%shas %s twice", at, header[i])
			}
		}
		in.header, in.first = header, next.number+1
		return nil
	}
	return errors.New("the file is empty; its first line should name the columns")
}

// isField reports whether an order has a field of this name.
func isField(name string) bool {
	text, err := json.Marshal(map[string]any{name: nil})
	return err == nil && json.Unmarshal(text, new(chargeback.OrderCreateParams), json.RejectUnknownMembers(true)) == nil
}

// splitRecord reads a record of one line. It must have that many fields, unless
// fields is 0.
func splitRecord(text []byte, fields int) ([]string, error) {
	reader := csv.NewReader(bytes.NewReader(text))
	reader.FieldsPerRecord = fields
	record, err := reader.Read()
	switch {
	case errors.Is(err, csv.ErrQuote):
		return nil, errors.New("has a quote too many, or a cell with a line break, which is not supported")
	case errors.Is(err, csv.ErrFieldCount):
		return nil, fmt.Errorf("has %d cells under %d columns", len(record), fields)
	}
	if broken, ok := errors.AsType[*csv.ParseError](err); ok {
		return nil, broken.Err
	}
	return record, err
}

// parseRecord reads an order from a record. An empty cell is not sent.
func parseRecord(header []string, text []byte) (*chargeback.OrderCreateParams, error) {
	record, err := splitRecord(text, len(header))
	if err != nil {
		return nil, err
	}
	values := map[string]any{}
	for i, name := range header {
		cell := strings.TrimSpace(record[i])
		if cell == "" {
			continue
		}
		switch name {
		case "crm_id":
			number, err := strconv.ParseInt(cell, 10, 64)
			if err != nil {
				return nil, errors.New("crm_id is not a number")
			}
			values[name] = number
		case "line_items", "shipments":
			values[name] = jsontext.Value(cell)
			if !jsontext.Value(cell).IsValid() {
				return nil, fmt.Errorf("%s is not JSON", name)
			}
		default:
			values[name] = cell
		}
	}
	object, err := json.Marshal(values)
	if err != nil {
		return nil, err
	}
	return parseOrder(object)
}

// parseOrder reads an order from JSON. It rejects a name that an order does not have,
// because that is most likely a mistake, and a name that comes twice, because either
// value may be meant.
func parseOrder(text []byte) (*chargeback.OrderCreateParams, error) {
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
