package chargehound_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/chargehound"
)

func TestWhatIsNoDocumentIsNotTakenForOne(t *testing.T) {
	t.Parallel()
	const pdf = "%PDF-1.7 a response"
	for name, c := range map[string]struct {
		status  int
		body    string
		written string
	}{
		"no content":           {204, "", ""},
		"a part":               {206, pdf, ""},
		"created":              {201, pdf, ""},
		"empty":                {200, "", ""},
		"a page":               {200, "<html>Please log in</html>", ""},
		"JSON":                 {200, `{"error": "expired"}`, ""},
		"a PDF far behind":     {200, strings.Repeat(" ", 1024) + pdf, ""},
		"a PDF":                {200, pdf, pdf},
		"a PDF after a prefix": {200, "\xef\xbb\xbf\n" + pdf, "\xef\xbb\xbf\n" + pdf},
	} {
		t.Run(name, func(t *testing.T) {
			response := store(t, saying(c.status, c.body))
			var have strings.Builder
			n, err := newClient(t, "http://127.0.0.1:1").Disputes.DownloadResponse(t.Context(), response, &have)
			require.Equal(t, c.written, have.String(), name)
			require.Equal(t, int64(len(c.written)), n, name)
			if c.written != "" {
				require.NoError(t, err, name)
				return
			}
			var none *chargehound.DecodeError
			require.ErrorAs(t, err, &none, name)
			require.Equal(t, c.status, none.StatusCode)
			require.Empty(t, none.Body)
			require.Regexp(t, map[bool]string{true: "it is not a PDF$", false: "it is not the whole document$"}[c.status == 200], err.Error(), name)
			require.NotErrorIs(t, err, chargehound.ErrOutcomeUnknown)
		})
	}
}

// slowPDF takes a minute for its first byte and ends with its context.
func slowPDF(r *http.Request) (*http.Response, error) {
	select {
	case <-time.After(time.Minute):
		return &http.Response{StatusCode: http.StatusOK, ContentLength: -1, Body: io.NopCloser(strings.NewReader("%PDF-1.7"))}, nil
	case <-r.Context().Done():
		return nil, r.Context().Err()
	}
}

func TestTheCallsTimeoutWinsOverTheClients(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		own, call time.Duration
		takes     time.Duration
		ok        bool
	}{
		{0, 0, time.Minute, true},
		{time.Second, 0, time.Second, false},
		{time.Second, 2 * time.Minute, time.Minute, true},
		{time.Second, 2 * time.Second, 2 * time.Second, false},
		{time.Hour, time.Second, time.Second, false},
	} {
		synctest.Test(t, func(t *testing.T) {
			own := &http.Client{Transport: roundTripper(slowPDF), Timeout: c.own}
			client, err := chargehound.New("test_fake", chargehound.WithHTTPClient(own))
			require.NoError(t, err)
			var opts []chargehound.CallOption
			if c.call > 0 {
				opts = append(opts, chargehound.WithCallAttemptTimeout(c.call))
			}
			start := time.Now()
			_, err = client.Disputes.DownloadResponse(t.Context(), &chargehound.DisputeResponse{ResponseURL: "https://files.example.com/dp_7Q.pdf?Signature=s1gn"}, io.Discard, opts...)
			require.Equal(t, c.takes, time.Since(start), "%+v", c)
			if require.Equal(t, c.ok, err == nil, "%+v: %v", c, err); !c.ok {
				require.ErrorIs(t, err, context.DeadlineExceeded)
			}
		})
	}
}

// chatter is a transport whose errors show more of the address than it should.
type chatter struct {
	say  func(*url.URL) string
	body bool
}

func (c chatter) RoundTrip(r *http.Request) (*http.Response, error) {
	err := errors.New(c.say(r.URL))
	if c.body {
		return &http.Response{StatusCode: http.StatusOK, ContentLength: -1, Body: io.NopCloser(io.MultiReader(strings.NewReader("%PDF-1.7"), failing{err}))}, nil
	}
	return nil, err
}

type failing struct{ err error }

func (f failing) Read([]byte) (int, error) { return 0, f.err }

