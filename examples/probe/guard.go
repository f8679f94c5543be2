package main

import (
	"fmt"
	"net/http"
)

// guard is a middleware that lets through as many GETs as were announced, and nothing
// else. Each vendor has its own.
type guard struct {
	left int
	sent int
	next http.RoundTripper
	not  error // the vendor's ErrNotSent
}

func (g *guard) wrap(next http.RoundTripper) http.RoundTripper {
	g.next = next
	return g
}

func (g *guard) RoundTrip(r *http.Request) (*http.Response, error) {
	if r.Method != http.MethodGet || r.Body != nil && r.Body != http.NoBody {
		return nil, fmt.Errorf("%w: only reads are allowed", g.not)
	}
	if g.left == 0 {
		return nil, fmt.Errorf("%w: it would be more requests than announced", g.not)
	}
	g.left--
	g.sent++
	return g.next.RoundTrip(r)
}
