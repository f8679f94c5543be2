// Command compare measures what a call costs with an SDK as a multiple of the same
// call written by hand with net/http and encoding/json: with the three clients of
// this module, and with stripe-go, openai-go and GitLab's client-go on payloads of
// their own. It prints a table in Markdown.
//
//	go run . [-rounds 5] [-only regexp] [-short] [-orders 100000]
//
// Each row is measured over an in-memory network, which shows the client's own
// work, and over loopback, where the work of the server counts too. The figures are
// ratios of CPU time, the collector's included. Both sides run in turn, as many calls
// each as take a few milliseconds by hand, so that a busy machine slows both alike. A
// round's figure is the median of its pairs; the table has the median of the rounds, and
// their range. Allocations and bytes are those of one call in memory. Two more tables
// have the bulk jobs, and the sizes of stripped programs.
//
// The payloads are made up, in documented shapes. What is written by hand decodes
// into a struct that has the payload's fields and no others, as strings, numbers
// and booleans.
package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"regexp"
	"time"
)

func main() {
	rounds := flag.Int("rounds", 5, "how often each row is measured")
	only := flag.String("only", "", "measure only rows that match this regular expression, such as 'chargedesk.*404', 'All|Import' or 'size'")
	short := flag.Bool("short", false, "see that every row works: one short round, and small bulk jobs")
	orders := flag.Int("orders", 100_000, "how many orders the bulk row imports")
	flag.Parse()
	pattern, err := regexp.Compile(*only)
	switch {
	case err != nil:
		fail(2, "-only: ", err)
	case flag.NArg() > 0:
		fail(2, "no arguments are expected: ", flag.Args())
	case *rounds < 1:
		fail(2, "-rounds is below 1")
	case *orders < batchSize:
		fail(2, "-orders is below ", batchSize)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	effort := effort{rounds: *rounds, pairs: 15, slice: 5 * time.Millisecond, charges: 50_000, orders: *orders}
	if *short {
		effort = quick
	}
	if err := compare(ctx, os.Stdout, effort, pattern); err != nil {
		fail(1, err)
	}
}

func fail(code int, reason ...any) {
	fmt.Fprintln(os.Stderr, "compare: "+fmt.Sprint(reason...))
	os.Exit(code)
}

// effort is how much is measured.
type effort struct {
	rounds, pairs   int
	slice           time.Duration
	charges, orders int // of the bulk rows
}

// quick shows that every row works. Its figures mean little.
var quick = effort{rounds: 1, pairs: 1, slice: time.Microsecond, charges: 2 * pageSize, orders: 2 * batchSize}

func compare(ctx context.Context, out io.Writer, e effort, only *regexp.Regexp) error {
	fmt.Fprintln(out, "| client | call | CPU time in memory, x by hand | over loopback, x by hand | allocations, x (by hand) | bytes, x (by hand) |")
	fmt.Fprintln(out, "|---|---|---|---|---|---|")
	for _, r := range rows() {
		if !only.MatchString(r.name()) {
			continue
		}
		line, err := r.measure(ctx, e)
		if err != nil {
			return fmt.Errorf("%s: %w", r.name(), err)
		}
		fmt.Fprintln(out, line)
	}
	if err := compareBulk(ctx, out, e, only); err != nil {
		return err
	}
	return compareSizes(ctx, out, only)
}
