package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
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
// a trace that tells whether anything was sent. They show what these three alone add.
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

// careful ends the time of an attempt when its body is closed.
type careful struct{ next http.RoundTripper }

func (c careful) RoundTrip(req *http.Request) (*http.Response, error) {
	ctx, cancel := context.WithTimeout(req.Context(), time.Minute)
	var asked, given, wrote atomic.Bool
	traced := httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{
		GetConn:      func(string) { asked.Store(true) },
		GotConn:      func(httptrace.GotConnInfo) { given.Store(true) },
		WroteHeaders: func() { wrote.Store(true) },
	})
	resp, err := c.next.RoundTrip(req.WithContext(traced))
	if err != nil {
		cancel()
		return nil, fmt.Errorf("%w: asked for a connection %t, given one %t, wrote headers %t", err, asked.Load(), given.Load(), wrote.Load())
	}
	resp.Body = ended{resp.Body, cancel}
	return resp, nil
}

type ended struct {
	io.ReadCloser
	cancel context.CancelFunc
}

func (e ended) Close() error {
	defer e.cancel()
	return e.ReadCloser.Close()
}
