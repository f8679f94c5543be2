package contract

import (
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// branch is what errors.Is finds in an error, sorted.
func (p *vendorPackage) branch(err error) string {
	var names []string
	for _, name := range slices.Sorted(maps.Keys(p.sentinels)) {
		if errors.Is(err, p.sentinels[name]) {
			names = append(names, name)
		}
	}
	return strings.Join(names, " ")
}

// broken loses the response of a request.
func broken(*http.Request) (*http.Response, error) { return nil, io.ErrUnexpectedEOF }

// The mock table: an error that a user's test builds by hand takes the branch of
// the one that a real call returns, if that call must be sent once.
func TestAMocksErrorTakesTheBranchOfARealOne(t *testing.T) {
	const unknown, rejected = "ErrOutcomeUnknown", "ErrRejected"
	rows := map[string]struct {
		mock mockError
		real roundTripper
		want string
	}{
		"nothing":          {mockError{}, broken, unknown},
		"only Err":         {mockError{err: io.ErrUnexpectedEOF}, broken, unknown},
		"Err and a method": {mockError{err: io.ErrUnexpectedEOF, method: "POST"}, broken, unknown},
		"429, RetryAfter":  {mockError{status: 429, retryAfter: 7 * time.Second}, respond(429, "", "Retry-After", "7"), "ErrRateLimited ErrRejected"},
		"503, RetryAfter":  {mockError{status: 503, retryAfter: 7 * time.Second}, respond(503, "", "Retry-After", "7"), "ErrOutcomeUnknown ErrServer"},
	}
	for status, want := range map[int]string{
		300: unknown, 301: rejected, 302: unknown, 303: unknown, 304: unknown, 307: rejected, 308: rejected,
		400: "ErrBadRequest ErrRejected", 401: "ErrRejected ErrUnauthorized", 402: rejected, 403: "ErrForbidden ErrRejected", 404: "ErrNotFound ErrRejected",
		405: rejected, 408: unknown, 409: "ErrConflict ErrRejected", 410: rejected, 413: rejected, 415: rejected, 418: rejected, 422: "ErrBadRequest ErrRejected",
		429: "ErrRateLimited ErrRejected", 451: rejected, 499: rejected,
		500: "ErrOutcomeUnknown ErrServer", 501: "ErrOutcomeUnknown ErrServer", 502: "ErrOutcomeUnknown ErrServer", 503: "ErrOutcomeUnknown ErrServer",
		504: "ErrOutcomeUnknown ErrServer", 520: "ErrOutcomeUnknown ErrServer", 599: "ErrOutcomeUnknown ErrServer",
	} {
		for _, method := range []string{"", "POST"} {
			rows[strings.TrimSpace(fmt.Sprintf("%d %s", status, method))] = struct {
				mock mockError
				real roundTripper
				want string
			}{mockError{status: status, method: method}, respond(status, ""), want}
		}
	}
	each(t, func(t *testing.T, p *vendorPackage) {
		for name, row := range rows {
			t.Run(name, func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					mock := p.mock(row.mock)
					assert.Equal(t, row.want, p.branch(mock), "by hand")
					err := p.once(t.Context(), p.client(t, row.real, p.onlyOnce()))
					assert.Equal(t, row.want, p.branch(err), "real: %v", err)
					if row.mock.err != nil {
						require.ErrorIs(t, mock, row.mock.err)
					}
					if row.mock.retryAfter != 0 {
						require.Equal(t, p.told(err).RetryAfter, p.told(mock).RetryAfter)
						require.ErrorContains(t, mock, "retry after 7s")
					}
					require.Equal(t, strings.Contains(err.Error(), "outcome unknown"), strings.Contains(mock.Error(), "outcome unknown"))
				})
			})
		}
	})
}

// A method of GET makes the error one of a read.
func TestAMocksErrorOfAReadTakesTheBranchOfARealOne(t *testing.T) {
	each(t, func(t *testing.T, p *vendorPackage) {
		for status, want := range map[int]string{
			0: "", 301: "ErrRejected", 302: "ErrRejected", 303: "ErrRejected", 308: "ErrRejected", 404: "ErrNotFound ErrRejected", 408: "", 418: "ErrRejected",
			429: "ErrRateLimited ErrRejected", 500: "ErrServer", 502: "ErrServer",
		} {
			t.Run(fmt.Sprint(status), func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					transport := respond(status, "")
					if status == 0 {
						transport = broken
					}
					assert.Equal(t, want, p.branch(p.mock(mockError{status: status, method: "GET"})), "by hand")
					err := p.read(t.Context(), p.client(t, transport, p.onlyOnce()))
					assert.Equal(t, want, p.branch(err), "real: %v", err)
				})
			})
		}
	})
}

