package transport

import (
	"net/url"
	"reflect"
	"strings"
	"unicode/utf8"
)

const maxIDBytes = 255

// Path fills the {…} parts of a route template with escaped ids, in order. No id
// can leave its segment: Path rejects those that servers or proxies resolve
// (empty, "." and ".."), control characters, and more than 255 bytes. The error is
// an [*InvalidError] that names the part, or the path if the route is bad.
func Path(route string, ids ...string) (string, error) {
	if err := checkRoute(route); err != nil {
		return "", err
	}
	var path strings.Builder
	path.Grow(len(route) + len(ids)*len("ch_0123456789"))
	for {
		before, rest, found := strings.Cut(route, "{")
		path.WriteString(before)
		if !found {
			return path.String(), nil
		}
		name, after, _ := strings.Cut(rest, "}")
		if len(ids) == 0 {
			return "", &InvalidError{Param: "path", Reason: "has a part in braces that nothing fills"}
		}
		if err := checkID(name, ids[0]); err != nil {
			return "", err
		}
		path.WriteString(escapeID(ids[0]))
		ids, route = ids[1:], after
	}
}

// CheckPointer checks what a response is read into. The error is an [*InvalidError].
func CheckPointer(out any) error {
	if target := reflect.ValueOf(out); target.Kind() != reflect.Pointer || target.IsNil() {
		return &InvalidError{Param: "out", Reason: "is not a pointer"}
	}
	return nil
}

// RawRoute checks a call whose path the caller has written, and returns what logs
// and errors may show of the path: its first segment, since ids come after that.
// The error is an [*InvalidError].
func RawRoute(method, path string, out any) (string, error) {
	if method == "" || strings.ToUpper(method) != method {
		return "", &InvalidError{Param: "method", Reason: "is not in capitals"}
	}
	if out != nil {
		if err := CheckPointer(out); err != nil {
			return "", err
		}
	}
	if err := checkRoute(path); err != nil {
		return "", err
	}
	segments := strings.Split(path[1:], "/")
	for _, segment := range segments {
		if decoded, _ := url.PathUnescape(segment); decoded == "." || decoded == ".." || strings.ContainsAny(segment, "{}") {
			return "", &InvalidError{Param: "path", Reason: "must not have a segment . or .. or a part in braces"}
		}
	}
	if len(segments) == 1 {
		return path, nil
	}
	return "/" + segments[0] + "/…", nil
}

// checkRoute rejects a path that would not arrive as it was written.
func checkRoute(route string) error {
	invalid := func(reason string) error { return &InvalidError{Param: "path", Reason: reason} }
	if !strings.HasPrefix(route, "/") {
		return invalid("must start with a slash")
	}
	if isPlain(route, "/{}") {
		return nil // as the routes of all operations are
	}
	if strings.ContainsAny(route, "?#") || hasControl(route) {
		return invalid("must not have a query, a fragment or a control character in it")
	}
	if _, err := url.PathUnescape(route); err != nil {
		return invalid("is not escaped as a path must be")
	}
	return nil
}

func checkID(name, id string) error {
	reason := ""
	switch {
	case id == "":
		reason = "is empty"
	case id == "." || id == "..":
		reason = "must not be . or .."
	case len(id) > maxIDBytes:
		reason = "is longer than 255 bytes"
	case isPlain(id, ""):
		return nil
	case !utf8.ValidString(id):
		reason = "is not UTF-8"
	case hasControl(id):
		reason = "has a control character in it"
	default:
		return nil
	}
	return &InvalidError{Param: name, Reason: reason}
}

// escapeID escapes every byte except the unreserved ones of RFC 3986, as PHP's
// rawurlencode does. url.PathEscape escapes fewer.
func escapeID(id string) string {
	const hex = "0123456789ABCDEF"
	if isPlain(id, "") {
		return id
	}
	escaped := make([]byte, 0, len(id)+16)
	for _, c := range []byte(id) {
		if isUnreserved(c) {
			escaped = append(escaped, c)
		} else {
			escaped = append(escaped, '%', hex[c>>4], hex[c&15])
		}
	}
	return string(escaped)
}

// isPlain reports whether a text has only unreserved characters and those of others.
func isPlain(text, others string) bool {
	for i := range len(text) {
		if c := text[i]; !isUnreserved(c) && strings.IndexByte(others, c) < 0 {
			return false
		}
	}
	return true
}

func isUnreserved(c byte) bool {
	switch {
	case 'a' <= c && c <= 'z', 'A' <= c && c <= 'Z', '0' <= c && c <= '9', c == '-', c == '_', c == '.', c == '~':
		return true
	}
	return false
}

// resolve appends an escaped path and an encoded query to the base URL.
func resolve(base *url.URL, path, query string) url.URL {
	u := *base
	u.RawPath = base.EscapedPath() + path
	u.Path, _ = url.PathUnescape(u.RawPath)
	u.RawQuery = query
	return u
}
