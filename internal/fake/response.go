package fake

import "net/http"

// response buffers the handler's response, so that the journal records it first
// and a fault can cut, slow or drop it. It is the handler's ResponseWriter.
type response struct {
	header http.Header
	status int // 0 until the handler wrote its header
	body   []byte
}

func newResponse() *response { return &response{header: http.Header{}} }

// responseOf returns what write writes. If it writes nothing, the status is 200,
// as in net/http.
func responseOf(write func(http.ResponseWriter)) *response {
	resp := newResponse()
	write(resp)
	resp.WriteHeader(http.StatusOK)
	return resp
}

// Header returns the header of the response.
func (r *response) Header() http.Header { return r.header }

// WriteHeader sets the status. Later calls change nothing.
func (r *response) WriteHeader(status int) {
	if r.status == 0 {
		r.status = status
	}
}

// Write adds to the body.
func (r *response) Write(p []byte) (int, error) {
	r.WriteHeader(http.StatusOK)
	r.body = append(r.body, p...)
	return len(p), nil
}

// hasBody reports whether the status allows a body, and so a Content-Length.
func (r *response) hasBody() bool {
	return r.status >= 200 && r.status != http.StatusNoContent && r.status != http.StatusNotModified
}
