package fake

import "errors"

// errRefused is the error of a dial that nobody listens to.
var errRefused = errors.New("connection refused")
