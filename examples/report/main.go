// Report writes the outcomes of disputes at Chargehound as one HTML page: how many
// were won and lost, the win rate, and the money at risk, recovered and lost, month by
// month and for each currency on its own.
//
//	CHARGEHOUND_API_KEY=… report -since 2026-01-01 -out disputes.html
//
// The page needs no network and no JavaScript. Its charts are SVG, with a table under
// each, and it says how its figures are defined. It fits phones and desktops, follows
// the reader's light or dark setting, prints well, and can be sent by e-mail. It has
// sums and counts only: no ids, names or addresses.
//
// Without -since the period begins with the first day of a month, eleven months before
// the month of its end. -since and -until are days in UTC, and both are part of the
// period. A dispute belongs to the month in which it was created at Chargehound.
//
// With -fake the disputes are those of a made-up shop, in a fake inside this process.
// They are the same in every run.
//
// All disputes of the account are read, 100 in a request, since Chargehound's list has
// no filter by time. Nothing is changed. If the list can't be read to its end, no page
// is written and the one before stays. The page is written under another name first
// and then renamed, so that nobody sees half of it; only its owner may read it.
//
// The exit code is 0 if the page was written, 1 if it was not, and 2 if the flags or
// the environment are wrong.
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
	context.AfterFunc(ctx, stop) // a second interrupt ends the program at once
	code := run(ctx, os.Args[1:], os.Getenv, os.Stdout, os.Stderr)
	stop()
	os.Exit(code)
}

const usage = `usage: report [flags]

Writes the outcomes, the win rate and the money of the disputes at Chargehound as one
HTML page, which needs no network. Currencies are never added up. A dispute belongs to
the month in which it was created at Chargehound; -since and -until are days in UTC.

The key is CHARGEHOUND_API_KEY in the environment. It is used to read only.

The exit code is 0 if the page was written, 1 if it was not, and 2 if the flags or the
environment are wrong.

Flags:
`

// settings are the flags, and the key from the environment.
type settings struct {
	period  period
	out     string
	baseURL string
	fake    bool
	key     string
	now     time.Time
}

func run(ctx context.Context, args []string, getenv func(string) string, out, errs io.Writer) int {
	set, err := parse(args, getenv, errs)
	if errors.Is(err, flag.ErrHelp) {
		return exitDone
	}
	if err != nil {
		fmt.Fprintln(errs, "report:", err)
		return exitUsage
	}
	client, closeFake, err := connect(set)
	if err != nil {
		fmt.Fprintln(errs, "report:", err)
		return exitUsage
	}
	defer closeFake()
	figures, err := collect(ctx, client, set.period)
	if err == nil {
		err = write(set.out, func(w io.Writer) error { return writePage(w, figures, set.now) })
	}
	if err != nil {
		fmt.Fprintf(errs, "report: %s was not written: %v%s\n", set.out, err, advice(err))
		return exitFailed
	}
	fmt.Fprintf(out, "%s has %s created from %s to %s%s.\n", set.out,
		plural(figures.disputes, "dispute"), set.period.first(), set.period.last(), figures.byCurrency())
	if figures.undated > 0 {
		fmt.Fprintf(errs, "report: %s without a time of creation left out\n", plural(figures.undated, "dispute"))
	}
	return exitDone
}

func parse(args []string, getenv func(string) string, errs io.Writer) (settings, error) {
	set := settings{key: getenv("CHARGEHOUND_API_KEY"), now: time.Now().UTC()}
	flags := flag.NewFlagSet("report", flag.ContinueOnError)
	flags.SetOutput(errs)
	since := flags.String("since", "", "first `day` of the period, such as 2026-01-01 (default: twelve months, the last of them with -until)")
	until := flags.String("until", "", "last `day` of the period (default: today)")
	flags.StringVar(&set.out, "out", "disputes.html", "`file` to write, or to replace")
	flags.StringVar(&set.baseURL, "base-url", chargehound.DefaultBaseURL, "base `URL` of the API")
	flags.BoolVar(&set.fake, "fake", false, "report on the disputes of a made-up shop, without a key")
	flags.Usage = func() {
		fmt.Fprint(errs, usage)
		flags.PrintDefaults()
	}
	if err := flags.Parse(args); err != nil {
		return set, err
	}
	switch {
	case flags.NArg() > 0:
		return set, fmt.Errorf("%q is one argument too many; see -h", flags.Arg(0))
	case set.out == "":
		return set, errors.New("-out is empty; name a file")
	case set.key == "" && !set.fake:
		return set, errors.New("CHARGEHOUND_API_KEY is not set; -fake shows a report without a key")
	}
	if set.fake {
		set.now = fakeNow
	}
	var err error
	set.period, err = newPeriod(*since, *until, set.now)
	return set, err
}

// connect returns a client, with -fake one of a fake.
func connect(set settings) (client *chargehound.Client, closeFake func(), err error) {
	if set.fake {
		shop := newFakeShop()
		return shop.Client(), shop.Close, nil
	}
	client, err = chargehound.New(set.key, chargehound.WithBaseURL(set.baseURL), chargehound.WithUserAgent("report"))
	return client, func() {}, err
}

// advice says what to do about an error.
func advice(err error) string {
	switch {
	case errors.Is(err, chargehound.ErrUnauthorized), errors.Is(err, chargehound.ErrForbidden):
		return "\nCheck CHARGEHOUND_API_KEY: it is the key on the settings page of Chargehound's dashboard."
	case errors.Is(err, chargehound.ErrListIncomplete):
		return "\nThe list of disputes could not be read to its end. Run the report again."
	case errors.Is(err, context.Canceled):
		return "\nThe report was stopped. It changes nothing, so run it again at any time."
	}
	if _, ok := errors.AsType[*chargehound.Error](err); ok {
		return "\nThe report changes nothing, so run it again at any time."
	}
	return ""
}
