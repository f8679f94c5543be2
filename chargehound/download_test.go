package chargehound_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/chargehound"
)

// store is a file store on this machine and a response that points to it.
func store(t *testing.T, handler http.HandlerFunc) *chargehound.DisputeResponse {
	t.Helper()
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	return &chargehound.DisputeResponse{Dispute: "dp_7Q", ResponseURL: chargehound.SecretURL(server.URL + "/dp_7Q.pdf?Signature=s1gn")}
}

// document is the beginning of a PDF.
func document(length int) []byte { return append([]byte("%PDF-1.7\n"), make([]byte, length-9)...) }

func requireSecret(t *testing.T, err error) {
	t.Helper()
	require.Error(t, err)
	for _, text := range []string{err.Error(), fmt.Sprintf("%v %+v", err, err)} {
		require.NotContains(t, text, "s1gn")
		require.NotContains(t, text, "dp_7Q.pdf")
	}
}

func TestDocumentIsFetchedWithoutCredentials(t *testing.T) {
	t.Parallel()
	document := bytes.Repeat([]byte("%PDF-1.7 "), 100_000)
	var seen http.Header
	var query string
	response := store(t, func(w http.ResponseWriter, r *http.Request) {
		seen, query = r.Header.Clone(), r.URL.RawQuery
		_, _ = w.Write(document)
	})
	var middleware atomic.Int32
	client := newClient(t, "http://127.0.0.1:1", chargehound.WithMiddleware(func(next http.RoundTripper) http.RoundTripper {
		middleware.Add(1)
		return roundTripper(func(*http.Request) (*http.Response, error) { return nil, errors.New("middleware saw the signed URL") })
	}))

	var have bytes.Buffer
	var got chargehound.Response
	n, err := client.Disputes.DownloadResponse(t.Context(), response, &have, chargehound.WithResponse(&got))

	require.NoError(t, err)
	require.Equal(t, int64(len(document)), n)
	require.Equal(t, document, have.Bytes())
	require.Equal(t, "Signature=s1gn", query)
	require.NotContains(t, seen, "Authorization")
	require.NotContains(t, seen, "Cookie")
	require.Equal(t, http.StatusOK, got.StatusCode)
	require.Empty(t, got.Body)
	require.False(t, got.Finished.Before(got.Started))
}

type roundTripper func(*http.Request) (*http.Response, error)

func (f roundTripper) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

func TestDocumentIsBounded(t *testing.T) {
	t.Parallel()
	for name, length := range map[string]bool{"announced": true, "not announced": false} {
		t.Run(name, func(t *testing.T) {
			response := store(t, func(w http.ResponseWriter, _ *http.Request) {
				if !length {
					w.(http.Flusher).Flush()
				}
				_, _ = w.Write(document(1001))
			})
			client := newClient(t, "http://127.0.0.1:1")

			var have bytes.Buffer
			n, err := client.Disputes.DownloadResponse(t.Context(), response, &have, chargehound.WithMaxDownloadBytes(1000))
			var tooLong *chargehound.DecodeError
			require.ErrorAs(t, err, &tooLong, name)
			require.Equal(t, "bytes of a document", tooLong.LimitExceeded)
			require.Contains(t, err.Error(), "more than the allowed 1000 bytes of a document")
			require.Equal(t, int64(have.Len()), n)
			require.Equal(t, map[bool]int64{true: 0, false: 1000}[length], n, "what is announced as too long is not begun")
			requireSecret(t, err)

			n, err = client.Disputes.DownloadResponse(t.Context(), response, io.Discard, chargehound.WithMaxDownloadBytes(1001))
			require.NoError(t, err, "exactly the limit is allowed")
			require.Equal(t, int64(1001), n)
		})
	}
}

func TestDocumentThatIsCutOffIsReportedWithWhatWasWritten(t *testing.T) {
	t.Parallel()
	response := store(t, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Length", "1000")
		_, _ = w.Write(document(400))
		w.(http.Flusher).Flush()
		panic(http.ErrAbortHandler)
	})
	var have bytes.Buffer
	n, err := newClient(t, "http://127.0.0.1:1").Disputes.DownloadResponse(t.Context(), response, &have)
	require.ErrorIs(t, err, io.ErrUnexpectedEOF)
	require.ErrorAs(t, err, new(*chargehound.DecodeError))
	require.Equal(t, int64(400), n)
	require.Equal(t, 400, have.Len())
	requireSecret(t, err)
}

type fullDisk struct{ room int }

var errDiskFull = errors.New("disk full")

func (d *fullDisk) Write(p []byte) (int, error) {
	n := min(d.room, len(p))
	d.room -= n
	if n < len(p) {
		return n, errDiskFull
	}
	return n, nil
}

func TestWritersErrorIsTheCallers(t *testing.T) {
	t.Parallel()
	response := store(t, func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write(document(1000)) })
	n, err := newClient(t, "http://127.0.0.1:1").Disputes.DownloadResponse(t.Context(), response, &fullDisk{room: 300})
	require.ErrorIs(t, err, errDiskFull)
	require.Equal(t, int64(300), n)
	requireSecret(t, err)
}

