package transport

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"
)

// Two passes of one call at the same time: each alone would be let through.
func TestMiddlewareThatHedgesCannotMakeAOnceCallHappenTwice(t *testing.T) {
	for class, executions := range map[Safety]int64{Read: 2, Repeatable: 2, Once: 1} {
		t.Run(class.String(), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				var executed atomic.Int64
				client := newStubClient(t, stubVendor(func(*http.Request) (*http.Response, error) {
					executed.Add(1)
					<-time.After(time.Second)
					return stubAnswer(200), nil
				}), middleware(hedge))
				_, failed := client.Do(t.Context(), stubCall(class))
				require.Nil(t, failed)
				require.Equal(t, executions, executed.Load())
			})
		})
	}
}

// hedge sends a second request 50 ms after the first, and takes the first response.
func hedge(req *http.Request, next http.RoundTripper) (*http.Response, error) {
	answers := make(chan *http.Response, 2)
	var all sync.WaitGroup
	for range 2 {
		all.Go(func() {
			if resp, err := next.RoundTrip(req.Clone(req.Context())); err == nil {
				answers <- resp
			}
		})
		<-time.After(50 * time.Millisecond)
	}
	all.Wait()
	return <-answers, nil
}

// What is still under way when middleware gives up may arrive yet.
func TestACallThatMiddlewareLeavesUnderWayMayArrive(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var executed atomic.Int64
		client := newStubClient(t, roundTripperFunc(func(req *http.Request) (*http.Response, error) {
			<-time.After(time.Second) // connecting
			return stubVendor(func(*http.Request) (*http.Response, error) {
				executed.Add(1)
				return stubAnswer(200), nil
			}).RoundTrip(req)
		}), middleware(func(req *http.Request, next http.RoundTripper) (*http.Response, error) {
			go next.RoundTrip(req.WithContext(context.WithoutCancel(req.Context())))
			<-time.After(100 * time.Millisecond)
			return nil, errors.New("too slow")
		}))
		answer, failed := client.Do(t.Context(), stubCall(Once))
		require.Equal(t, Unknown, failed.Outcome)
		require.Equal(t, 1, answer.Attempts)
		<-time.After(time.Minute)
		require.EqualValues(t, 1, executed.Load())
	})
}

// A transport that is not net/http's own may report the connection it failed to
// get, and send the request another way.
func TestWhatOtherTransportsReportProvesLess(t *testing.T) {
	for name, c := range map[string]struct {
		err     error
		outcome Outcome
		tries   int
	}{
		"another way, lost":  {io.EOF, Unknown, 1},
		"a dial":             {&net.OpError{Op: "dial", Err: errRefused}, NotSent, 3},
		"a name for a while": {&net.DNSError{IsTemporary: true}, NotSent, 3},
		"a name for good":    {&net.DNSError{IsNotFound: true}, NotSent, 1},
		"an end of time":     {context.DeadlineExceeded, Unknown, 1},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				client := newStubClient(t, unreachable{c.err})
				answer, failed := client.Do(t.Context(), stubCall(Once))
				require.Equal(t, c.outcome, failed.Outcome)
				require.Equal(t, c.tries, answer.Attempts)
				require.ErrorIs(t, failed.Err, c.err)
			})
		})
	}
}

// Of a 101 net/http hands over the connection, whose end may never come.
func TestA101DoesNotHang(t *testing.T) {
	for class, outcome := range map[Safety]Outcome{Read: Failed, Repeatable: Failed, Once: Unknown} {
		s := newTarget(t, plain, targetOptions{serve: serveOK, grab: func(_ *target, conn net.Conn) bool {
			go func() {
				defer conn.Close()
				_, _ = conn.Read(make([]byte, 8192)) // a response before the request counts as none
				fmt.Fprint(conn, "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: other\r\n\r\n")
				_, _ = io.Copy(io.Discard, conn)
			}()
			return true
		}})
		call := callOf(class)
		call.Retry = &RetryPolicy{}
		answer, failed := newClientOf(t, s.URL).Do(t.Context(), call)
		require.NotNil(t, failed)
		require.Equal(t, 101, answer.StatusCode)
		require.Equal(t, outcome, failed.Outcome)
	}
}

// Middleware may write into a request: the next attempt has one of its own.
func TestAttemptsDoNotShareARequest(t *testing.T) {
	seen := 0
	var tags []string
	client := newStubClient(t, stubVendor(func(req *http.Request) (*http.Response, error) {
		tags = append(tags, fmt.Sprint(req.Header["X-Tag"], req.URL.RawQuery))
		return stubScript(&seen, says(429, "Retry-After", "0"), says(200))(req)
	}), middleware(func(req *http.Request, next http.RoundTripper) (*http.Response, error) {
		req.Header.Add("X-Tag", fmt.Sprint(len(tags)))
		req.URL.RawQuery += "&tag=1"
		return next.RoundTrip(req)
	}))
	call := stubCall(Once)
	call.Query = "a=b"
	_, failed := client.Do(t.Context(), call)
	require.Nil(t, failed)
	require.Equal(t, []string{"[0]a=b&tag=1", "[1]a=b&tag=1"}, tags)
}

