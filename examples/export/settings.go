package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"path/filepath"
	"strings"
	"time"
)

const help = `LIST is one of
%s
FILE ends in .csv or .jsonl, or -format says what it is. FILE - is standard output.
The keys are CHARGEDESK_SECRET_KEY, CHARGEHOUND_API_KEY, or CHARGEBACK_PUBLIC_KEY and
CHARGEBACK_SECRET_KEY in the environment.

An export that was stopped goes on when the same command is given again. Until it is
complete, FILE.part has its rows, FILE.resume its place, and FILE.lock keeps a second
run away. What goes to standard output can't be resumed.

In CSV, lists and objects are JSON in a cell, and text that a spreadsheet would run as
a formula gets a ' in front. -columns prints the columns of a list.

The exit code is 0 if the list was written, 1 if something failed and the same command
may succeed later, and 2 if it can't work as things are.

Flags:
`

// settings are the flags and arguments.
type settings struct {
	list      *list
	file      string // "-" for standard output
	format    string // csv or jsonl
	span      span
	exact     bool
	columns   bool
	overwrite bool
	restart   bool
	quiet     bool
	baseURL   string // "" for the vendor's
	fake      bool
	fakeRows  int
}

func (s *settings) toStdout() bool { return s.file == "-" }

// parse prints the help to stdout if it is asked for.
func parse(args []string, stdout io.Writer) (*settings, error) {
	s := &settings{}
	flags := flag.NewFlagSet("export", flag.ContinueOnError)
	flags.SetOutput(io.Discard) // the error is printed once, by run
	flags.StringVar(&s.format, "format", "", "csv or jsonl (default: by the ending of FILE)")
	flags.Var(&s.span.since, "since", "only rows of this `time` or later: 2026-01-31 (midnight UTC) or 2026-01-31T18:00:00+01:00")
	flags.Var(&s.span.until, "until", "only rows before this `time`")
	flags.BoolVar(&s.exact, "exact", false, "CSV: write text as it is, though a spreadsheet may run it as a formula")
	flags.BoolVar(&s.columns, "columns", false, "print the columns of LIST in CSV, and export nothing")
	flags.BoolVar(&s.overwrite, "overwrite", false, "replace FILE if it exists, at the end")
	flags.BoolVar(&s.restart, "restart", false, "begin again, and remove what an earlier run has left")
	flags.BoolVar(&s.quiet, "quiet", false, "no progress")
	flags.StringVar(&s.baseURL, "base-url", "", "`URL` of the API, such as http://127.0.0.1:8081/v1 of examples/simulator (default: the vendor's)")
	flags.BoolVar(&s.fake, "fake", false, "export from a fake in this process; needs no key")
	flags.IntVar(&s.fakeRows, "fake-rows", 3000, "`rows` of the fake")
	err := flags.Parse(args)
	if errors.Is(err, flag.ErrHelp) {
		fmt.Fprintf(stdout, "usage: export [flags] LIST FILE\n\n"+help, describeLists())
		flags.SetOutput(stdout)
		flags.PrintDefaults()
		return nil, err
	}
	if err == nil {
		err = s.arguments(flags.Args())
	}
	return s, err
}

func (s *settings) arguments(args []string) error {
	if s.columns && len(args) == 1 {
		args = append(args, "-")
	}
	if len(args) != 2 {
		return errors.New("usage: export [flags] LIST FILE, with the flags first")
	}
	if s.list = findList(args[0]); s.list == nil {
		return fmt.Errorf("%q is no list: %s", args[0], strings.Join(listNames(), ", "))
	}
	s.file = args[1]
	switch err := s.readFormat(); {
	case err != nil:
		return err
	case s.list.time == "" && !s.span.isZero():
		return fmt.Errorf("%s can't be limited by -since and -until: %s documents no such filter", s.list.name, s.list.vendor)
	case s.span.isEmpty():
		return errors.New("-until is not after -since")
	case s.fake && s.baseURL != "":
		return errors.New("-fake and -base-url exclude each other")
	case s.fakeRows < 0:
		return errors.New("-fake-rows is negative")
	}
	return nil
}

func (s *settings) readFormat() error {
	if s.format == "" {
		s.format = strings.TrimPrefix(strings.ToLower(filepath.Ext(s.file)), ".")
		if s.toStdout() {
			s.format = formatCSV
		}
	}
	switch s.format {
	case formatCSV, formatJSONL:
		return nil
	case "ndjson":
		s.format = formatJSONL
		return nil
	}
	return fmt.Errorf("%q is no format: give FILE the ending .csv or .jsonl, or use -format", s.format)
}

// moment is a flag of a time.
type moment struct{ time.Time }

func (m *moment) String() string {
	if m.IsZero() {
		return ""
	}
	return m.Format(time.RFC3339)
}

func (m *moment) Set(text string) error {
	for _, layout := range []string{time.DateOnly, time.RFC3339} {
		if t, err := time.Parse(layout, text); err == nil {
			m.Time = t.UTC().Truncate(time.Second)
			return nil
		}
	}
	return errors.New("it is neither like 2026-01-31 nor like 2026-01-31T18:00:00Z")
}

// span is the time from since until before until. A zero time is no limit.
type span struct{ since, until moment }

func (s *span) isZero() bool { return s.since.IsZero() && s.until.IsZero() }

func (s *span) isEmpty() bool {
	return !s.since.IsZero() && !s.until.IsZero() && !s.since.Before(s.until.Time)
}

// holds reports whether a row of this time is in. Rows without a time are.
func (s *span) holds(t time.Time) bool {
	return t.IsZero() || !t.Before(s.since.Time) && (s.until.IsZero() || t.Before(s.until.Time))
}
