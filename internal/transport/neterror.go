package transport

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"net"
	"net/http"
	"net/url"
	"reflect"
	"slices"
	"strings"

	"github.com/chargekit/chargekit-go/internal/lenient"
)

var errNotHTTP = errors.New("the response is not HTTP")

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
		return errors.Join(&lenient.LimitError{Name: "bytes of headers", Limit: maxHeaderBytes}, err)
	case strings.Contains(text, "malformed"), strings.Contains(text, "connection broken: ") && strings.Contains(text, `"`):
		return errNotHTTP
	}
	return err
}

func isTimeout(err error) bool {
	timeout, ok := errors.AsType[net.Error](err)
	return errors.Is(err, context.DeadlineExceeded) || ok && timeout.Timeout()
}

// anyInChain reports whether match holds for err or for an error that it wraps.
func anyInChain(err error, match func(error) bool) bool {
	if err == nil {
		return false
	}
	if match(err) {
		return true
	}
	switch wrapper := err.(type) {
	case interface{ Unwrap() error }:
		return anyInChain(wrapper.Unwrap(), match)
	case interface{ Unwrap() []error }:
		return slices.ContainsFunc(wrapper.Unwrap(), func(e error) bool { return anyInChain(e, match) })
	}
	return false
}

// isSame compares errors of any type; == panics for those that hold a slice.
func isSame(a, b error) bool {
	if reflect.ValueOf(a).Comparable() && reflect.ValueOf(b).Comparable() {
		return a == b
	}
	return reflect.TypeOf(a) == reflect.TypeOf(b) && a.Error() == b.Error()
}

// isConnectError reports whether no connection could be made, to the server or to
// a proxy.
func isConnectError(err error) bool {
	dial := anyInChain(err, func(e error) bool {
		op, ok := e.(*net.OpError)
		return ok && (op.Op == "dial" || op.Op == "proxyconnect" || op.Op == "socks connect")
	})
	_, unknown := errors.AsType[*net.DNSError](err)
	return dial || unknown || isTLSFailure(err) || isAlert(err, handshakeAlerts) || isAlert(err, certificateAlerts)
}

// certificateAlerts are those by which a server ends a handshake because of the
// client's certificate, or because there is none. In TLS 1.3 they come when the
// client has finished its handshake and has sent the request, of which the server
// reads nothing.
var certificateAlerts = alerts(42, 43, 44, 45, 46, 48, 49, 116)

// handshakeAlerts end a handshake for other reasons.
var handshakeAlerts = alerts(40, 70, 71, 112, 120)

// alerts returns the texts of TLS alerts (RFC 8446, 6): crypto/tls does not export
// their type.
func alerts(codes ...tls.AlertError) (texts []string) {
	for _, code := range codes {
		texts = append(texts, code.Error())
	}
	return texts
}

// isAlert reports whether the server sent one of the alerts.
func isAlert(err error, alerts []string) bool {
	return anyInChain(err, func(e error) bool {
		op, ok := e.(*net.OpError)
		return ok && op.Op == "remote error" && op.Err != nil && slices.Contains(alerts, op.Err.Error())
	})
}

// isPermanent reports whether the next attempt would fail alike: the host is not
// known, its certificate or ours is not trusted, its port does not speak TLS, there
// is no key, or middleware has made a request that can't be sent.
func isPermanent(err error) bool {
	if dns, ok := errors.AsType[*net.DNSError](err); ok {
		return dns.IsNotFound
	}
	_, noKey := errors.AsType[*CredentialsError](err)
	badHeader := strings.HasPrefix(err.Error(), "net/http: invalid header")
	return isTLSFailure(err) || isAlert(err, certificateAlerts) || badHeader || noKey || errors.Is(err, errOtherHost)
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
