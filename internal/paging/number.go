package paging

// PageAt returns the page to ask for, from 1 on, and its size, of a list whose
// pages have numbers. The page begins at offset or before it, and no other of at
// most size rows reaches further: pages of another size begin at other offsets,
// and so a page can overlap the one before it.
func PageAt(offset, size int) (page, perPage int) {
	reach := 0
	for p := max(size, smallestPage); p > 0; p-- {
		if start := offset - offset%p; start+p > reach {
			page, perPage, reach = start/p+1, p, start+p
		}
	}
	return page, perPage
}

// smallestPage is the size from which on a page can overlap any other.
const smallestPage = 5
