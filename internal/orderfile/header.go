package orderfile

import (
	"fmt"
	"strings"
	"unicode"
)

// header is the names of the columns.
type header struct {
	names  []string // as the file has them, without spaces around them
	shown  []string // as errors name them
	folded []string
	index  map[string][]int // places of the folded names
	found  map[string]int   // what find returned, or -1
}

func newHeader(cells []string) *header {
	h := &header{index: map[string][]int{}, found: map[string]int{}}
	for i, cell := range cells {
		name := strings.Join(strings.Fields(cell), " ")
		h.names, h.shown, h.folded = append(h.names, name), append(h.shown, showName(name)), append(h.folded, fold(name))
		h.index[fold(name)] = append(h.index[fold(name)], i)
	}
	return h
}

// fold is the form in which names are compared.
func fold(name string) string {
	name = strings.ReplaceAll(name, "\ufeff", "")
	return strings.ToLower(strings.Join(strings.Fields(name), " "))
}

// find returns the place of a column. "Name#2" is the second one of that name.
func (h *header) find(name string) (at int, found bool) {
	at, known := h.found[name]
	if !known {
		at = h.search(name)
		h.found[name] = at
	}
	return at, at >= 0
}

func (h *header) search(name string) int {
	places := h.index[fold(name)]
	if second, ok := strings.CutSuffix(name, "#2"); ok && len(places) == 0 {
		if places = h.index[fold(second)]; len(places) > 0 {
			places = places[1:]
		}
	}
	if len(places) == 0 {
		return -1
	}
	return places[0]
}

// hasAny reports whether one of several names is there.
func (h *header) hasAny(names []string) bool {
	for _, name := range names {
		if _, found := h.find(name); found {
			return true
		}
	}
	return false
}

// repeated reports whether a row is the header again.
func (h *header) repeated(cells []string) bool {
	for i, cell := range cells {
		if fold(cell) != h.folded[i] {
			return false
		}
	}
	return len(cells) > 0
}

// summary names at most twelve columns. The first row of a file without a header
// is data, so a row with a cell that looks like data is not shown.
func (h *header) summary() string {
	shown := []string{}
	for i, name := range h.names {
		if looksLikeData(name) {
			return fmt.Sprintf("%d columns, whose names look like data and are not shown", len(h.names))
		}
		if len(shown) < 12 {
			shown = append(shown, h.shown[i])
		}
	}
	if len(h.names) > len(shown) {
		shown = append(shown, "…")
	}
	return fmt.Sprintf("%d columns: %s", len(h.names), strings.Join(shown, ", "))
}

// looksLikeData reports whether a name has an e-mail address or three digits.
func looksLikeData(name string) bool {
	digits := 0
	for _, c := range name {
		if unicode.IsDigit(c) {
			digits++
		}
	}
	return digits > 2 || strings.Contains(name, "@")
}

// showName returns a name of at most 40 characters that a terminal can show.
func showName(name string) string {
	runes := []rune(strings.Map(printable, strings.ToValidUTF8(name, "?")))
	if len(runes) > 40 {
		return string(runes[:40]) + "…"
	}
	return string(runes)
}

func printable(c rune) rune {
	if !unicode.IsPrint(c) {
		return '?'
	}
	return c
}
