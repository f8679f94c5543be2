package chargehound_test

import (
	"bytes"
	"crypto/tls"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"net/url"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/chargehound"
)

func servePDF(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write(document(100)) }

func TestDownloadsUseTheTLSConfig(t *testing.T) {
	t.Parallel()
	server := httptest.NewUnstartedServer(http.HandlerFunc(servePDF))
	server.Config.ErrorLog = log.New(io.Discard, "", 0)
	server.StartTLS()
	defer server.Close()
	response := &chargehound.DisputeResponse{Dispute: "dp_7Q", ResponseURL: chargehound.SecretURL(server.URL + "/dp_7Q.pdf?Signature=s1gn")}
	private := &tls.Config{RootCAs: server.Client().Transport.(*http.Transport).TLSClientConfig.RootCAs}
	client, err := chargehound.New("key_test", chargehound.WithTLSConfig(private))
	require.NoError(t, err)
	other, err := chargehound.New("key_test")
	require.NoError(t, err)
	copied, err := other.With(chargehound.WithTLSConfig(private))
	require.NoError(t, err)

	for name, c := range map[string]*chargehound.Client{"New": client, "With": copied} {
		var have bytes.Buffer
		_, err = c.Disputes.DownloadResponse(t.Context(), response, &have)
		require.NoError(t, err, name)
		require.Equal(t, document(100), have.Bytes())
	}
	_, err = other.Disputes.DownloadResponse(t.Context(), response, io.Discard)
	requireSecret(t, err)
}

func TestDownloadsUseTheProxy(t *testing.T) {
	t.Parallel()
	var connects []string
	proxy := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		connects = append(connects, r.Method+" "+r.Host)
		w.WriteHeader(http.StatusBadGateway)
	}))
	defer proxy.Close()
	at, err := url.Parse(proxy.URL)
	require.NoError(t, err)
	client, err := chargehound.New("key_test", chargehound.WithProxy(http.ProxyURL(at)))
	require.NoError(t, err)
	response := &chargehound.DisputeResponse{Dispute: "dp_7Q", ResponseURL: "https://store.test/dp_7Q.pdf?Signature=s1gn"}
	_, err = client.Disputes.DownloadResponse(t.Context(), response, io.Discard)
	requireSecret(t, err)
	require.Equal(t, []string{"CONNECT store.test:443"}, connects)
}
