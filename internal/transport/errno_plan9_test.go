package transport

import "errors"

var (
	errRefused = errors.New("connection refused")
	errReset   = errors.New("connection reset")
	errPipe    = errors.New("broken pipe")
)
