package orderfile

import (
	"fmt"
	"strings"
)

// FileError is why a file can't be read as a whole.
type FileError struct {
	Line   int    // 0 if it is not about a line
	Column string // "" if it is not about a column
	Reason string // of one line or several
}

func (e *FileError) Error() string {
	return located(lineText(e.Line), e.Column, e.Reason)
}

// RowError is why rows can't be used. Other rows still can.
type RowError struct {
	Place
	Column string // "" if it is not about a column
	Reason string
}

func (e *RowError) Error() string {
	return located(linesText(e.Lines), e.Column, e.Reason)
}

// LeftOut is why rows that are in good order are no order to report.
type LeftOut struct {
	Place
	Reason Reason
}

func (e *LeftOut) Error() string {
	return located(linesText(e.Lines), "", "left out: "+string(e.Reason))
}

// Reason is why an order is left out.
type Reason string

const (
	NotPaid       Reason = "not paid"
	Cancelled     Reason = "cancelled"
	Failed        Reason = "failed"
	Test          Reason = "test"
	ZeroTotal     Reason = "zero total"
	GiftCardOnly  Reason = "gift card only"
	Cash          Reason = "cash" // or other means than cards
	NotASale      Reason = "not a sale"
	NoSale        Reason = "refund without its sale"
	RepeatedNames Reason = "the header again"
)

// cellError is what is wrong with a cell.
type cellError struct {
	column string
	reason string
}

func (e *cellError) Error() string { return located("", e.column, e.reason) }

func located(lines, column, reason string) string {
	if column != "" {
		reason = fmt.Sprintf("column %q %s", column, reason)
	}
	if lines == "" {
		return reason
	}
	return lines + ": " + reason
}

func lineText(line int) string {
	if line == 0 {
		return ""
	}
	return fmt.Sprint("line ", line)
}

// linesText names at most ten lines.
func linesText(lines []int) string {
	if len(lines) == 1 {
		return lineText(lines[0])
	}
	texts := []string{}
	for i, line := range lines {
		if i == 10 {
			texts = append(texts, "…")
			break
		}
		texts = append(texts, fmt.Sprint(line))
	}
	return "lines " + strings.Join(texts, ", ")
}
