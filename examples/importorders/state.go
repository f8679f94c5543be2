package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
)

// state is what is needed to go on: the content of the resume file.
type state struct {
	Hash    string    `json:"sha256"`   // of the file of orders
	Offset  int       `json:"offset"`   // readable orders that have a result
	InDoubt int       `json:"in_doubt"` // orders after these that may have been sent
	Done    bool      `json:"done"`     // the end of the file was reached
	There   int       `json:"there"`    // orders that are at Chargeback
	Unknown []trouble `json:"unknown"`  // neither known to be there nor to be missing
	Failed  []trouble `json:"failed"`   // refused, by Chargeback or before they were sent
	Bad     []trouble `json:"bad"`      // lines that can't be read
}

// trouble is a line that somebody has to look at.
type trouble struct {
	Line    int    `json:"line"`
	OrderID string `json:"order_id,omitempty"`
	Reason  string `json:"reason"`
}

func (t trouble) String() string {
	if t.OrderID == "" {
		return fmt.Sprintf("line %d: %s", t.Line, t.Reason)
	}
	return fmt.Sprintf("line %d, order %s: %s", t.Line, t.OrderID, t.Reason)
}

func (s *state) troubles() int { return len(s.Unknown) + len(s.Failed) + len(s.Bad) }

// loadState reads a resume file; a missing one is a new start.
func loadState(path, hash string) (*state, error) {
	fresh := &state{Hash: hash}
	if path == "" {
		return fresh, nil
	}
	text, err := os.ReadFile(path)
	if errors.Is(err, os.ErrNotExist) {
		return fresh, nil
	}
	if err != nil {
		return nil, err
	}
	kept := new(state)
	if err := json.Unmarshal(text, kept); err != nil {
		return nil, fmt.Errorf("%s is no resume file: %w", path, err)
	}
	if kept.Hash != hash {
		return nil, fmt.Errorf("%s belongs to other orders: the file has changed since. Remove it to start anew", path)
	}
	return kept, nil
}

// save replaces the resume file at once: whoever is killed here leaves the old
// one or the new one.
func (s *state) save(path string) error {
	if path == "" {
		return nil
	}
	text, err := json.MarshalIndent(s, "", "  ")
	if err != nil {
		return err
	}
	file, err := os.CreateTemp(filepath.Dir(path), filepath.Base(path)+".*.tmp")
	if err != nil {
		return err
	}
	defer os.Remove(file.Name())
	_, errWrite := file.Write(append(text, '\n'))
	if err := errors.Join(errWrite, file.Sync(), file.Close()); err != nil {
		return err
	}
	if err := os.Rename(file.Name(), path); err != nil {
		return err
	}
	return syncDir(filepath.Dir(path))
}

// syncDir makes a rename survive a loss of power.
func syncDir(path string) error {
	dir, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(dir.Sync(), dir.Close())
}
