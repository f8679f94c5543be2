package transport

import (
	"bytes"
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"math"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/chargekit/chargekit-go/internal/lenient"
)

// attempter is the outermost RoundTripper: one attempt from the pause to the
// last byte of the body. It leaves what it saw in the exchange.
type attempter struct{ next http.RoundTripper }

func (a *attempter) RoundTrip(req *http.Request) (*http.Response, error) {
	x, ok := exchangeFrom(req.Context())
	if !ok {
		return nil, errors.New("transport: request without an exchange")
	}
	if x.refused = x.client.admit(req.Context(), x.policy.MaxRetryAfter); x.refused != nil {
		return nil, x.refused
	}
	x.attempts++
	started := time.Now()
	resp, seen := a.send(req, x)
	seen.at = time.Now()
	seen.took = seen.at.Sub(started)
	seen.cancelled = req.Context().Err() != nil
	x.last = seen
	if seen.status == 0 {
		return nil, seen.err
	}
	resp.Body = io.NopCloser(bytes.NewReader(seen.body))
	return resp, nil
}

// admit waits until the client may send: no pause is on and the limiter agrees.
// The pause may have begun while the limiter was waited for, so it has the last word.
func (c *Client) admit(ctx context.Context, longest time.Duration) error {
	for {
		if err := c.pause.wait(ctx, longest); err != nil {
			return err
		}
		if c.limiter == nil {
			return ctx.Err()
		}
		if err := c.limiter.Wait(ctx); err != nil {
			return limiterError(err)
		}
		if c.pause.left() <= 0 {
			return ctx.Err()
		}
	}
}

// limiterError adds what x/time/rate leaves out: that the deadline was the reason.
func limiterError(err error) error {
	if strings.Contains(err.Error(), "would exceed context deadline") && !errors.Is(err, context.DeadlineExceeded) {
		return errors.Join(err, context.DeadlineExceeded)
	}
	return err
}

func (x *exchange) timeout() time.Duration {
	if x.call.AttemptTimeout > 0 {
		return x.call.AttemptTimeout
	}
	return x.client.timeout
}

func (a *attempter) send(req *http.Request, x *exchange) (*http.Response, attempt) {
	ctx, cancel := context.WithTimeout(req.Context(), x.timeout())
	defer cancel()
	way := &way{}
	resp, err := a.next.RoundTrip(req.Clone(context.WithValue(ctx, wayKey{}, way))) // middleware may write into it
	if err == nil && resp == nil {
		err = errors.New("transport: middleware returned neither an answer nor an error")
	}
	if err != nil {
		return nil, attempt{
			err:       x.call.discreet(withoutURL(err)),
			sent:      way.judge(),
			permanent: isPermanent(err),
			timeout:   isTimeout(err),
		}
	}
	if resp.Body == nil {
		resp.Body = http.NoBody
	}
	if resp.StatusCode < 200 { // of a 101 net/http hands over the connection, and its end never comes
		resp.Body.Close()
		resp.Body = http.NoBody
	}
	seen := attempt{status: resp.StatusCode, header: resp.Header, sent: true}
	if seen.asked = x.client.asked(resp); seen.asked.given {
		// Now, not when the body has been read: other calls are under way.
		x.client.pause.until(time.Now().Add(min(seen.asked.wait, longestPause)))
	}
	if seen.body, err = readBody(resp, x.client.maxBytes); err != nil {
		seen.broken, seen.err = true, x.call.discreet(cause(err))
	}
	if location := redirectTarget(resp); location != "" {
		seen.err = errors.Join(seen.err, &redirectError{location})
	}
	return resp, seen
}

// asked reads what the vendor's rate limiter asked for.
func (c *Client) asked(resp *http.Response) asked {
	throttled := resp.StatusCode == http.StatusTooManyRequests
	if !throttled && resp.StatusCode != http.StatusServiceUnavailable {
		return asked{}
	}
	wanted := parseRetryAfter(resp.Header.Get("Retry-After"), time.Now())
	if !wanted.given && throttled && c.throttlePause > 0 {
		return asked{given: true, wait: c.throttlePause}
	}
	return wanted
}

