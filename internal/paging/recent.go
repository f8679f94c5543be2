package paging

// generation is more than the rows of a window: the keys of all of them are known.
const generation = 1 << 16

// recent is the set of the keys of the last rows, one generation of them at least
// and two at most.
type recent struct{ young, old map[uint64]struct{} }

func (r *recent) add(key uint64) {
	if len(r.young) == generation || r.young == nil {
		r.old, r.young = r.young, map[uint64]struct{}{}
	}
	r.young[key] = struct{}{}
}

func (r *recent) has(key uint64) bool {
	if _, ok := r.young[key]; ok {
		return true
	}
	_, ok := r.old[key]
	return ok
}
