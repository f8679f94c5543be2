package main

import "github.com/chargekit/chargekit-go/chargehound"

// outcome is what became of a dispute.
type outcome int

const (
	open outcome = iota
	won
	lost
	otherwise
	outcomes // how many there are
)

// outcomeOf puts a state into one of the outcomes. A state that is not known, or
// whose meaning Chargehound does not document, counts as open.
func outcomeOf(state chargehound.DisputeState) outcome {
	switch state {
	case chargehound.DisputeStateWon:
		return won
	case chargehound.DisputeStateLost:
		return lost
	case chargehound.DisputeStateAccepted, chargehound.DisputeStateChargeRefunded, chargehound.DisputeStateWarningClosed:
		return otherwise
	}
	return open
}
