package fake

import (
	"crypto/sha256"
	"crypto/subtle"
	"net/http"
)

// HasKey reports whether a request carries these Basic credentials. It compares
// digests in constant time, so that the time of the response reveals neither the
// first wrong byte nor the length.
func HasKey(r *http.Request, user, password string) bool {
	gotUser, gotPassword, _ := r.BasicAuth()
	return equalSecrets(gotUser, user)&equalSecrets(gotPassword, password) == 1
}

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
