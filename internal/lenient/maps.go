package lenient

// StringMap reads an object of strings. PHP writes an empty map as [] and one
// with the keys 0, 1, … as an array, so an array becomes a map of its indexes.
// Values that are not strings are kept as their JSON; null becomes "".
// If data is null, the map is nil.
func StringMap(data []byte) (read map[string]string, err error) {
	_, err = Read(data, &read)
	return read, err
}
