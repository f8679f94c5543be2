package transport

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"net"
	"net/http"
	"net/url"
	"strings"

	"github.com/chargekit/chargekit-go/internal/lenient"
)

var errNotHTTP = errors.New("the answer is not proper HTTP")

// withoutURL unwraps the errors of net/http that show the URL.
func withoutURL(err error) error {
	for wrapper, ok := errors.AsType[*url.Error](err); ok; wrapper, ok = errors.AsType[*url.Error](err) {
		err = wrapper.Err
	}
	return err
}

// cleanNetError turns net/http's errors about the size of headers into a
// LimitError, and replaces those that quote the response: a server that echoes
// would bring the query and the key into a log. net/http has no types for them;
// the texts are those of Go 1.26, and the fault matrix checks each.
func cleanNetError(err error) error {
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

// isConnectError reports whether no connection could be made.
func isConnectError(err error) bool {
	op, ok := errors.AsType[*net.OpError](err)
	_, unknown := errors.AsType[*net.DNSError](err)
	return ok && op.Op == "dial" || unknown || isTLSFailure(err)
}

// isPermanent reports whether the next attempt would fail alike: the host is not
// known, its certificate not trusted, its port does not speak TLS, or middleware
// has made a request that can't be sent.
func isPermanent(err error) bool {
	if dns, ok := errors.AsType[*net.DNSError](err); ok {
		return dns.IsNotFound
	}
	badHeader := strings.HasPrefix(err.Error(), "net/http: invalid header")
	return isTLSFailure(err) || badHeader || errors.Is(err, errOtherHost)
}

// isTLSFailure reports whether the server was reached but no secure connection
// could be made.
func isTLSFailure(err error) bool {
	_, untrusted := errors.AsType[*tls.CertificateVerificationError](err)
	_, unknown := errors.AsType[x509.UnknownAuthorityError](err)
	_, hostname := errors.AsType[x509.HostnameError](err)
	_, notTLS := errors.AsType[tls.RecordHeaderError](err)
	return untrusted || unknown || hostname || notTLS || errors.Is(err, http.ErrSchemeMismatch)
}
