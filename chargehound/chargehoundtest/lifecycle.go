package chargehoundtest

import (
	"net/http"
	"slices"
)

// work is what one request, or the clock, does with a dispute.
type work struct {
	*state
	d       *dispute
	version version
	now     stamp

	changed bool     // anything but its submission or closing
	events  []string // of what happened after the change
}

func (c *call) workOn(d *dispute) *work {
	return &work{state: c.state, d: d, version: c.version, now: c.now()}
}

// finish dates the change and sends its events.
func (w *work) finish() {
	if w.changed || len(w.events) > 0 {
		w.d.Updated = w.now
	}
	if w.changed {
		w.emit(disputeUpdatedEvent, w.d)
	}
	for _, event := range w.events {
		w.emit(event, w.d)
	}
}

// move puts the dispute into another state.
func (w *work) move(to string) {
	if w.d.State == queued {
		delete(w.queue, w.d)
		w.d.SubmitAt = stamp{}
	}
	w.changed = w.changed || w.d.State != to
	w.d.State = to
}

// editable refuses an update of a dispute that takes none.
func (w *work) editable() *problem {
	switch {
	case w.d.State == won || w.d.State == lost:
		return refuse(disputeClosed, "the dispute is closed")
	case !slices.Contains(w.cfg.editable, w.d.State):
		return refuse(disputeUneditable, "the dispute can't be updated as it is now")
	}
	return nil
}

// submittable refuses to submit or accept a dispute for which it is too late.
func (w *work) submittable() *problem {
	switch w.d.State {
	case needsResponse, warningNeedsResponse, requiresReview, accepted, queued:
		return nil
	case submitted, underReview, warningUnderReview:
		return refuse(disputeSubmitted, "the dispute was submitted before")
	case compilingEvidence, responseDisabled:
		return refuse(disputeUneditable, "the dispute can't be submitted as it is now")
	}
	switch {
	case w.d.SubmittedCount > 0:
		return refuse(disputeSubmitted, "the dispute was submitted before")
	case w.d.State == won || w.d.State == lost:
		return refuse(disputeClosed, "the dispute is closed")
	}
	return refuse(disputeUneditable, "the dispute is closed")
}

// intent is how a request wants a dispute submitted.
type intent struct {
	submit, queue, force bool
}

// wanted tells whether anything is to be submitted, now or later.
func (i intent) wanted() bool { return i.submit || i.queue }

// submit carries out an intent that is wanted, and returns the status of success.
func (w *work) submit(i intent) (int, *problem) {
	if refusal := w.submittable(); refusal != nil {
		return 0, refusal
	}
	if w.now.After(w.d.DueBy.Time) {
		return 0, refuse(disputeOverdue, "the dispute is past its due date")
	}
	if !i.force && w.held() {
		return http.StatusAccepted, nil
	}
	if refusal := w.complete(); refusal != nil {
		return 0, refusal
	}
	if i.queue {
		w.enqueue()
		return w.cfg.queueStatus, nil
	}
	w.sendOff()
	return http.StatusCreated, nil
}

// held tells whether the dispute waits for a decision of the merchant's, and puts
// one that a review rule catches into review.
func (w *work) held() bool {
	switch {
	case w.d.State == accepted && w.version.acceptedHolds(), w.d.State == requiresReview:
		return true
	case w.d.State != queued && w.needsReview(w.d):
		w.move(requiresReview)
		return true
	}
	return false
}

// complete refuses a dispute without a template or without what that asks for.
func (w *work) complete() *problem {
	if w.d.Template == "" {
		return refuse(missingTemplate, "the dispute has no template")
	}
	if missing := w.missing(w.d); len(missing) > 0 {
		return refuse(missingFields, "the template asks for more fields: "+names(missing))
	}
	return nil
}

// enqueue stages the dispute. One that is queued already keeps its time.
func (w *work) enqueue() {
	if w.d.State == queued {
		return
	}
	w.move(queued)
	w.d.SubmitAt = w.submitTime(w.d, w.now)
	w.queue[w.d] = true
}

// sendOff submits the dispute. For a standalone one the response is made too.
func (w *work) sendOff() {
	changed := w.changed
	w.move(submitted)
	w.changed = changed
	w.d.SubmittedAt = w.now
	w.d.SubmittedCount++
	w.d.Submissions++
	w.events = append(w.events, disputeSubmittedEvent)
	if w.d.standalone() {
		w.d.GeneratedAt = w.now
		w.events = append(w.events, responseGeneratedEvent)
	}
}

// acceptByRule accepts an open dispute that an accept rule matches.
func (w *work) acceptByRule() {
	if (w.d.State == needsResponse || w.d.State == warningNeedsResponse) && w.accepts(w.d) {
		w.move(accepted)
	}
}
