package main

import (
	"context"
	"errors"

	"github.com/chargekit/chargekit-go/chargeback"
	"github.com/chargekit/chargekit-go/chargedesk"
	"github.com/chargekit/chargekit-go/chargehound"
)

// vendor is what the spans and metrics need to know of one of the three packages.
type vendor struct {
	name                       string
	route                      func(context.Context) string // of the call that a request belongs to
	unknown, notSent, rejected error
}

var (
	chargeDesk  = vendor{"chargedesk", chargedesk.RouteFromContext, chargedesk.ErrOutcomeUnknown, chargedesk.ErrNotSent, chargedesk.ErrRejected}
	chargeBack  = vendor{"chargeback", chargeback.RouteFromContext, chargeback.ErrOutcomeUnknown, chargeback.ErrNotSent, chargeback.ErrRejected}
	chargeHound = vendor{"chargehound", chargehound.RouteFromContext, chargehound.ErrOutcomeUnknown, chargehound.ErrNotSent, chargehound.ErrRejected}
)

// Outcomes of a call.
const (
	outcomeOK       = "ok"
	outcomeUnknown  = "unknown"  // it may have taken effect: look before it is sent again
	outcomeNotSent  = "not_sent" // nothing happened
	outcomeRejected = "rejected" // nothing happened: the vendor said no
	outcomeFailed   = "failed"   // sending it again does no harm
)

func (v vendor) outcome(err error) string {
	switch {
	case err == nil:
		return outcomeOK
	case errors.Is(err, v.unknown):
		return outcomeUnknown
	case errors.Is(err, v.notSent):
		return outcomeNotSent
	case errors.Is(err, v.rejected):
		return outcomeRejected
	}
	return outcomeFailed
}
