package transport

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestHeadersACallerMayNotSet(t *testing.T) {
	for _, name := range []string{
		"Idempotency-Key", "idempotency-key", "IDEMPOTENCY-KEY", "iDeMpOtEnCy-kEy", "X-Idempotency-Key", "x-idempotency-key", "X-IDEMPOTENCY-KEY",
		"X-HTTP-Method-Override", "x-http-method", "X-Method-Override",
		"Authorization", "authorization", "Proxy-Authorization", "Host", "host", "Content-Length", "Transfer-Encoding", "Connection", "Trailer",
		"Upgrade", "Expect", "TE", "te", "Keep-Alive", "Content-Type", "Content-Encoding", "Accept-Encoding", "User-Agent",
	} {
		require.EqualError(t, CheckHeader(name, "x"), "header "+name+" must not be set by the caller")
	}
	for name, value := range map[string]string{"X-Request-Id": "a", "chargehound-version": "1999-01-01", "X-Empty": "", "X-Text": "Zoë, \"quoted\""} {
		require.NoError(t, CheckHeader(name, value), name)
	}
	for _, name := range []string{"", " ", "X Y", "X:Y", "X\r\nY", "X\x00", "É", "sk_live key", "X/Y", "(X)"} {
		require.EqualError(t, CheckHeader(name, "x"), "header name is not a header name", "%q", name)
	}
	for _, value := range []string{"a\r\nHost: evil", "a\n", "\x00", "a\tb", "\x7f", "\xff"} {
		require.EqualError(t, CheckHeader("X-Trace", value), "header X-Trace has a control character in its value", "%q", value)
	}
}
