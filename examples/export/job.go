package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"strconv"
	"time"
)

// saveEvery is after how many rows the place is saved: the largest page.
const saveEvery = 500

// job is one run of an export.
type job struct {
	set      *settings
	source   *source
	encoder  encoder
	out      *output
	progress *progress
	command  string // that resumes it
}

// export writes the list. Rows go to stdout or the file, everything else to stderr.
func export(ctx context.Context, set *settings, stdout *os.File, stderr io.Writer, command string) (err error) {
	var c clients
	account, shown := "fake", newProgress(stderr, set)
	if set.fake {
		var closeFake func()
		c, closeFake = connectFake(set.list, set.fakeRows)
		defer closeFake()
	} else if c, account, err = connect(set, waits{shown}); err != nil {
		return err
	}
	j := &job{set: set, source: set.list.open(c, &set.span), encoder: newEncoder(set), progress: shown, command: command}
	begun := &state{Version: stateVersion, Job: jobOf(set, account), Begun: time.Now().UTC().Truncate(time.Second)}
	if set.toStdout() {
		j.out = newStdout(stdout, begun)
	} else if j.out, err = openOutput(set, begun); err != nil {
		return err
	}
	defer func() { err = errors.Join(err, j.out.close()) }()
	if !j.out.state.Done {
		if err := j.goOn(stderr); err != nil {
			return err
		}
		err = j.run(ctx)
		j.progress.end()
		if err != nil {
			return j.explain(ctx, err)
		}
	}
	j.report(ctx, stderr)
	return nil
}

// jobOf returns what runs that go on with each other have to have in common.
func jobOf(set *settings, account string) map[string]string {
	job := map[string]string{
		"list": set.list.name, "format": set.format, "-exact": strconv.FormatBool(set.exact),
		"-since": set.span.since.String(), "-until": set.span.until.String(),
		"-base-url": set.baseURL, "-fake": strconv.FormatBool(set.fake), "key": account,
	}
	if set.fake {
		job["-fake-rows"] = strconv.Itoa(set.fakeRows)
	}
	if set.format == formatCSV {
		hash := sha256.New()
		_ = printColumns(hash, set.list) // a hash takes everything
		job["set of columns"] = hex.EncodeToString(hash.Sum(nil)[:6])
	}
	return job
}

// goOn sets the list to where an earlier run was.
func (j *job) goOn(stderr io.Writer) error {
	s := j.out.state
	if s.At == "" {
		return nil
	}
	if err := j.source.at.UnmarshalText([]byte(s.At)); err != nil {
		return cannotf("%s: %w: -restart begins again", j.out.resume(), err)
	}
	fmt.Fprintln(stderr, s.resuming())
	return nil
}

func (j *job) run(ctx context.Context) error {
	if err := j.begin(ctx); err != nil {
		return err
	}
	j.progress.follow(j.out.state)
	for row, err := range j.source.rows(ctx) {
		if err != nil {
			return errors.Join(err, j.out.save(j.source.at))
		}
		if err := j.write(row); err != nil {
			return err
		}
	}
	return j.out.finish(j.source.at)
}

// begin saves the state before anything is written, since rows without it are
// nobody's, and writes what comes before the first row.
func (j *job) begin(ctx context.Context) (err error) {
	s := j.out.state
	if s.At == "" {
		if j.source.total != nil {
			s.Total, err = j.source.total(ctx)
		}
		if err == nil {
			err = j.out.save(j.source.at)
		}
	}
	if err != nil || s.Length > 0 {
		return err
	}
	head, err := j.encoder.head()
	if err != nil {
		return err
	}
	return j.out.write(head)
}

func (j *job) write(row any) error {
	var at time.Time
	if j.source.when != nil {
		at = j.source.when(row)
	}
	if !j.set.span.holds(at) {
		return nil
	}
	text, err := j.encoder.row(row)
	if err == nil {
		err = j.out.write(text)
	}
	if err != nil {
		return err
	}
	j.out.state.Rows++
	j.progress.row(at)
	if j.out.state.Rows%saveEvery == 0 {
		return j.out.save(j.source.at)
	}
	return nil
}
