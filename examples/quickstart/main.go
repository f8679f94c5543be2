// Quickstart is the main job of this library in one program: it mirrors a
// shop's orders into ChargeDesk, reports them to Chargeback, and responds to the
// disputes that wait at Chargehound with evidence from the orders.
//
// Without keys it runs against fakes of the three vendors, inside this process:
//
//	go run ./examples/quickstart
//	go run ./examples/quickstart -orders my-orders.csv
//
// With -live it talks to the vendors. It then needs an export, CHARGEDESK_SECRET_KEY,
// CHARGEBACK_PUBLIC_KEY, CHARGEBACK_SECRET_KEY and CHARGEHOUND_API_KEY; ChargeDesk
// takes 60 orders a minute.
//
// It ends with 0 when everything worked, with 1 when a line or a call failed
// (the others have gone through), and with 2 when it could not begin.
package main

import (
	"bytes"
	"context"
	_ "embed"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
)

//go:embed orders.csv
var sampleOrders []byte

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	code := run(ctx, os.Args[1:], os.Getenv, os.Stdin, os.Stdout, os.Stderr)
	stop()
	os.Exit(code)
}

const (
	exitDone   = 0
	exitFailed = 1
	exitUsage  = 2
)

func run(ctx context.Context, args []string, env func(string) string, stdin io.Reader, stdout, stderr io.Writer) int {
	flags := flag.NewFlagSet("quickstart", flag.ContinueOnError)
	flags.SetOutput(stderr)
	path := flags.String("orders", "", "the shop's export, a CSV `file`; - for standard input (default: the sample beside this program)")
	live := flags.Bool("live", false, "talk to the vendors instead of the fakes")
	shop := shopNames{}
	flags.StringVar(&shop.crm, "crm", "chargekit-shop", "`name` of the data source as agreed with Chargeback")
	flags.StringVar(&shop.merchant, "merchant", "Kit & Kettle", "`name` of the merchant at Chargeback")
	flags.StringVar(&shop.template, "template", "order-facts", "`id` of the evidence template at Chargehound")
	if flags.Parse(args) != nil {
		return exitUsage
	}
	misuse := func(err error) int {
		fmt.Fprintln(stderr, "quickstart:", err)
		return exitUsage
	}
	if flags.NArg() > 0 {
		return misuse(fmt.Errorf("unexpected argument %q: type -orders %[1]s for a file", flags.Arg(0)))
	}
	if missing := missingForLive(*path, env); *live && len(missing) > 0 {
		return misuse(fmt.Errorf("-live needs %s", strings.Join(missing, ", ")))
	}

	orders, bad, err := openOrders(*path, stdin)
	if err != nil {
		return misuse(err)
	}
	var clients *vendors
	if *live {
		if clients, err = liveVendors(env); err != nil {
			return misuse(err)
		}
		fmt.Fprintln(stdout, "Talking to ChargeDesk, Chargeback and Chargehound.")
	} else {
		var stop func()
		clients, stop = fakeVendors(shop, orders)
		defer stop()
		fmt.Fprintln(stdout, "No keys are used: fakes of ChargeDesk, Chargeback and Chargehound run inside this process.")
	}

	job := newJob(clients, shop, stdout, stderr)
	job.reportLines(bad)
	job.run(ctx, orders)
	job.printTable()
	if job.failed > 0 {
		fmt.Fprintf(stderr, "quickstart: %d failed\n", job.failed)
		return exitFailed
	}
	return exitDone
}

func openOrders(path string, stdin io.Reader) ([]*order, []lineError, error) {
	switch path {
	case "":
		return readOrders(bytes.NewReader(sampleOrders))
	case "-":
		return readOrders(stdin)
	}
	file, err := os.Open(path)
	if err != nil {
		return nil, nil, err
	}
	defer file.Close()
	return readOrders(file)
}
