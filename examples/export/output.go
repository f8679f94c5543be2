package main

import (
	"bufio"
	"errors"
	"fmt"
	"os"
	"runtime"

	"github.com/gofrs/flock"
)

// output is where the rows go: standard output, or FILE.part until it becomes FILE.
type output struct {
	path   string // of FILE; "" for standard output
	file   *os.File
	buffer *bufio.Writer
	length int64 // of all that was written
	lock   *flock.Flock
	state  *state
	saved  int64 // rows that the next run will not write again
}

func (o *output) part() string { return o.path + ".part" }

func (o *output) resume() string { return o.path + ".resume" }

// openOutput opens FILE.part where an earlier run with the same job has left it, or
// begins it. The state is Done if there is nothing left to do.
func openOutput(set *settings, begun *state) (*output, error) {
	o := &output{path: set.file, state: begun}
	if err := o.open(set); err != nil {
		return nil, errors.Join(err, o.close())
	}
	return o, nil
}

func (o *output) open(set *settings) error {
	if err := o.takeLock(); err != nil {
		return err
	}
	if set.restart {
		if err := removeIfThere(o.resume(), o.part()); err != nil {
			return err
		}
	}
	kept, err := readState(o.resume())
	if err != nil {
		return err
	}
	if kept != nil {
		if err := kept.check(o.resume(), o.state.Job); err != nil {
			return err
		}
		if o.state = kept; kept.Done {
			return o.rename()
		}
	}
	if err := o.mayReplace(set.overwrite); err != nil {
		return err
	}
	return o.openPart(kept)
}

// takeLock keeps other runs away from the file.
func (o *output) takeLock() error {
	lock := flock.New(o.path+".lock", flock.SetPermissions(0o600))
	locked, err := lock.TryLock()
	if err != nil {
		return cannot{err}
	}
	if !locked {
		return fmt.Errorf("another run holds %s", lock.Path())
	}
	mine, err := lock.Stat()
	there, wrong := os.Stat(lock.Path())
	if err != nil || wrong != nil || !os.SameFile(mine, there) {
		return errors.Join(fmt.Errorf("another run has just ended and removed %s: try again", lock.Path()), lock.Close())
	}
	o.lock = lock
	return nil
}

// releaseLock removes the lock file: before it is unlocked, so that it is no other
// run's, but Windows removes no open file.
func (o *output) releaseLock() error {
	lock := o.lock
	o.lock = nil
	if lock == nil {
		return nil
	}
	if runtime.GOOS == "windows" {
		err := lock.Close()
		_ = os.Remove(lock.Path()) // fails if another run has it by now
		return err
	}
	return errors.Join(os.Remove(lock.Path()), lock.Close())
}

func (o *output) mayReplace(overwrite bool) error {
	info, err := os.Stat(o.path)
	switch {
	case errors.Is(err, os.ErrNotExist):
		return nil
	case err != nil:
		return cannot{err}
	case !info.Mode().IsRegular():
		return cannotf("%s is no regular file: use - for standard output", o.path)
	case !overwrite:
		return cannotf("%s exists: -overwrite replaces it", o.path)
	}
	return nil
}

// openPart cuts FILE.part back to the length that kept says. A nil kept is a first run.
func (o *output) openPart(kept *state) (err error) {
	if o.file, err = os.OpenFile(o.part(), os.O_RDWR|os.O_CREATE, 0o600); err != nil {
		return cannot{err}
	}
	o.buffer = bufio.NewWriterSize(o.file, 64<<10)
	info, err := o.file.Stat()
	switch {
	case err != nil:
		return err
	case kept == nil && info.Size() > 0:
		return cannotf("%s exists without %s, which tells whose rows it has: -restart begins again without them", o.part(), o.resume())
	case info.Size() < o.state.Length:
		return cannotf("%s is shorter than %s says: -restart begins again", o.part(), o.resume())
	}
	o.length, o.saved = o.state.Length, o.state.Rows
	if err := o.file.Truncate(o.length); err != nil {
		return err
	}
	_, err = o.file.Seek(o.length, 0)
	return err
}

func newStdout(file *os.File, begun *state) *output {
	return &output{file: file, buffer: bufio.NewWriterSize(file, 64<<10), state: begun}
}

func (o *output) write(text []byte) error {
	n, err := o.buffer.Write(text)
	o.length += int64(n)
	return err
}

// save makes what was written so far survive a crash, with the checkpoint that
// belongs to it.
func (o *output) save(at checkpoint) error {
	if err := o.buffer.Flush(); err != nil {
		return err
	}
	if o.path != "" {
		if err := o.saveState(at); err != nil {
			return err
		}
	}
	o.saved = o.state.Rows
	return nil
}

func (o *output) saveState(at checkpoint) error {
	if err := o.file.Sync(); err != nil {
		return err
	}
	text, err := at.MarshalText()
	if err != nil {
		return err
	}
	o.state.Length, o.state.At = o.length, string(text)
	return o.state.save(o.resume())
}

// finish makes FILE of FILE.part.
func (o *output) finish(at checkpoint) error {
	o.state.Done = true
	if err := o.save(at); err != nil || o.path == "" {
		return err
	}
	file := o.file
	o.file = nil
	if err := file.Close(); err != nil { // first: Windows renames no open file
		return err
	}
	return o.rename()
}

// rename is the end of finish, and may have been done before a crash.
func (o *output) rename() error {
	err := rename(o.part(), o.path)
	if errors.Is(err, os.ErrNotExist) {
		info, wrong := os.Stat(o.path)
		if wrong != nil || info.Size() != o.state.Length {
			return cannotf("%s says that the export is complete, but neither %s nor %s is its file: -restart begins again", o.resume(), o.part(), o.path)
		}
		err = nil
	}
	if err != nil {
		return err
	}
	// The state goes last, so that a crash leaves nothing that nobody removes.
	if err := errors.Join(removeIfThere(o.resume()+".new"), o.releaseLock()); err != nil {
		return err
	}
	return removeIfThere(o.resume())
}

// close leaves the files to the next run.
func (o *output) close() (err error) {
	if o.path != "" && o.file != nil {
		err = o.file.Close()
	}
	return errors.Join(err, o.releaseLock())
}
