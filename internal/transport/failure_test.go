package transport

import (
	"errors"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestLine(t *testing.T) {
	reset := errors.New("connection reset")
	for want, got := range map[string]string{
		"desk: GET /charges: 404 Not Found":                                          FormatError("desk", "GET", "/charges", 404, 1, Rejected, "", nil),
		"desk: GET /charges: 404 Not Found: no such charge":                          FormatError("desk", "GET", "/charges", 404, 1, Rejected, "no such charge", nil),
		"desk: GET /charges: 520: connection reset (3 attempts)":                     FormatError("desk", "GET", "/charges", 520, 3, Failed, "", reset),
		"desk: GET /charges: not sent: connection reset":                             FormatError("desk", "GET", "/charges", 0, 0, NotSent, "", reset),
		"desk: POST /x: outcome unknown, look it up before you call again: " + "EOF": FormatError("desk", "POST", "/x", 0, 1, Unknown, "", errors.New("EOF")),
	} {
		require.Equal(t, want, got)
	}
}
