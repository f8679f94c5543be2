//go:build !goexperiment.jsonv2 || go1.27

package lenient

import "errors"

// errSkip lets the engine read a value as it would by itself.
var errSkip = errors.ErrUnsupported
