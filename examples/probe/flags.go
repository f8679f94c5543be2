package main

import (
	"cmp"
	"errors"
	"flag"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"
)

// settings are the flags.
type settings struct {
	vendor  string
	baseURL string
	every   time.Duration
	fake    bool
	plan    bool
	json    bool
}

const help = `usage: probe [flags]

Asks ChargeDesk, Chargehound and Chargeback, with your own keys, what their
documentation does not say, and prints a report in Markdown that can be pasted into
an issue. It only reads: anything but a GET is rejected before it is sent.

A vendor is asked if its keys are in the environment:
  CHARGEDESK_SECRET_KEY
  CHARGEHOUND_API_KEY
  CHARGEBACK_PUBLIC_KEY and CHARGEBACK_SECRET_KEY

The report has names of fields, kinds (string, number ...), counts, and a few headers.
It has no value of a field: no id, name, address, amount or key. Names of fields that
are data, such as those of metadata, are not shown. Read it before you publish it.

The exit code is 0 if all were asked, whatever differs; 1 if a vendor could not be
asked to the end; and 2 if the flags or the keys are wrong.

Flags:
`

// vendorNames are the values of -vendor, in the order of the report.
var vendorNames = []string{"chargedesk", "chargehound", "chargeback"}

func parse(args []string, errs io.Writer) (settings, error) {
	var set settings
	flags := flag.NewFlagSet("probe", flag.ContinueOnError)
	flags.SetOutput(errs)
	flags.StringVar(&set.vendor, "vendor", "", "ask only this `one`: "+strings.Join(vendorNames, ", "))
	flags.StringVar(&set.baseURL, "base-url", "", "`URL` of the API of the -vendor, for a fake or a sandbox")
	flags.DurationVar(&set.every, "every", 2*time.Second, "send a request this often; ChargeDesk's limit of 60 a minute is shared with your other programs")
	flags.BoolVar(&set.fake, "fake", false, "ask fakes in this process, without keys")
	flags.BoolVar(&set.plan, "n", false, "print the requests, and send none")
	flags.BoolVar(&set.json, "json", false, "print the report as JSON")
	flags.Usage = func() {
		fmt.Fprint(errs, help)
		flags.PrintDefaults()
	}
	if err := flags.Parse(args); err != nil {
		return set, err
	}
	switch {
	case flags.NArg() > 0:
		return set, fmt.Errorf("unexpected argument %q", flags.Arg(0))
	case set.vendor != "" && !slices.Contains(vendorNames, set.vendor):
		return set, fmt.Errorf("-vendor is one of %s", strings.Join(vendorNames, ", "))
	case set.every < 0:
		return set, errors.New("-every is negative")
	case set.baseURL != "" && (set.vendor == "" || set.fake):
		return set, errors.New("-base-url needs a -vendor, and no -fake")
	}
	return set, nil
}

// wanted makes the vendors that the flags ask for.
func (set settings) wanted(make map[string]func() (*vendor, error)) ([]*vendor, error) {
	var vendors []*vendor
	for _, name := range vendorNames {
		if make[name] == nil || set.vendor != "" && set.vendor != name {
			continue
		}
		v, err := make[name]()
		if err != nil {
			return nil, err
		}
		vendors = append(vendors, v)
	}
	return vendors, nil
}

// realVendors returns the vendors whose keys are there; all of them for a plan.
func realVendors(set settings, env func(string) string) ([]*vendor, error) {
	desk, hound := env("CHARGEDESK_SECRET_KEY"), env("CHARGEHOUND_API_KEY")
	public, secret := env("CHARGEBACK_PUBLIC_KEY"), env("CHARGEBACK_SECRET_KEY")
	known := map[string]func() (*vendor, error){}
	if set.plan {
		desk, hound, public, secret = cmp.Or(desk, "none"), cmp.Or(hound, "none"), cmp.Or(public, "none"), cmp.Or(secret, "none")
	}
	if desk != "" {
		known["chargedesk"] = func() (*vendor, error) { return newDesk(where{set.baseURL, set.every}, desk) }
	}
	if hound != "" {
		known["chargehound"] = func() (*vendor, error) { return newHound(where{set.baseURL, set.every}, hound) }
	}
	if public != "" && secret != "" {
		known["chargeback"] = func() (*vendor, error) { return newBack(where{set.baseURL, set.every}, public, secret) }
	}
	vendors, err := set.wanted(known)
	if err == nil && len(vendors) == 0 {
		err = errors.New("no vendor to ask has all of its keys set: see -h; -fake needs none")
	}
	return vendors, err
}
