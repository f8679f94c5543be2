package main

import (
	"bufio"
	"errors"
	"io"
	"os"
	"path/filepath"
)

// write replaces a file, or leaves it as it is if that fails. The new one is complete
// and closed before it gets the name.
func write(name string, fill func(io.Writer) error) error {
	file, err := os.CreateTemp(filepath.Dir(name), "."+filepath.Base(name)+".*")
	if err != nil {
		return err
	}
	buffer := bufio.NewWriter(file)
	err = errors.Join(fill(buffer), buffer.Flush(), file.Sync(), file.Close())
	if err == nil {
		err = os.Rename(file.Name(), name)
	}
	if err != nil {
		os.Remove(file.Name())
	}
	return err
}
