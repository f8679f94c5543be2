package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"iter"
	"maps"
	"os"
	"slices"
	"strings"

	"github.com/schollz/progressbar/v3"
	"github.com/shopspring/decimal"
	"golang.org/x/term"

	"github.com/chargekit/chargekit-go/chargedesk"
)

var errChanged = errors.New("the file has changed while it was read")

// job is one import with its resume file.
type job struct {
	set    settings
	vendor vendor
	input  *input
	state  *state
	bar    *progressbar.ProgressBar
}

func newJob(set settings, to vendor, in *input, out, errs io.Writer) (*job, error) {
	own := owner{To: set.to, Orders: in.hash, BaseURL: strings.TrimRight(set.baseURL, "/"), Account: shortHash(set.account()), Reader: shortHash(in.String())}
	if set.resume == "" && !set.fake {
		set.resume = in.path + ".resume.jsonl"
	}
	kept, err := openState(set.resume, own, set.lookUpAll)
	if err != nil {
		return nil, err
	}
	switch {
	case kept.Checkpoint != nil:
		fmt.Fprintf(out, "resuming after %d orders\n", kept.Results)
	case kept.LookUpAll:
		fmt.Fprintln(out, "every order is looked up, and sent if the search does not find it")
	}
	visible := !set.quiet && term.IsTerminal(int(os.Stderr.Fd()))
	bar := progressbar.NewOptions(in.count, progressbar.OptionSetDescription("orders"), progressbar.OptionShowCount(), progressbar.OptionShowIts(),
		progressbar.OptionSetWriter(errs), progressbar.OptionSetVisibility(visible))
	return &job{set: set, vendor: to, input: in, state: kept, bar: bar}, nil
}

func shortHash(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:8])
}

// run settles what earlier runs left unknown, and then goes on with the file.
func (j *job) run(ctx context.Context) error {
	if err := j.settleUnknown(ctx); err != nil || j.state.Done {
		return err
	}
	return j.goOn(ctx)
}

// settleUnknown settles the orders whose outcome earlier runs left unknown. It may
// send some, so it writes the resume file once a batch.
func (j *job) settleUnknown(ctx context.Context) error {
	if len(j.state.unknown) == 0 {
		return nil
	}
	wanted := maps.Clone(j.state.unknown)
	var waiting []found
	rows := func(yield func(any) bool) {
		for next := range j.input.orders() {
			if _, ok := wanted[next.line]; ok && next.err == nil {
				row := next.row
				next.row = nil
				if waiting = append(waiting, next); !yield(row) {
					return
				}
			}
		}
	}
	for told, err := range j.vendor.settle(ctx, rows) {
		if err != nil {
			return errors.Join(err, j.state.save()) // the next run settles the others
		}
		j.state.add(entry{Settled: waiting[told.index].line})
		j.state.note(waiting[told.index], told)
		if (told.index+1)%j.set.batch == 0 {
			if err := j.state.save(); err != nil {
				return err
			}
		}
	}
	return j.state.save()
}

// goOn imports the rest of the file. The resume file is written each time the import
// has a checkpoint to save, with all results until then.
func (j *job) goOn(ctx context.Context) error {
	s := j.state
	_ = j.bar.Set(s.Results)
	reader := &reader{job: j, skip: s.Results, reported: s.unreadableLines()}
	for told, err := range j.vendor.send(ctx, reader.rows(), s.Checkpoint, s.LookUpAll, s.saveAt) {
		if reader.err != nil {
			return reader.err
		}
		if err != nil {
			return err
		}
		s.Results = told.index + 1
		s.note(reader.pop(), told)
		_ = j.bar.Add(1)
	}
	switch {
	case reader.err != nil:
		return reader.err
	case s.Results != j.input.count:
		return errChanged
	}
	s.Done = true
	_ = j.bar.Finish()
	return s.save()
}

// note keeps the result of an order.
func (s *state) note(order found, told result) {
	if told.err == nil {
		s.There++
		if s.Sums == nil {
			s.Sums = sums{}
		}
		s.Sums[order.money.currency] = s.Sums[order.money.currency].Add(order.money.amount)
		return
	}
	found := trouble{Kind: rejected, Line: order.line, OrderID: told.id, Reason: told.err.Error()}
	if told.unknown {
		found.Kind = unknown
	}
	s.add(entry{Trouble: &found})
}

// reader passes the readable orders to the import and remembers where they are.
type reader struct {
	job      *job
	skip     int          // orders that have a result
	reported map[int]bool // bad lines that an earlier run has reported
	waiting  []found      // orders without a result, without what is in them
	err      error        // the file could not be read to its end
}

func (r *reader) rows() iter.Seq[any] {
	return func(yield func(any) bool) {
		for next := range r.job.input.orders() {
			if next.fatal {
				r.err = next.err
				return
			}
			if next.err != nil {
				if !r.reported[next.line] {
					r.job.state.add(entry{Trouble: &trouble{Kind: unreadable, Line: next.line, Reason: next.err.Error()}})
				}
				continue
			}
			row := next.row
			if next.row = nil; r.skip > 0 {
				r.skip--
			} else {
				r.waiting = append(r.waiting, next)
			}
			if !yield(row) {
				return
			}
		}
	}
}

// pop returns where the next order is that has a result.
func (r *reader) pop() found {
	next := r.waiting[0]
	r.waiting = r.waiting[1:]
	return next
}

func (j *job) summary(out io.Writer) {
	s := j.state
	for _, t := range s.troubles() {
		fmt.Fprintln(out, t)
	}
	for _, note := range j.input.notes {
		fmt.Fprintln(out, "note:", note)
	}
	fmt.Fprintf(out, "%d there, %d rejected, %d unknown, %d lines unreadable\n", s.There, s.count(rejected), len(s.unknown), s.count(unreadable))
	for _, currency := range slices.Sorted(maps.Keys(s.Sums)) {
		fmt.Fprintf(out, "sum of those that are there: %s %s\n", sum(s.Sums[currency], currency), currency)
	}
	if !s.Done {
		again := "start it again to resume"
		if s.file != nil {
			again = "start it again with the same flags to resume; keep " + s.file.Name()
		}
		fmt.Fprintln(out, "not finished:", again)
	}
	if len(s.unknown) > 0 {
		fmt.Fprintln(out, j.vendor.unknown())
	}
}

// sum writes an amount with the decimals of its currency.
func sum(amount decimal.Decimal, currency string) string {
	decimals, _ := chargedesk.CurrencyDecimals(chargedesk.Currency(currency))
	return amount.StringFixed(max(int32(decimals), -amount.Exponent()))
}
