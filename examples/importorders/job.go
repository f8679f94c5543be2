package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"iter"
	"net/http"
	"os"
	"strings"

	"github.com/schollz/progressbar/v3"
	"golang.org/x/term"

	"github.com/chargekit/chargekit-go/chargeback"
)

var errChanged = errors.New("the file has changed while it was read")

// job is one import with its resume file.
type job struct {
	set    settings
	client *chargeback.Client
	input  *input
	state  *state
	bar    *progressbar.ProgressBar
}

func newJob(set settings, client *chargeback.Client, in *input, out, errs io.Writer) (*job, error) {
	var anew *progress
	if set.lookUpAll {
		anew = &progress{InDoubt: in.orders}
	}
	own := owner{Orders: in.hash, BaseURL: strings.TrimRight(set.baseURL, "/"), Account: shortHash(set.publicKey), Reader: shortHash(in.String())}
	if set.resume == "" && !set.fake {
		set.resume = in.path + ".resume.jsonl"
	}
	kept, err := openState(set.resume, own, anew)
	if err != nil {
		return nil, err
	}
	switch {
	case set.lookUpAll && kept.Offset == 0 && kept.InDoubt >= in.orders:
		fmt.Fprintln(out, "every order is looked up, and sent if the search does not find it")
	case kept.Offset > 0 || kept.InDoubt > 0:
		fmt.Fprintf(out, "going on after %d orders; %d more may have been sent and are looked up\n", kept.Offset, kept.InDoubt)
	}
	visible := !set.quiet && term.IsTerminal(int(os.Stderr.Fd()))
	bar := progressbar.NewOptions(in.orders, progressbar.OptionSetDescription("orders"), progressbar.OptionShowCount(), progressbar.OptionShowIts(),
		progressbar.OptionSetWriter(errs), progressbar.OptionSetVisibility(visible))
	return &job{set: set, client: client, input: in, state: kept, bar: bar}, nil
}

func shortHash(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:8])
}

// run looks up what earlier runs left unknown, and then goes on with the file.
func (j *job) run(ctx context.Context) error {
	if err := j.settleUnknown(ctx); err != nil || j.state.Done {
		return err
	}
	return j.goOn(ctx)
}

func (j *job) options() *chargeback.ImportOptions {
	return &chargeback.ImportOptions{
		BatchSize: j.set.batch, Concurrency: j.set.concurrency, LookUpAfter: j.set.lookUpAfter, Resend: j.set.resend,
	}
}

// settleUnknown looks up the orders whose outcome earlier runs left unknown. It may
// send some, so it writes the resume file once a batch.
func (j *job) settleUnknown(ctx context.Context) error {
	if len(j.state.unknown) == 0 {
		return nil
	}
	var lines []int
	orders := func(yield func(*chargeback.OrderCreateParams) bool) {
		for next := range j.input.after(0) {
			if _, wanted := j.state.unknown[next.line]; wanted && next.err == nil {
				if lines = append(lines, next.line); !yield(next.order) {
					return
				}
			}
		}
	}
	options := j.options()
	options.MaybeSent = len(j.state.unknown)
	for result, err := range j.client.Orders.Import(ctx, orders, options) {
		if err == nil && postponed(result.Err) {
			err = result.Err
		}
		if err != nil {
			return errors.Join(err, j.state.save()) // the next run looks the others up
		}
		j.state.add(entry{Settled: lines[result.Index]})
		j.state.note(lines[result.Index], result)
		if (result.Index+1)%j.set.batch == 0 {
			if err := j.state.save(); err != nil {
				return err
			}
		}
	}
	return j.state.save()
}

