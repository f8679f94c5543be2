package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"os"

	"github.com/schollz/progressbar/v3"
	"golang.org/x/term"

	"github.com/chargekit/chargekit-go/chargeback"
)

// job is one import with its resume file.
type job struct {
	set    settings
	client *chargeback.Client
	input  *input
	state  *state
	errs   io.Writer
	bar    *progressbar.ProgressBar
}

func newJob(set settings, client *chargeback.Client, out, errs io.Writer) (*job, error) {
	in, err := openInput(set.file, set.format)
	if err != nil {
		return nil, err
	}
	kept, err := loadState(set.resume, in.hash)
	if err != nil {
		return nil, err
	}
	if kept.Offset > 0 || kept.InDoubt > 0 {
		fmt.Fprintf(out, "going on after %d orders; %d more may have been sent and are looked up first\n", kept.Offset, kept.InDoubt)
	}
	visible := !set.quiet && term.IsTerminal(int(os.Stderr.Fd()))
	bar := progressbar.NewOptions(in.lines, progressbar.OptionSetDescription("orders"), progressbar.OptionShowCount(), progressbar.OptionShowIts(),
		progressbar.OptionSetWriter(errs), progressbar.OptionSetVisibility(visible))
	return &job{set: set, client: client, input: in, state: kept, errs: errs, bar: bar}, nil
}

// run settles what earlier runs left unknown, and then goes on with the file.
func (j *job) run(ctx context.Context) error {
	if err := j.settleUnknown(ctx); err != nil || j.state.Done {
		return err
	}
	return j.goOn(ctx)
}

// settleUnknown looks up the orders that an earlier run could not settle, and
// sends those that prove to be missing.
func (j *job) settleUnknown(ctx context.Context) error {
	if len(j.state.Unknown) == 0 {
		return nil
	}
	wanted := map[int]bool{}
	for _, unknown := range j.state.Unknown {
		wanted[unknown.Line] = true
	}
	var lines []int
	orders := func(yield func(*chargeback.OrderParams) bool) {
		for next := range j.input.all() {
			if wanted[next.number] && next.err == nil {
				if lines = append(lines, next.number); !yield(next.order) {
					return
				}
			}
		}
	}
	options := j.options()
	options.InDoubt = len(j.state.Unknown)
	settled := &state{}
	for result, err := range j.client.Orders.Import(ctx, orders, options) {
		if err != nil {
			return err // the list stays as it was: they are looked up again next time
		}
		if isHopeless(result.Err) {
			return result.Err
		}
		settled.note(lines[result.Index], result)
	}
	j.state.There += settled.There
	j.state.Failed = append(j.state.Failed, settled.Failed...)
	j.state.Unknown = settled.Unknown
	return j.state.save(j.set.resume)
}

func (j *job) options() *chargeback.ImportOptions {
	return &chargeback.ImportOptions{BatchSize: j.set.batch, Concurrency: j.set.concurrency, LookUpAfter: j.set.lookUpAfter}
}

// goOn imports the rest of the file. The resume file is written before the first
// order leaves, and then once a batch.
func (j *job) goOn(ctx context.Context) error {
	options := j.options()
	options.Offset, options.InDoubt = j.state.Offset, j.state.InDoubt
	doubtful := options.Offset + options.InDoubt // before this, an earlier run may have sent orders
	reader := &reader{job: j, skip: options.Offset, badSeen: len(j.state.Bad)}
	checkpoint := func() error {
		// Results that were told since the last checkpoint are in doubt too, should it be needed.
		j.state.InDoubt = max(options.Window()+options.BatchSize, doubtful-j.state.Offset)
		return j.state.save(j.set.resume)
	}
	if err := checkpoint(); err != nil {
		return err
	}
	_ = j.bar.Set(j.state.Offset)
	for result, err := range j.client.Orders.Import(ctx, reader.orders(), options) {
		if stopped, ok := errors.AsType[*chargeback.ImportStopped](err); ok {
			j.state.Offset, j.state.InDoubt = stopped.Offset, max(stopped.InDoubt, doubtful-stopped.Offset)
			return errors.Join(err, j.state.save(j.set.resume))
		}
		if err != nil {
			return err
		}
		if isHopeless(result.Err) {
			return errors.Join(result.Err, checkpoint())
		}
		j.state.Offset = result.Index + 1
		j.state.note(reader.lineOf(result.Index), result)
		_ = j.bar.Add(1)
		if j.state.Offset%j.set.batch == 0 {
			if err := checkpoint(); err != nil {
				return err
			}
		}
	}
	if reader.err != nil {
		return errors.Join(reader.err, checkpoint())
	}
	j.state.Done, j.state.InDoubt = true, 0
	_ = j.bar.Finish()
	return j.state.save(j.set.resume)
}

// isHopeless says that no other order can fare better.
func isHopeless(err error) bool {
	return errors.Is(err, chargeback.ErrUnauthorized)
}

// note keeps what became of an order.
func (s *state) note(line int, result *chargeback.ImportResult) {
	switch {
	case result.Err == nil:
		s.There++
	case errors.Is(result.Err, chargeback.ErrOutcomeUnknown):
		s.Unknown = append(s.Unknown, trouble{line, result.OrderID, result.Err.Error()})
	default:
		s.Failed = append(s.Failed, trouble{line, result.OrderID, result.Err.Error()})
	}
}

// reader hands the readable orders to the import and remembers their lines.
type reader struct {
	job     *job
	skip    int   // orders that have a result already
	lines   []int // of the orders from first on
	first   int
	badSeen int   // bad lines that were reported by an earlier run
	err     error // the file could not be read to its end
}

func (r *reader) orders() iter.Seq[*chargeback.OrderParams] {
	return func(yield func(*chargeback.OrderParams) bool) {
		bad, index := 0, 0
		r.first = r.skip
		for next := range r.job.input.all() {
			if next.end {
				r.err = next.err
				return
			}
			if next.err != nil {
				if bad++; bad > r.badSeen {
					r.job.state.Bad = append(r.job.state.Bad, trouble{Line: next.number, Reason: next.err.Error()})
				}
				continue
			}
			if index++; index > r.skip {
				r.lines = append(r.lines, next.number)
			}
			if !yield(next.order) {
				return
			}
		}
	}
}

// lineOf returns the line of an order, in rising order only.
func (r *reader) lineOf(index int) int {
	line := r.lines[index-r.first]
	r.lines, r.first = r.lines[index-r.first+1:], index+1
	return line
}

func (j *job) summary(out io.Writer) {
	s := j.state
	for _, list := range []struct {
		name     string
		troubles []trouble
	}{{"unreadable", s.Bad}, {"refused", s.Failed}, {"unknown", s.Unknown}} {
		for _, t := range list.troubles {
			fmt.Fprintf(out, "%s: %s\n", list.name, t)
		}
	}
	fmt.Fprintf(out, "%d there, %d refused, %d unknown, %d lines unreadable\n", s.There, len(s.Failed), len(s.Unknown), len(s.Bad))
	if !s.Done {
		fmt.Fprintln(out, "not finished: start it again to go on")
	}
}
