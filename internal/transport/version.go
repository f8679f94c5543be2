package transport

// Version is the version of this module, sent in the User-Agent header.
const Version = "0.1.0"

// UserAgent names the module and the vendor package behind what the caller
// calls its own program.
func UserAgent(own, vendor string) string {
	ours := "chargekit-go/" + Version + " (" + vendor + ")"
	if own == "" {
		return ours
	}
	return own + " " + ours
}
