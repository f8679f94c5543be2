package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"runtime"
	"slices"

	"github.com/gofrs/flock"
	"github.com/shopspring/decimal"
)

// progress says how far the import is.
type progress struct {
	Checkpoint json.RawMessage `json:"checkpoint,omitempty"`  // its text; none before the first order is sent
	Results    int             `json:"results"`               // readable orders that have a result
	There      int             `json:"there"`                 // orders that are at the vendor
	Sums       sums            `json:"sums,omitempty"`        // of these, by currency
	LookUpAll  bool            `json:"look_up_all,omitempty"` // an earlier import may have sent any order
	Done       bool            `json:"done"`                  // the end of the file was reached
}

type sums map[string]decimal.Decimal

// entry is one line of the resume file. Lines are only added. Those after the last
// progress do not count.
type entry struct {
	Owner    *owner    `json:"owner,omitempty"`
	Trouble  *trouble  `json:"trouble,omitempty"`
	Settled  int       `json:"settled,omitempty"` // this line is not unknown any more
	Progress *progress `json:"progress,omitempty"`
}

// state is what the next run needs to go on.
type state struct {
	progress
	final   []trouble       // unreadable and rejected, as they came
	unknown map[int]trouble // by line

	file    *os.File // nil: nothing is kept
	size    int64    // of what counts in it
	unsaved []byte
	lock    *flock.Flock
}

// openState reads a resume file, or begins one, and locks it until it is closed. With
// anew the import begins at the first order, and looks each up, also if the file is
// done, is damaged or belongs to other orders.
func openState(path string, own owner, anew bool) (*state, error) {
	s := &state{unknown: map[int]trouble{}, progress: progress{LookUpAll: anew}}
	if path == "" {
		return s, nil
	}
	real, err := resolve(path)
	switch {
	case err == nil:
		path = real
	case !errors.Is(err, os.ErrNotExist):
		return nil, err
	}
	s.lock = flock.New(path + ".lock")
	locked, err := s.lock.TryLock()
	if err == nil && !locked {
		err = fmt.Errorf("another run holds %s", path)
	}
	if err == nil {
		err = s.open(path, own, anew)
	}
	if err != nil {
		return nil, errors.Join(err, s.close())
	}
	return s, nil
}

func (s *state) open(path string, own owner, anew bool) (err error) {
	if s.file, err = os.OpenFile(path, os.O_RDWR, 0); err == nil {
		err = s.load(own)
	}
	switch {
	case err == nil && s.size > 0 && (!anew || !s.Done):
		return s.file.Truncate(s.size) // a torn line must not stand behind the next ones
	case err == nil, errors.Is(err, os.ErrNotExist), anew && isStale(err):
		return s.begin(path, own, anew)
	}
	return err
}

// begin replaces the resume file with a new one, in one step.
func (s *state) begin(path string, own owner, anew bool) error {
	err := s.closeFile()
	*s = state{unknown: map[int]trouble{}, lock: s.lock, progress: progress{LookUpAll: anew}}
	if err == nil {
		s.file, err = os.OpenFile(path+".new", os.O_RDWR|os.O_CREATE|os.O_TRUNC, 0o600)
	}
	if err == nil {
		s.add(entry{Owner: &own})
		err = s.save()
	}
	if err == nil {
		err = s.closeFile() // Windows renames no open file
	}
	if err == nil {
		err = os.Rename(path+".new", path)
	}
	if err == nil {
		err = syncDir(filepath.Dir(path))
	}
	if err == nil {
		s.file, err = os.OpenFile(path, os.O_RDWR, 0)
	}
	return err
}

func (s *state) close() error {
	if s.lock == nil {
		return nil
	}
	return errors.Join(s.closeFile(), s.lock.Close())
}

func (s *state) closeFile() error {
	if s.file == nil {
		return nil
	}
	file := s.file
	s.file = nil
	return file.Close()
}

