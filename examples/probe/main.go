// Probe
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
		f := startFakes(clock)
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
		p, err := newProbe(ctx, v)
		if err != nil {
			fmt.Fprintln(errs, "probe:", err)
			return exitFailed
		}
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
