package chargehound

// errnoOf returns nothing: errors of Plan 9 are text, which may quote the address.
func errnoOf(error) (error, bool) { return nil, false }
