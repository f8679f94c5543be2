//go:build goexperiment.jsonv2 && !go1.27

package lenient

import "encoding/json/v2"

// errSkip lets the engine read a value as it would by itself. Up to Go 1.26 the
// standard library has a name of its own for that.
var errSkip = json.SkipFunc
