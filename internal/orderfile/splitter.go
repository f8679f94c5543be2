package orderfile

import "bytes"

// splitter splits the lines of one row into cells. A quote counts as one at the
// start of a cell only.
type splitter struct {
	comma     byte
	backslash bool // PHP's rule: a quote behind a backslash is a part of the cell
	broken    bool // there is more behind a closing quote
	cells     []string
	cell      []byte
	state     quoteState
}

type quoteState int

const (
	atStart quoteState = iota
	plain
	quoted
	closed // behind a quote in a quoted cell
)

// feed adds a line with its end. It returns the cells once the row is complete.
func (s *splitter) feed(line []byte) (cells []string, complete bool) {
	text := bytes.TrimRight(line, "\r\n")
	for i, c := range text {
		s.add(c, i > 0 && text[i-1] == '\\')
		if s.broken {
			return nil, false
		}
	}
	if s.state == quoted {
		if len(text) < len(line) {
			s.cell = append(s.cell, '\n')
		}
		return nil, false
	}
	s.endCell()
	return s.cells, true
}

func (s *splitter) add(c byte, slashed bool) {
	switch {
	case s.state == quoted && c == '"' && !(s.backslash && slashed):
		s.state = closed
	case s.state == quoted:
		s.cell = append(s.cell, c)
	case c == s.comma:
		s.endCell()
	case s.state == closed && c == '"':
		s.cell = append(s.cell, c)
		s.state = quoted
	case s.state == closed:
		s.broken = true
	case s.state == atStart && c == '"':
		s.state = quoted
	default:
		s.cell = append(s.cell, c)
		s.state = plain
	}
}

func (s *splitter) endCell() {
	s.cells = append(s.cells, string(s.cell))
	s.cell = s.cell[:0]
	s.state = atStart
}