// The end of a context and the words of middleware are its own: only what net/http
// says of a response is taken for one that is not HTTP.
func TestMiddlewaresErrorsStayWhatTheyAre(t *testing.T) {
	mine := fmt.Errorf("token malformed: %w", io.ErrClosedPipe)
	client := newStubClient(t, stubScript(new(int), says(200)), middleware(func(*http.Request, http.RoundTripper) (*http.Response, error) { return nil, mine }))
	_, failed := client.Do(t.Context(), stubCall(Once))
	require.ErrorIs(t, failed.Err, io.ErrClosedPipe)
	require.EqualError(t, failed.Err, mine.Error())
}

func TestBadHeadersOfAResponseAreNotQuoted(t *testing.T) {
	s := newTarget(t, plain, targetOptions{serve: serveOK, grab: func(_ *target, conn net.Conn) bool {
		go func() {
			defer conn.Close()
			_, _ = conn.Read(make([]byte, 8192)) // what is not read would reset the connection
			fmt.Fprint(conn, "HTTP/1.1 200 OK\r\n"+canaryMail+"\r\n\r\n")
		}()
		return true
	}})
	_, failed := newClientOf(t, s.URL).Do(t.Context(), callOf(Once))
	require.ErrorIs(t, failed.Err, errNotHTTP)
	require.NotContains(t, failed.Err.Error(), canaryMail)
}

// An http.Client's own timeout bounds an attempt, not the waits between two.
func TestACallersTimeoutIsOfOneAttempt(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		seen, start := 0, time.Now()
		vendor := stubScript(&seen, says(429, "Retry-After", "60"), says(200))
		client := newStubClient(t, vendor, func(cfg *Config) { cfg.HTTPClient.Timeout = 5 * time.Second })
		first := stubCall(Once)
		first.Retry = &RetryPolicy{}
		_, failed := client.Do(t.Context(), first)
		require.Equal(t, 429, failed.StatusCode)
		_, failed = client.Do(t.Context(), stubCall(Once))
		require.Nil(t, failed, "a pause is no part of the attempt")
		require.GreaterOrEqual(t, time.Since(start), time.Minute)
	})
	for own, want := range map[time.Duration]time.Duration{5 * time.Second: 5 * time.Second, time.Hour: DefaultAttemptTimeout, 0: DefaultAttemptTimeout} {
		client := newStubClient(t, stubScript(new(int), says(200)), func(cfg *Config) { cfg.HTTPClient.Timeout = own })
		require.Equal(t, want, client.attemptTimeout)
	}
}

// The pause begins with the response's headers: its body may take a minute, and
// other calls are under way.
func TestThePauseBeginsBeforeTheBodyIsRead(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		client := newStubClient(t, stubVendor(func(*http.Request) (*http.Response, error) {
			resp := stubAnswer(429, "Retry-After", "60")
			resp.Body = io.NopCloser(slowReader{})
			return resp, nil
		}), func(cfg *Config) { cfg.Retry = RetryPolicy{} })
		go client.Do(t.Context(), stubCall(Once))
		<-time.After(time.Second)
		require.Equal(t, 59*time.Second, client.pause.left())
		<-time.After(time.Minute)
	})
}

type slowReader struct{}

func (slowReader) Read([]byte) (int, error) {
	<-time.After(10 * time.Second)
	return 0, io.EOF
}

func TestARequestIDIsBounded(t *testing.T) {
	long := string(make([]byte, 100<<10))
	require.Len(t, requestID(http.Header{"X-Request-Id": {long}}), maxRequestID)
	require.Equal(t, "req_1", requestID(http.Header{"Request-Id": {"req_1"}, "X-Request-Id": {"req_2"}}))
	require.Empty(t, requestID(nil))
}

// A pass that comes after its attempt has been judged never to have left: the
// next attempt may be under way.
func TestAPassThatComesTooLateIsRejected(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var tries, executed atomic.Int64
		vendor := roundTripperFunc(func(req *http.Request) (*http.Response, error) {
			if tries.Add(1) == 1 {
				return unreachable{&net.OpError{Op: "dial", Err: errRefused}}.RoundTrip(req)
			}
			return stubVendor(func(*http.Request) (*http.Response, error) {
				executed.Add(1)
				return stubAnswer(200), nil
			}).RoundTrip(req)
		})
		late := make(chan error, 2)
		client := newStubClient(t, vendor, middleware(func(req *http.Request, next http.RoundTripper) (*http.Response, error) {
			go func() {
				<-time.After(time.Minute)
				_, err := next.RoundTrip(req.Clone(context.WithoutCancel(req.Context())))
				late <- err
			}()
			return next.RoundTrip(req)
		}))
		answer, failed := client.Do(t.Context(), stubCall(Once))
		require.Nil(t, failed)
		require.Equal(t, 2, answer.Attempts)
		require.ErrorIs(t, <-late, errSentAgain)
		require.ErrorIs(t, <-late, errSentAgain)
		require.EqualValues(t, 1, executed.Load())
	})
}
