package chargehound

import (
	"errors"

	"github.com/chargekit/chargekit-go/internal/api"
)

// DisputeList is one page of disputes.
type DisputeList struct {
	Object   string     `json:"object"`   // "list"
	Data     []*Dispute `json:"data"`     // no element is nil; a row that is not a dispute has an empty ID, and its value in Extra
	HasMore  bool       `json:"has_more"` // there are more in the direction asked for; false too if the page does not say
	Livemode bool       `json:"livemode"` // of all the disputes
	URL      string     `json:"url"`      // path in the API

	Extra Extra `json:"Extra,omitempty"` // see [Extra]

	silent bool // it does not say whether there are more
}

var errNoRows = errors.New("it has no data, not even none")

func (l *DisputeList) verify(*api.Exchange) error {
	if l.Data == nil {
		return errNoRows
	}
	l.moveOldNames()
	return nil
}

// moveOldNames also gives the disputes the mode that only the list has.
func (l *DisputeList) moveOldNames() {
	for _, dispute := range l.Data {
		dispute.Livemode = dispute.Livemode || l.Livemode
		dispute.moveOldNames()
	}
}

// disputeListResponse tells a page that says that there are no more from one that
// does not say.
type disputeListResponse struct {
	DisputeList
	HasMore *bool `json:"has_more"`
}

func (r *disputeListResponse) verify(x *api.Exchange) error {
	r.DisputeList.HasMore, r.silent = orZero(r.HasMore), r.HasMore == nil
	return r.DisputeList.verify(x)
}

// mayGoOn reports whether there may be a page behind this one. A page that does
// not say so is the last only if it is empty.
func (l *DisputeList) mayGoOn() bool { return l.HasMore || l.silent && len(l.Data) > 0 }
