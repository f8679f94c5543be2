package chargehoundtest

import (
	"net/http"
	"slices"
)

var updateParams2016 = []string{"customer_name", "customer_email", "user_id"}

// update saves evidence and, if the request asks for it, submits or queues the
// dispute. The evidence stays saved if that fails.
func (c *call) update() (reply, *problem) {
	d, rejection := c.find(c.id)
	if rejection != nil {
		return reply{}, rejection
	}
	w := c.workOn(d)
	if rejection := w.editable(); rejection != nil {
		return reply{}, rejection
	}
	return c.change(w, false)
}

// submit saves evidence and submits or queues the dispute.
func (c *call) submit() (reply, *problem) {
	d, rejection := c.find(c.id)
	if rejection != nil {
		return reply{}, rejection
	}
	w := c.workOn(d)
	if rejection := w.submittable(); rejection != nil {
		return reply{}, rejection
	}
	return c.change(w, true)
}

func (c *call) change(w *work, submit bool) (reply, *problem) {
	p := c.updateBody(submit)
	e, wish := c.evidence(p), p.intent()
	wish.submit = wish.submit || submit
	if p.rejection != nil {
		return reply{}, p.rejection
	}
	w.save(e)
	if w.version.acceptedHolds() {
		w.acceptByRule()
	}
	status, rejection := http.StatusOK, (*problem)(nil)
	if wish.wanted() {
		status, rejection = w.submit(wish)
	}
	w.finish()
	if rejection != nil {
		return reply{}, rejection
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

// accept accepts the dispute as lost. It ignores the body.
func (c *call) accept() (reply, *problem) {
	d, rejection := c.find(c.id)
	if rejection != nil {
		return reply{}, rejection
	}
	w := c.workOn(d)
	if rejection := w.submittable(); rejection != nil {
		return reply{}, rejection
	}
	w.move(accepted)
	w.finish()
	return reply{http.StatusOK, c.shown(d)}, nil
}

func (c *call) retrieve() (reply, *problem) {
	d, rejection := c.find(c.id)
	if rejection != nil {
		return reply{}, rejection
	}
	return reply{http.StatusOK, c.shown(d)}, nil
}
