package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"time"
)

const stateVersion = 1

// state is what the next run needs to go on: the content of FILE.resume.
type state struct {
	Version int               `json:"v"`
	Job     map[string]string `json:"job"`            // what the next run has to have in common
	Begun   time.Time         `json:"begun"`          // when the first run began
	Rows    int64             `json:"rows"`           // in FILE.part
	Length  int64             `json:"length"`         // of FILE.part; what is behind it does not count
	Total   int64             `json:"total,omitzero"` // of the list when the first run began; 0 for not known
	Done    bool              `json:"done,omitzero"`  // FILE.part is complete
	At      string            `json:"at"`             // the list's own checkpoint
}

// readState returns nil if there is none.
func readState(path string) (*state, error) {
	text, err := os.ReadFile(path)
	if errors.Is(err, os.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	s := &state{}
	if json.Unmarshal(text, s) != nil || s.Version != stateVersion {
		return nil, cannotf("%s is damaged, or of another version of this program: -restart begins again", path)
	}
	return s, nil
}

// check rejects the state of another export. Before the first row the key may be
// replaced.
func (s *state) check(path string, job map[string]string) error {
	for _, name := range slices.Sorted(maps.Keys(job)) {
		if s.Job[name] != job[name] && (name != "key" || s.Rows > 0) {
			return cannotf("%s is of an export with another %s: give the same command again, or begin again with -restart", path, name)
		}
	}
	if s.Job["key"] != job["key"] {
		s.Job, s.At = job, ""
	}
	return nil
}

// save replaces the file in one step.
func (s *state) save(path string) error {
	text, err := json.Marshal(s)
	if err != nil {
		return err
	}
	if err := writeSynced(path+".new", append(text, '\n')); err != nil {
		return err
	}
	return rename(path+".new", path)
}

func writeSynced(path string, text []byte) error {
	file, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	_, err = file.Write(text)
	return errors.Join(err, file.Sync(), file.Close())
}

// rename also survives a loss of power, where a directory can be synced: not on
// Windows.
func rename(from, to string) error {
	if err := os.Rename(from, to); err != nil {
		return err
	}
	if runtime.GOOS == "windows" {
		return nil
	}
	dir, err := os.Open(filepath.Dir(to))
	if err != nil {
		return err
	}
	return errors.Join(dir.Sync(), dir.Close())
}

// removeIfThere removes files, some of which may not exist.
func removeIfThere(paths ...string) (err error) {
	for _, path := range paths {
		if wrong := os.Remove(path); wrong != nil && !errors.Is(wrong, os.ErrNotExist) {
			err = errors.Join(err, wrong)
		}
	}
	return err
}

// resuming says from where an export goes on.
func (s *state) resuming() string {
	return fmt.Sprintf("resuming after %s rows of an export that began %s", grouped(s.Rows), s.Begun.UTC().Format("2006-01-02 15:04 UTC"))
}
