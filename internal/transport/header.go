package transport

import (
	"net/http"
	"slices"
	"strings"
)

// reserved are the headers a caller may not set, besides idempotencyHeaders. The
// first three make some servers take the call for another operation; the others
// belong to the transport.
var reserved = []string{
	"X-Http-Method", "X-Http-Method-Override", "X-Method-Override",
	"Authorization", "Proxy-Authorization", "Host", "Content-Length", "Transfer-Encoding",
	"Connection", "Trailer", "Upgrade", "Expect", "Te", "Keep-Alive",
	"Content-Type", "Content-Encoding", "Accept-Encoding", "User-Agent",
}

// CheckHeader checks whether a caller may add this header to a call.
// The error is an [*InvalidError].
func CheckHeader(name, value string) error {
	invalid := func(reason string) error { return &InvalidError{Param: "header " + safeName(name), Reason: reason} }
	canonical := http.CanonicalHeaderKey(name)
	switch {
	case !isToken(name):
		return invalid("is not a header name")
	case slices.Contains(reserved, canonical), slices.Contains(idempotencyHeaders, canonical):
		return invalid("must not be set by the caller")
	case hasControl(value):
		return invalid("has a control character in its value")
	}
	return nil
}

// safeName returns the name for an error, or "name" if it is no header name: the
// caller may have passed anything, a key for example.
func safeName(name string) string {
	if isToken(name) {
		return name
	}
	return "name"
}

func isToken(name string) bool {
	return name != "" && !strings.ContainsFunc(name, func(r rune) bool {
		return !('a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9' || strings.ContainsRune("!#$%&'*+-.^_`|~", r))
	})
}
