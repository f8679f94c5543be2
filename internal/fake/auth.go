package fake

import (
	"crypto/sha256"
	"crypto/subtle"
	"net/http"
)

// HasKey tells whether a request carries these Basic credentials. Digests are
// compared, in constant time: neither the place of the first wrong byte nor the
// length shows in the time of the answer.
func HasKey(r *http.Request, user, password string) bool {
	gotUser, gotPassword, _ := r.BasicAuth()
	return equalSecrets(gotUser, user)&equalSecrets(gotPassword, password) == 1
}

func equalSecrets(got, want string) int {
	gotDigest, wantDigest := sha256.Sum256([]byte(got)), sha256.Sum256([]byte(want))
	return subtle.ConstantTimeCompare(gotDigest[:], wantDigest[:])
}

// MustKey panics when an option makes a key empty: that would switch the check of
// keys off, and no client can be made with it.
func MustKey(option string, keys ...string) {
	for _, key := range keys {
		if key == "" {
			panic(option + ": a key is empty")
		}
	}
}
