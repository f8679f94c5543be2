// Simulator serves fakes of ChargeDesk, Chargeback and Chargehound on loopback
// ports, for programs in any language:
//
//	go run ./examples/simulator
//	go run ./examples/simulator -seed 200 -faults 0.05 -record exchanges.jsonl
//	go run ./examples/simulator -state saved.json -faults drop-response=0.02,429=0.1 -latency 200ms
//	go run ./examples/simulator -listen 0.0.0.0 -types docs
//
// It prints the URLs, the names that the vendors accept, and commands for curl. The
// status port serves a page with the requests and the state at /, a form to end
// disputes at /resolve, and the state as a file for -state at /state.
//
// With -listen 0.0.0.0 containers reach it, and so does everybody else on the
// network: the keys are public, and the status port has none.
//
// It runs until it is interrupted or terminated, and then exits with 0. Build it for
// use in scripts, because go run does not forward SIGTERM.
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
	"strconv"
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

// serve listens on all ports and returns when ctx ends, or if a port fails.
func serve(ctx context.Context, s *settings, stdout io.Writer) error {
	sim, err := newSimulator(s)
	if err != nil {
		return err
	}
	defer sim.close()
	servers := make([]*http.Server, len(sim.sites))
	failed := make(chan error, len(sim.sites))
	for i, site := range sim.sites {
		listener, err := s.listener(site.port)
		if err != nil {
			return err
		}
		defer listener.Close()
		site.url = urlOf(listener.Addr())
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

// listener listens on a port of the -listen address.
func (s *settings) listener(port int) (net.Listener, error) {
	return net.Listen("tcp", net.JoinHostPort(s.listen, strconv.Itoa(port)))
}

// urlOf returns the URL under which a program on this machine reaches a listener.
func urlOf(address net.Addr) string {
	host, port, _ := net.SplitHostPort(address.String()) // it has a port
	if ip := net.ParseIP(host); ip != nil && ip.IsUnspecified() {
		host = "127.0.0.1"
	}
	return "http://" + net.JoinHostPort(host, port)
}

// shutDown waits a second at most for requests under way: an open connection
// without a request would block it.
func shutDown(servers []*http.Server) {
	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	for _, server := range servers {
		if server.Shutdown(ctx) != nil {
			_ = server.Close() // closes the remaining connections
		}
	}
}
