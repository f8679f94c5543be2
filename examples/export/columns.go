package main

import (
	"encoding"
	"encoding/json"
	"fmt"
	"io"
	"reflect"
	"strconv"
	"strings"
	"time"

	"github.com/chargekit/chargekit-go/chargehound"
	"github.com/chargekit/chargekit-go/internal/lenient"
)

// What a column holds.
const (
	kindText    = "text"
	kindInteger = "integer"
	kindMinor   = "integer, in minor units of the currency"
	kindMajor   = "decimal, in major units; empty if the currency is not known"
	kindDecimal = "decimal"
	kindBool    = "true or false"
	kindTime    = "time, RFC 3339 in UTC"
	kindJSON    = "JSON"
)

// column is a column of a table.
type column struct {
	name  string
	kind  string
	field int
}

// columnsOf returns the columns of a type of rows: its fields in their order. Behind
// each amount in minor units is one in major units.
func columnsOf(row reflect.Type) (columns []column) {
	for i := range row.NumField() {
		field := row.Field(i)
		name, _, _ := strings.Cut(field.Tag.Get("json"), ",")
		if !field.IsExported() {
			continue
		}
		kind := kindOf(field)
		columns = append(columns, column{name, kind, i})
		if kind == kindMinor {
			columns = append(columns, column{name + "_decimal", kindMajor, i})
		}
	}
	return columns
}

// cell writes the field of a row, which is empty if it could not be read: then it is
// in extra.
func (c column) cell(row reflect.Value, extra map[string]json.RawMessage) (string, error) {
	if _, unreadable := extra[c.name]; unreadable {
		return "", nil
	}
	value := row.Field(c.field)
	if c.kind == kindMajor {
		return major(row.Addr().Interface().(*chargehound.Dispute), value), nil
	}
	return format(c.kind, value)
}

// extraOf returns what a row has no field for, or could not read, by name.
func extraOf(row reflect.Value) map[string]json.RawMessage {
	extra := row.FieldByName("Extra").Convert(reflect.TypeFor[map[string]json.RawMessage]())
	return extra.Interface().(map[string]json.RawMessage)
}

// timed is what the times of the three packages have from [time.Time].
type timed interface {
	IsZero() bool
	UTC() time.Time
}

func kindOf(field reflect.StructField) string {
	t := field.Type
	if t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	switch {
	case t.Implements(reflect.TypeFor[timed]()):
		return kindTime
	case t.Kind() == reflect.Struct && t.Implements(reflect.TypeFor[encoding.TextMarshaler]()):
		return kindDecimal
	case t.Kind() == reflect.String:
		return kindText
	case t.Kind() == reflect.Int64 && field.Tag.Get("lenient") == "money":
		return kindMinor
	case t.Kind() == reflect.Int64:
		return kindInteger
	case t.Kind() == reflect.Bool:
		return kindBool
	}
	return kindJSON
}

// format writes a value that may be a pointer. nil, empty lists and objects, and zero
// times are empty.
func format(kind string, v reflect.Value) (string, error) {
	if v.Kind() == reflect.Pointer {
		if v.IsNil() {
			return "", nil
		}
		v = v.Elem()
	}
	switch kind {
	case kindTime:
		if at := v.Interface().(timed); !at.IsZero() {
			return at.UTC().Format(time.RFC3339Nano), nil
		}
		return "", nil
	case kindDecimal:
		text, err := v.Interface().(encoding.TextMarshaler).MarshalText()
		return string(text), err
	case kindText:
		return v.String(), nil
	case kindInteger, kindMinor:
		return strconv.FormatInt(v.Int(), 10), nil
	case kindBool:
		return strconv.FormatBool(v.Bool()), nil
	}
	if v.IsZero() || v.Kind() != reflect.Struct && v.Len() == 0 {
		return "", nil
	}
	text, err := lenient.Inline(v.Interface())
	return string(text), err
}

// major returns an amount of a dispute in major units, "" if that is not known.
func major(d *chargehound.Dispute, amount reflect.Value) string {
	currency := &d.Currency
	if amount.Kind() == reflect.Pointer { // all but the amount of the charge
		currency, amount = d.ReversalCurrency, amount.Elem()
	}
	if currency == nil || !amount.IsValid() {
		return ""
	}
	text, err := chargehound.MinorToDecimal(amount.Int(), *currency)
	if err != nil {
		return ""
	}
	return text
}

func printColumns(w io.Writer, l *list) error {
	for _, column := range columnsOf(l.row) {
		if _, err := fmt.Fprintf(w, "%s\t%s\n", column.name, column.kind); err != nil {
			return err
		}
	}
	return nil
}
