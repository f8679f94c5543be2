package fake

import (
	"crypto/sha256"
	"crypto/subtle"
	"net/http"
)

// HasKey reports whether the user name of a request's Basic credentials is this
// key. It ignores the password, which vendors with a single key leave empty.
func HasKey(r *http.Request, key string) bool {
	user, _, _ := r.BasicAuth()
	return equalSecrets(user, key) == 1
}

// HasKeyPair reports whether a request's Basic credentials are this pair of keys.
func HasKeyPair(r *http.Request, public, secret string) bool {
	user, password, _ := r.BasicAuth()
	return equalSecrets(user, public)&equalSecrets(password, secret) == 1
}

// equalSecrets compares digests in constant time, so that the time of the response
// reveals neither the first wrong byte nor the length. It returns 1 if they are
// equal.
func equalSecrets(got, want string) int {
	gotDigest, wantDigest := sha256.Sum256([]byte(got)), sha256.Sum256([]byte(want))
	return subtle.ConstantTimeCompare(gotDigest[:], wantDigest[:])
}

// MustKey panics if one of an option's keys is empty. An empty key would disable
// authentication, and no client accepts one.
func MustKey(option string, keys ...string) {
	for _, key := range keys {
		if key == "" {
			panic(option + ": a key is empty")
		}
	}
}
