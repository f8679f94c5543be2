package transport

import (
	"bytes"
	"compress/gzip"
	"io"
	"net/http"
	"strings"

	"github.com/chargekit/chargekit-go/internal/lenient"
)

var (
	delivered = all(want{1, 1, Delivered, 200})
	oversized = all(want{1, 1, Unreadable, 200})
)

func refusal(status int) [3]want { return all(want{0, 1, Rejected, status}) }

func limited(status int) [3]want { return all(want{0, 3, Rejected, status}) }

func doubt(executed, status int) [3]want {
	return [3]want{{3 * executed, 3, Failed, status}, {3 * executed, 3, Failed, status}, {executed, 1, Unknown, status}}
}

func odd(status int) [3]want {
	return [3]want{{0, 1, Failed, status}, {0, 1, Failed, status}, {0, 1, Unknown, status}}
}

// responseFaults are responses that arrive, but are not the wanted ones.
func responseFaults() []*fault {
	small := func(cfg *Config) { cfg.MaxResponseBytes = 1000 }
	return []*fault{
		{name: "408", server: answer(408, true), want: doubt(1, 408)},
		{name: "429", server: answer(429, false), want: limited(429)},
		{name: "429 Retry-After: 0", server: answer(429, false, "Retry-After", "0"), want: limited(429)},
		{name: "429 Retry-After above the cap", server: answer(429, false, "Retry-After", "121"), want: refusal(429)},
		{name: "500", server: answer(500, true), want: doubt(1, 500)},
		{name: "501", server: answer(501, true), want: doubt(1, 501)},
		{name: "502 HTML, executed", server: answer(502, true, "Content-Type", "text/html"), want: doubt(1, 502)},
		{name: "502 HTML, not executed", server: answer(502, false, "Content-Type", "text/html"), want: doubt(0, 502)},
		{name: "503", server: answer(503, true), want: doubt(1, 503)},
		{name: "503 Retry-After: 0", server: answer(503, true, "Retry-After", "0"), want: doubt(1, 503)},
		{name: "504", server: answer(504, true), want: doubt(1, 504)},
		{name: "520", server: answer(520, true), want: doubt(1, 520)},
		{name: "400", server: answer(400, false), want: refusal(400)},
		{name: "401", server: answer(401, false), want: refusal(401)},
		{name: "404", server: answer(404, false), want: refusal(404)},
		{name: "409", server: answer(409, false), want: refusal(409)},
		{name: "300", server: answer(300, false), want: odd(300)},
		{name: "301", server: answer(301, false, "Location", elsewhere), want: refusal(301), as: is[*redirectError]},
		{name: "302", server: answer(302, false, "Location", elsewhere), want: odd(302), as: is[*redirectError]},
		{name: "302 with a bad Location", server: answer(302, false, "Location", "http://[::1"), want: odd(302), as: is[*redirectError]},
		{name: "303", server: answer(303, false, "Location", elsewhere), want: odd(303), as: is[*redirectError]},
		{name: "307", server: answer(307, false, "Location", elsewhere), want: refusal(307), as: is[*redirectError]},
		{name: "308", server: answer(308, false, "Location", elsewhere), want: refusal(308), as: is[*redirectError]},
		{name: "204", server: answer(204, true), want: all(want{1, 1, Delivered, 204})},
		{name: "empty 200", server: targetOptions{serve: func(s *target, _ http.ResponseWriter, _ *http.Request) { s.execute() }}, want: delivered},
		{name: "truncated JSON (the decoder's)", server: answer(200, true), want: delivered},
		{name: "wrong content type (the decoder's)", server: answer(200, true, "Content-Type", "text/plain"), want: delivered},
		{name: "oversized body", server: targetOptions{serve: serveMany}, config: small, want: oversized, as: is[*lenient.LimitError]},
		{name: "gzip bomb", server: targetOptions{serve: serveBomb(1 << 20)}, config: small, want: oversized, as: is[*lenient.LimitError]},
		{name: "broken gzip", server: answer(200, true, "Content-Encoding", "gzip"), want: cutAnswer},
		{name: "oversized headers", server: targetOptions{serve: serveManyHeaders}, want: lostAfter, as: is[*lenient.LimitError]},
	}
}

// Where redirects of the matrix lead: with what an error must not show.
const elsewhere = "http://canary.person:x@elsewhere.test/v1?email=" + canaryMail

// answer is a server that always sends the same response. It says it in cut JSON.
func answer(status int, executes bool, header ...string) targetOptions {
	return targetOptions{serve: func(s *target, w http.ResponseWriter, _ *http.Request) {
		if executes {
			s.execute()
		}
		for i := 0; i < len(header); i += 2 {
			w.Header().Set(header[i], header[i+1])
		}
		w.WriteHeader(status)
		if status != http.StatusNoContent {
			_, _ = io.WriteString(w, `{"error":"so it`)
		}
	}}
}

func serveMany(s *target, w http.ResponseWriter, _ *http.Request) {
	s.execute()
	_, _ = io.WriteString(w, strings.Repeat("x", 1001))
}

func serveManyHeaders(s *target, w http.ResponseWriter, _ *http.Request) {
	s.execute()
	for range 5 {
		w.Header().Add("X-Long", strings.Repeat("x", 250<<10))
	}
}

// serveBomb responds with zeros that are small on the wire.
func serveBomb(size int64) func(*target, http.ResponseWriter, *http.Request) {
	packed := zeros(size)
	return func(s *target, w http.ResponseWriter, _ *http.Request) {
		s.execute()
		w.Header().Set("Content-Encoding", "gzip")
		_, _ = w.Write(packed)
	}
}

func zeros(size int64) []byte {
	var packed bytes.Buffer
	z := gzip.NewWriter(&packed)
	block := make([]byte, 1<<16)
	for left := size; left > 0; left -= int64(len(block)) {
		_, _ = z.Write(block[:min(left, int64(len(block)))])
	}
	_ = z.Close()
	return packed.Bytes()
}
