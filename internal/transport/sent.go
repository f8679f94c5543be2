package transport

import (
	"context"
	"sync"
)

// sendTrace records whether an attempt may have left this machine. Middleware
// may send more than once; every request that reaches the authorizer counts, and
// one that may have been sent marks the attempt as sent.
type sendTrace struct {
	scope    scope
	hop      hop // of a request that no middleware sees
	mu       sync.Mutex
	reached  bool // a request reached the authorizer
	sent     bool
	underway int // requests that have not come back, and so may still arrive
	judged   bool
}

func newSendTrace(ctx context.Context, run *callRun) *sendTrace {
	t := &sendTrace{}
	t.scope = scope{Context: ctx, run: run, trace: t}
	return t
}

// start reports whether a request may be sent. A second request of a once-only
// call may not while the first may have arrived, or after the attempt has ended.
func (t *sendTrace) start(once bool) bool {
	if t == nil {
		return true
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	t.reached = true
	if once && (t.sent || t.underway > 0 || t.judged) {
		return false
	}
	t.underway++
	return true
}

// done records whether the request may have been sent.
func (t *sendTrace) done(sent bool) {
	if t == nil {
		return
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	t.underway--
	t.sent = t.sent || sent
}

// mayHaveBeenSent ends the attempt and reports whether the vendor may have got
// it. An attempt that never reached the authorizer may have gone another way,
// unless the middleware that ended it disclaims that.
func (t *sendTrace) mayHaveBeenSent(disclaimed bool) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.judged = true
	return t.sent || t.underway > 0 || !t.reached && !disclaimed
}
