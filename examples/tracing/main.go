// Tracing shows OpenTelemetry spans and metrics of calls to the three vendors, by route
// and without ids:
//
//	go run .
//
// It makes some calls to fakes in this process, needs no keys, and prints what it
// exports: a 429 that is waited for, a retry, a refund whose response is lost, a
// submission that is rejected, an order, and a refund that can't be sent.
//
// To copy are call.go, progress.go, attempt.go and vendor.go. The middleware makes a client span of
// each attempt, named by its method and route, such as
// POST /gateway/charges/{charge_id}/refund. The function traced makes the span around a
// whole call, with its outcome and the time that it waited, and counts the calls by
// route and outcome. An alert on the outcome unknown is worth having: someone has to
// look whether that money has moved.
//
// No id, e-mail address, key, amount or query is in what is exported. The vendors get no
// trace headers.
//
// If OTEL_EXPORTER_OTLP_ENDPOINT names a collector, such as http://127.0.0.1:4318, the
// spans and metrics are sent there too, in OTLP over HTTP. The other OTEL_ variables
// for exporters and resources, such as OTEL_SERVICE_NAME, have their usual effect.
//
// With -otelhttp the attempts are traced by otelhttp, the usual instrumentation of
// net/http. By itself it writes the whole URL into url.full, with ids and query;
// otelhttp.go keeps them out.
//
// The exit code is 0 if everything was exported, 1 if it was not, and 2 if the flags
// are wrong.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"time"
)

// Exit codes.
const (
	exitDone   = 0
	exitFailed = 1
	exitUsage  = 2
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	context.AfterFunc(ctx, stop) // a second interrupt ends the program at once
	code := run(ctx, os.Args[1:], os.Stdout, os.Stderr)
	stop()
	os.Exit(code)
}

const usage = `usage: tracing [flags]

Makes calls to fakes of the three vendors and prints their OpenTelemetry spans and
metrics. They are also sent to a collector if OTEL_EXPORTER_OTLP_ENDPOINT names one,
such as http://127.0.0.1:4318. No keys are needed.

The exit code is 0 if everything was exported, 1 if it was not, and 2 if the flags are
wrong.

Flags:
`

func run(ctx context.Context, args []string, out, errs io.Writer) int {
	flags := flag.NewFlagSet("tracing", flag.ContinueOnError)
	flags.SetOutput(errs)
	withOtelhttp := flags.Bool("otelhttp", false, "trace the attempts with otelhttp")
	flags.Usage = func() {
		fmt.Fprint(errs, usage)
		flags.PrintDefaults()
	}
	err := flags.Parse(args)
	if errors.Is(err, flag.ErrHelp) {
		return exitDone
	}
	if err == nil && flags.NArg() > 0 {
		err = fmt.Errorf("%q is one argument too many; see -h", flags.Arg(0))
	}
	if err != nil {
		fmt.Fprintln(errs, "tracing:", err)
		return exitUsage
	}
	if err := show(ctx, *withOtelhttp, out); err != nil {
		fmt.Fprintln(errs, "tracing:", err)
		return exitFailed
	}
	return exitDone
}

func show(ctx context.Context, withOtelhttp bool, out io.Writer) error {
	e, err := newExport(ctx)
	if err != nil {
		return fmt.Errorf("check the OTEL_ variables: %w", err)
	}
	t, err := newTelemetry(e.traces, e.metrics)
	if err != nil {
		return err
	}
	wrap := t.middleware
	if withOtelhttp {
		wrap = newOtelhttp(e.traces, e.metrics).middleware
	}
	fmt.Fprintln(out, "Calls to fakes of the vendors:")
	if err := tell(ctx, t, wrap, out); err != nil {
		return err
	}
	spans, metrics, err := e.collect(ctx)
	if err != nil {
		return err
	}
	fmt.Fprintln(out, "\nSpans:")
	printSpans(out, spans)
	fmt.Fprintln(out, "\nMetrics:")
	printMetrics(out, metrics)

	ctx, cancel := context.WithTimeout(ctx, 5*time.Second)
	defer cancel()
	if err := e.close(ctx); err != nil {
		return fmt.Errorf("not everything reached the collector: is one running at OTEL_EXPORTER_OTLP_ENDPOINT? %w", err)
	}
	return nil
}
