//go:build !plan9

package transport

import "syscall"

// Errors of the network, for what plan9 has no numbers.
var (
	errRefused error = syscall.ECONNREFUSED
	errReset   error = syscall.ECONNRESET
	errPipe    error = syscall.EPIPE
)
