package transport

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"net"
	"net/http"
	"net/url"
	"strings"
)

var (
	overTLS  = []string{secure, second}
	never    = all(want{0, 3, NotSent, 0}) // not sent, worth another try
	hopeless = all(want{0, 1, NotSent, 0}) // not sent, and would not be the next time
)

func serveOK(s *target, w http.ResponseWriter, _ *http.Request) {
	s.execute()
	_, _ = w.Write([]byte(`{"ok":true}`))
}

// connectFaults come before there is a connection.
func connectFaults() []*fault {
	ok := targetOptions{serve: serveOK}
	return []*fault{
		{name: "dial refused", server: ok, base: closedPort, want: never, is: errRefused},
		{name: "DNS: no such host", on: overTLS, server: ok, base: unknownName, client: resolveWith(rcodeNameError), want: hopeless, as: is[*net.DNSError]},
		{name: "DNS: temporary failure", on: overTLS, server: ok, base: unknownName, client: resolveWith(rcodeServerFailure), want: never, as: is[*net.DNSError]},
		{name: "TLS handshake cut", on: overTLS, server: targetOptions{serve: serveOK, grab: grabCutHandshake}, want: never},
		{name: "certificate not trusted", on: overTLS, server: ok, client: distrust, want: hopeless, as: is[x509.UnknownAuthorityError]},
		{name: "certificate for another name", on: overTLS, server: ok, base: localhostName, want: hopeless, as: is[x509.HostnameError]},
		{name: "TLS 1.1 only", on: []string{secure}, server: targetOptions{serve: serveOK, tls: oldTLS()}, want: never},
		{name: "plain HTTP on the TLS port", on: []string{plain}, server: ok, base: pretendTLS, want: hopeless, as: is[tls.RecordHeaderError]},
		{name: "proxy refuses CONNECT", on: []string{secure}, server: ok, client: proxyRejects, want: never},
	}
}

// closedPort is one that nobody listens on and that no server of a test gets.
func closedPort(s *target) string {
	scheme, _, _ := strings.Cut(s.URL, ":")
	return scheme + "://127.0.0.1:1"
}

func unknownName(*target) string     { return "https://api.vendor.test" }
func localhostName(s *target) string { return strings.Replace(s.URL, "127.0.0.1", "localhost", 1) }
func pretendTLS(s *target) string    { return strings.Replace(s.URL, "http:", "https:", 1) }
func distrust(t *http.Transport)     { t.TLSClientConfig.RootCAs = nil }

func dialHangs(t *http.Transport) {
	t.DialContext = func(ctx context.Context, _, _ string) (net.Conn, error) {
		<-ctx.Done()
		return nil, ctx.Err()
	}
}

// proxyRejects sends calls through a proxy that is an HTTP server in TLS: it
// takes the CONNECT for bad input.
func proxyRejects(t *http.Transport) {
	t.DialContext = func(context.Context, string, string) (net.Conn, error) {
		client, proxy := net.Pipe()
		go func() {
			defer proxy.Close()
			_, _ = proxy.Read(make([]byte, 4096))
			_, _ = proxy.Write([]byte("HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n"))
		}()
		return client, nil
	}
	t.Proxy = http.ProxyURL(&url.URL{Scheme: "http", Host: "proxy.test:3128"})
}

func oldTLS() *tls.Config {
	old := serverTLS()
	old.MinVersion, old.MaxVersion = tls.VersionTLS10, tls.VersionTLS11
	return old
}

func grabHang(s *target, c net.Conn) bool {
	go func() {
		<-s.ended
		c.Close()
	}()
	return true
}

func grabCutHandshake(_ *target, c net.Conn) bool {
	go func() {
		_, _ = c.Read(make([]byte, 8192))
		c.Close()
	}()
	return true
}

// Responses of a DNS server (RFC 1035, 4.1.1).
const (
	rcodeServerFailure = 2
	rcodeNameError     = 3
)

// resolveWith asks a DNS server of our own, which responds to every question so.
func resolveWith(rcode byte) func(*http.Transport) {
	resolver := &net.Resolver{PreferGo: true, Dial: func(context.Context, string, string) (net.Conn, error) {
		client, server := net.Pipe()
		go responseDNS(server, rcode)
		return client, nil
	}}
	dialer := &net.Dialer{Resolver: resolver}
	return func(t *http.Transport) { t.DialContext = dialer.DialContext }
}

// responseDNS speaks DNS as over TCP, which Go does on any connection that is no
// packet connection: two bytes of length, then the message.
func responseDNS(c net.Conn, rcode byte) {
	defer c.Close()
	buf := make([]byte, 1024)
	for {
		n, err := c.Read(buf)
		if err != nil {
			return
		}
		if n > 5 {
			buf[4] |= 0x80 // a response
			buf[5] = buf[5]&0xf0 | rcode
		}
		if _, err := c.Write(buf[:n]); err != nil {
			return
		}
	}
}
