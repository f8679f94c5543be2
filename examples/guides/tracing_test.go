package guides_test

import (
	"crypto/tls"
	"crypto/x509"
	"expvar"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/chargedesk"
	"github.com/chargekit/chargekit-go/chargedesk/chargedesktest"
)

// counted counts attempts by method, route and status.
func counted(counts *expvar.Map) func(http.RoundTripper) http.RoundTripper {
	return func(next http.RoundTripper) http.RoundTripper {
		return attempt(func(req *http.Request) (*http.Response, error) {
			resp, err := next.RoundTrip(req)
			status := "none"
			if err == nil {
				status = strconv.Itoa(resp.StatusCode)
			}
			counts.Add(req.Method+" "+chargedesk.RouteFromContext(req.Context())+" "+status, 1)
			return resp, err
		})
	}
}

// attempt is an [http.RoundTripper] made of a function.
type attempt func(*http.Request) (*http.Response, error)

func (do attempt) RoundTrip(req *http.Request) (*http.Response, error) { return do(req) }

// throughProxy returns a client whose requests leave through a proxy that has a
// certificate of the company's own authority.
func throughProxy(secretKey string, proxy *url.URL, authority *x509.CertPool, opts ...chargedesk.Option) (*chargedesk.Client, error) {
	return chargedesk.New(secretKey, append(opts,
		chargedesk.WithProxy(http.ProxyURL(proxy)),
		chargedesk.WithTLSConfig(&tls.Config{RootCAs: authority}),
	)...)
}

func TestAttemptsAreCountedByRoute(t *testing.T) {
	fake := chargedesktest.NewTestServer(t)
	charge := fake.SeedCharge("34.00", "USD")
	fake.FailNext(chargedesktest.TooManyRequests("0"), chargedesktest.RespondHTML(502))
	counts := new(expvar.Map)

	_, err := fake.Client(chargedesk.WithMiddleware(counted(counts))).Charges.Get(t.Context(), charge.ChargeID)
	require.NoError(t, err)
	require.JSONEq(t, `{"GET /charges/{charge_id} 200": 1, "GET /charges/{charge_id} 429": 1, "GET /charges/{charge_id} 502": 1}`, counts.String())
}

func TestAClientBehindAProxy(t *testing.T) {
	fake := chargedesktest.NewHandler()
	defer fake.Close()
	var asked []string
	proxy := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked = append(asked, r.URL.Host)
		fake.ServeHTTP(w, r)
	}))
	defer proxy.Close()
	address, err := url.Parse(proxy.URL)
	require.NoError(t, err)
	authority := x509.NewCertPool()
	authority.AddCert(proxy.Certificate())

	desk, err := throughProxy(chargedesktest.Key, address, authority, chargedesk.WithBaseURL("http://desk.internal/v1"), chargedesk.WithInsecureHTTP())
	require.NoError(t, err)
	require.NoError(t, desk.Ping(t.Context()))
	require.Equal(t, []string{"desk.internal"}, asked)

	stranger, err := throughProxy(chargedesktest.Key, address, x509.NewCertPool(), chargedesk.WithBaseURL("http://desk.internal/v1"), chargedesk.WithInsecureHTTP())
	require.NoError(t, err)
	require.ErrorIs(t, stranger.Ping(t.Context()), chargedesk.ErrNotSent, "the proxy is not trusted")
}
