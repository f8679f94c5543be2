package fake

import (
	"crypto/sha256"
	"crypto/subtle"
	"net/http"
	"strconv"
	"time"
)

// knows tells whether a request carries the expected Basic credentials. Digests
// are compared, in constant time: neither the place of the first wrong byte nor
// the length shows in the time of the answer.
func (c Config) knows(r *http.Request) bool {
	if c.User == "" && c.Password == "" {
		return true
	}
	user, password, _ := r.BasicAuth()
	return equalSecrets(user, c.User)&equalSecrets(password, c.Password) == 1
}

func equalSecrets(got, want string) int {
	gotDigest, wantDigest := sha256.Sum256([]byte(got)), sha256.Sum256([]byte(want))
	return subtle.ConstantTimeCompare(gotDigest[:], wantDigest[:])
}

// plainUnauthorized is the 401 of a vendor without a shape of its own.
func plainUnauthorized(w http.ResponseWriter) {
	w.Header().Set("WWW-Authenticate", `Basic realm="fake"`)
	http.Error(w, "unauthorized", http.StatusUnauthorized)
}

// plainTooMany is the 429 of a vendor without a shape of its own.
func plainTooMany(w http.ResponseWriter, retryAfter time.Duration) {
	w.Header().Set("Retry-After", strconv.Itoa(int(retryAfter/time.Second)))
	http.Error(w, "too many requests", http.StatusTooManyRequests)
}
