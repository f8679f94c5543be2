package transport

import (
	"context"
	"encoding/base64"
	"slices"
	"strings"
	"sync"
)

// credentials returns the Authorization header of a request. It is a closure, as
// everything that holds a key: fmt prints the fields of any struct.
type credentials func(ctx context.Context) (authorization string, err error)

// CredentialsError is a failure of [Config.Credentials], or a key from it that
// can't be used. Nothing was sent.
type CredentialsError struct{ Err error }

func (e *CredentialsError) Error() string { return "no credentials: " + e.Err.Error() }

// Unwrap returns what the function returned, or an [*InvalidError].
func (e *CredentialsError) Unwrap() error { return e.Err }

// shortestKey keeps a text readable if a key of one or two characters is in use.
const shortestKey = 3

// newCredentials returns the source of the header for cfg, and a function that
// redacts every key it has used lately.
func newCredentials(cfg Config) (credentials, func(text string) string) {
	ring := &keyRing{}
	if cfg.Credentials == nil {
		header := ring.add(cfg.User, cfg.Password)
		return func(context.Context) (string, error) { return header, nil }, ring.redact
	}
	return func(ctx context.Context) (string, error) {
		user, password, err := cfg.Credentials(ctx)
		if err == nil {
			err = checkKey(user, password)
		}
		if err != nil {
			return "", &CredentialsError{err}
		}
		return ring.add(user, password), nil
	}, ring.redact
}

// checkKey rejects a key that no Authorization header can carry as it is. The error
// is an [*InvalidError].
func checkKey(user, password string) error {
	for _, part := range []string{user, password} {
		if err := checkPasted("key", part); err != nil {
			return err
		}
	}
	switch {
	case user == "":
		return &InvalidError{Param: "key", Reason: "is empty"}
	case hasControl(user) || hasControl(password) || strings.Contains(user, ":"):
		return &InvalidError{Param: "key", Reason: "has a colon or a control character in it"}
	}
	return nil
}

// keyRing redacts keys as they are and as the Authorization header has them: some
// servers quote a key that they reject. Of a key that rotates it knows the last
// few, since responses to the older ones are under way.
type keyRing struct {
	mu   sync.Mutex
	keys [][]string // the forms of each, the latest last
}

const maxKeys = 4

// add returns the Authorization header for a key.
func (r *keyRing) add(user, password string) string {
	encoded := base64.StdEncoding.EncodeToString([]byte(user + ":" + password))
	r.mu.Lock()
	defer r.mu.Unlock()
	if !slices.ContainsFunc(r.keys, func(forms []string) bool { return forms[0] == encoded }) {
		r.keys = append(r.keys[max(0, len(r.keys)-maxKeys+1):], []string{encoded, user, password})
	}
	return "Basic " + encoded
}

func (r *keyRing) redact(text string) string {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, form := range slices.Concat(r.keys...) {
		if len(form) >= shortestKey {
			text = strings.ReplaceAll(text, form, "…")
		}
	}
	return text
}
