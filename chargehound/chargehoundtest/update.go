package chargehoundtest

import (
	"net/http"
	"slices"
)

var updateParams2016 = []string{"customer_name", "customer_email", "user_id"}

// update saves evidence and, if that is wanted, submits or queues the dispute.
// What was saved stays when that fails.
func (c *call) update() (int, any, *problem) {
	d, refusal := c.find(c.id)
	if refusal != nil {
		return 0, nil, refusal
	}
	w := c.workOn(d)
	if refusal := w.editable(); refusal != nil {
		return 0, nil, refusal
	}
	return c.change(w, false)
}

// submit saves evidence and submits or queues the dispute.
func (c *call) submit() (int, any, *problem) {
	d, refusal := c.find(c.id)
	if refusal != nil {
		return 0, nil, refusal
	}
	w := c.workOn(d)
	if refusal := w.submittable(); refusal != nil {
		return 0, nil, refusal
	}
	return c.change(w, true)
}

func (c *call) change(w *work, submit bool) (int, any, *problem) {
	p := c.updateBody()
	e, i := c.evidence(p), p.intent()
	i.submit = i.submit || submit
	if p.refusal != nil {
		return 0, nil, p.refusal
	}
	w.save(e)
	if w.version.acceptedHolds() {
		w.acceptByRule()
	}
	status, refusal := http.StatusOK, (*problem)(nil)
	if i.wanted() {
		status, refusal = w.submit(i)
	}
	w.finish()
	if refusal != nil {
		return 0, nil, refusal
	}
	return status, c.shown(w.d), nil
}

func (c *call) updateBody() *params {
	p := readParams(c.r, c.kinds)
	known := slices.Concat(evidenceParams, []string{"account"})
	if c.version.oldNames() {
		known = append(known, updateParams2016...)
		p.rename("user_id", "account_id")
	}
	p.only(known, c.cfg.lenient)
	return p
}

// accept gives the dispute up. A body is not looked at.
func (c *call) accept() (int, any, *problem) {
	d, refusal := c.find(c.id)
	if refusal != nil {
		return 0, nil, refusal
	}
	w := c.workOn(d)
	if refusal := w.submittable(); refusal != nil {
		return 0, nil, refusal
	}
	w.move(accepted)
	w.finish()
	return http.StatusOK, c.shown(d), nil
}
