package main

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"iter"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/chargekit/chargekit-go/internal/orderfile"
)

// found is an order of the file, or why some of its rows are none.
type found struct {
	line  int // where it begins, from 1
	row   any // what is sent of it
	money money
	err   error
	fatal bool // the file can't be read any further
}

// money is a sum of a currency.
type money struct {
	currency string
	amount   decimal.Decimal
}

// source reads the orders of a file, any number of times.
type source interface {
	// orders leaves out orders that are not to be sent.
	orders() iter.Seq[found]
	// survey counts the orders. The error says why none of them can be imported.
	survey() (orderfile.Tally, error)
	// String returns what decides how the file is read.
	String() string
}

// input is a file of orders.
type input struct {
	source
	path   string // of the file itself
	hash   string // of its content
	count  int    // of the orders
	notes  []string
	copied bool // from a pipe
	remove func() error
}

func openInput(set settings, to vendor, stdin io.Reader) (*input, error) {
	local, remove, err := orderfile.Local(set.file, stdin)
	if err != nil {
		return nil, err
	}
	in := &input{path: local, copied: local != set.file, remove: remove}
	if err := in.open(set, to); err != nil {
		return nil, errors.Join(err, in.remove())
	}
	return in, nil
}

func (in *input) open(set settings, to vendor) (err error) {
	if in.copied && set.resume == "" && !set.fake {
		return errors.New("what comes from a pipe needs -resume FILE, which keeps how far the import is")
	}
	if in.path, err = filepath.EvalSymlinks(in.path); err != nil {
		return err
	}
	if in.hash, err = hashFile(in.path); err != nil {
		return err
	}
	switch format := formatOf(set); {
	case slices.Contains([]string{"csv", "tsv", "txt"}, format):
		in.source, in.notes, err = openTable(in.path, set, to)
	case slices.Contains([]string{"jsonl", "ndjson"}, format) && set.to == chargeDesk:
		return errors.New("JSON Lines have Chargeback's fields; ChargeDesk's charges are made of a table")
	case slices.Contains([]string{"jsonl", "ndjson"}, format):
		in.source = jsonLines{in.path}
	default:
		return fmt.Errorf("%q is no format: use -format csv or -format jsonl", format)
	}
	if err != nil {
		return err
	}
	tally, err := in.survey()
	in.count, in.notes = tally.Orders, append(in.notes, tally.Report()...)
	return err
}

// formatOf returns the format of the file: the one that is asked for, or the one of
// the extension. What comes from a pipe is a table by default.
func formatOf(set settings) string {
	extension := strings.TrimPrefix(strings.ToLower(filepath.Ext(set.file)), ".")
	switch {
	case set.format != "":
		return set.format
	case set.file == "-":
		return "csv"
	}
	return extension
}

// resolve returns the path of the file itself, so that a link to it has no resume
// file of its own.
func resolve(path string) (string, error) {
	info, err := os.Stat(path)
	if err != nil {
		return "", err
	}
	if !info.Mode().IsRegular() {
		return "", fmt.Errorf("%s is no regular file", path)
	}
	return filepath.EvalSymlinks(path)
}

// hashFile hashes the content: a resume file belongs to exactly the same orders.
func hashFile(path string) (string, error) {
	file, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer file.Close()
	hash := sha256.New()
	if _, err := io.Copy(hash, file); err != nil {
		return "", err
	}
	return hex.EncodeToString(hash.Sum(nil)), nil
}
