package chargehound

import (
	"encoding/json"
	"errors"

	"github.com/chargekit/chargekit-go/internal/api"
)

// DisputeList is one page of disputes.
type DisputeList struct {
	Object   string     `json:"object"`   // "list"
	Data     []*Dispute `json:"data"`     // no element is nil
	HasMore  bool       `json:"has_more"` // there are more in the direction asked for; false too if the page does not say
	Livemode bool       `json:"livemode"` // of all the disputes
	URL      string     `json:"url"`      // path in the API

	// Extra holds the fields that this version does not know, as sent. json.Marshal
	// writes it as a nested "Extra" object.
	Extra map[string]json.RawMessage `json:",embed,inline"`

	silent bool // it does not say whether there are more
}

var (
	errNoRows  = errors.New("it has no data, not even none")
	errNullRow = errors.New("an element of the list is null")
)

// verify gives the disputes the mode that only the list has.
func (l *DisputeList) verify(x *api.Exchange) error {
	if l.Data == nil {
		return errNoRows
	}
	l.silent = !l.HasMore && !hasBool(x.Body(), "has_more")
	for _, dispute := range l.Data {
		if dispute == nil {
			return errNullRow
		}
		dispute.Livemode = dispute.Livemode || l.Livemode
		if dispute.moveOldNames(); dispute.ID == "" {
			return errNoID
		}
	}
	return nil
}

// mayGoOn reports whether there may be a page behind this one. A page that does
// not say so is the last only if it is empty.
func (l *DisputeList) mayGoOn() bool { return l.HasMore || l.silent && len(l.Data) > 0 }
