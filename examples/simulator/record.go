package main

import (
	"bytes"
	"fmt"
	"io"
	"os"
)

func (sim *simulator) openRecord(path string) (err error) {
	if path != "" {
		sim.record, err = os.OpenFile(path, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	}
	return err
}

// writer returns a writer that adds the vendor's name to each line of JSON. Each line
// is one write to the file, so that lines of the three vendors don't mix.
func (sim *simulator) writer(vendor string) io.Writer {
	return labelled{sim.record, fmt.Appendf(nil, `{"vendor":%q,`, vendor)}
}

type labelled struct {
	to    io.Writer
	label []byte
}

func (l labelled) Write(line []byte) (int, error) {
	object, ok := bytes.CutPrefix(line, []byte("{"))
	if !ok {
		return l.to.Write(line)
	}
	if _, err := l.to.Write(append(l.label[:len(l.label):len(l.label)], object...)); err != nil {
		return 0, err
	}
	return len(line), nil
}