const (
	maxErrorBytes = 64 << 10 // kept of the body of an error
	maxDrainBytes = 4 << 10  // read after that so that the connection can be used again
	maxGrowBytes  = 1 << 20  // set aside on the word of a Content-Length alone
)

// readBody reads a bounded body and closes it. More than the bound is an error
// in a 2xx answer and cut off in any other.
func readBody(resp *http.Response, limit int64) ([]byte, error) {
	defer resp.Body.Close()
	success := resp.StatusCode >= 200 && resp.StatusCode <= 299
	if !success {
		limit = min(limit, maxErrorBytes)
	}
	limit = min(limit, math.MaxInt64-1)
	body, err := readUpTo(resp, limit+1)
	if int64(len(body)) <= limit {
		return body, err
	}
	body = body[:limit]
	if success {
		return body, &lenient.BoundError{Bound: "bytes of an answer", Limit: limit}
	}
	_, _ = io.CopyN(io.Discard, resp.Body, maxDrainBytes)
	return body, nil
}

// readUpTo reads a body into one piece of memory, where its length is known.
func readUpTo(resp *http.Response, most int64) ([]byte, error) {
	reader := io.LimitReader(resp.Body, most)
	if resp.ContentLength <= 0 {
		return io.ReadAll(reader)
	}
	var body bytes.Buffer
	body.Grow(int(min(resp.ContentLength, most, maxGrowBytes)) + bytes.MinRead)
	_, err := body.ReadFrom(reader)
	return body.Bytes(), err
}

func isBound(err error) bool {
	_, ok := errors.AsType[*lenient.BoundError](err)
	return ok
}

var errNotHTTP = errors.New("the answer is not proper HTTP")

// withoutURL takes off the wrapper that shows the URL.
func withoutURL(err error) error {
	for wrapper, ok := errors.AsType[*url.Error](err); ok; wrapper, ok = errors.AsType[*url.Error](err) {
		err = wrapper.Err
	}
	return err
}

// cause names the bound of our own that net/http only has words for, and keeps
// to itself what net/http quotes of an answer: a server that echoes would have
// the query and the key in a log.
func cause(err error) error {
	err = withoutURL(err)
	text := err.Error()
	switch {
	case strings.Contains(text, "response headers exceeded"), strings.Contains(text, "header list larger"):
		return errors.Join(&lenient.BoundError{Bound: "bytes of headers", Limit: maxHeaderBytes}, err)
	case strings.Contains(text, "malformed"), strings.Contains(text, "connection broken: ") && strings.Contains(text, `"`):
		return errNotHTTP
	}
	return err
}

func isTimeout(err error) bool {
	timeout, ok := errors.AsType[net.Error](err)
	return errors.Is(err, context.DeadlineExceeded) || ok && timeout.Timeout()
}

// isConnecting says that connecting is what failed.
func isConnecting(err error) bool {
	op, ok := errors.AsType[*net.OpError](err)
	_, unknown := errors.AsType[*net.DNSError](err)
	return ok && op.Op == "dial" || unknown || isUnusable(err)
}

// isPermanent says that the next try would fail alike: the name is not known, the
// certificate not trusted, the port does not speak TLS, or middleware has made a
// request of it that can't be sent.
func isPermanent(err error) bool {
	if dns, ok := errors.AsType[*net.DNSError](err); ok {
		return dns.IsNotFound
	}
	badHeader := strings.HasPrefix(err.Error(), "net/http: invalid header")
	return isUnusable(err) || badHeader || errors.Is(err, errOtherHost)
}

// isUnusable says that the other side was reached, and no connection made of it.
func isUnusable(err error) bool {
	_, untrusted := errors.AsType[*tls.CertificateVerificationError](err)
	_, unknown := errors.AsType[x509.UnknownAuthorityError](err)
	_, hostname := errors.AsType[x509.HostnameError](err)
	_, notTLS := errors.AsType[tls.RecordHeaderError](err)
	return untrusted || unknown || hostname || notTLS || errors.Is(err, http.ErrSchemeMismatch)
}
