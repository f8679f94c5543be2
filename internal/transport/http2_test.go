package transport

import (
	"crypto/tls"
	"encoding/binary"
	"io"
	"net"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/require"
)

// Types and flags of the frames of HTTP/2, and its error codes.
const (
	frameHeaders, frameReset, frameSettings = 1, 3, 4
	flagEnd, flagAck                        = 1, 1
	protocolError, refusedStream            = 1, 7
)

// breaksStreams speaks just enough HTTP/2 to read every request whole and then
// break off its stream with this code.
func breaksStreams(code uint32, executed *atomic.Int64) func(*target, net.Conn) bool {
	return func(s *target, raw net.Conn) bool {
		conn := raw
		if s.kind != plain {
			config := serverTLS()
			config.NextProtos = []string{"h2"}
			conn = tls.Server(raw, config)
		}
		go func() {
			<-s.ended
			conn.Close()
		}()
		go func() {
			defer conn.Close()
			if _, err := io.ReadFull(conn, make([]byte, len("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"))); err != nil {
				return
			}
			writeFrame(conn, frameSettings, 0, 0, nil)
			for {
				kind, flags, stream, err := readFrame(conn)
				switch {
				case err != nil:
					return
				case kind == frameSettings && flags&flagAck == 0:
					writeFrame(conn, frameSettings, flagAck, 0, nil)
				case kind <= frameHeaders && flags&flagEnd != 0: // the last of a request's headers and data
					executed.Add(1)
					writeFrame(conn, frameReset, 0, stream, binary.BigEndian.AppendUint32(nil, code))
				}
			}
		}()
		return true
	}
}

func readFrame(r io.Reader) (kind, flags byte, stream uint32, err error) {
	head := make([]byte, 9)
	if _, err := io.ReadFull(r, head); err != nil {
		return 0, 0, 0, err
	}
	length := int64(head[0])<<16 | int64(head[1])<<8 | int64(head[2])
	_, err = io.CopyN(io.Discard, r, length)
	return head[3], head[4], binary.BigEndian.Uint32(head[5:]), err
}

func writeFrame(w io.Writer, kind, flags byte, stream uint32, payload []byte) {
	head := []byte{0, 0, byte(len(payload)), kind, flags}
	_, _ = w.Write(append(binary.BigEndian.AppendUint32(head, stream), payload...))
}

// net/http sends a request again over HTTP/2, without end, when its stream is
// broken off with certain codes, also one that may have been executed.
func TestHTTP2DoesNotSendAgainByItself(t *testing.T) {
	t.Parallel()
	for name, code := range map[string]uint32{"protocol error": protocolError, "refused": refusedStream} {
		for class, c := range map[Safety]struct {
			most    int64
			outcome Outcome
		}{
			Read: {1 + maxReplays, Failed}, Repeatable: {1 + maxReplays, Failed}, Once: {1, Unknown},
		} {
			t.Run(name+" "+class.String(), func(t *testing.T) {
				t.Parallel() // net/http waits a second and two between its retries
				brokenOff(t, code, class, c.most, c.outcome)
			})
		}
	}
}

func brokenOff(t *testing.T, code uint32, class Safety, most int64, outcome Outcome) {
	var executed atomic.Int64
	s := newTarget(t, second, targetOptions{serve: serveOK, grab: breaksStreams(code, &executed)})
	own := callersClient(second)
	defer own.CloseIdleConnections()
	call := callOf(class)
	call.Retry = &RetryPolicy{}
	answer, failed := newClientOf(t, s.URL, func(cfg *Config) { cfg.HTTPClient = own }).Do(t.Context(), call)
	require.Equal(t, 1, answer.Attempts)
	require.Equal(t, outcome, failed.Outcome)
	require.ErrorIs(t, failed.Err, errReplay)
	require.Equal(t, most, executed.Load(), "times the server read it")
}

// A bodyless call can be sent again even more easily.
func TestHTTP2DoesNotSendAnEmptyCallAgain(t *testing.T) {
	var executed atomic.Int64
	s := newTarget(t, second, targetOptions{serve: serveOK, grab: breaksStreams(protocolError, &executed)})
	own := callersClient(second)
	defer own.CloseIdleConnections()
	call := callOf(Once)
	call.Body = nil
	_, failed := newClientOf(t, s.URL, func(cfg *Config) { cfg.HTTPClient = own }).Do(t.Context(), call)
	require.Equal(t, Unknown, failed.Outcome)
	require.EqualValues(t, 1, executed.Load())
}
