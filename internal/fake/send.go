package fake

import (
	"maps"
	"net"
	"net/http"
	"strconv"
	"time"
)

// slowPieces is how many pieces a body under Fault.SlowBody comes in.
const slowPieces = 8

// send writes an answer to the client, slowed and cut as the fault says. After
// less of a body than was announced net/http hangs up by itself, and in order:
// the reset of hangUp could overtake the bytes sent before it.
func (x *exchange) send(ans *answer, fault Fault) {
	x.sendHead(ans)
	if x.r.Method == http.MethodHead || !ans.hasBody() {
		return
	}
	x.sendBody(fault.cut(ans.body), fault.SlowBody)
}

func (x *exchange) sendHead(ans *answer) {
	header := x.w.Header()
	maps.Copy(header, ans.header)
	if x.cfg.ConnectionClose {
		header.Set("Connection", "close")
	}
	if ans.hasBody() && header.Get("Content-Length") == "" {
		header.Set("Content-Length", strconv.Itoa(len(ans.body)))
	}
	x.w.WriteHeader(ans.status)
}

// sendBody ends early when the client has gone or the server closes.
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

// cut returns what is sent of a body.
func (f Fault) cut(body []byte) []byte {
	if f.TruncateAfter == 0 || f.TruncateAfter >= len(body) {
		return body
	}
	return body[:max(0, f.TruncateAfter)]
}

// hangUp ends the connection without an answer: with a reset on TCP, plainly on a
// pipe, and by resetting the stream where there is no connection to take (HTTP/2).
func hangUp(w http.ResponseWriter) {
	conn, _, err := http.NewResponseController(w).Hijack()
	if err != nil {
		panic(http.ErrAbortHandler)
	}
	if tcp, ok := underneath(conn).(*net.TCPConn); ok {
		_ = tcp.SetLinger(0)
		conn = tcp // closing a TLS connection would send a goodbye first
	}
	_ = conn.Close()
}

func underneath(conn net.Conn) net.Conn {
	if wrapped, ok := conn.(interface{ NetConn() net.Conn }); ok {
		return wrapped.NetConn()
	}
	return conn
}
