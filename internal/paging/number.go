package paging

// PageAt returns the page to ask for, from 1 on, and its size, of a list whose
// pages have numbers. The page begins at offset or before it, and no other of at
// most size rows reaches further: pages of another size begin at other offsets,
// and so a page can overlap the one before it.
//
// A size of 2 is for the row at offset and the next one. The page has both, and of
// those with at most largest rows, or 5 if that is less, it begins the nearest before
// them.
func PageAt(offset, size, largest int) (page, perPage int) {
	best := 0
	for p := max(largest, smallestPage); p > 1; p-- {
		start := offset - offset%p
		switch {
		case size > 2 && p <= max(size, smallestPage) && start+p > best:
			page, perPage, best = start/p+1, p, start+p
		case size <= 2 && start+p > offset+1 && start >= best:
			page, perPage, best = start/p+1, p, start
		}
	}
	return page, perPage
}

// smallestPage is the size from which on a page can overlap any other.
const smallestPage = 5
