// Simulator serves the fakes of ChargeDesk, Chargeback and Chargehound on
// loopback ports, for programs in any language:
//
//	go run ./examples/simulator
//	go run ./examples/simulator -seed 200 -faults 0.05 -record exchanges.jsonl
//
// It prints where each of them listens, with a line for curl, and shows at / of
// its status port what was called and what state there is. It runs until it is
// interrupted or terminated, and then ends with 0.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/signal"
	"syscall"
	"time"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := run(ctx, os.Args[1:], os.Stdout, os.Stderr)
	stop()
	os.Exit(code)
}

// settings are the program's flags.
type settings struct {
	statusPort, deskPort, backPort, houndPort    int
	deskKey, backPublicKey, backSecretKey, hound string
	seed                                         int
	faults                                       float64
	faultSeed                                    uint64
	record                                       string
	noRateLimit, keepAlive                       bool
}

func parse(args []string, stderr io.Writer) (*settings, error) {
	s := &settings{}
	flags := flag.NewFlagSet("simulator", flag.ContinueOnError)
	flags.SetOutput(stderr)
	flags.IntVar(&s.statusPort, "port", 8080, "`port` of the status page; 0 takes a free one, here and below")
	flags.IntVar(&s.deskPort, "chargedesk-port", 8081, "`port` of ChargeDesk")
	flags.IntVar(&s.backPort, "chargeback-port", 8082, "`port` of Chargeback")
	flags.IntVar(&s.houndPort, "chargehound-port", 8083, "`port` of Chargehound")
	flags.StringVar(&s.deskKey, "chargedesk-key", "sk_test_fake", "secret `key` that ChargeDesk accepts")
	flags.StringVar(&s.backPublicKey, "chargeback-public-key", "pk_test_fake", "public `key` that Chargeback accepts")
	flags.StringVar(&s.backSecretKey, "chargeback-secret-key", "sk_test_fake", "secret `key` that Chargeback accepts")
	flags.StringVar(&s.hound, "chargehound-key", "test_fake", "API `key` that Chargehound accepts")
	flags.IntVar(&s.seed, "seed", 0, "start with this many charges, orders and disputes")
	flags.Float64Var(&s.faults, "faults", 0, "`share` of requests that go wrong, 0 to 1")
	flags.Uint64Var(&s.faultSeed, "fault-seed", 1, "`seed` of the faults: the same one gives the same faults")
	flags.StringVar(&s.record, "record", "", "append every exchange to this `file`, one JSON object a line")
	flags.BoolVar(&s.noRateLimit, "no-rate-limit", false, "let ChargeDesk take more than 60 requests a minute")
	flags.BoolVar(&s.keepAlive, "keep-alive", false, "keep connections open (the official Node client of Chargehound hangs on those)")
	if err := flags.Parse(args); err != nil {
		return nil, err
	}
	switch {
	case flags.NArg() > 0:
		return nil, fmt.Errorf("unexpected argument %q", flags.Arg(0))
	case s.seed < 0:
		return nil, errors.New("-seed is negative")
	case !(s.faults >= 0 && s.faults <= 1):
		return nil, errors.New("-faults is not from 0 to 1")
	}
	return s, nil
}

func run(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	s, err := parse(args, stderr)
	if errors.Is(err, flag.ErrHelp) {
		return 0
	}
	if err == nil {
		err = serve(ctx, s, stdout)
	}
	if err != nil {
		fmt.Fprintln(stderr, "simulator:", err)
		return 2
	}
	return 0
}

// serve listens on all ports, or on none, and returns when ctx ends.
func serve(ctx context.Context, s *settings, stdout io.Writer) error {
	sim, err := newSimulator(s)
	if err != nil {
		return err
	}
	defer sim.close()
	servers := make([]*http.Server, len(sim.sites))
	failed := make(chan error, len(sim.sites))
	for i, site := range sim.sites {
		listener, err := net.Listen("tcp", fmt.Sprintf("127.0.0.1:%d", site.port))
		if err != nil {
			return err
		}
		defer listener.Close()
		site.url = "http://" + listener.Addr().String()
		servers[i] = &http.Server{Handler: site.handler, ReadHeaderTimeout: 10 * time.Second}
		go func() { failed <- servers[i].Serve(listener) }()
	}
	sim.printWelcome(stdout)
	go sim.deliverWebhooks(ctx)

	select {
	case <-ctx.Done():
	case err = <-failed:
	}
	return errors.Join(err, shutDown(servers))
}

// shutDown lets requests under way finish, but not for long.
func shutDown(servers []*http.Server) error {
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	var errs []error
	for _, server := range servers {
		if err := server.Shutdown(ctx); err != nil {
			errs = append(errs, err, server.Close())
		}
	}
	return errors.Join(errs...)
}
