package paging

// search is the part of a list that was read to find the place in it.
type search struct {
	tries     int
	low, high int  // offsets of the part
	ended     bool // nothing to be found behind it
	back      bool // the next page is the one before it
}

// offset returns where the next page begins. Pages overlap by lap rows.
func (q *search) offset(end, lap, size int) int {
	switch {
	case q.tries == 0:
		return end - lap
	case q.tries == 1 && q.back: // shows what follows, too
		return end - (size+lap)/2
	case q.back:
		return q.low + lap - size
	}
	return q.high - lap
}

// extend takes a page in that does not show the place: the next one is before the
// part or, if rows may have come that the walk does not know, behind it.
func (q *search) extend(offset, end, base int, forward bool) error {
	if q.tries++; q.tries == 1 {
		q.low, q.high = offset, end
	}
	q.ended = q.ended || !forward || end <= q.high && q.tries > 1 && !q.back
	q.low, q.high = min(q.low, offset), max(q.high, end)
	if q.ended && q.low <= base {
		return ErrLost
	}
	q.back = q.ended || !q.back && q.low > base
	return nil
}
