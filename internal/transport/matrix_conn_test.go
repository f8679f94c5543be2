package transport

import (
	"crypto/tls"
	"io"
	"net"
	"net/http"
	"strings"
)

var (
	both = []string{plain, secure}
	// Lost on a connection: repeated where that is safe, else nobody knows.
	lostBefore = [3]want{{0, 3, Failed, 0}, {0, 3, Failed, 0}, {0, 1, Unknown, 0}}
	lostAfter  = [3]want{{3, 3, Failed, 0}, {3, 3, Failed, 0}, {1, 1, Unknown, 0}}
	// The response began: what was asked for has happened. Reads are read again.
	cutAnswer = [3]want{{3, 3, Unreadable, 200}, {1, 1, Unreadable, 200}, {1, 1, Unreadable, 200}}
	broken    = anyOf(errReset, errPipe, io.EOF, io.ErrUnexpectedEOF)
)

// connectionFaults come over a connection, before the response is complete.
func connectionFaults() []*fault {
	serve := func(f func(*target, http.ResponseWriter, *http.Request)) targetOptions {
		return targetOptions{serve: f}
	}
	return []*fault{
		{name: "reset before the request is read", server: targetOptions{serve: serveOK, grab: grabReset}, want: lostBefore},
		{name: "reset after the request was read", server: serve(serveReset), want: lostAfter, as: broken},
		{name: "hang-up after the request was read", on: both, server: serve(serveHangUp), want: lostAfter, is: io.EOF},
		{name: "stream reset after the request was read", on: []string{second}, server: serve(serveHangUp), want: lostAfter},
		{name: "reset after the headers", server: serve(serveHead), want: cutAnswer, as: broken},
		{name: "reset in the body", server: serve(serveHalf), want: cutAnswer, as: broken},
		{name: "hang-up in the body", on: both, server: serve(serveShort), want: cutAnswer, is: io.ErrUnexpectedEOF},
		{name: "stream reset in the body", on: []string{second}, server: serve(serveShort), want: cutAnswer},
		{name: "hang-up in a chunked body", server: serve(serveShortChunked), want: cutAnswer},
		{name: "answer that is not HTTP", on: both, server: targetOptions{serve: serveOK, grab: grabEcho("")}, want: lostBefore, is: errNotHTTP},
		{name: "answer with bad headers", on: both, server: targetOptions{serve: serveOK, grab: grabEcho("HTTP/1.1 200 OK\r\n")}, want: lostBefore, is: errNotHTTP},
		{name: "EOF on a kept connection, our client", on: both, warm: true, server: serve(serveOncePerConnection),
			want: [3]want{{2, 1, Delivered, 200}, {2, 2, Delivered, 200}, {2, 1, Delivered, 200}}},
		{name: "EOF on a kept connection, caller's client", warm: true, caller: true, server: serve(serveOncePerConnection), as: broken,
			want:   [3]want{{2, 1, Delivered, 200}, {2, 2, Delivered, 200}, {1, 1, Unknown, 0}},
			wantOn: map[string][3]want{second: {{2, 2, Delivered, 200}, {2, 2, Delivered, 200}, {1, 1, Unknown, 0}}}},
		{name: "EOF on an idle connection of its own", on: both, reused: true, server: serve(serveOncePerConnection),
			want: [3]want{{2, 1, Delivered, 200}, {2, 2, Delivered, 200}, {1, 1, Unknown, 0}}, as: broken},
		{name: "reset after the request was read, idle connection", on: both, reused: true, server: serve(thenEach(serveReset)), // net/http itself sends a GET again
			want: [3]want{{5, 3, Failed, 0}, {4, 3, Failed, 0}, {2, 1, Unknown, 0}}, as: broken},
		{name: "hang-up in the body, idle connection", on: both, reused: true, server: serve(thenEach(serveShort)), is: io.ErrUnexpectedEOF,
			want: [3]want{{4, 3, Unreadable, 200}, {2, 1, Unreadable, 200}, {2, 1, Unreadable, 200}}},
		{name: "503 on an idle connection", on: both, reused: true, server: serve(thenEach(answer(503, true).serve)),
			want: [3]want{{4, 3, Failed, 503}, {4, 3, Failed, 503}, {2, 1, Unknown, 503}}},
	}
}

// thenEach succeeds once and goes wrong then.
func thenEach(wrong func(*target, http.ResponseWriter, *http.Request)) func(*target, http.ResponseWriter, *http.Request) {
	return func(s *target, w http.ResponseWriter, r *http.Request) {
		if s.reached.Load() == 1 {
			serveOK(s, w, r)
			return
		}
		wrong(s, w, r)
	}
}

// grabReset resets the connection when the client has got it, and before
// anything is read of its request.
func grabReset(s *target, c net.Conn) bool {
	go func() {
		if s.kind != plain {
			config := serverTLS()
			if config.NextProtos = []string{"http/1.1"}; s.kind == second {
				config.NextProtos = []string{"h2"}
			}
			if tls.Server(c, config).Handshake() != nil {
				c.Close()
				return
			}
		}
		s.await(s.gotConn)
		reset(c)
	}()
	return true
}

// grabEcho sends the request back, which has the key and personal data in it.
func grabEcho(before string) func(*target, net.Conn) bool {
	return func(s *target, c net.Conn) bool {
		if s.kind == secure {
			c = tls.Server(c, serverTLS())
		}
		go func() {
			defer c.Close()
			buf := make([]byte, 8192)
			n, _ := c.Read(buf)
			head := strings.ReplaceAll(string(buf[:n]), "Authorization: ", "Authorization ")
			_, _ = io.WriteString(c, before+head)
		}()
		return true
	}
}

func serveReset(s *target, _ http.ResponseWriter, r *http.Request) {
	s.execute()
	reset(connOf(r))
}

func serveHangUp(s *target, _ http.ResponseWriter, _ *http.Request) {
	s.execute()
	panic(http.ErrAbortHandler)
}

func serveHang(s *target, _ http.ResponseWriter, r *http.Request) {
	s.execute()
	s.hang(r)
}

// begin announces more than it sends, and waits for the client to read it: a
// reset would destroy what has not been read.
func begin(s *target, w http.ResponseWriter, sent string) {
	s.execute()
	w.Header().Set("Content-Length", "100")
	_, _ = io.WriteString(w, sent)
	_ = http.NewResponseController(w).Flush()
	s.await(s.firstByte)
}

func serveHead(s *target, w http.ResponseWriter, r *http.Request) {
	begin(s, w, "")
	reset(connOf(r))
}

func serveHalf(s *target, w http.ResponseWriter, r *http.Request) {
	begin(s, w, `{"ok":`)
	reset(connOf(r))
}

func serveShort(s *target, w http.ResponseWriter, _ *http.Request) {
	begin(s, w, `{"ok":`)
	panic(http.ErrAbortHandler)
}

func serveShortChunked(s *target, w http.ResponseWriter, _ *http.Request) {
	s.execute()
	_, _ = io.WriteString(w, `{"ok":`)
	_ = http.NewResponseController(w).Flush()
	s.await(s.firstByte)
	panic(http.ErrAbortHandler)
}

func serveSlow(s *target, w http.ResponseWriter, r *http.Request) {
	begin(s, w, `{"ok":`)
	s.hang(r)
}

// serveOncePerConnection closes a connection when a second request comes over
// it, as a server does whose idle timeout has just run out.
func serveOncePerConnection(s *target, w http.ResponseWriter, r *http.Request) {
	if s.again(r) {
		_ = connOf(r).Close()
		panic(http.ErrAbortHandler)
	}
	serveOK(s, w, r)
}
