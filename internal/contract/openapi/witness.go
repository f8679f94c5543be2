package openapi

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net/http"
	"sync"
)

// Witness sits between a client and a fake and checks both against the
// description. Wrap it around a transport as a client's middleware.
type Witness struct {
	Description *Description

	mu        sync.Mutex
	exchanges int
	seen      map[string]int // exchanges by operation
	rejected  []error
}

// Wrap is a middleware. What is not described is not kept from its receiver:
// [Witness.Take] tells afterwards.
func (w *Witness) Wrap(next http.RoundTripper) http.RoundTripper {
	return transport(func(req *http.Request) (*http.Response, error) {
		body, err := readAll(req.Body)
		if err != nil {
			return nil, err
		}
		req.Body = io.NopCloser(bytes.NewReader(body))
		resp, err := next.RoundTrip(req)
		if err != nil {
			return nil, err
		}
		response, err := readAll(resp.Body)
		if err != nil {
			return nil, err
		}
		resp.Body = io.NopCloser(bytes.NewReader(response))

		checked := req.Clone(req.Context())
		checked.Body = io.NopCloser(bytes.NewReader(body))
		w.check(&Exchange{Request: checked, Status: resp.StatusCode, Header: resp.Header, Body: response})
		return resp, nil
	})
}

func (w *Witness) check(x *Exchange) {
	operation, err := w.Description.CheckRequest(x.Request)
	if err != nil {
		err = fmt.Errorf("request of %s: %w", operation, err)
	}
	answered := w.Description.CheckResponse(x)
	if answered != nil {
		answered = fmt.Errorf("response of %s: %w\n%s", operation, answered, x.Body)
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.seen == nil {
		w.seen = map[string]int{}
	}
	w.exchanges++
	w.seen[operation]++
	w.rejected = append(w.rejected, err, answered)
}

// Take returns what was found since the last Take: how many exchanges of which
// operation, and what was wrong with them.
func (w *Witness) Take() (seen map[string]int, rejected error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	seen, rejected = w.seen, errors.Join(w.rejected...)
	w.seen, w.rejected = nil, nil
	return seen, rejected
}

// Exchanges is how many exchanges there were in all.
func (w *Witness) Exchanges() int {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.exchanges
}

func readAll(body io.ReadCloser) ([]byte, error) {
	if body == nil {
		return nil, nil
	}
	defer body.Close()
	return io.ReadAll(body)
}

type transport func(*http.Request) (*http.Response, error)

func (t transport) RoundTrip(req *http.Request) (*http.Response, error) { return t(req) }
