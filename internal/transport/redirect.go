package transport

import (
	"fmt"
	"net/http"
)

// redirectError is a redirect, which is never followed: net/http would send the
// key to other ports and subdomains, and the body to any host.
type redirectError struct{ target string }

func (e *redirectError) Error() string {
	return fmt.Sprintf("a redirect to %s was not followed", e.target)
}

// redirectTarget returns the host that a redirect leads to, or "" for no redirect.
// The path, which may have an id in it, stays in the response's Location header.
func redirectTarget(resp *http.Response) string {
	if resp.StatusCode < 300 || resp.StatusCode > 399 {
		return ""
	}
	target, err := resp.Location()
	if err != nil || target.Host == "" {
		return "nowhere"
	}
	return target.Scheme + "://" + target.Host
}