// A 2xx that can't be read: by hand, it is one of a call that is sent once.
func TestAMocksDecodeErrorTakesTheBranchOfARealOne(t *testing.T) {
	each(t, func(t *testing.T, p *vendorPackage) {
		client := p.client(t, respond(200, `{"`), p.onlyOnce())
		once, read := p.once(t.Context(), client), p.read(t.Context(), client)
		require.Equal(t, "ErrOutcomeUnknown", p.branch(once), "%v", once)
		require.Equal(t, "", p.branch(read), "%v", read)
		require.ErrorContains(t, read, "nothing was changed")
		require.IsType(t, p.mockUnread(""), once)
		require.Equal(t, "ErrOutcomeUnknown", p.branch(p.mockUnread("")))
		require.Equal(t, "ErrOutcomeUnknown", p.branch(p.mockUnread("POST")))
		require.Equal(t, "", p.branch(p.mockUnread("GET")))
		require.ErrorContains(t, p.mockUnread("GET"), "nothing was changed")
	})
}

func TestAMocksValidationErrorTakesTheBranchOfARealOne(t *testing.T) {
	each(t, func(t *testing.T, p *vendorPackage) {
		client := p.client(t, func(*http.Request) (*http.Response, error) { panic("sent") })
		real := p.once(t.Context(), client, p.option("WithHeader", "Authorization", "x"))
		require.Equal(t, "ErrNotSent", p.branch(real), "%v", real)
		require.IsType(t, p.mockInvalid(), real)
		require.Equal(t, "ErrNotSent", p.branch(p.mockInvalid()))
	})
}

// A rejection that shows the object, or says success, proves nothing: the call may
// have taken effect.
func TestARejectionThatShowsTheObjectIsUnknown(t *testing.T) {
	each(t, func(t *testing.T, p *vendorPackage) {
		for name, body := range p.shown {
			for _, status := range []int{400, 402, 404, 409, 418, 422, 429, 301} {
				t.Run(fmt.Sprintf("%s/%d", name, status), func(t *testing.T) {
					synctest.Test(t, func(t *testing.T) {
						client := p.client(t, respond(status, body), p.onlyOnce())
						err := p.once(t.Context(), client)
						assert.ErrorIs(t, err, p.sentinels["ErrOutcomeUnknown"])
						assert.NotErrorIs(t, err, p.sentinels["ErrRejected"])
						assert.ErrorContains(t, err, "outcome unknown")
					})
				})
			}
			t.Run(name+"/read", func(t *testing.T) {
				err := p.read(t.Context(), p.client(t, respond(404, body), p.onlyOnce()))
				require.ErrorIs(t, err, p.sentinels["ErrRejected"])
				require.NotErrorIs(t, err, p.sentinels["ErrOutcomeUnknown"])
			})
		}
		for name, body := range map[string]string{"no": `{"success":false}`, "an empty object": `{}`, "HTML": "<html>", "an error": `{"error":{"message":"no","status":409}}`} {
			t.Run(name, func(t *testing.T) {
				err := p.once(t.Context(), p.client(t, respond(403, body), p.onlyOnce()))
				require.ErrorIs(t, err, p.sentinels["ErrRejected"])
				require.NotErrorIs(t, err, p.sentinels["ErrOutcomeUnknown"])
			})
		}
	})
}

// Middleware that rejects a request, such as a circuit breaker, says so.
func TestACircuitBreakerMeansNotSent(t *testing.T) {
	each(t, func(t *testing.T, p *vendorPackage) {
		errOpen := fmt.Errorf("breaker is open: %w", p.sentinels["ErrNotSent"])
		client := p.client(t, func(*http.Request) (*http.Response, error) { panic("sent") }, p.option("WithMiddleware", func(http.RoundTripper) http.RoundTripper {
			return roundTripper(func(*http.Request) (*http.Response, error) { return nil, errOpen })
		}))
		for name, call := range map[string]func() error{"once": func() error { return p.once(t.Context(), client) }, "read": func() error { return p.read(t.Context(), client) }} {
			err := call()
			require.Equal(t, "ErrNotSent", p.branch(err), "%s: %v", name, err)
			require.Equal(t, "not sent", p.told(err).Outcome)
			require.Equal(t, 1, p.told(err).Attempts, "no retry")
			require.ErrorIs(t, err, errOpen)
		}
	})
}

// A server that wants a client certificate has read nothing of the request.
func TestAMissingClientCertificateMeansNotSent(t *testing.T) {
	each(t, func(t *testing.T, p *vendorPackage) {
		server, roots := newTLSServer(t, p.success, true)
		client, err := p.make(frameKey, []any{p.option("WithBaseURL", server), p.option("WithTLSConfig", roots), p.onlyOnce()})
		require.NoError(t, err)
		err = p.once(t.Context(), client)
		require.Equal(t, "ErrNotSent", p.branch(err), "%v", err)
	})
}
