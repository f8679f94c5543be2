package main

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/internal/baseline"
)

// recorder keeps the latest request.
type recorder struct {
	next   http.RoundTripper
	method string
	url    *url.URL
	body   string
	sent   int
}

func (r *recorder) RoundTrip(req *http.Request) (*http.Response, error) {
	r.method, r.url, r.body = req.Method, req.URL, ""
	r.sent++
	if req.Body != nil {
		body, err := io.ReadAll(req.Body)
		if err != nil {
			return nil, err
		}
		r.body = string(body)
		req.Body = io.NopCloser(bytes.NewReader(body))
	}
	return r.next.RoundTrip(req)
}

func TestAQuickRunPrintsEveryRow(t *testing.T) {
	var out strings.Builder
	require.NoError(t, compare(t.Context(), &out, quick, regexp.MustCompile("")))
	require.Equal(t, 2+len(rows())+(1+2+2)+(1+2+len(sizes)), strings.Count(out.String(), "\n"), out.String())

	out.Reset()
	require.NoError(t, compare(t.Context(), &out, quick, regexp.MustCompile("chargehound 404")))
	require.Equal(t, (2+1)+(1+2)+(1+2), strings.Count(out.String(), "\n"), out.String())
}

func TestARowThatEndsInAnotherWayIsAnError(t *testing.T) {
	missing := rows()[0]
	missing.status = http.StatusNotFound
	failing := func(network) call { return func(context.Context) (any, error) { return nil, io.EOF } }
	missing.byHand, missing.sdk = failing, func(network) call { return func(context.Context) (any, error) { return nil, nil } }
	_, err := missing.measure(t.Context(), quick)
	require.Error(t, err)
}

func TestBothSidesOfARowSendTheSameAndShowTheResult(t *testing.T) {
	for _, r := range rows() {
		t.Run(r.name(), func(t *testing.T) {
			byHand, sdk := run(t, r, r.byHand), run(t, r, r.sdk)
			require.Equal(t, byHand.method, sdk.method)
			require.Equal(t, byHand.url.Path, sdk.url.Path)
			require.Equal(t, byHand.url.Query(), sdk.url.Query())
			require.Equal(t, fields(t, byHand.body), fields(t, sdk.body))
		})
	}
}

// run makes one call and checks its result.
func run(t *testing.T, r row, m maker) *recorder {
	memory := baseline.Network(r.status, r.response)
	sent := &recorder{next: memory.Transport}
	result, err := m(network{&http.Client{Transport: sent}, "http://127.0.0.1"})(t.Context())
	require.Equal(t, 1, sent.sent, "requests; %v", err)
	shown := ""
	if r.rejected() {
		require.Error(t, err)
		shown = err.Error()
	} else {
		require.NoError(t, err)
		text, err := json.Marshal(result)
		require.NoError(t, err)
		shown = string(text)
	}
	for _, text := range r.shows {
		require.Contains(t, shown, text)
	}
	return sent
}

// fields returns the fields of a body, a form or JSON.
func fields(t *testing.T, body string) (all any) {
	if json.Unmarshal([]byte(body), &all) == nil {
		return all
	}
	form, err := url.ParseQuery(body)
	require.NoError(t, err)
	return form
}
