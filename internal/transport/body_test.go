package transport

import (
	"bytes"
	"errors"
	"io"
	"math"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/internal/lenient"
)

// counted is a body that knows what was read of it, and if it was closed.
type counted struct {
	io.Reader
	read   int64
	closed int
}

func (c *counted) Read(p []byte) (int, error) {
	n, err := c.Reader.Read(p)
	c.read += int64(n)
	return n, err
}

func (c *counted) Close() error { c.closed++; return nil }

func TestABombIsReadToTheLimitOnly(t *testing.T) {
	const members = 512 // of a mebibyte of zeros: half a mebibyte on the wire
	bomb := bytes.Repeat(zeros(1<<20), members)
	s := newTarget(t, plain, targetOptions{serve: func(_ *target, w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Encoding", "gzip")
		_, _ = w.Write(bomb)
	}})
	body := &counted{}
	client := newClientOf(t, s.URL, middleware(func(req *http.Request, next http.RoundTripper) (*http.Response, error) {
		resp, err := next.RoundTrip(req)
		if err == nil {
			body.Reader, resp.Body = resp.Body, body
		}
		return resp, err
	}))
	started := time.Now()
	answer, failed := client.Do(t.Context(), callOf(Once))
	t.Logf("%d MiB in %d KiB: %d bytes read in %v", members, len(bomb)>>10, body.read, time.Since(started))
	bound, ok := errors.AsType[*lenient.LimitError](failed.Err)
	require.True(t, ok)
	require.EqualValues(t, DefaultMaxResponseBytes, bound.Limit)
	require.EqualValues(t, DefaultMaxResponseBytes+1, body.read)
	require.Len(t, answer.Body, DefaultMaxResponseBytes)
	require.Equal(t, Unreadable, failed.Outcome)
}

func TestBodiesAreBounded(t *testing.T) {
	for _, test := range []struct {
		name           string
		status         int
		size, limit    int64
		kept, read     int64
		tooLong        bool
		declaredLength int64
	}{
		{name: "at the limit", status: 200, size: 10, limit: 10, kept: 10, read: 10},
		{name: "over the limit", status: 200, size: 12, limit: 10, kept: 10, read: 11, tooLong: true},
		{name: "no limit", status: 200, size: 10, limit: math.MaxInt64, kept: 10, read: 10},
		{name: "a length that is a lie", status: 200, size: 10, limit: math.MaxInt64, kept: 10, read: 10, declaredLength: math.MaxInt64},
		{name: "an error's body at its limit", status: 500, size: maxErrorBytes, limit: 1 << 30, kept: maxErrorBytes, read: maxErrorBytes},
		{name: "an error's body, drained", status: 500, size: maxErrorBytes + 100, limit: 1 << 30, kept: maxErrorBytes, read: maxErrorBytes + 100},
		{name: "an error's endless body", status: 500, size: 1 << 30, limit: 1 << 30, kept: maxErrorBytes, read: maxErrorBytes + 1 + maxDrainBytes},
		{name: "a smaller limit for errors too", status: 404, size: 12, limit: 10, kept: 10, read: 12},
	} {
		t.Run(test.name, func(t *testing.T) {
			body := &counted{Reader: io.LimitReader(endless{}, test.size)}
			got, err := readBody(&http.Response{StatusCode: test.status, Body: body, ContentLength: test.declaredLength}, test.limit)
			require.Equal(t, test.tooLong, isUnreadable(err))
			require.EqualValues(t, test.kept, len(got))
			require.Equal(t, test.read, body.read)
			require.Equal(t, 1, body.closed)
		})
	}
}

// endless reads as zeros.
type endless struct{}

func (endless) Read(p []byte) (int, error) {
	clear(p)
	return len(p), nil
}

func TestALengthThatIsALieCostsNoMemory(t *testing.T) {
	body, err := readBody(&http.Response{StatusCode: 200, Body: io.NopCloser(strings.NewReader("{}")), ContentLength: 10 << 20}, 10<<20)
	require.NoError(t, err)
	require.LessOrEqual(t, cap(body), 2*maxGrowBytes)
}

func TestEveryBodyIsClosed(t *testing.T) {
	for status := 200; status < 600; status++ {
		var opened []*counted
		client := newStubClient(t, stubVendor(func(*http.Request) (*http.Response, error) {
			resp := stubAnswer(status, "Location", "/elsewhere")
			body := &counted{Reader: strings.NewReader("{}")}
			opened, resp.Body = append(opened, body), body
			return resp, nil
		}))
		client.retry = RetryPolicy{}
		client.Do(t.Context(), callOf(Read))
		require.Len(t, opened, 1)
		require.Equal(t, 1, opened[0].closed, "%d", status)
		require.EqualValues(t, 2, opened[0].read)
	}
}

// Of br, deflate and zstd nobody asked, and net/http undoes none of them.
func TestAnEncodingThatWasNotAskedForIsNamed(t *testing.T) {
	for encoding, named := range map[string]string{
		"br": "br", " Zstd ": "zstd", "deflate": "deflate", "x y\r\nz": "something else than gzip", "gzip, br": "something else than gzip", "": "", "identity": "",
	} {
		for class, outcome := range map[Safety]Outcome{Read: Unreadable, Repeatable: Unreadable, Once: Unreadable} {
			seen := 0
			client := newStubClient(t, stubScript(&seen, encoded(200, encoding, "\x8b\x01\x80{}")))
			response, failed := client.Do(t.Context(), stubCall(class))
			require.Equal(t, "\x8b\x01\x80{}", string(response.Body))
			require.Equal(t, 1, seen, "it would be the same again")
			if named == "" {
				require.Nil(t, failed)
				continue
			}
			require.Equal(t, outcome, failed.Outcome)
			require.EqualError(t, failed.Err, "the response body is encoded with "+named+", which was not asked for")
		}
	}
	mustDeliver(t, newStubClient(t, stubScript(new(int), encoded(200, "br", `{"name":"Zoë"}`))), stubCall(Once)) // middleware has undone it
	_, failed := newStubClient(t, stubScript(new(int), encoded(404, "br", "\x8b\x01\x80"))).Do(t.Context(), stubCall(Once))
	require.Equal(t, Rejected, failed.Outcome)
	require.ErrorContains(t, failed.Err, "encoded with br")
}

func encoded(status int, encoding, body string) func() *http.Response {
	return func() *http.Response {
		resp := stubAnswer(status, "Content-Encoding", encoding)
		resp.Body = io.NopCloser(strings.NewReader(body))
		return resp
	}
}

func TestOnly64KiBOfAnErrorAreKept(t *testing.T) {
	s := newTarget(t, plain, targetOptions{serve: func(_ *target, w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(http.StatusNotFound)
		_, _ = w.Write(make([]byte, 100<<10))
	}})
	answer, _ := newClientOf(t, s.URL).Do(t.Context(), callOf(Once))
	require.Len(t, answer.Body, 64<<10)
}
