package orderfile

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Tally counts what a file gives, for the report of a program. The zero Tally is
// empty.
type Tally struct {
	Orders int
	// Zoneless is the first line of the first order whose time has no known zone, or
	// 0 if there is none.
	Zoneless int
	leftOut  map[Reason]int
	notes    map[string]noted
}

// noted counts the orders that have a note.
type noted struct{ orders, line int }

// Add counts a result of [File.Orders].
func (t *Tally) Add(o Order, err error) {
	if left, ok := errors.AsType[*LeftOut](err); ok {
		if t.leftOut == nil {
			t.leftOut = map[Reason]int{}
		}
		t.leftOut[left.Reason]++
	}
	if err != nil {
		return
	}
	t.Orders++
	if !o.ZoneKnown && t.Zoneless == 0 {
		t.Zoneless = o.Lines[0]
	}
	if o.SplitTender {
		t.note("a gift card, cash or another means paid a part; the whole amount counts", o.Lines[0])
	}
	for _, note := range o.Notes {
		t.note(note, o.Lines[0])
	}
}

func (t *Tally) note(text string, line int) {
	if t.notes == nil {
		t.notes = map[string]noted{}
	}
	n := t.notes[text]
	if n.orders++; n.orders == 1 {
		n.line = line
	}
	t.notes[text] = n
}

// Report returns what people should know beside the errors, in lines: the notes of
// orders, and how many are left out for which reason.
func (t *Tally) Report() []string {
	var lines []string
	if t.Zoneless > 0 {
		lines = append(lines, fmt.Sprintf("line %d: the time names no zone and is read as UTC; so are others like it", t.Zoneless))
	}
	for _, text := range slices.Sorted(maps.Keys(t.notes)) {
		n := t.notes[text]
		lines = append(lines, fmt.Sprintf("line %d: %s (orders like it: %d)", n.line, text, n.orders))
	}
	all, parts := 0, []string{}
	for _, reason := range slices.Sorted(maps.Keys(t.leftOut)) {
		all += t.leftOut[reason]
		parts = append(parts, fmt.Sprint(t.leftOut[reason], " ", reason))
	}
	if all > 0 {
		lines = append(lines, fmt.Sprintf("%d left out: %s", all, strings.Join(parts, ", ")))
	}
	return lines
}
