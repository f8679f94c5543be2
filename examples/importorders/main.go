// Importorders reports the orders of a shop's export to Chargeback:
//
//	CHARGEBACK_PUBLIC_KEY=… CHARGEBACK_SECRET_KEY=… importorders -concurrency 4 orders.csv
//
// An export of Shopify, WooCommerce, Magento, BigCommerce, Wix, Square, Stripe or
// PayPal is known by its columns; -h lists them. It needs -crm and -merchant, which
// no shop knows. A table or a JSON Lines file with the names of Chargeback's
// documentation (order_id, order_ts, order_amount and so on) can have all fields of
// an order. Orders that were not paid are left out and counted. A row that can't be
// read is reported with its line, and the rest is imported.
//
// A sale that is in a shop's and in a gateway's export has two ids: import one of the
// two files.
//
// The file "-" is standard input. What comes from a pipe is copied to a temporary
// file, since it is read more than once, and needs -resume.
//
// Stopped or killed, the import goes on from where it was when it is started again.
// It keeps orders.csv.resume.jsonl beside the file, and
// orders.csv.resume.jsonl.lock against a second run. Keep the first one: without it
// nothing tells which orders were sent. Orders that may have been sent are looked
// up, and are not sent again by default. With -resend, orders are sent that
// Chargeback's search does not find; if the search lags behind, that creates them
// twice. If the file or the flags that it is read by have changed, or the resume file is lost or damaged,
// -look-up-all starts again from the beginning and looks every order up first.
// Killed and started again with it, the import goes on. An order that is found is
// left as it is, even if the file says something else by now.
//
// With -fake the orders go to a fake in the same process, and nothing leaves the
// machine.
//
// The exit code is 0 if every order is there, 1 if something has to be looked at
// (bad lines, rejected or unknown orders, an import that was stopped), and 2 if the
// import can't work as things are: it did not start, its key is rejected, or
// look-ups fail. An import that was stopped can always go on later.
package main

import (
	"cmp"
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

	"github.com/chargekit/chargekit-go/chargeback"
	"github.com/chargekit/chargekit-go/chargeback/chargebacktest"
	"github.com/chargekit/chargekit-go/internal/orderfile"
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
All but the one of importorders need -crm and -merchant. That one, and JSON Lines,
can have every field of an order: order_id, order_ts, order_amount, transaction_id,
transaction_amount, crm_id or crm_name, and merchant_name are needed; for the
others see https://chargeback.github.io/chargeback-api/. In a table, line_items and
shipments are JSON in one cell. FILE - is standard input, and needs -resume. The keys
are CHARGEBACK_PUBLIC_KEY and CHARGEBACK_SECRET_KEY in the environment.

Started again, it goes on from where it was, with what it keeps in
FILE.resume.jsonl: do not remove that, nothing else tells which orders were sent.

The exit code is 0 if every order is there, 1 if something has to be looked at,
and 2 if the import can't work as things are: it did not start, the key is
rejected, or look-ups fail.

Flags:
`

// settings are the flags, and the keys from the environment.
type settings struct {
	file        string
	format      string
	resume      string
	baseURL     string
	fake        bool
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
	client, closeFake, err := connect(set, out)
	if err != nil {
		return cannot(err)
	}
	defer closeFake()
	in, err := openInput(set, stdin)
	if err != nil {
		return cannot(err)
	}
	defer in.remove()
	job, err := newJob(set, client, in, out, errs)
	if err != nil {
		return cannot(err)
	}
	defer job.state.close()
	if err := job.run(ctx); err != nil {
		fmt.Fprintln(errs, "importorders:", err)
		job.summary(out)
		if isHopeless(err) || noLookUp(err) {
			return exitCannot
		}
		return exitLookAt
	}
	job.summary(out)
	if len(job.state.troubles()) > 0 {
		return exitLookAt
	}
	return exitDone
}

func parse(args []string, errs io.Writer) (settings, error) {
	set := settings{publicKey: os.Getenv("CHARGEBACK_PUBLIC_KEY"), secretKey: os.Getenv("CHARGEBACK_SECRET_KEY")}
	flags := flag.NewFlagSet("importorders", flag.ContinueOnError)
	flags.SetOutput(errs)
	flags.StringVar(&set.format, "format", "", "csv, tsv, txt or jsonl (default: by the file's extension)")
	flags.StringVar(&set.defaults.crm, "crm", "", "`name` or number of the data source at Chargeback, for orders that name none")
	flags.StringVar(&set.defaults.merchant, "merchant", "", "`name` of the merchant account at Chargeback, for orders that name none")
	set.reader = orderfile.AddFlags(flags)
	flags.StringVar(&set.resume, "resume", "", "resume `file` (default: FILE.resume.jsonl, none with -fake)")
	flags.StringVar(&set.baseURL, "base-url", chargeback.DefaultBaseURL, "base URL of the API")
	flags.BoolVar(&set.fake, "fake", false, "send the orders to a fake in this process")
	flags.BoolVar(&set.resend, "resend", false, "send orders that may have been sent and that the search does not find; it must show every order by now")
	flags.BoolVar(&set.lookUpAll, "look-up-all", false, "-resend, and look up every order first unless there is an import to go on with; for a file that has changed")
	flags.BoolVar(&set.quiet, "quiet", false, "no progress bar")
	flags.IntVar(&set.batch, "batch", chargeback.MaxBatch, "orders in a request")
	flags.IntVar(&set.concurrency, "concurrency", 1, "requests in flight")
	flags.DurationVar(&set.lookUpAfter, "look-up-after", 5*time.Second, "how long to wait before orders are looked up")
	flags.Usage = func() {
		fmt.Fprintf(errs, "usage: importorders [flags] FILE\n\n"+help, orderfile.Known())
		flags.PrintDefaults()
	}
	if err := flags.Parse(args); err != nil {
		return set, err
	}
	if flags.NArg() != 1 {
		flags.Usage()
		return set, errors.New("one file is needed")
	}
	if set.batch < 1 || set.batch > chargeback.MaxBatch || set.concurrency < 1 || set.lookUpAfter <= 0 {
		return set, fmt.Errorf("-batch is 1 to %d, -concurrency at least 1, -look-up-after above zero", chargeback.MaxBatch)
	}
	if !set.fake && set.publicKey == "" && set.secretKey == "" {
		return set, errors.New("CHARGEBACK_PUBLIC_KEY and CHARGEBACK_SECRET_KEY are not set; -fake tries a file without them")
	}
	if set.fake {
		set.defaults.crm = cmp.Or(set.defaults.crm, chargebacktest.CRMName)
		set.defaults.merchant = cmp.Or(set.defaults.merchant, chargebacktest.MerchantName)
	}
	set.resend = set.resend || set.lookUpAll
	set.file = flags.Arg(0)
	return set, nil
}

// connect returns the client. With -fake it is a fake's, and connect says so.
func connect(set settings, out io.Writer) (client *chargeback.Client, closeFake func(), err error) {
	if set.fake {
		server := chargebacktest.NewServer()
		fmt.Fprintf(out, "FAKE: no order leaves this machine. It knows the CRM %d and the merchant %q.\n", chargebacktest.CRMID, chargebacktest.MerchantName)
		return server.Client(), server.Close, nil
	}
	client, err = chargeback.New(set.publicKey, set.secretKey, chargeback.WithBaseURL(set.baseURL), chargeback.WithUserAgent("importorders"))
	return client, func() {}, err
}
