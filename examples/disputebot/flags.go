package main

import (
	"cmp"
	"crypto/rand"
	"errors"
	"flag"
	"fmt"
	"io"
	"time"

	"github.com/chargekit/chargekit-go/chargehound"
	"github.com/chargekit/chargekit-go/internal/orderfile"
)

const usage = `usage: disputebot [flags]                      receive webhooks and respond to disputes
       disputebot [flags] list                 print the disputes that are known
       disputebot [flags] approve DISPUTE...   have disputes submitted that wait for it

Responds to disputes at Chargehound with evidence from the orders of a shop. Without
CHARGEHOUND_API_KEY it shows that with a fake, a sample and a temporary database, and
ends by itself.

With a key it needs -orders, -review and CHARGEHOUND_WEBHOOK_TOKEN, a secret of your
own, at least 22 random characters. Register https://YOUR.HOST/chargehound/TOKEN in
Chargehound's dashboard, and have it reach -listen. DISPUTEBOT_DATABASE may hold
what -database does.

-orders reads a table with the columns of one of these, more columns included:
%s
Any other table needs -columns. The transaction id of an order has to be the
dispute's charge. The file may be replaced while the bot runs.

The exit code is 0 if everything worked, 1 if something failed, and 2 for wrong use.

Flags:
`

// settings are the flags, the arguments and the environment.
type settings struct {
	command    string // "", "list" or "approve"
	disputes   []string
	key, token string
	baseURL    string
	listen     string
	database   string
	orders     string
	options    orderfile.Options
	review     reviewRule
	template   string
	timeout    time.Duration
	settle     time.Duration
	every      time.Duration
}

// flagError is an error that the flag package has printed.
type flagError struct{ error }

func (e flagError) Unwrap() error { return e.error }

func parse(args []string, env func(string) string, errs io.Writer) (settings, error) {
	set := settings{key: env("CHARGEHOUND_API_KEY"), token: env("CHARGEHOUND_WEBHOOK_TOKEN")}
	flags := flag.NewFlagSet("disputebot", flag.ContinueOnError)
	flags.SetOutput(errs)
	flags.StringVar(&set.listen, "listen", "127.0.0.1:8080", "the `address` to receive webhooks at")
	flags.StringVar(&set.database, "database", "", "a `file` of SQLite for one bot, or a postgres:// URL for several (default disputebot.db)")
	flags.StringVar(&set.orders, "orders", "", "the shop's export, a CSV `file`")
	flags.StringVar(&set.template, "template", "", "`id` of the evidence template at Chargehound (default: the one that the dispute has)")
	review := flags.String("review", "", "the `rule` by which disputes wait for a person: all, none, or amounts such as USD=500,EUR=450; above these, and in other currencies, they wait")
	flags.DurationVar(&set.timeout, "timeout", time.Minute, "limit for one submission, retries included")
	flags.DurationVar(&set.settle, "settle", chargehound.DefaultSettleAfter, "how long Chargehound may take to execute a request whose response was lost")
	flags.DurationVar(&set.every, "list-every", 24*time.Hour, "how often all open disputes are listed")
	flags.StringVar(&set.baseURL, "base-url", chargehound.DefaultBaseURL, "base `URL` of the API")
	reader := orderfile.AddFlags(flags)
	flags.Usage = func() {
		fmt.Fprintf(errs, usage, orderfile.Known())
		flags.PrintDefaults()
	}
	err := flags.Parse(args)
	if err != nil {
		return set, flagError{err}
	}
	set.database = cmp.Or(set.database, env("DISPUTEBOT_DATABASE"), "disputebot.db")
	if set.options, err = reader.Options(); err != nil {
		return set, err
	}
	if set.timeout <= 0 || set.settle <= 0 || set.every <= 0 {
		return set, errors.New("-timeout, -settle and -list-every are above zero")
	}
	if flags.NArg() > 0 {
		set.command, set.disputes = flags.Arg(0), flags.Args()[1:]
		return set, set.checkCommand()
	}
	if set.key == "" && set.orders != "" {
		return set, errors.New("CHARGEHOUND_API_KEY is not set: without it disputebot shows its own sample, and takes no -orders")
	}
	if set.key == "" {
		set.template = cmp.Or(set.template, demoTemplate)
		*review = cmp.Or(*review, demoReview)
	} else if err := set.checkService(); err != nil {
		return set, err
	}
	set.review, err = parseReview(*review)
	return set, err
}

func (s settings) checkCommand() error {
	switch {
	case s.command == "list" && len(s.disputes) == 0, s.command == "approve" && len(s.disputes) > 0:
		return nil
	case s.command == "approve":
		return errors.New("approve needs the id of a dispute")
	case s.command == "list":
		return errors.New("list takes no arguments; flags come before it")
	}
	return fmt.Errorf("unexpected argument %q: the commands are list and approve, and a file is named by -orders", s.command)
}

func (s settings) checkService() error {
	if s.orders == "" {
		return errors.New("-orders is needed: the shop's export")
	}
	if s.token == "" {
		return fmt.Errorf("CHARGEHOUND_WEBHOOK_TOKEN is not set; here is a new random one: %s", rand.Text())
	}
	return nil
}
