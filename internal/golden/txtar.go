package golden

import (
	"bytes"
	"os"
	"strings"
)

// Archive is a file of parts, in the format of golang.org/x/tools/txtar: a
// comment, then for each part a line "-- name --" and its data.
type Archive struct {
	Comment []byte
	Parts   []Part
}

// Part is one part of an [Archive]. Its data ends with a newline unless it is
// empty.
type Part struct {
	Name string
	Data []byte
}

// ReadFile reads an archive from a file.
func ReadFile(path string) (*Archive, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	return Parse(text), nil
}

// Parse reads an archive. Every text is one: lines before the first part are
// its comment.
func Parse(text []byte) *Archive {
	archive, data := &Archive{}, []byte(nil)
	end := func() {
		if n := len(archive.Parts); n > 0 {
			archive.Parts[n-1].Data = data
		} else {
			archive.Comment = data
		}
		data = nil
	}
	for line := range bytes.Lines(text) {
		if name, ok := partName(string(line)); ok {
			end()
			archive.Parts = append(archive.Parts, Part{Name: name})
			continue
		}
		data = append(data, line...)
	}
	if len(data) > 0 && data[len(data)-1] != '\n' {
		data = append(data, '\n')
	}
	end()
	return archive
}

func partName(line string) (string, bool) {
	name, ok := strings.CutPrefix(strings.TrimRight(line, "\r\n"), "-- ")
	if !ok {
		return "", false
	}
	name, ok = strings.CutSuffix(name, " --")
	name = strings.TrimSpace(name)
	return name, ok && name != ""
}

// Format writes the archive such that [Parse] reads it.
func (a *Archive) Format() []byte {
	text := bytes.Clone(a.Comment)
	for _, part := range a.Parts {
		text = append(text, "-- "+part.Name+" --\n"...)
		text = append(text, part.Data...)
	}
	return text
}