func TestNoTransportMakesADownloadSayItsAddress(t *testing.T) {
	t.Parallel()
	response := &chargehound.DisputeResponse{ResponseURL: "https://files.example.com/a%2Bb/dp_7Q.pdf?Signature=s1gn%2Bx%3D&Expires=1"}
	for name, say := range map[string]func(*url.URL) string{
		"whole":   func(u *url.URL) string { return u.String() },
		"decoded": func(u *url.URL) string { return fmt.Sprint("proxy rejected ", u.Query()) },
		"a value": func(u *url.URL) string { return u.Query().Get("Signature") },
		"quoted":  func(u *url.URL) string { return fmt.Sprintf("%x %q", u.Query().Get("Signature"), u.Path) },
		"cut":     func(u *url.URL) string { return u.String()[:len(u.String())-12] },
	} {
		t.Run(name, func(t *testing.T) {
			for _, body := range []bool{false, true} {
				client := newClient(t, "http://127.0.0.1:1", chargehound.WithHTTPClient(&http.Client{Transport: chatter{say, body}}))
				_, err := client.Disputes.DownloadResponse(t.Context(), response, io.Discard)
				for wrapped := err; wrapped != nil; wrapped = errors.Unwrap(wrapped) {
					for _, secret := range []string{"s1gn", fmt.Sprintf("%x", "s1gn"), "dp_7Q.pdf"} {
						require.NotContains(t, wrapped.Error(), secret, name)
					}
				}
				require.Error(t, err, name)
			}
		})
	}
}

func TestADownloadSaysWhyItFailedWhereThatIsSafe(t *testing.T) {
	t.Parallel()
	response := &chargehound.DisputeResponse{ResponseURL: "https://files.example.com/dp_7Q.pdf?Signature=s1gn"}
	for _, cause := range slices.Concat(systemErrors, []error{context.Canceled, context.DeadlineExceeded, io.ErrUnexpectedEOF}) {
		t.Run(cause.Error(), func(t *testing.T) {
			client := newClient(t, "http://127.0.0.1:1", chargehound.WithHTTPClient(&http.Client{Transport: roundTripper(func(r *http.Request) (*http.Response, error) {
				return nil, fmt.Errorf("%s: %w", r.URL, cause)
			})}))
			_, err := client.Disputes.DownloadResponse(t.Context(), response, io.Discard)
			require.ErrorIs(t, err, cause)
			require.Contains(t, err.Error(), cause.Error())
			requireSecret(t, err)
		})
	}
}

func TestADownloadThatIsCancelledSaysSo(t *testing.T) {
	t.Parallel()
	for _, begun := range []bool{false, true} {
		ctx, cancel := context.WithCancelCause(t.Context())
		response := store(t, func(w http.ResponseWriter, r *http.Request) {
			if begun {
				_, _ = w.Write([]byte("%PDF-1.7"))
				w.(http.Flusher).Flush()
			}
			cancel(errors.New("the shop closes"))
			<-r.Context().Done()
		})
		_, err := newClient(t, "http://127.0.0.1:1").Disputes.DownloadResponse(ctx, response, io.Discard)
		require.ErrorIs(t, err, context.Canceled)
		requireSecret(t, err)
	}
}

func TestADownloadTakesNoCookiesOfTheCallersClient(t *testing.T) {
	t.Parallel()
	var seen []string
	response := store(t, func(w http.ResponseWriter, r *http.Request) {
		seen = append(seen, r.Header.Get("Cookie"))
		w.Header().Set("Set-Cookie", "store=1")
		_, _ = w.Write([]byte("%PDF-1.7"))
	})
	jar, err := cookiejar.New(nil)
	require.NoError(t, err)
	address, err := url.Parse(string(response.ResponseURL))
	require.NoError(t, err)
	jar.SetCookies(address, []*http.Cookie{{Name: "session", Value: "1"}})
	client := newClient(t, "http://127.0.0.1:1", chargehound.WithHTTPClient(&http.Client{Jar: jar}))
	for range 2 {
		_, err = client.Disputes.DownloadResponse(t.Context(), response, io.Discard)
		require.NoError(t, err)
	}
	require.Equal(t, []string{"", ""}, seen)
	require.Len(t, jar.Cookies(address), 1, "and leaves none")
}
