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

// writer puts the vendor's name into the exchanges that one of the fakes writes,
// a JSON object and a line each. Appending a line is one write, which is whole
// also when the three write at once.
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
