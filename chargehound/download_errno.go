//go:build !plan9

package chargehound

import (
	"errors"
	"syscall"
)

// errnoOf returns the number of the operating system's error inside of err.
func errnoOf(err error) (error, bool) { return errors.AsType[syscall.Errno](err) }
