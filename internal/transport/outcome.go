package transport

// Outcome is what is known about the effect of a call. The values up to Failed are
// those of the Outcome of the three packages.
type Outcome int

const (
	Unspecified Outcome = iota // nothing is known: of an error that a test built by hand
	NotSent                    // no attempt reached the vendor, so it had no effect
	Rejected                   // the vendor rejected it, so it had no effect
	Unknown                    // it may have had its effect or not
	Failed                     // as Unknown, of a call that may be sent again
	Delivered                  // a whole 2xx response arrived
	Unreadable                 // part of a 2xx response arrived: most likely it had its effect
)

// String returns the outcome of a failed call for a log, and "unspecified" for others.
func (o Outcome) String() string {
	names := [...]string{"unspecified", "not sent", "rejected", "unknown", "failed"}
	if o < 0 || int(o) >= len(names) {
		return names[Unspecified]
	}
	return names[o]
}

// noEffect reports whether the call certainly had no effect.
func (o Outcome) noEffect() bool { return o == NotSent || o == Rejected }

// RejectedOutcome returns the outcome of a call that the vendor rejected in a 2xx
// response. An earlier attempt of a repeatable call may have had an effect all
// the same, if its response was lost.
func RejectedOutcome(class Safety, response Response) Outcome {
	if class == Repeatable && response.Attempts > 1 {
		return Failed
	}
	return Rejected
}
