// Simulator serves the fakes of ChargeDesk, Chargeback and Chargehound on
// loopback ports, for programs in any language:
//
//	go run ./examples/simulator
//	go run ./examples/simulator -seed 200 -faults 0.05 -record exchanges.jsonl
//	go run ./examples/simulator -state saved.json -faults drop-answer=0.02,429=0.1 -latency 200ms
//
// It prints where each of them listens and what it knows, with lines for curl that
// work. The status port shows at / what was called and what state there is, ends
// disputes at /resolve, and gives the state out at /state, for -state.
//
// It runs until it is interrupted or terminated, and then ends with 0. Build it for
// use in scripts: go run passes no SIGTERM on.
//
//	go build -o simulator ./examples/simulator
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
	shutDown(servers)
	return err
}

// shutDown lets requests under way finish, but not for long: a client that has
// opened a connection and says nothing would hold it up.
func shutDown(servers []*http.Server) {
	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	for _, server := range servers {
		if server.Shutdown(ctx) != nil {
			_ = server.Close() // cuts what is left, which is what is wanted now
		}
	}
}
