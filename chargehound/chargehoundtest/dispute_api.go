package chargehoundtest

import (
	"net/http"
	"slices"
)

var updateParams2016 = []string{"customer_name", "customer_email", "user_id"}

// update saves evidence and, if that is wanted, submits or queues the dispute.
// What was saved stays when that fails.
func (c *call) update() (reply, *problem) {
	d, refusal := c.find(c.id)
	if refusal != nil {
		return reply{}, refusal
	}
	w := c.workOn(d)
	if refusal := w.editable(); refusal != nil {
		return reply{}, refusal
	}
	return c.change(w, false)
}

// submit saves evidence and submits or queues the dispute.
func (c *call) submit() (reply, *problem) {
	d, refusal := c.find(c.id)
	if refusal != nil {
		return reply{}, refusal
	}
	w := c.workOn(d)
	if refusal := w.submittable(); refusal != nil {
		return reply{}, refusal
	}
	return c.change(w, true)
}

func (c *call) change(w *work, submit bool) (reply, *problem) {
	p := c.updateBody(submit)
	e, wish := c.evidence(p), p.intent()
	wish.submit = wish.submit || submit
	if p.refusal != nil {
		return reply{}, p.refusal
	}
	w.save(e)
	if w.version.acceptedHolds() {
		w.acceptByRule()
	}
	status, refusal := http.StatusOK, (*problem)(nil)
	if wish.wanted() {
		status, refusal = w.submit(wish)
	}
	w.finish()
	if refusal != nil {
		return reply{}, refusal
	}
	return reply{status, c.shown(w.d)}, nil
}

func (c *call) updateBody(submit bool) *params {
	p := readParams(c.r, c.kinds)
	known := slices.Clone(evidenceParams)
	if submit {
		known = append(known, "account")
	}
	if c.version.oldNames() {
		known = append(known, updateParams2016...)
		p.rename("user_id", "account_id")
	}
	p.only(known, c.cfg.lenient)
	return p
}

// accept gives the dispute up. A body is not looked at.
func (c *call) accept() (reply, *problem) {
	d, refusal := c.find(c.id)
	if refusal != nil {
		return reply{}, refusal
	}
	w := c.workOn(d)
	if refusal := w.submittable(); refusal != nil {
		return reply{}, refusal
	}
	w.move(accepted)
	w.finish()
	return reply{http.StatusOK, c.shown(d)}, nil
}
