package main

import (
	"cmp"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"time"

	"github.com/chargekit/chargekit-go/chargeback"
	"github.com/chargekit/chargekit-go/chargedesk"
	"github.com/chargekit/chargekit-go/internal/orderfile"
)

func parse(args []string, errs io.Writer) (settings, error) {
	var set settings
	flags := flag.NewFlagSet("importorders", flag.ContinueOnError)
	flags.SetOutput(errs)
	flags.StringVar(&set.to, "to", chargeBack, "`vendor` the orders go to: chargeback or chargedesk")
	flags.StringVar(&set.format, "format", "", "csv, tsv, txt or jsonl (default: by the file's extension)")
	flags.StringVar(&set.defaults.crm, "crm", "", "`name` or number of the data source at Chargeback, for orders that name none")
	flags.StringVar(&set.defaults.merchant, "merchant", "", "`name` of the merchant account at Chargeback, for orders that name none")
	flags.StringVar(&set.customer, "customer", "", "customer `id` in ChargeDesk, for orders with neither an e-mail address nor a customer id")
	set.reader = orderfile.AddFlags(flags)
	flags.StringVar(&set.resume, "resume", "", "resume `file` (default: FILE.resume.jsonl, none with -fake)")
	flags.StringVar(&set.baseURL, "base-url", "", "base `URL` of the API (default: the vendor's)")
	flags.BoolVar(&set.fake, "fake", false, "send the orders to a fake in this process")
	flags.BoolVar(&set.noLimit, "no-limit", false, "send to ChargeDesk as fast as it responds; only for a simulator without its limit")
	flags.BoolVar(&set.resend, "resend", false, "send orders that may have been sent and that Chargeback's search does not find; it must show every order by now")
	flags.BoolVar(&set.lookUpAll, "look-up-all", false, "-resend, and look up every order first unless there is an import to resume; for a file that has changed; Chargeback only")
	flags.BoolVar(&set.quiet, "quiet", false, "no progress bar")
	flags.IntVar(&set.batch, "batch", chargeback.MaxBatch, "orders in a request to Chargeback")
	flags.IntVar(&set.concurrency, "concurrency", 0, "requests in flight (default: 1 to Chargeback, 4 to ChargeDesk)")
	flags.DurationVar(&set.lookUpAfter, "look-up-after", 5*time.Second, "how long to wait before orders are looked up at Chargeback")
	flags.Usage = func() {
		fmt.Fprintf(errs, "usage: importorders [flags] FILE\n\n"+help, orderfile.Known())
		flags.PrintDefaults()
	}
	if err := flags.Parse(args); err != nil {
		return set, err
	}
	if flags.NArg() != 1 {
		return set, fmt.Errorf("one FILE is needed, after the flags, not %d; -h explains", flags.NArg())
	}
	set.file = flags.Arg(0)
	set.resend = set.resend || set.lookUpAll
	return set, set.check()
}

// check looks for what makes no sense, and takes what depends on the vendor.
func (set *settings) check() error {
	if set.batch < 1 || set.batch > chargeback.MaxBatch || set.concurrency < 0 || set.lookUpAfter <= 0 {
		return fmt.Errorf("-batch is 1 to %d, -concurrency not below 0, -look-up-after above zero", chargeback.MaxBatch)
	}
	keys := "CHARGEBACK_PUBLIC_KEY and CHARGEBACK_SECRET_KEY are"
	switch set.to {
	case chargeBack:
		set.baseURL = cmp.Or(set.baseURL, chargeback.DefaultBaseURL)
		set.publicKey, set.secretKey = os.Getenv("CHARGEBACK_PUBLIC_KEY"), os.Getenv("CHARGEBACK_SECRET_KEY")
	case chargeDesk:
		set.baseURL = cmp.Or(set.baseURL, chargedesk.DefaultBaseURL)
		set.secretKey, keys = os.Getenv("CHARGEDESK_SECRET_KEY"), "CHARGEDESK_SECRET_KEY is"
		if set.resend {
			return errors.New("-resend and -look-up-all are for Chargeback: a charge that is sent again is updated")
		}
	default:
		return fmt.Errorf("-to is chargeback or chargedesk, not %q", set.to)
	}
	if !set.fake && set.publicKey == "" && set.secretKey == "" {
		return errors.New(keys + " not set; -fake tries a file without them")
	}
	return nil
}
