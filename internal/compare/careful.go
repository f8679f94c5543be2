package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptrace"
	"reflect"
	"sync/atomic"
	"time"

	"github.com/hashicorp/go-retryablehttp"
)

// carefulRows are calls written by hand with three things that each call of ours has
// and the other side has not: go-retryablehttp, a limit to the time of an attempt, and
// a trace that tells whether anything was sent. Their ratio is the least that a
// client with these can have.
func carefulRows() []row {
	charge, missing := payload("chargedesk_charge"), chargedeskMissing
	return []row{
		{"by hand, with care", "get one", 200, charge, getByHand("/v1/charges/ch_1042", charge), carefulGet("/v1/charges/ch_1042", charge), []string{"ch_1042"}},
		{"by hand, with care", "404", 404, missing, getByHand("/v1/charges/ch_1042", missing), carefulGet("/v1/charges/ch_1042", missing), []string{"404"}},
	}
}

func carefulGet(path string, response []byte) maker {
	t := typeOf(response)
	return func(n network) call {
		engine := retryablehttp.NewClient()
		engine.Logger, engine.ErrorHandler = nil, retryablehttp.PassthroughErrorHandler
		engine.HTTPClient = &http.Client{Transport: careful{n.client.Transport}}
		return func(ctx context.Context) (any, error) {
			req, err := http.NewRequestWithContext(ctx, http.MethodGet, n.url+path, nil)
			if err != nil {
				return nil, err
			}
			req.SetBasicAuth("key_fake", "")
			req.Header.Set("Accept", "application/json")
			resp, err := engine.Do(&retryablehttp.Request{Request: req})
			if err != nil {
				return nil, err
			}
			defer resp.Body.Close()
			body, err := io.ReadAll(resp.Body)
			if err != nil {
				return nil, err
			}
			out := reflect.New(t).Interface()
			err = json.Unmarshal(body, out)
			if resp.StatusCode > 299 {
				return nil, errors.Join(err, errors.New(resp.Status))
			}
			return out, err
		}
	}
}

// careful reads the body too, so that the time of an attempt has an end.
type careful struct{ next http.RoundTripper }

func (c careful) RoundTrip(req *http.Request) (*http.Response, error) {
	ctx, cancel := context.WithTimeout(req.Context(), time.Minute)
	defer cancel()
	var asked, given, wrote atomic.Bool
	traced := httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{
		GetConn:      func(string) { asked.Store(true) },
		GotConn:      func(httptrace.GotConnInfo) { given.Store(true) },
		WroteHeaders: func() { wrote.Store(true) },
	})
	resp, err := c.next.RoundTrip(req.WithContext(traced))
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	resp.Body = io.NopCloser(bytes.NewReader(body))
	return resp, err
}
