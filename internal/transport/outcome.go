package transport

// Outcome is what is known about the effect of a call.
type Outcome int

const (
	Unspecified Outcome = iota // nothing is known: the zero value, which no call has
	NotSent                    // no attempt reached the vendor, so it had no effect
	Rejected                   // the vendor rejected it, so it had no effect
	Delivered                  // a whole 2xx response arrived
	Unreadable                 // part of a 2xx response arrived: most likely it had its effect
	Unknown                    // it may have had its effect or not
	Failed                     // as Unknown, of a call that may be sent again
)

// String returns the outcome for a log.
func (o Outcome) String() string {
	return [...]string{"unspecified", "not sent", "rejected", "delivered", "unreadable", "unknown", "failed"}[o]
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
