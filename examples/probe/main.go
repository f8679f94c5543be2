// Probe asks ChargeDesk, Chargehound and Chargeback, with your own keys, what their
// documentation leaves open, and compares their responses with the descriptions in
// testdata/openapi. It only reads:
//
//	CHARGEDESK_SECRET_KEY=… CHARGEHOUND_API_KEY=… probe > report.md
//	probe -fake
//
// It asks for a page of every list, for one object of each kind, and for what nobody
// documents: what a bound on the time includes, how many rows a page may have, what is
// beyond the end, whether an id may be written in the other case, what a 404 looks
// like, what an unknown parameter does. -n prints all requests, and sends none. A
// vendor is asked if its keys are in the environment, and -vendor picks one.
//
// # Only reads
//
// Anything but a GET without a body is rejected before it is sent, and so is one
// request more than -n prints. Requests are not retried, and a vendor is left alone
// after a 429, after a rejected key, and if it does not respond. ChargeDesk accepts 60
// requests a minute for a key and blocks it for a minute after that, so one is sent
// every two seconds, which leaves half of them to your other programs: see -every.
//
// # The report
//
// It is Markdown, to be pasted into an issue; -json prints the same as JSON. Each line
// says what was asked, what is documented or described, and what was seen: what
// differs, what is not documented, what is as documented, and what could not be told,
// for instance because there are too few rows.
//
// It is about the API and nobody's data. Of a response it shows
//
//   - names of fields, of described ones and of unknown ones that look like a name the
//     vendor chose: letters, "_" and "-", few digits, and equal to no value in any
//     response, unless another object is described with it. Names that a merchant chose, such as those of metadata and of evidence
//     fields, and those of objects in unknown fields are not shown
//   - kinds (string, whole number and so on), forms of times, and counts
//   - unknown values of fields that hold one of a few words, such as status, if they
//     are words in lower case and no value of another field
//   - names of headers, and of a few headers the values: Content-Type, Server,
//     Cache-Control, Chargehound-Version, Retry-After and the numbers of rate limits
//
// No other value is shown: no id, name, address, amount, time, message or key. How many
// rows a list has is shown up to the size of a page. Read the report before you publish
// it: a vendor may do what nobody has thought of.
//
// # Exit code
//
// 0 if all were asked, whatever differs: that is what the report is for. 1 if a vendor
// could not be asked to the end; the report has what was seen until then. 2 if the
// flags or the keys are wrong.
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
)

// Exit codes.
const (
	exitDone   = 0
	exitFailed = 1
	exitUsage  = 2
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := run(ctx, os.Args[1:], os.Getenv, time.Now, os.Stdout, os.Stderr)
	stop()
	os.Exit(code)
}

func run(ctx context.Context, args []string, env func(string) string, clock func() time.Time, out, errs io.Writer) int {
	set, err := parse(args, errs)
	if errors.Is(err, flag.ErrHelp) {
		return exitDone
	}
	var vendors []*vendor
	if err == nil && set.fake && !set.plan {
		f := startFakes(clock, 510)
		defer f.close()
		vendors, err = f.vendors(set)
	} else if err == nil {
		vendors, err = realVendors(set, env)
	}
	if err != nil {
		fmt.Fprintln(errs, "probe:", err)
		return exitUsage
	}
	for _, v := range vendors {
		writePlan(errs, v)
		if set.plan {
			writeSteps(out, v)
		}
	}
	if set.plan {
		return exitDone
	}
	return ask(ctx, vendors, set, &report{Seen: clock().UTC().Format(time.DateOnly), Fake: set.fake}, out, errs)
}

// ask asks all vendors and prints the report.
func ask(ctx context.Context, vendors []*vendor, set settings, r *report, out, errs io.Writer) int {
	code := exitDone
	for _, v := range vendors {
		described, err := describe(v.name)
		if err != nil {
			fmt.Fprintln(errs, "probe:", err)
			return exitFailed
		}
		p := newProbe(ctx, v, described)
		p.run()
		r.Vendors = append(r.Vendors, p.findings())
		if p.stopped != "" {
			fmt.Fprintf(errs, "probe: %s was not asked to the end: %s\n", v.title, p.stopped)
			code = exitFailed
		}
	}
	write := r.writeText
	if set.json {
		write = r.writeJSON
	}
	if err := write(out); err != nil {
		fmt.Fprintln(errs, "probe: the report could not be written:", err)
		return exitFailed
	}
	return code
}