// goOn imports the rest of the file. It writes the resume file before it sends the
// first order, and then once a batch.
func (j *job) goOn(ctx context.Context) error {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	s, options := j.state, j.options()
	options.MaybeSent = s.InDoubt
	begun := s.Offset                // the orders before it are not read again
	doubtful := s.Offset + s.InDoubt // an earlier run may have sent orders before this
	reader := &reader{job: j, reported: s.unreadableLines()}
	checkpoint := func() error {
		// After a crash, the results until the next checkpoint are in doubt too.
		s.InDoubt = max(options.MaxInDoubt()+options.BatchSize, doubtful-s.Offset)
		return s.save()
	}
	if err := checkpoint(); err != nil {
		return err
	}
	_ = j.bar.Set(s.Offset)
	var postponement error // why the order at s.Offset and all after it have to wait
	for result, err := range j.client.Orders.Import(ctx, reader.orders(), options) {
		if stopped, ok := errors.AsType[*chargeback.ImportError](err); ok {
			if stopped.MaybeSent > 0 {
				doubtful = begun + stopped.Offset + stopped.MaybeSent
			}
			if postponement == nil {
				postponement = err
			}
			break
		}
		switch {
		case err != nil:
			return err
		case postponed(result.Err):
			if postponement == nil {
				postponement = result.Err
				stop() // batches in flight still finish
			}
		case postponement != nil:
			if result.Err == nil || errors.Is(result.Err, chargeback.ErrOutcomeUnknown) {
				doubtful = max(doubtful, begun+result.Index+1)
			}
		default:
			order := reader.pop()
			s.Offset, s.After = begun+result.Index+1, order.end
			s.note(order.line, result)
			_ = j.bar.Add(1)
			if s.Offset%j.set.batch == 0 {
				if err := checkpoint(); err != nil {
					return err
				}
			}
		}
	}
	if postponement == nil {
		postponement = reader.err
	}
	if postponement == nil && s.Offset != j.input.orders {
		postponement = errChanged
	}
	if postponement == nil {
		s.Done, doubtful = true, s.Offset
	}
	s.InDoubt = max(0, doubtful-s.Offset)
	_ = j.bar.Finish()
	return errors.Join(postponement, s.save())
}

// postponed reports whether an order was not sent, or was rejected unread, for a
// reason that is not its own. A later run sends it.
func postponed(err error) bool {
	failed, ok := errors.AsType[*chargeback.Error](err)
	return ok && (failed.Outcome == chargeback.OutcomeNotSent || failed.Outcome == chargeback.OutcomeRejected && (isHopeless(err) || errors.Is(err, chargeback.ErrRateLimited)))
}

// isHopeless reports whether another run would fail too.
func isHopeless(err error) bool {
	_, invalid := errors.AsType[*chargeback.ValidationError](err)
	return invalid || errors.Is(err, chargeback.ErrUnauthorized)
}

// noLookUp reports whether the import has stopped because look-ups fail.
func noLookUp(err error) bool {
	stopped, ok := errors.AsType[*chargeback.ImportError](err)
	if !ok {
		return false
	}
	if failed, ok := errors.AsType[*chargeback.Error](stopped.Err); ok {
		return failed.Method == http.MethodGet
	}
	_, unreadable := errors.AsType[*chargeback.DecodeError](stopped.Err)
	return unreadable
}

// note keeps the result of an order. If the order is not valid, its order_id may be
// anything, a card number for example.
func (s *state) note(line int, result *chargeback.ImportResult) {
	if result.Err == nil {
		s.There++
		return
	}
	found := trouble{Kind: rejected, Line: line, OrderID: result.OrderID, Reason: result.Err.Error()}
	if errors.Is(result.Err, chargeback.ErrOutcomeUnknown) {
		found.Kind = unknown
	}
	if _, invalid := errors.AsType[*chargeback.ValidationError](result.Err); invalid {
		found.OrderID = ""
	}
	s.add(entry{Trouble: &found})
}

// reader passes the readable orders to the import and remembers where they are.
type reader struct {
	job      *job
	reported map[int]bool // bad lines that an earlier run has reported
	waiting  []found      // orders without a result, without what is in them
	err      error        // the file could not be read to its end
}

func (r *reader) orders() iter.Seq[*chargeback.OrderCreateParams] {
	return func(yield func(*chargeback.OrderCreateParams) bool) {
		for next := range r.job.input.after(r.job.state.After) {
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
			r.waiting = append(r.waiting, found{line: next.line, end: next.end})
			if !yield(next.order) {
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
	if !s.Done {
		fmt.Fprintln(out, "not finished: start it again to go on")
	}
	if len(s.unknown) > 0 {
		fmt.Fprintln(out, "unknown orders may be there or not: each start looks them up and sends none of them. With -resend it sends\n"+
			"those that the search does not find; if the search lags behind, that creates them twice, so wait first")
	}
}
