package transport

import (
	"bytes"
	"context"
	"io"
	"maps"
	"net/http"
	"slices"
)

// makeTemplate makes the request that the engine repeats. It has neither headers nor
// a body, which [callRun.request] adds: net/http copies those of its caller.
func (run *callRun) makeTemplate(ctx context.Context) error {
	if !isToken(run.call.Method) {
		return &InvalidError{Param: "method", Reason: "is not an HTTP method"}
	}
	run.url = resolve(run.client.base, run.call.Path, run.call.Query)
	run.scope = scope{Context: ctx, run: run}
	template := http.Request{Method: run.call.Method, URL: &run.url, Header: http.Header{}}
	run.template.Request = template.WithContext(&run.scope)
	return nil
}

// request returns the request of one attempt. Middleware may write into all of it.
// The template's header has cookies, if the caller's http.Client has a jar. They are
// taken out, since net/http adds them for each attempt.
func (run *callRun) request(ctx context.Context, template *http.Request) *http.Request {
	defer clear(template.Header)
	url := *template.URL
	req := http.Request{
		Method: run.call.Method, URL: &url, Host: url.Host, Header: run.header(template.Header),
		Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1, // for middleware that prints it
	}
	if body := run.call.Body; len(body) > 0 {
		req.ContentLength = int64(len(body))
		req.GetBody = func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(body)), nil }
		req.Body, _ = req.GetBody()
	}
	return req.WithContext(ctx)
}

// header returns the headers of one attempt, without the credentials.
func (run *callRun) header(cookies http.Header) http.Header {
	c, call := run.client, run.call
	header := make(http.Header, 8)
	own := make([]string, 0, 3) // the values of our own headers, allocated together
	set := func(name, value string) {
		own = append(own, value)
		header[name] = own[len(own)-1 : len(own) : len(own)]
	}
	maps.Copy(header, cookies)
	set("Accept", "application/json")
	for name, values := range c.defaultHeader {
		header[name] = slices.Clone(values)
	}
	for name, values := range call.Header {
		header[http.CanonicalHeaderKey(name)] = slices.Clone(values)
	}
	if c.userAgent != "" {
		set("User-Agent", c.userAgent)
	}
	if call.ContentType != "" && len(call.Body) > 0 {
		set("Content-Type", call.ContentType)
	}
	return header
}