// load reads up to the last progress that was written completely. Only the last line
// may be torn. A line before it that can't be read might have hidden how far the
// import was.
func (s *state) load(own owner) error {
	reader, read := bufio.NewReader(s.file), int64(0)
	var since []entry // the last progress
	for number := 1; ; number++ {
		text, err := reader.ReadBytes('\n')
		if errors.Is(err, io.EOF) && (number > 1 || len(text) == 0) {
			break
		}
		if err != nil && !errors.Is(err, io.EOF) {
			return err
		}
		next, err := parseEntry(text)
		if number == 1 {
			err = own.check(next.Owner, s.file.Name())
		} else if err == nil && next.Owner != nil {
			err = errors.New("has an owner too many")
		}
		if err != nil && number > 1 {
			err = fmt.Errorf("%s is damaged: line %d %w; %w", s.file.Name(), number, err, own.stale())
		}
		if err != nil {
			return err
		}
		read, since = read+int64(len(text)), append(since, next)
		if next.Progress != nil {
			for _, e := range since {
				s.take(e)
			}
			s.size, since = read, nil
		}
	}
	if s.Results < 0 || s.There < 0 || s.Results > 0 && s.Checkpoint == nil {
		return fmt.Errorf("%s is damaged: it counts wrongly; %w", s.file.Name(), own.stale())
	}
	return nil
}

// parseEntry reads a line, which must not be empty.
func parseEntry(text []byte) (next entry, err error) {
	if json.Unmarshal(text, &next) != nil || next == (entry{}) {
		return entry{}, errors.New("can't be read")
	}
	return next, nil
}

// take applies an entry.
func (s *state) take(e entry) {
	switch {
	case e.Trouble != nil && e.Trouble.Kind == unknown:
		s.unknown[e.Trouble.Line] = *e.Trouble
	case e.Trouble != nil:
		s.final = append(s.final, *e.Trouble)
	case e.Settled > 0:
		delete(s.unknown, e.Settled)
	case e.Progress != nil:
		s.progress = *e.Progress
	}
}

// add keeps an entry for the next save.
func (s *state) add(e entry) {
	s.take(e)
	text, err := json.Marshal(e)
	if err != nil {
		panic(err) // unreachable: there are but texts and numbers in it
	}
	s.unsaved = append(append(s.unsaved, text...), '\n')
}

// troubles returns all troubles, the unknown ones last.
func (s *state) troubles() []trouble {
	byLine := func(a, b trouble) int { return a.Line - b.Line }
	return append(slices.Clone(s.final), slices.SortedFunc(maps.Values(s.unknown), byLine)...)
}

// unreadableLines returns the lines that are reported as no order.
func (s *state) unreadableLines() map[int]bool {
	lines := map[int]bool{}
	for _, t := range s.final {
		if t.Kind == unreadable {
			lines[t.Line] = true
		}
	}
	return lines
}

func (s *state) count(kind string) (n int) {
	for _, t := range s.troubles() {
		if t.Kind == kind {
			n++
		}
	}
	return n
}

// saveAt saves the text of a checkpoint, and what is new until then.
func (s *state) saveAt(text []byte) error {
	s.Checkpoint = text
	return s.save()
}

// save appends what is new to the resume file. If the program is killed meanwhile,
// the file is as it was, or complete.
func (s *state) save() error {
	now := s.progress
	s.add(entry{Progress: &now})
	if s.file == nil {
		s.unsaved = nil
		return nil
	}
	_, err := s.file.WriteAt(s.unsaved, s.size)
	if err := errors.Join(err, s.file.Sync()); err != nil {
		return err
	}
	s.size, s.unsaved = s.size+int64(len(s.unsaved)), nil
	return nil
}

// syncDir makes a new file survive a loss of power. Windows can't sync a directory.
func syncDir(path string) error {
	if runtime.GOOS == "windows" {
		return nil
	}
	dir, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(dir.Sync(), dir.Close())
}