func TestRejectedDownloadIsNoFaultOfTheKey(t *testing.T) {
	t.Parallel()
	response := store(t, saying(http.StatusForbidden, `<Error><Signature>s1gn</Signature></Error>`))
	n, err := newClient(t, "http://127.0.0.1:1").Disputes.DownloadResponse(t.Context(), response, io.Discard)
	require.Zero(t, n)
	require.ErrorIs(t, err, chargehound.ErrForbidden)
	require.NotErrorIs(t, err, chargehound.ErrUnauthorized)
	var failure *chargehound.Error
	require.ErrorAs(t, err, &failure)
	require.Equal(t, "dp_7Q", failure.ObjectID)
	require.Empty(t, failure.Body, "a file store's response may repeat the signature")
	requireSecret(t, err)
}

func TestDownloadFollowsNoRedirect(t *testing.T) {
	t.Parallel()
	var followed atomic.Int32
	elsewhere := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { followed.Add(1) }))
	t.Cleanup(elsewhere.Close)
	for _, status := range []int{301, 302, 303, 307, 308} {
		t.Run(fmt.Sprint(status), func(t *testing.T) {
			response := store(t, func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, elsewhere.URL, status) })
			_, err := newClient(t, "http://127.0.0.1:1").Disputes.DownloadResponse(t.Context(), response, io.Discard)
			var failure *chargehound.Error
			require.ErrorAs(t, err, &failure)
			require.Equal(t, status, failure.StatusCode)
		})
	}
	require.Zero(t, followed.Load())
}

func TestDownloadFailuresHideTheSignedURL(t *testing.T) {
	t.Parallel()
	gone := store(t, nil)
	closed := httptest.NewServer(nil)
	closed.Close()
	gone.ResponseURL = chargehound.SecretURL(closed.URL + "/dp_7Q.pdf?Signature=s1gn")
	_, err := newClient(t, "http://127.0.0.1:1").Disputes.DownloadResponse(t.Context(), gone, io.Discard)
	requireSecret(t, err)
	require.ErrorAs(t, err, new(*chargehound.Error))

	talkative := newClient(t, "http://127.0.0.1:1", chargehound.WithHTTPClient(&http.Client{
		Transport: roundTripper(func(r *http.Request) (*http.Response, error) { return nil, fmt.Errorf("GET %s failed", r.URL) }),
	}))
	_, err = talkative.Disputes.DownloadResponse(t.Context(), gone, io.Discard)
	requireSecret(t, err)

	stalled := store(t, func(w http.ResponseWriter, r *http.Request) {
		w.(http.Flusher).Flush()
		<-r.Context().Done()
	})
	_, err = newClient(t, "http://127.0.0.1:1").Disputes.DownloadResponse(t.Context(), stalled, io.Discard, chargehound.WithCallAttemptTimeout(time.Millisecond))
	require.ErrorIs(t, err, context.DeadlineExceeded)
	requireSecret(t, err)
}

func TestDownloadRejectsBadInput(t *testing.T) {
	t.Parallel()
	service := newClient(t, "http://127.0.0.1:1").Disputes
	download := func(address chargehound.SecretURL, opts ...chargehound.CallOption) error {
		_, err := service.DownloadResponse(t.Context(), &chargehound.DisputeResponse{ResponseURL: address}, io.Discard, opts...)
		return err
	}
	for _, address := range []chargehound.SecretURL{
		"", "http://files.example.com/s1gn", "ftp://files.example.com/s1gn", "https://", "/dp_7Q.pdf", "https://user:s1gn@files.example.com/x",
		"file:///etc/passwd", "https://files.example.com:s1gn/", "http://127.0.0.1.example.com/s1gn",
	} {
		t.Run(fmt.Sprint(len(address)), func(t *testing.T) {
			require.NotContains(t, requireInvalid(t, download(address), "response_url").Error(), "s1gn")
		})
	}
	for _, opt := range []chargehound.CallOption{
		chargehound.WithQuery("a", "b"), chargehound.WithHeader("X-A", "b"), chargehound.WithParam("a", 1),
		chargehound.WithCallRetry(chargehound.RetryPolicy{}), chargehound.WithRepeatable(), chargehound.WithCallAPIVersion("2021-09-15"),
	} {
		requireInvalid(t, download("https://127.0.0.1:1/x", opt), "call option")
	}
	requireInvalid(t, download("https://127.0.0.1:1/x", chargehound.WithMaxDownloadBytes(0)), "WithMaxDownloadBytes")
	_, err := service.DownloadResponse(t.Context(), nil, io.Discard)
	requireInvalid(t, err, "response")
	_, err = service.DownloadResponse(t.Context(), &chargehound.DisputeResponse{}, nil)
	requireInvalid(t, err, "writer")
	_, err = service.DownloadResponse(nilContext(), &chargehound.DisputeResponse{}, io.Discard)
	requireInvalid(t, err, "ctx")
}

func TestDownloadDoesNotChangeTheCallersClient(t *testing.T) {
	t.Parallel()
	response := store(t, func(w http.ResponseWriter, _ *http.Request) { _, _ = io.Copy(w, strings.NewReader("%PDF-1.7")) })
	own := &http.Client{Timeout: time.Minute}
	_, err := newClient(t, "http://127.0.0.1:1", chargehound.WithHTTPClient(own)).Disputes.DownloadResponse(t.Context(), response, io.Discard)
	require.NoError(t, err)
	require.Nil(t, own.Transport)
	require.Nil(t, own.CheckRedirect)
}
