// Export writes one list of ChargeDesk, Chargehound or Chargeback to a file:
//
//	CHARGEDESK_SECRET_KEY=… export charges charges.csv
//	CHARGEDESK_SECRET_KEY=… export -since 2026-01-01 -until 2026-02-01 charges january.jsonl
//	CHARGEHOUND_API_KEY=… export disputes disputes.csv
//	CHARGEBACK_PUBLIC_KEY=… CHARGEBACK_SECRET_KEY=… export -format jsonl orders - | jq .order_id
//	export -fake charges charges.csv
//
// The lists are charges, customers, subscriptions, products, activity and
// cancellations of ChargeDesk, disputes of Chargehound, and orders of Chargeback. With
// -fake they come from a fake in the same process, and no key is needed.
//
// # The file
//
// JSON Lines has one row on each line, as the vendor's own JSON: all fields, also those
// that this version does not know, with amounts and times in the vendor's form. A field
// that the vendor left out has an empty value. Decode of the vendor's package reads a
// line.
//
// CSV has a line of names and then one record for each row; -columns prints the names
// and what they hold. They are the fields of the row's type in the vendor's package,
// in their order. Amounts are decimals in major units, times are RFC 3339 in UTC, and
// lists and objects are JSON in one cell. Of what the vendor left out, a number is 0, a
// flag is false, and all else is empty. The last column, Extra, is a JSON object of the
// fields that have no column or that could not be read. Chargehound's amounts are in
// minor units; the column behind each, such as amount_decimal, has it in major units
// by ISO 4217, or is empty if the currency is not known.
//
// Customers write some of the text in these lists, and spreadsheets run text that
// begins with = + - @, a tab or a carriage return as a formula. In CSV such text gets a
// ' in front. With -exact it is written as it is. JSON Lines never changes a value.
//
// The rows are personal data: the file can be read by its owner only.
//
// # Time
//
// -since and -until limit charges by occurred, customers and subscriptions by
// first_seen, and the two logs by occurred. A row is in if it is not before -since and
// before -until, to the second, so that months add up to a year. Rows without a time
// are in if ChargeDesk sends them. The vendors document no such filter for products,
// disputes and orders, and the flags are rejected there.
//
// # Stopped exports
//
// While it runs, the rows are in FILE.part, and FILE.resume says how far they are
// complete; FILE.lock keeps a second run away. After an interrupt, a failure or a crash
// the same command goes on from there: no row is missing or twice. -restart begins
// again instead. A row that changes after it was written is not written again, so an
// export that is resumed weeks later mixes old and new. At the end FILE.part becomes
// FILE, and the other two files are removed. A FILE that exists is replaced only with
// -overwrite.
//
// What goes to standard output (FILE is -) can't be resumed.
//
// A list is complete, or the export fails and says why. Only Chargeback tells how many
// rows a list has. That number is read before and after, and compared.
//
// Memory holds a page or two of rows. ChargeDesk accepts 60 requests a minute, which is
// 30,000 rows: the program sends them as fast as it may, and then waits.
//
// The exit code is 0 if the list was written, 1 if something failed and the same
// command may succeed later, and 2 if it can't work as things are: wrong flags, a key
// that is missing or rejected, or files of another export.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"slices"
	"strings"
	"syscall"
	"unicode"
)

// Exit codes.
const (
	exitDone   = 0
	exitFailed = 1
	exitCannot = 2
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // a second interrupt ends the program at once
	code := run(ctx, os.Args, os.Stdout, os.Stderr)
	stop()
	os.Exit(code)
}

// cannot is an error that the same command would meet again.
type cannot struct{ error }

func (c cannot) Unwrap() error { return c.error }

func cannotf(format string, args ...any) error { return cannot{fmt.Errorf(format, args...)} }

func run(ctx context.Context, args []string, stdout *os.File, stderr io.Writer) int {
	set, err := parse(args[1:], stdout)
	switch {
	case errors.Is(err, flag.ErrHelp):
		return exitDone
	case err != nil:
		err = cannotf("%w (-h explains)", err)
	case set.columns:
		err = printColumns(stdout, set.list)
	default:
		err = export(ctx, set, stdout, stderr, commandLine(args))
	}
	if err == nil {
		return exitDone
	}
	fmt.Fprintln(stderr, "export:", err)
	if _, ok := errors.AsType[cannot](err); ok {
		return exitCannot
	}
	return exitFailed
}

// commandLine returns the command that resumes this one, for a shell.
func commandLine(args []string) string {
	words := slices.DeleteFunc(slices.Clone(args), func(word string) bool {
		return strings.TrimLeft(word, "-") == "restart" && word != "restart"
	})
	if strings.Contains(words[0], "go-build") {
		words[0] = "go run ." // which has removed the program by then
	}
	for i, word := range words[1:] {
		if word == "" || strings.ContainsFunc(word, func(r rune) bool {
			return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !strings.ContainsRune("-_./:=+,@\\", r)
		}) {
			words[i+1] = "'" + strings.ReplaceAll(word, "'", `'\''`) + "'"
		}
	}
	return strings.Join(words, " ")
}
