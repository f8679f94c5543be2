package fake

import (
	"math"
	"slices"
	"strconv"
)

// Value is a value of a form: a string, or an ordered map. A list is a map with
// the keys 0, 1, 2 and so on, as in PHP.
type Value struct {
	text    string
	isMap   bool
	keys    []string // in order of first appearance
	values  map[string]*Value
	next    int  // the index of the next []: one above the greatest so far
	counted bool // there is an index, so next may be negative
	full    bool // the greatest int is in use, so there is no next index
}

// IsMap reports whether the value is a map or list, not a string.
func (v *Value) IsMap() bool { return v.isMap }

// IsList reports whether the value is a map with the keys 0, 1, 2 ... in order.
func (v *Value) IsList() bool {
	if !v.isMap {
		return false
	}
	for i, key := range v.keys {
		if key != strconv.Itoa(i) {
			return false
		}
	}
	return true
}

// At returns the value at a path of keys, or nil. Without a path it returns v.
func (v *Value) At(path ...string) *Value {
	for _, key := range path {
		if v == nil || !v.isMap {
			return nil
		}
		v = v.values[key]
	}
	return v
}

// Has reports whether there is a value at the path, even an empty string.
func (v *Value) Has(path ...string) bool { return v.At(path...) != nil }

// Text returns the string at the path; false if there is none, or a map.
func (v *Value) Text(path ...string) (string, bool) {
	found := v.At(path...)
	if found == nil || found.isMap {
		return "", false
	}
	return found.text, true
}

// List returns the elements of the list or map at the path, in order of their
// first appearance; nil if there is none, or a string.
func (v *Value) List(path ...string) []*Value {
	found := v.At(path...)
	if found == nil || !found.isMap {
		return nil
	}
	elements := make([]*Value, len(found.keys))
	for i, key := range found.keys {
		elements[i] = found.values[key]
	}
	return elements
}

// Map returns the keys of the map or list at the path, in order of their first
// appearance; nil if there is none, or a string.
func (v *Value) Map(path ...string) []string {
	found := v.At(path...)
	if found == nil || !found.isMap {
		return nil
	}
	return slices.Clone(found.keys)
}

// enter returns the map at a step. It creates the map if there is none, and
// replaces a string.
func (v *Value) enter(s step) *Value {
	if !s.next {
		if value := v.values[s.key]; value != nil && value.isMap {
			return value
		}
	}
	value := &Value{isMap: true}
	v.put(s, value)
	return value
}

func (v *Value) put(s step, value *Value) {
	key := s.key
	if s.next {
		if v.full {
			return // PHP drops it
		}
		key = strconv.Itoa(v.next)
	}
	v.count(key)
	if v.values == nil {
		v.values = map[string]*Value{}
	}
	if _, known := v.values[key]; !known {
		v.keys = append(v.keys, key)
	}
	v.values[key] = value
}

// count updates next if the key is an index.
func (v *Value) count(key string) {
	index, err := strconv.Atoi(key)
	if err != nil || strconv.Itoa(index) != key {
		return
	}
	if v.full = v.full || index == math.MaxInt; v.full {
		return
	}
	if !v.counted || index >= v.next {
		v.next, v.counted = index+1, true
	}
}

func (v *Value) remove(key string) {
	if _, known := v.values[key]; !known {
		return
	}
	delete(v.values, key)
	v.keys = slices.DeleteFunc(v.keys, func(k string) bool { return k == key })
}
