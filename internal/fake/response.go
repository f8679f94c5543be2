package fake

import (
	"net/http"
)

// answer is a whole answer held back, so that the journal can note it and a
// fault can cut, slow or swallow it. It is the ResponseWriter of the handler.
type answer struct {
	header http.Header
	status int // 0 until the handler wrote its header
	body   []byte
}

func newAnswer() *answer { return &answer{header: http.Header{}} }

// answerOf runs a function that writes an answer. Saying nothing means 200, as
// in net/http.
func answerOf(write func(http.ResponseWriter)) *answer {
	ans := newAnswer()
	write(ans)
	ans.WriteHeader(http.StatusOK)
	return ans
}

// Header returns the headers of the answer.
func (a *answer) Header() http.Header { return a.header }

// WriteHeader sets the status. Later calls change nothing.
func (a *answer) WriteHeader(status int) {
	if a.status == 0 {
		a.status = status
	}
}

// Write adds to the body.
func (a *answer) Write(p []byte) (int, error) {
	a.WriteHeader(http.StatusOK)
	a.body = append(a.body, p...)
	return len(p), nil
}

// hasBody tells whether the status allows a body and so a Content-Length.
func (a *answer) hasBody() bool {
	return a.status >= 200 && a.status != http.StatusNoContent && a.status != http.StatusNotModified
}
