package transport

// Version is the version of this module, sent in the User-Agent header.
const Version = "0.1.0"

// UserAgent returns a User-Agent header: the caller's own program, if own is not
// empty, then this module and the vendor package.
func UserAgent(own, vendor string) string {
	ours := "chargekit-go/" + Version + " (" + vendor + ")"
	if own == "" {
		return ours
	}
	return own + " " + ours
}
