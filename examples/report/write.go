package main

import (
	"bufio"
	"cmp"
	"errors"
	"io"
	"os"
	"path/filepath"
)

// write replaces a file, or leaves it as it is if that fails. The new one is complete
// and closed before it gets the name. Of a link the file that it points to is replaced.
func write(name string, fill func(io.Writer) error) error {
	name, err := target(name)
	if err != nil {
		return err
	}
	file, err := os.CreateTemp(filepath.Dir(name), "."+filepath.Base(name)+".*")
	if err != nil {
		return err
	}
	buffer := bufio.NewWriter(file)
	err = cmp.Or(fill(buffer), buffer.Flush(), file.Sync(), file.Close())
	if err == nil {
		err = os.Rename(file.Name(), name)
	}
	if err != nil {
		os.Remove(file.Name())
	}
	return err
}

// target returns the path of the file that a name stands for. A device or a folder is
// not replaced.
func target(name string) (string, error) {
	info, err := os.Stat(name)
	switch {
	case errors.Is(err, os.ErrNotExist):
		return name, nil
	case err != nil:
		return "", err
	case !info.Mode().IsRegular():
		return "", errors.New("it is no regular file")
	}
	return filepath.EvalSymlinks(name)
}
