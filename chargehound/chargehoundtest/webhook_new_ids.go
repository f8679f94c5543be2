package chargehoundtest

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"sync"
)

// newIDs is a transport that gives each retry of a webhook a new id.
type newIDs struct {
	next http.RoundTripper

	mu      sync.Mutex
	posted  map[string]bool
	retries int
}

func withNewIDs(client *http.Client) *http.Client {
	changed := http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
	if client != nil {
		changed = *client
	}
	next := changed.Transport
	if next == nil {
		next = http.DefaultTransport
	}
	changed.Transport = &newIDs{next: next, posted: map[string]bool{}}
	return &changed
}

// RoundTrip implements [http.RoundTripper].
func (n *newIDs) RoundTrip(r *http.Request) (*http.Response, error) {
	defer r.Body.Close()
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return nil, err
	}
	var sent event
	if err := json.Unmarshal(body, &sent); err != nil {
		return nil, err
	}
	body = bytes.Replace(body, []byte(sent.ID), []byte(n.idOf(sent.ID)), 1) // the id is the first field
	r = r.Clone(r.Context())
	r.Body, r.GetBody, r.ContentLength = io.NopCloser(bytes.NewReader(body)), nil, int64(len(body))
	return n.next.RoundTrip(r)
}

func (n *newIDs) idOf(first string) string {
	n.mu.Lock()
	defer n.mu.Unlock()
	if !n.posted[first] {
		n.posted[first] = true
		return first
	}
	n.retries++
	return webhookID("9f01", n.retries)
}
