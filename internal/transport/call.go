package transport

import (
	"context"
	"net/http"
	"time"

	"github.com/hashicorp/go-retryablehttp"
)

// Safety says what sending an operation twice does. The operation declares it;
// nothing guesses it from the verb.
type Safety int

const (
	Read       Safety = iota // changes nothing
	Repeatable               // twice has the effect of once
	Once                     // twice may pay, mail or create twice
)

func (s Safety) String() string { return [...]string{"read", "repeatable", "once"}[s] }

// Call describes one call of an operation.
type Call struct {
	Method         string
	Route          string // template, for logs and errors: /charges/{charge_id}
	Path           string // escaped, see [Path]
	Query          string // encoded
	Body           []byte // nil for none
	ContentType    string
	Header         http.Header
	Safety         Safety
	AttemptTimeout time.Duration // of one attempt; 0 means the client's
	Retry          *RetryPolicy  // nil means the client's

	Timeout time.Duration // of the whole call, with its retries and waits; 0 means the client's
	Linger  time.Duration // how long an attempt under way may go on after the caller's context has ended

	IDs      []string // of the call's object: those in the path, and the one the call gives it
	ObjectID string   // what to look up when the outcome is unknown
	Fixed    []string // values the method has set, which need not be redacted

	hide func(string) string // takes the client's key out of a text; nil before the call
	said []string            // of [Call.values]; a batch's errors ask for it again and again
}

// Response is what the vendor answered to the last attempt.
type Response struct {
	StatusCode int // 0 when no answer came
	Header     http.Header
	Body       []byte
	RequestID  string
	Attempts   int       // requests handed to the network
	Started    time.Time // when the call began
	Finished   time.Time // when the last attempt had ended
}

// Do sends one call and repeats it where that is safe. It returns a failure
// unless a 2xx answer arrived whole; the answer is filled as far as there is one.
func (c *Client) Do(ctx context.Context, call *Call) (Response, *Failure) {
	call.hide = c.hide
	x := &exchange{client: c, call: call, started: time.Now(), policy: c.retry}
	if call.Retry != nil {
		x.policy = *call.Retry
	}
	req, err := c.request(ctx, x)
	if err != nil {
		return x.answer(), x.invalid(err)
	}
	engine := retryablehttp.Client{
		HTTPClient:   c.http,
		RetryMax:     1 << 30, // the exchange counts for itself
		CheckRetry:   x.again,
		Backoff:      x.backoff,
		ErrorHandler: retryablehttp.PassthroughErrorHandler,
	}
	// What came back is in the exchange already, and more of it than the
	// engine returns: it drops answers when a context ends.
	resp, err := engine.Do(req)
	if resp != nil {
		resp.Body.Close()
	}
	return x.answer(), x.failure(ctx, err)
}

func (c *Client) request(ctx context.Context, x *exchange) (*retryablehttp.Request, error) {
	if ctx == nil {
		return nil, &InvalidError{Param: "ctx", Reason: "is nil"}
	}
	if !isToken(x.call.Method) {
		return nil, &InvalidError{Param: "method", Reason: "is not an HTTP method"}
	}
	plain := &http.Request{
		Method: x.call.Method,
		URL:    resolve(c.base, x.call.Path, x.call.Query),
		Proto:  "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1, // for middleware that prints it
		Host:   c.base.Host,
		Header: make(http.Header, 8),
	}
	req := &retryablehttp.Request{Request: plain.WithContext(withExchange(ctx, x))}
	if len(x.call.Body) > 0 {
		if err := req.SetBody(x.call.Body); err != nil {
			return nil, &InvalidError{Param: "body", Reason: err.Error()}
		}
	}
	req.Header.Set("Accept", "application/json")
	for name, values := range x.call.Header {
		req.Header[http.CanonicalHeaderKey(name)] = values
	}
	if c.userAgent != "" {
		req.Header.Set("User-Agent", c.userAgent)
	}
	if x.call.ContentType != "" && len(x.call.Body) > 0 {
		req.Header.Set("Content-Type", x.call.ContentType)
	}
	return req, nil
}
