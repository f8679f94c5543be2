package transport

// Outcome is what is known about the effect of a call.
type Outcome int

const (
	NotApplied Outcome = iota // it had no effect: the vendor rejected it, or it was never sent
	Delivered                 // a whole 2xx response arrived
	Unreadable                // part of a 2xx response arrived: the vendor did what was asked
	Unknown                   // it may have had its effect or not
	Failed                    // as Unknown, of a call that may be sent again
)

// String returns the outcome for a log.
func (o Outcome) String() string {
	return [...]string{"not applied", "delivered", "unreadable", "unknown", "failed"}[o]
}
