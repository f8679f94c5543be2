package lenient

import "hash/maphash"

// maxRemembered is the length of the longest string that a walker remembers.
const maxRemembered = 64

var seed = maphash.MakeSeed()

// cache has strings that were read a short while ago.
type cache [256]string

// string returns text as a string, the one of the last time if there is one.
func (c *cache) string(text []byte) string {
	if c == nil || len(text) == 0 || len(text) > maxRemembered {
		return string(text)
	}
	slot := &c[maphash.Bytes(seed, text)%uint64(len(c))]
	if *slot != string(text) {
		*slot = string(text)
	}
	return *slot
}
