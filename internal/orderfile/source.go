package orderfile

import (
	"errors"
	"fmt"
	"io"
	"os"
)

// Local returns the path of a file that can be read more than once: path itself for
// a regular file, and for a pipe that of a temporary copy, which only its owner can
// read. The path "-" stands for stdin. A directory is an error. Remove removes the
// copy, if there is one.
func Local(path string, stdin io.Reader) (local string, remove func() error, err error) {
	if path == "-" {
		return spool(stdin)
	}
	info, err := os.Stat(path)
	switch {
	case err != nil:
		return "", nil, err
	case info.IsDir():
		return "", nil, fmt.Errorf("%s is no regular file", path)
	case info.Mode().IsRegular():
		return path, func() error { return nil }, nil
	}
	pipe, err := os.Open(path)
	if err != nil {
		return "", nil, err
	}
	defer pipe.Close()
	return spool(pipe)
}

func spool(from io.Reader) (local string, remove func() error, err error) {
	file, err := os.CreateTemp("", "orders-*")
	if err != nil {
		return "", nil, err
	}
	_, err = io.Copy(file, from)
	if err = errors.Join(err, file.Close()); err != nil {
		return "", nil, errors.Join(err, os.Remove(file.Name()))
	}
	return file.Name(), func() error { return os.Remove(file.Name()) }, nil
}
