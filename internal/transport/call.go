package transport

import (
	"context"
	"net/http"
	"time"

	"github.com/hashicorp/go-retryablehttp"
)

// Safety states what sending an operation twice does. The operation declares
// it; it is never derived from the HTTP method.
type Safety int

const (
	Read       Safety = iota // changes nothing
	Repeatable               // twice has the effect of once
	Once                     // twice may pay, mail or create twice
)

func (s Safety) String() string { return [...]string{"read", "repeatable", "once"}[s] }

// Call describes one call of an operation. [Client.Do] reads it and writes
// nothing into it, so one Call may be sent any number of times.
type Call struct {
	Method         string
	Route          string   // template, for logs and errors: /charges/{charge_id}
	Path           string   // escaped, see [Path]
	IDs            []string // the ids in Path, unescaped, in order
	ObjectID       string   // the object that an error names to look up; "" for none
	Query          string   // encoded
	Body           []byte   // nil for none
	ContentType    string
	Header         http.Header
	Fixed          []string // values that the method set, not the caller; [Client.Redactor] leaves them
	Safety         Safety
	Timeout        time.Duration // limits the call, waits and retries included; 0 means the client's
	AttemptTimeout time.Duration // limits one attempt; 0 means the client's
	Retry          *RetryPolicy  // nil means the client's
	// Linger is for how long an attempt may go on after the caller's context has
	// ended, within Timeout. A wait before it ends with the context. 0 means no time.
	Linger time.Duration
}

// Response is the vendor's response to the last attempt.
type Response struct {
	StatusCode int // 0 when there was no response
	Header     http.Header
	Body       []byte
	RequestID  string
	Attempts   int           // attempts made; [Failure.Outcome] tells what became of them
	Waited     time.Duration // for the limiter, pauses, Retry-After and backoff, together
	Started    time.Time     // when the call began
	Finished   time.Time     // when the last attempt had ended
}

// Do sends one call and retries it where that is safe. It returns a failure
// unless a whole 2xx response arrived; the response is filled in as far as
// there is one.
//
// This function alone decides the order of a call's steps. Each attempt is
//
//	admit    wait for the end of a pause and for the limiter
//	attempt  timeout -> middleware -> credentials -> net/http -> bounded body
//	decide   what the attempt means, and whether a retry follows; pure
//	learn    begin a pause, take from and give to the retry budget
//	log      write one record, and another one before a wait of a second or more
//	wait     for the backoff, or as long as the vendor asked
//
// go-retryablehttp runs the loop, see newEngine. Its own rules are not used.
func (c *Client) Do(ctx context.Context, call *Call) (Response, *Failure) {
	run := newRun(c, call)
	if ctx == nil {
		return run.response(), run.invalid(&InvalidError{Param: "ctx", Reason: "is nil"})
	}
	ctx, cancel := run.limitTime(ctx)
	defer cancel()
	if err := run.makeTemplate(ctx); err != nil {
		return run.response(), run.invalid(err)
	}
	// The response is not used: when a context ends, the engine drops it, while the
	// run keeps it.
	resp, err := c.engine.Do(&run.template)
	if resp != nil {
		resp.Body.Close()
	}
	response := run.response()
	return response, run.failure(ctx, response, err)
}

// newEngine returns what repeats the attempts of a call by our rules. client is the
// caller's.
func newEngine(client http.Client) *retryablehttp.Client {
	client = withoutRedirects(client)
	client.Transport = attempts{}
	return &retryablehttp.Client{
		HTTPClient: &client,
		RetryMax:   1 << 30, // no limit here: decide ends the retries
		CheckRetry: func(ctx context.Context, _ *http.Response, _ error) (bool, error) {
			return scopeFrom(ctx).run.checkRetry(ctx), nil
		},
		Backoff: func(_, _ time.Duration, _ int, resp *http.Response) time.Duration {
			return scopeFrom(resp.Request.Context()).run.beginWait()
		},
		ErrorHandler: retryablehttp.PassthroughErrorHandler,
	}
}

// attempts is the transport of the engine's HTTP client.
type attempts struct{}

// RoundTrip makes an attempt as soon as one is admitted. The result is in the run. The
// engine gets a response whatever the result is, since it does not tell its Backoff
// which request an error is of.
func (attempts) RoundTrip(req *http.Request) (*http.Response, error) {
	run := scopeFrom(req.Context()).run
	var resp *http.Response
	if run.admit(req.Context()) == nil {
		resp = run.attempt(req)
	}
	if resp == nil {
		resp = &http.Response{}
	}
	resp.Request, resp.Body = req, http.NoBody
	return resp, nil
}

func (run *callRun) checkRetry(ctx context.Context) bool {
	if !run.attempted() {
		run.logNotAdmitted(ctx)
		return false
	}
	run.decide(ctx)
	run.learn()
	run.log(ctx)
	return run.next.retry
}
