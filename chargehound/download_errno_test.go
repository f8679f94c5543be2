//go:build !plan9

package chargehound_test

import "syscall"

// systemErrors are errors of the operating system that have a number.
var systemErrors = []error{syscall.ECONNREFUSED}
