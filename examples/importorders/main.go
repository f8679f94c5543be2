// Importorders imports the orders of a shop's export into Chargeback, or into
// ChargeDesk:
//
//	CHARGEBACK_PUBLIC_KEY=… CHARGEBACK_SECRET_KEY=… importorders -concurrency 4 orders.csv
//	CHARGEDESK_SECRET_KEY=… importorders -to chargedesk orders.csv
//
// An export of Shopify, WooCommerce, Magento, BigCommerce, Wix, Square, Stripe or
// PayPal is known by its columns; -h lists them. Orders that were not paid are left
// out and counted. A row that can't be read is reported with its line, and the rest is
// imported.
//
// Chargeback needs -crm and -merchant, which no shop knows. A table or a JSON Lines
// file with the names of Chargeback's documentation (order_id, order_ts, order_amount
// and so on) can have all fields of an order. A sale that is in a shop's and in a
// gateway's export has two ids: import one of the two files.
//
// In ChargeDesk each order becomes a charge of the customer with its e-mail address or
// customer id. It has the order's transaction id, by which a second import updates it.
// ChargeDesk takes 60 requests a minute, so 1,000 orders take 17 minutes.
//
// The file "-" is standard input. What comes from a pipe is copied to a temporary
// file, since it is read more than once, and needs -resume.
//
// Stopped or killed, the import resumes where it was when it is started again with the
// same flags. It keeps a checkpoint in orders.csv.resume.jsonl beside the file, and
// orders.csv.resume.jsonl.lock against a second run. Keep the first one: without it
// nothing tells which orders were sent to Chargeback. Orders that may have been sent
// there are looked up, and are not sent again by default. With -resend, orders are sent
// that Chargeback's search does not find; if the search lags behind, that creates them
// twice. If the file or the flags that it is read by have changed, or the resume file
// is lost or damaged, -look-up-all starts again from the beginning and looks every
// order up first. Killed and started again with it, the import resumes. An order that
// is found is left as it is, even if the file says something else by now. ChargeDesk
// needs none of this: charges that may have been sent are sent again.
//
// With -fake the orders go to a fake in the same process, and nothing leaves the
// machine.
//
// The exit code is 0 if every order is there, 1 if something has to be looked at
// (bad lines, rejected or unknown orders, an import that was stopped), and 2 if the
// import can't work as things are: it did not start, its key is rejected, or
// look-ups fail. An import that was stopped can always be resumed later.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"
	"time"
	_ "time/tzdata" // for -zone on machines without time zones

	"github.com/chargekit/chargekit-go/internal/orderfile"
)

// The vendors.
const (
	chargeBack = "chargeback"
	chargeDesk = "chargedesk"
)

// Exit codes.
const (
	exitDone   = 0
	exitLookAt = 1
	exitCannot = 2
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // a second interrupt ends the program at once
	defer stop()
	os.Exit(run(ctx, os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
}

const help = `FILE is a table with the columns of one of these, more columns included, or any
other table with -columns:
%s
The delimiter is a comma, a semicolon, a tab or a |, and is found out.

For Chargeback, add -crm and -merchant: no shop's export has these. Our own columns of
importorders, and JSON Lines (FILE ends in .jsonl), name them themselves. These two can
have every field of an order. Needed are order_id, order_ts, order_amount,
transaction_id, transaction_amount, crm_id or crm_name, and merchant_name; for the
others see https://chargeback.github.io/chargeback-api/. In a table, line_items and
shipments are JSON in one cell.

For ChargeDesk, add -to chargedesk. The file needs e-mail addresses or customer ids, or
-customer.

The keys are CHARGEBACK_PUBLIC_KEY and CHARGEBACK_SECRET_KEY, or CHARGEDESK_SECRET_KEY,
in the environment. FILE - is standard input, and needs -resume.

Started again with the same flags, it resumes where it was, with what it keeps in
FILE.resume.jsonl: do not remove that, nothing else tells which orders were sent.

The exit code is 0 if every order is there, 1 if something has to be looked at,
and 2 if the import can't work as things are: it did not start, the key is
rejected, or look-ups fail.

Flags:
`

// settings are the flags, and the keys from the environment.
type settings struct {
	to          string
	file        string
	format      string
	resume      string
	baseURL     string
	fake        bool
	noLimit     bool
	resend      bool
	lookUpAll   bool
	quiet       bool
	batch       int
	concurrency int
	lookUpAfter time.Duration
	publicKey   string
	secretKey   string
	reader      *orderfile.Flags
	defaults    defaults
	customer    string
}

// account returns the key that says whose orders these are.
func (set settings) account() string {
	if set.to == chargeDesk {
		return set.secretKey
	}
	return set.publicKey
}

func run(ctx context.Context, args []string, stdin io.Reader, out, errs io.Writer) int {
	cannot := func(err error) int {
		fmt.Fprintln(errs, "importorders:", err)
		return exitCannot
	}
	set, err := parse(args, errs)
	if errors.Is(err, flag.ErrHelp) {
		return exitDone
	}
	if err != nil {
		return cannot(err)
	}
	to, err := connect(set, out)
	if err != nil {
		return cannot(err)
	}
	defer to.close()
	in, err := openInput(set, to, stdin)
	if err != nil {
		return cannot(err)
	}
	defer in.remove()
	job, err := newJob(set, to, in, out, errs)
	if err != nil {
		return cannot(err)
	}
	defer job.state.close()
	err = job.run(ctx)
	if err != nil {
		fmt.Fprintln(errs, "importorders:", err)
	}
	job.summary(out)
	switch {
	case err != nil && to.cannot(err):
		return exitCannot
	case err != nil, len(job.state.troubles()) > 0:
		return exitLookAt
	}
	return exitDone
}

// connect returns the vendor that -to names.
func connect(set settings, out io.Writer) (vendor, error) {
	if set.to == chargeDesk {
		return newToChargeDesk(set, out)
	}
	return newToChargeback(set, out)
}
