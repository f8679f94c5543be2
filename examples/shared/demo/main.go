// Demo sends requests to ChargeDesk's API, or to a fake of it, at the limit that it
// shares with every other process of the same key:
//
//	go run ./demo -redis redis://127.0.0.1:6379 -n 100
//
// Start it in several terminals, stop Redis and start it again. Without -url each
// process has a fake of its own, and the key is the fake's. A simulator that all of
// them reach shows that none gets a 429: go run ./examples/simulator in the
// repository's root prints the URL and the key.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"log/slog"
	"os"
	"os/signal"
	"time"

	"github.com/chargekit/chargekit-go/chargedesk"
	"github.com/chargekit/chargekit-go/chargedesk/chargedesktest"
	"github.com/chargekit/chargekit-go/examples/shared"
)

type settings struct {
	redis, url string
	processes  int
	requests   int
}

const usage = `usage: demo [flags]

Sends requests to ChargeDesk's API, or to a fake of it in this process, at the limit that
it shares with every other process of the same key, and prints how long each waited. It
needs a Redis: redis-server starts one. Start the demo in several terminals, stop Redis
and start it again; the demo waits for it. With a Redis that was just started the first
request waits for 64 seconds, since nobody knows what was sent before.

The exit code is 0 if all requests were made or it was interrupted, 1 if the demo
could not go on, and 2 for a flag or an argument that it does not know.

Flags:
`

func main() {
	var s settings
	flag.Usage = func() {
		fmt.Fprint(flag.CommandLine.Output(), usage)
		flag.PrintDefaults()
	}
	flag.StringVar(&s.redis, "redis", "redis://127.0.0.1:6379", "URL of the `Redis`")
	flag.StringVar(&s.url, "url", "", "base `URL` of the API, with the key in $CHARGEDESK_SECRET_KEY; empty means a fake")
	flag.IntVar(&s.processes, "processes", 0, "how `many` share the limit while Redis is away; 0 sends nothing then")
	flag.IntVar(&s.requests, "n", 100, "`number` of requests")
	flag.Parse()
	if flag.NArg() > 0 {
		fmt.Fprintf(os.Stderr, "demo: unexpected argument %q; -h explains\n", flag.Arg(0))
		os.Exit(2)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, s); err != nil {
		fmt.Fprintln(os.Stderr, "demo:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, s settings) error {
	key, url := os.Getenv("CHARGEDESK_SECRET_KEY"), s.url
	if url == "" {
		fake := chargedesktest.NewServer()
		defer fake.Close()
		key, url = chargedesktest.Key, fake.URL
	}
	redis, err := shared.Open(s.redis)
	if err != nil {
		return err
	}
	defer redis.Close()
	logger := slog.New(slog.NewTextHandler(os.Stderr, nil))
	limiter, err := shared.NewLimiter(redis, shared.Name("chargedesk", key), shared.LimiterConfig{Processes: s.processes, Logger: logger})
	if err != nil {
		return err
	}
	client, err := chargedesk.New(key, chargedesk.WithBaseURL(url), chargedesk.WithLimiter(limiter))
	if err != nil {
		return err
	}
	for i := range s.requests {
		began := time.Now()
		_, err := client.Charges.List(ctx, nil)
		if errors.Is(err, shared.ErrAway) {
			return fmt.Errorf("request %d: %w", i+1, err)
		}
		if err != nil && ctx.Err() == nil {
			fmt.Println("request", i+1, err)
		}
		if ctx.Err() != nil {
			return nil
		}
		fmt.Printf("%s request %d after %v\n", time.Now().Format(time.TimeOnly), i+1, time.Since(began).Round(time.Millisecond))
	}
	return nil
}
