// Disputebot responds to the disputes of a shop. Chargehound's webhook comes in, the
// order is found in the shop's export, and its facts go out as evidence. What has to
// be done is a job in a database, so that restarts, crashes and lost responses forget
// no dispute and submit none twice.
//
// Without a key it shows that with a fake of Chargehound inside this process, and
// ends by itself:
//
//	go run .
//
// With CHARGEHOUND_API_KEY it is a service. Register its URL in Chargehound's
// dashboard: the address under which the world reaches -listen, with the path
// /chargehound/TOKEN, where TOKEN is CHARGEHOUND_WEBHOOK_TOKEN.
//
//	disputebot -orders orders_export.csv -template goods -review EUR=500,USD=500
//
// A response can be submitted once, so -review has to say which disputes wait for a
// person: "all", "none", or those above an amount. These are listed and approved
// while the bot runs, in the same folder or with the same -database:
//
//	disputebot list
//	disputebot approve dp_7Q
//
// A dispute that Chargehound holds for review can be decided in its dashboard, or
// approved like this.
//
// The jobs are in the file disputebot.db of SQLite, for one bot. Several replicas
// share a PostgreSQL:
//
//	disputebot -database postgres://bot:PASSWORD@db.example/disputes …
//
// or DISPUTEBOT_DATABASE, which does not show up in a list of processes. The library
// of the jobs is River. Its documentation says that its driver for SQLite is in early
// testing, so go.mod pins the version that this program was tested with.
//
// A submission is noted before it is sent. While its outcome is not known no other
// one follows before -timeout and -settle have passed, also in another process. Should
// Chargehound execute the first one even later, it rejects the second by the
// dispute's state. The clocks of replicas have to agree to within a few seconds.
//
// Each dispute has a job that ends when the dispute is won or lost, and one that
// warns three days before it is due if nothing was submitted. Once a day all open
// disputes are listed, in case a webhook got lost. The order file may be replaced
// while the bot runs.
//
// SIGTERM and SIGINT end it in order, within 25 seconds.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"net"
	"os"
	"os/signal"
	"path/filepath"
	"syscall"
	_ "time/tzdata" // for -zone on machines without time zones

	"github.com/chargekit/chargekit-go/chargehound"
)

// Exit codes.
const (
	exitDone   = 0
	exitFailed = 1
	exitUsage  = 2
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // a second signal ends the program at once
	code := run(ctx, os.Args[1:], os.Getenv, os.Stdout, os.Stderr)
	stop()
	os.Exit(code)
}

func run(ctx context.Context, args []string, env func(string) string, out, errs io.Writer) int {
	set, err := parse(args, env, errs)
	if errors.Is(err, flag.ErrHelp) {
		return exitDone
	}
	if err != nil {
		if _, printed := errors.AsType[flagError](err); !printed {
			fmt.Fprintln(errs, "disputebot:", err)
		}
		return exitUsage
	}
	switch {
	case set.command != "":
		err = runCommand(ctx, set, out)
	case set.key == "":
		err = runDemo(ctx, set, out)
	default:
		err = runService(ctx, set, out)
	}
	if err != nil {
		fmt.Fprintln(errs, "disputebot:", err)
		return exitFailed
	}
	return exitDone
}

// runCommand does what a person wants while the bot runs or not.
func runCommand(ctx context.Context, set settings, out io.Writer) error {
	if _, err := os.Stat(set.database); err != nil && !isPostgres(set.database) {
		return fmt.Errorf("there is no bot's database: %w; -database says where it is", err)
	}
	store, err := openStore(ctx, set.database)
	if err != nil {
		return err
	}
	defer store.Close()
	if set.command == "list" {
		return list(ctx, store, out)
	}
	b, err := newBot(set, store, nil, slog.New(slog.DiscardHandler))
	if err != nil {
		return err
	}
	return approve(ctx, b, set.disputes, out)
}

func runDemo(ctx context.Context, set settings, out io.Writer) error {
	fmt.Fprintln(out, "CHARGEHOUND_API_KEY is not set: a fake of Chargehound runs inside this process, and nothing leaves the machine.")
	folder, err := os.MkdirTemp("", "disputebot")
	if err != nil {
		return err
	}
	defer os.RemoveAll(folder)
	set.database = filepath.Join(folder, "disputebot.db")
	hound := demoFake()
	defer hound.Close()
	log := slog.New(slog.NewTextHandler(out, &slog.HandlerOptions{ReplaceAttr: withoutTime}))
	return withBot(ctx, set, hound.Client(), log, func(b *bot) error { return demo(ctx, b, hound, out) })
}

func withoutTime(_ []string, attr slog.Attr) slog.Attr {
	if attr.Key == slog.TimeKey || attr.Key == slog.LevelKey {
		return slog.Attr{}
	}
	return attr
}

func runService(ctx context.Context, set settings, out io.Writer) error {
	log := slog.New(slog.NewTextHandler(out, nil))
	hound, err := chargehound.New(set.key, chargehound.WithBaseURL(set.baseURL), chargehound.WithUserAgent("disputebot"), chargehound.WithLogger(log))
	if err != nil {
		return err
	}
	return withBot(ctx, set, hound, log, func(b *bot) error {
		listener, err := net.Listen("tcp", set.listen)
		if err != nil {
			return err
		}
		return b.serve(ctx, listener, set.token)
	})
}

// withBot calls do with a bot that has its orders and its database.
func withBot(ctx context.Context, set settings, hound *chargehound.Client, log *slog.Logger, do func(*bot) error) error {
	orders, err := newOrderBook(set.orders, set.options, log)
	if err != nil {
		return err
	}
	store, err := openStore(ctx, set.database)
	if err != nil {
		return err
	}
	defer store.Close()
	if err := store.takeOver(ctx); err != nil {
		return err
	}
	b, err := newBot(set, store, hound, log)
	if err != nil {
		return err
	}
	b.orders = orders
	return do(b)
}
