//go:build !plan9

package fake

import "syscall"

// errRefused is the error of a dial that nobody listens to.
var errRefused error = syscall.ECONNREFUSED
