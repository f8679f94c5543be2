package form

import (
	"cmp"
	"strings"
)

// compareNatural orders bracketed names part by part, indexes by their number.
func compareNatural(a, b string) int {
	restA, restB := a, b
	for restA != restB {
		var partA, partB string
		partA, restA, _ = strings.Cut(restA, "[")
		partB, restB, _ = strings.Cut(restB, "[")
		if partA != partB {
			return compareParts(strings.TrimSuffix(partA, "]"), strings.TrimSuffix(partB, "]"))
		}
	}
	return strings.Compare(a, b)
}

// compareParts puts numbers before other parts, or 10 < 1a < 2 < 10.
func compareParts(a, b string) int {
	numericA, numericB := isIndex(a), isIndex(b)
	switch {
	case numericA && !numericB:
		return -1
	case numericB && !numericA:
		return 1
	case numericA && len(a) != len(b):
		return cmp.Compare(len(a), len(b))
	}
	return strings.Compare(a, b)
}

// isIndex reports whether a part is an index as PHP writes it, without leading zeros.
func isIndex(part string) bool {
	if part == "0" {
		return true
	}
	return part != "" && part[0] != '0' && strings.Trim(part, "0123456789") == ""
}
