package fake

import (
	"maps"
	"net"
	"net/http"
	"strconv"
	"time"
)

// slowPieces is how many pieces Fault.SlowBody splits a body into.
const slowPieces = 8

// send writes a response to the client, slowed and cut as the fault says. After a
// body shorter than declared net/http itself closes the connection; a reset by
// hangUp could overtake the bytes sent before it.
func (x *exchange) send(resp *response, fault Fault) {
	x.sendHead(resp)
	if x.r.Method == http.MethodHead || !resp.hasBody() {
		return
	}
	x.sendBody(fault.cut(resp.body), fault.SlowBody)
}

func (x *exchange) sendHead(resp *response) {
	header := x.w.Header()
	maps.Copy(header, resp.header)
	if x.cfg.ConnectionClose {
		header.Set("Connection", "close")
	}
	if resp.hasBody() && header.Get("Content-Length") == "" {
		header.Set("Content-Length", strconv.Itoa(len(resp.body)))
	}
	x.w.WriteHeader(resp.status)
}

// sendBody ends early if the client leaves or the server closes.
func (x *exchange) sendBody(body []byte, pause time.Duration) {
	if pause <= 0 {
		_, _ = x.w.Write(body)
		return
	}
	size := max(1, (len(body)+slowPieces-1)/slowPieces)
	for len(body) > size {
		_, _ = x.w.Write(body[:size])
		_ = http.NewResponseController(x.w).Flush()
		body = body[size:]
		if !x.pause(pause) {
			return
		}
	}
	_, _ = x.w.Write(body)
}

// cut returns the part of a body that is sent.
func (f Fault) cut(body []byte) []byte {
	if f.TruncateAfter == 0 || f.TruncateAfter >= len(body) {
		return body
	}
	return body[:max(0, f.TruncateAfter)]
}

// hangUp drops the connection without a response: it resets a TCP connection,
// closes a pipe, and resets the stream of an HTTP/2 request, whose connection
// can't be hijacked.
func hangUp(w http.ResponseWriter) {
	conn, _, err := http.NewResponseController(w).Hijack()
	if err != nil {
		panic(http.ErrAbortHandler)
	}
	if tcp, ok := underneath(conn).(*net.TCPConn); ok {
		_ = tcp.SetLinger(0)
		conn = tcp // closing a TLS connection would send an alert first
	}
	_ = conn.Close()
}

func underneath(conn net.Conn) net.Conn {
	if wrapped, ok := conn.(interface{ NetConn() net.Conn }); ok {
		return wrapped.NetConn()
	}
	return conn
}
