// Quickstart is the main job of this library in one program: it mirrors a
// shop's orders into ChargeDesk, reports them to Chargeback, and responds to the
// disputes that wait at Chargehound with evidence from the orders.
//
// Without keys it runs against fakes of the three vendors, inside this process:
//
//	go run ./examples/quickstart
//	go run ./examples/quickstart -orders orders_export.csv
//
// An export of Shopify, WooCommerce, Magento, BigCommerce, Wix, Square, Stripe or
// PayPal is known by its columns; -h lists them, with our own. Orders that were not
// paid are left out and counted. A sale that is in a shop's and in a gateway's
// export would be reported twice, so give it one of the two.
//
// With -live it talks to the vendors. It then needs an export, -zone if the times of
// that name none, CHARGEDESK_SECRET_KEY, CHARGEBACK_PUBLIC_KEY, CHARGEBACK_SECRET_KEY
// and CHARGEHOUND_API_KEY; ChargeDesk takes 60 orders a minute.
//
// It ends with 0 when everything worked, with 1 when a line or a call failed
// (the others have gone through), and with 2 when it could not begin.
package main

import (
	"context"
	_ "embed"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	_ "time/tzdata" // for -zone on machines without time zones

	"github.com/chargekit/chargekit-go/internal/orderfile"
)

//go:embed orders.csv
var sampleOrders []byte

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	context.AfterFunc(ctx, stop) // a second interrupt ends the program at once
	code := run(ctx, os.Args[1:], os.Getenv, os.Stdin, os.Stdout, os.Stderr)
	stop()
	os.Exit(code)
}

const (
	exitDone   = 0
	exitFailed = 1
	exitUsage  = 2
)

const usage = `usage: quickstart [flags]

Mirrors the orders of a shop into ChargeDesk, reports them to Chargeback, and
responds to the disputes at Chargehound. Without -live, fakes take their place.

-orders reads a table with the columns of one of these, more columns included:
%s
Any other table needs -columns. Our own may have name, phone, country, shipping,
tax, items ("2 x Cup @ 9.50; 1 x Tray @ 48.00"), carrier, tracking_number,
card_prefix, card_suffix, status and dispute too. dispute is a reason, such as
fraudulent: the fake of Chargehound then has a dispute of the order.

-live needs -orders, and CHARGEDESK_SECRET_KEY, CHARGEBACK_PUBLIC_KEY,
CHARGEBACK_SECRET_KEY and CHARGEHOUND_API_KEY in the environment.

The exit code is 0 if everything worked, 1 if a line or a call failed, and 2 if it
could not begin.

Flags:
`

// settings are the flags.
type settings struct {
	path   string
	live   bool
	shop   shopNames
	reader *orderfile.Flags
}

func parse(args []string, stderr io.Writer) (settings, error) {
	var set settings
	flags := flag.NewFlagSet("quickstart", flag.ContinueOnError)
	flags.SetOutput(stderr)
	flags.StringVar(&set.path, "orders", "", "the shop's export, a CSV `file`; - for standard input (default: the sample beside this program)")
	flags.BoolVar(&set.live, "live", false, "talk to the vendors instead of the fakes")
	flags.StringVar(&set.shop.crm, "crm", "chargekit-shop", "`name` of the data source as agreed with Chargeback")
	flags.StringVar(&set.shop.merchant, "merchant", "Kit & Kettle", "`name` of the merchant at Chargeback")
	flags.StringVar(&set.shop.template, "template", "order-facts", "`id` of the evidence template at Chargehound")
	set.reader = orderfile.AddFlags(flags)
	flags.Usage = func() {
		fmt.Fprintf(stderr, usage, orderfile.Known())
		flags.PrintDefaults()
	}
	if err := flags.Parse(args); err != nil {
		return set, flagError{err}
	}
	if flags.NArg() > 0 {
		return set, fmt.Errorf("unexpected argument %q: type -orders %[1]s for a file", flags.Arg(0))
	}
	return set, nil
}

// flagError is an error that the flag package has printed.
type flagError struct{ error }

func (e flagError) Unwrap() error { return e.error }

func run(ctx context.Context, args []string, env func(string) string, stdin io.Reader, stdout, stderr io.Writer) int {
	set, err := parse(args, stderr)
	if errors.Is(err, flag.ErrHelp) {
		return exitDone
	}
	var read *export
	if err == nil {
		read, err = prepare(set, env, stdin)
	}
	var clients *vendors
	if err == nil {
		clients, err = connect(set, env, read.orders, stdout)
	}
	if err != nil {
		if _, printed := errors.AsType[flagError](err); !printed {
			fmt.Fprintln(stderr, "quickstart:", err)
		}
		return exitUsage
	}
	defer clients.stop()

	job := newJob(clients, set.shop, stdout, stderr)
	job.reportFile(read)
	job.run(ctx, read.orders)
	job.printTable()
	if job.failed > 0 {
		fmt.Fprintf(stderr, "quickstart: %d failed\n", job.failed)
		return exitFailed
	}
	return exitDone
}

// prepare reads the export and checks what the program needs besides.
func prepare(set settings, env func(string) string, stdin io.Reader) (*export, error) {
	opts, err := set.reader.Options()
	if err != nil {
		return nil, err
	}
	if missing := missingForLive(set.path, env); set.live && len(missing) > 0 {
		return nil, fmt.Errorf("-live needs %s", strings.Join(missing, ", "))
	}
	read, err := openOrders(set.path, stdin, opts)
	if err == nil && set.live && read.tally.Zoneless > 0 {
		return nil, fmt.Errorf("line %d: the time names no zone; -live needs -zone, for example -zone Europe/Berlin", read.tally.Zoneless)
	}
	return read, err
}

// connect returns the clients of the vendors, or of fakes, and says which.
func connect(set settings, env func(string) string, orders []*order, stdout io.Writer) (*vendors, error) {
	if !set.live {
		fmt.Fprintln(stdout, "No keys are used: fakes of ChargeDesk, Chargeback and Chargehound run inside this process.")
		return fakeVendors(set.shop, orders), nil
	}
	clients, err := liveVendors(env)
	if err == nil {
		fmt.Fprintln(stdout, "Talking to ChargeDesk, Chargeback and Chargehound.")
	}
	return clients, err
}
