package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"

	"github.com/gofrs/flock"
)

// owner says whose resume file it is: going on elsewhere would leave out there
// what was sent here.
type owner struct {
	Orders  string `json:"orders"`   // SHA-256 of the file
	BaseURL string `json:"base_url"` // of the API
	Account string `json:"account"`  // hash of the public key
}

// progress is how far the import has come.
type progress struct {
	Offset  int  `json:"offset"`   // readable orders that have a result
	InDoubt int  `json:"in_doubt"` // orders after these that may have been sent
	There   int  `json:"there"`    // orders that are at Chargeback
	Done    bool `json:"done"`     // the end of the file was reached
}

// Kinds of trouble.
const (
	unreadable = "unreadable" // a line that is no order
	refused    = "refused"    // by Chargeback, or before it was sent
	unknown    = "unknown"    // neither known to be there nor to be missing
)

// trouble is a line that somebody has to look at.
type trouble struct {
	Kind    string `json:"kind"`
	Line    int    `json:"line"`
	OrderID string `json:"order_id,omitempty"`
	Reason  string `json:"reason"`
}

func (t trouble) String() string {
	if t.OrderID == "" {
		return fmt.Sprintf("%s: line %d: %s", t.Kind, t.Line, t.Reason)
	}
	return fmt.Sprintf("%s: line %d, order %s: %s", t.Kind, t.Line, t.OrderID, t.Reason)
}

// entry is one line of the resume file, which is only ever added to. What stands
// behind the last progress does not count.
type entry struct {
	Owner    *owner    `json:"owner,omitempty"`
	Trouble  *trouble  `json:"trouble,omitempty"`
	Settled  int       `json:"settled,omitempty"` // this line is not unknown any more
	Progress *progress `json:"progress,omitempty"`
}

// state is what is needed to go on.
type state struct {
	progress
	final   []trouble       // unreadable and refused, as they came
	unknown map[int]trouble // by line

	file    *os.File // nil: nothing is kept
	size    int64    // of what counts in it
	unsaved []byte
	lock    *flock.Flock
}

// openState reads a resume file, or begins one, and holds it until it is closed.
// anew, unless it is nil, takes the place of what is in it.
func openState(path string, own owner, anew *progress) (*state, error) {
	s := &state{unknown: map[int]trouble{}}
	if anew != nil {
		s.progress = *anew
	}
	if path == "" {
		return s, nil
	}
	s.lock = flock.New(path + ".lock")
	locked, err := s.lock.TryLock()
	if err == nil && !locked {
		err = fmt.Errorf("another run holds %s", path)
	}
	if err == nil {
		s.file, err = os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	}
	if err == nil && anew == nil {
		err = s.load(own)
	}
	if err == nil && s.size == 0 {
		s.add(entry{Owner: &own})
		err = s.save()
	}
	if err == nil {
		err = errors.Join(s.file.Truncate(s.size), syncDir(filepath.Dir(path)))
	}
	if err != nil {
		return nil, errors.Join(err, s.close())
	}
	return s, nil
}

func (s *state) close() error {
	if s.lock == nil {
		return nil
	}
	var err error
	if s.file != nil {
		err = s.file.Close()
	}
	return errors.Join(err, s.lock.Close())
}

// load reads up to the last progress that was written whole.
func (s *state) load(own owner) error {
	reader, read := bufio.NewReader(s.file), int64(0)
	var since []entry // the last progress
	for {
		text, err := reader.ReadBytes('\n')
		var next entry
		if err != nil || json.Unmarshal(text, &next) != nil {
			break
		}
		if read == 0 {
			if err := own.check(next.Owner, s.file.Name()); err != nil {
				return err
			}
		}
		read, since = read+int64(len(text)), append(since, next)
		if next.Progress != nil {
			for _, e := range since {
				s.take(e)
			}
			s.size, since = read, nil
		}
	}
	info, err := s.file.Stat()
	switch {
	case err != nil:
		return err
	case read == 0 && info.Size() > 0:
		return fmt.Errorf("%s is no resume file", s.file.Name())
	case s.Offset < 0 || s.InDoubt < 0 || s.There < 0:
		return fmt.Errorf("%s is damaged: it counts below zero", s.file.Name())
	}
	return nil
}

func (own owner) check(kept *owner, path string) error {
	const advice = "with -look-up-all every order is looked up first, and only those are sent that are not there"
	switch {
	case kept == nil:
		return fmt.Errorf("%s is no resume file", path)
	case kept.BaseURL != own.BaseURL || kept.Account != own.Account:
		return fmt.Errorf("%s belongs to another account or base URL: name another file with -resume", path)
	case kept.Orders != own.Orders:
		return fmt.Errorf("%s belongs to other orders: the file has changed since; %s", path, advice)
	}
	return nil
}

// take is what an entry means.
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

// troubles are all that there is, the unknown ones last.
func (s *state) troubles() []trouble {
	byLine := func(a, b trouble) int { return a.Line - b.Line }
	return append(slices.Clone(s.final), slices.SortedFunc(maps.Values(s.unknown), byLine)...)
}

func (s *state) count(kind string) (n int) {
	for _, t := range s.troubles() {
		if t.Kind == kind {
			n++
		}
	}
	return n
}

// save adds what is new to the resume file: whoever is killed here leaves it as
// it was, or as it is to be.
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

// syncDir makes a new file survive a loss of power.
func syncDir(path string) error {
	dir, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(dir.Sync(), dir.Close())
}
