package transport

import (
	"crypto/tls"
	"net"
	"net/http"
	"sync/atomic"
	"time"
)

const maxHeaderBytes = 1 << 20

// ownTransports are used unless the caller brings an http.Client. Once-only calls
// have connections of their own over HTTP/1.1, whose failures are simpler to judge.
type ownTransports struct {
	shared  *http.Transport // for calls that may be sent again
	kept    *http.Transport // for once-only calls, idle for idleLimit at most
	fresh   *http.Transport // for those that must not be sent on an idle connection
	early   earlyCloses
	closing atomic.Bool // CloseIdleConnections is at work
}

func newOwnTransports(cfg Config) *ownTransports {
	o := &ownTransports{
		shared: sharedTransport(cfg),
		kept:   onceTransport(cfg),
		fresh:  onceTransport(cfg),
		early:  earlyCloses{distrust: distrustTime},
	}
	o.fresh.DisableKeepAlives = true
	o.keep(o.kept)
	return o
}

// RoundTrip sends requests that middleware has cut off from their call on a fresh
// connection: the call may be once-only.
func (o *ownTransports) RoundTrip(req *http.Request) (*http.Response, error) {
	ctx := req.Context()
	markTraced(ctx)
	switch s := scopeFrom(ctx); {
	case !s.isOnce():
		return o.shared.RoundTrip(req)
	case s.hop == nil, isReplayed(req.Method), o.early.recent():
		return o.fresh.RoundTrip(req)
	default:
		resp, err := o.kept.RoundTrip(req)
		if s.hop.wasLostToIdle(ctx, err) {
			o.early.note()
		}
		return resp, err
	}
}

func (o *ownTransports) CloseIdleConnections() {
	o.closing.Store(true)
	defer o.closing.Store(false)
	o.shared.CloseIdleConnections()
	o.kept.CloseIdleConnections()
	o.fresh.CloseIdleConnections()
}

// sharedTransport may speak HTTP/2.
func sharedTransport(cfg Config) *http.Transport {
	t := baseTransport(cfg)
	t.ForceAttemptHTTP2 = true
	t.IdleConnTimeout = 30 * time.Second
	return t
}

// onceTransport speaks HTTP/1.1 only.
func onceTransport(cfg Config) *http.Transport {
	t := baseTransport(cfg)
	t.IdleConnTimeout = idleLimit
	t.Protocols = new(http.Protocols)
	t.Protocols.SetHTTP1(true)
	return t
}

// baseTransport keeps as many connections as are in use; by default net/http
// keeps two for a host and dials the others anew for every call. It has no
// ResponseHeaderTimeout, which would cut short an attempt that was given more time.
func baseTransport(cfg Config) *http.Transport {
	t := &http.Transport{
		Proxy:                  cfg.Proxy,
		DialContext:            (&net.Dialer{Timeout: 10 * time.Second}).DialContext,
		TLSClientConfig:        &tls.Config{},
		TLSHandshakeTimeout:    10 * time.Second,
		MaxIdleConnsPerHost:    1024,
		MaxResponseHeaderBytes: maxHeaderBytes,
	}
	if cfg.Proxy == nil {
		t.Proxy = http.ProxyFromEnvironment
	}
	if cfg.TLSConfig != nil {
		t.TLSClientConfig = cfg.TLSConfig.Clone()
	}
	if t.TLSClientConfig.MinVersion == 0 {
		t.TLSClientConfig.MinVersion = tls.VersionTLS12
	}
	return t
}
