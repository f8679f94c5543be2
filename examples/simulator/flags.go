package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"net"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/chargekit/chargekit-go/chargeback/chargebacktest"
	"github.com/chargekit/chargekit-go/chargedesk/chargedesktest"
	"github.com/chargekit/chargekit-go/chargehound/chargehoundtest"
)

// settings are the program's flags.
type settings struct {
	listen, types                                   string
	statusPort, deskPort, backPort, houndPort       int
	deskKey, backPublicKey, backSecretKey, houndKey string
	crm, merchant, template, webhooks               string
	seed                                            int
	state, record                                   string
	faults                                          faultRates
	faultSeed                                       uint64
	latency                                         time.Duration
	noRateLimit, keepAlive                          bool
}

const usage = `usage: simulator [flags]

Serves fakes of ChargeDesk, Chargeback and Chargehound to programs in any language, until
it is interrupted. It prints the URLs, the keys in commands for curl, and the names that
the vendors accept. The status page shows the requests and the state; its /state is a
file for -state, and its /resolve ends disputes.

The exit code is 0 if it was interrupted or terminated, and 2 if it could not serve.

Flags:
`

func parse(args []string, stderr io.Writer) (*settings, error) {
	s := &settings{}
	flags := flag.NewFlagSet("simulator", flag.ContinueOnError)
	flags.SetOutput(stderr)
	flags.StringVar(&s.listen, "listen", "127.0.0.1", "`address` to listen on, without a port; containers need 0.0.0.0")
	flags.IntVar(&s.statusPort, "port", 8080, "`port` of the status page; 0 means a free one, here and below")
	flags.IntVar(&s.deskPort, "chargedesk-port", 8081, "`port` of ChargeDesk")
	flags.IntVar(&s.backPort, "chargeback-port", 8082, "`port` of Chargeback")
	flags.IntVar(&s.houndPort, "chargehound-port", 8083, "`port` of Chargehound")
	flags.StringVar(&s.deskKey, "chargedesk-key", chargedesktest.Key, "secret `key` that ChargeDesk accepts")
	flags.StringVar(&s.backPublicKey, "chargeback-public-key", chargebacktest.PublicKey, "public `key` that Chargeback accepts")
	flags.StringVar(&s.backSecretKey, "chargeback-secret-key", chargebacktest.SecretKey, "secret `key` that Chargeback accepts")
	flags.StringVar(&s.houndKey, "chargehound-key", chargehoundtest.Key, "API `key` that Chargehound accepts")
	flags.StringVar(&s.types, "types", "live", "JSON `types` of ChargeDesk: live, as live accounts send them (numbers as strings), or docs, as in the documentation")
	flags.StringVar(&s.crm, "chargeback-crm", chargebacktest.CRMName, "`name` of a data source (CRM) of Chargeback")
	flags.StringVar(&s.merchant, "chargeback-merchant", chargebacktest.MerchantName, "`name` of a merchant of Chargeback")
	flags.StringVar(&s.template, "chargehound-template", "unrecognized", "`id` of an evidence template of Chargehound, and the fields it requires: id:field,field")
	flags.StringVar(&s.webhooks, "chargehound-webhooks", "", "`URL` that Chargehound sends its webhooks to (ChargeDesk's are created through its API)")
	flags.IntVar(&s.seed, "seed", 0, "start with this `number` of charges, products, subscriptions and cancellations (ChargeDesk), orders (Chargeback) and disputes (Chargehound) each")
	flags.StringVar(&s.state, "state", "", "start with the state in this `file`, as /state of the status port returns it")
	flags.Var(&s.faults, "faults", "`share` of requests that fail, 0 to 1, or a share of each kind: "+strings.Join(faultKinds, "=0.02,")+"=0.02")
	flags.Uint64Var(&s.faultSeed, "fault-seed", 1, "`seed` of the faults: the same seed draws the same faults")
	flags.DurationVar(&s.latency, "latency", 0, "wait this `long` before a request is executed, such as 200ms")
	flags.StringVar(&s.record, "record", "", "append every exchange to this `file`, one JSON object a line")
	flags.BoolVar(&s.noRateLimit, "no-rate-limit", false, "disable ChargeDesk's limit of 60 requests a minute")
	flags.BoolVar(&s.keepAlive, "keep-alive", false, "keep connections open, on which Chargehound's client for Node hangs")
	flags.Usage = func() {
		fmt.Fprint(stderr, usage)
		flags.PrintDefaults()
	}
	if err := flags.Parse(args); err != nil {
		return nil, err
	}
	for _, name := range []string{
		"chargedesk-key", "chargeback-public-key", "chargeback-secret-key", "chargehound-key",
		"chargeback-crm", "chargeback-merchant", "chargehound-template", "listen",
	} {
		if flags.Lookup(name).Value.String() == "" {
			return nil, fmt.Errorf("-%s is empty", name)
		}
	}
	_, _, withPort := net.SplitHostPort(s.listen)
	switch hook, err := url.Parse(s.webhooks); {
	case withPort == nil:
		return nil, errors.New("-listen has a port: the ports are flags of their own")
	case !slices.Contains([]string{"docs", "live"}, s.types):
		return nil, errors.New("-types is docs or live")
	case flags.NArg() > 0:
		return nil, fmt.Errorf("unexpected argument %q", flags.Arg(0))
	case s.seed < 0:
		return nil, errors.New("-seed is negative")
	case s.latency < 0:
		return nil, errors.New("-latency is negative")
	case s.webhooks != "" && (err != nil || hook.Host == ""):
		return nil, errors.New("-chargehound-webhooks is not a URL")
	}
	return s, nil
}
