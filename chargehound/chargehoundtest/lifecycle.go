package chargehoundtest

import (
	"net/http"
	"slices"
)

// work is the change that one request, or the clock, makes to a dispute.
type work struct {
	*state
	d       *dispute
	version version
	now     stamp

	changed bool     // in anything but its submission or closing
	events  []string // to send after dispute.updated
}

func (c *call) workOn(d *dispute) *work {
	return &work{state: c.state, d: d, version: c.version, now: c.now()}
}

// finish sets the time of the change and sends its events.
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

// move changes the state of the dispute.
func (w *work) move(to string) {
	if w.d.State == queued {
		delete(w.queue, w.d)
		w.d.SubmitAt = stamp{}
	}
	w.changed = w.changed || w.d.State != to
	w.d.State = to
}

// editable returns a rejection if the dispute can't be updated.
func (w *work) editable() *problem {
	switch {
	case w.d.State == won || w.d.State == lost:
		return reject(disputeClosed, "the dispute is closed")
	case !slices.Contains(w.cfg.editable, w.d.State):
		return reject(disputeUneditable, "the dispute can't be updated as it is now")
	}
	return nil
}

// submittable returns a rejection if the dispute can't be submitted or accepted.
func (w *work) submittable() *problem {
	switch w.d.State {
	case needsResponse, warningNeedsResponse, requiresReview, accepted, queued:
		return nil
	case submitted, underReview, warningUnderReview:
		return reject(disputeSubmitted, "the dispute was submitted before")
	case compilingEvidence, responseDisabled:
		return reject(disputeUneditable, "the dispute can't be submitted as it is now")
	}
	switch {
	case w.d.SubmittedCount > 0:
		return reject(disputeSubmitted, "the dispute was submitted before")
	case w.d.State == won || w.d.State == lost:
		return reject(disputeClosed, "the dispute is closed")
	}
	return reject(disputeUneditable, "the dispute is closed")
}

// intent is whether and how a request submits a dispute.
type intent struct {
	submit, queue, force bool
}

// wanted reports whether the dispute is to be submitted, now or later.
func (i intent) wanted() bool { return i.submit || i.queue }

// submit submits, queues or holds the dispute, and returns the status of success.
func (w *work) submit(i intent) (int, *problem) {
	if rejection := w.submittable(); rejection != nil {
		return 0, rejection
	}
	if w.now.After(w.d.DueBy.Time) {
		return 0, reject(disputeOverdue, "the dispute is past its due date")
	}
	if !i.force && w.held() {
		return http.StatusAccepted, nil
	}
	if rejection := w.complete(); rejection != nil {
		return 0, rejection
	}
	if i.queue {
		w.enqueue()
		return w.cfg.queueStatus, nil
	}
	w.sendOff()
	return http.StatusCreated, nil
}

// held reports whether the dispute waits for the merchant's decision. It moves a
// dispute that matches a review rule into review.
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

// complete returns a rejection if the dispute has no template or not all required
// fields.
func (w *work) complete() *problem {
	if w.d.Template == "" {
		return reject(missingTemplate, "the dispute has no template")
	}
	if missing := w.missing(w.d); len(missing) > 0 {
		return reject(missingFields, "the template asks for more fields: "+names(missing))
	}
	return nil
}

// enqueue queues the dispute. One that is queued already keeps its time.
func (w *work) enqueue() {
	if w.d.State == queued {
		return
	}
	w.move(queued)
	w.d.SubmitAt = w.submitTime(w.d, w.now)
	w.queue[w.d] = true
}

// sendOff submits the dispute, and generates the response of a standalone one.
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
