package main

import (
	"cmp"
	"context"
	"net/http"
	"net/url"
	"time"

	"golang.org/x/time/rate"

	"github.com/chargekit/chargekit-go/chargeback"
	"github.com/chargekit/chargekit-go/chargedesk"
	"github.com/chargekit/chargekit-go/chargehound"
)

// vendor is one API, with what it is asked.
type vendor struct {
	name  string // as in -vendor
	title string
	keys  []string // never shown
	every time.Duration
	lists []*list
	times []string // documented forms of times
	steps []step
	guard *guard

	// get sends a GET. version is one of Chargehound's, or "".
	get func(ctx context.Context, path string, query url.Values, version string) (*response, error)
}

// where is the address of a vendor, "" for the real one, and how often it is asked.
type where struct {
	baseURL string
	every   time.Duration // 0 means without a pause
}

const (
	callTimeout = time.Minute
	maxResponse = 64 << 20 // bytes: customers come with their subscriptions
)

func newDesk(at where, key string) (*vendor, error) {
	v := &vendor{name: "chargedesk", title: "ChargeDesk", keys: []string{key}, every: at.every, lists: deskLists, times: deskTimes, steps: deskSteps()}
	v.guard = &guard{left: len(v.steps), not: chargedesk.ErrNotSent}
	client, err := chargedesk.New(key, chargedesk.WithBaseURL(cmp.Or(at.baseURL, chargedesk.DefaultBaseURL)), chargedesk.WithMiddleware(v.guard.wrap),
		chargedesk.WithRetry(chargedesk.RetryPolicy{}), chargedesk.WithLimiter(at.limiter()),
		chargedesk.WithTimeout(callTimeout), chargedesk.WithMaxResponseBytes(maxResponse), chargedesk.WithUserAgent("chargekit-probe"))
	v.get = func(ctx context.Context, path string, query url.Values, _ string) (*response, error) {
		var response chargedesk.Response
		err := client.Do(ctx, http.MethodGet, path, query, nil, chargedesk.WithResponse(&response))
		return read(response.StatusCode, response.Header, response.Body), err
	}
	return v, err
}

func newHound(at where, key string) (*vendor, error) {
	v := &vendor{name: "chargehound", title: "Chargehound", keys: []string{key}, every: at.every, lists: []*list{disputes}, times: houndTimes, steps: houndSteps()}
	v.guard = &guard{left: len(v.steps), not: chargehound.ErrNotSent}
	client, err := chargehound.New(key, chargehound.WithBaseURL(cmp.Or(at.baseURL, chargehound.DefaultBaseURL)), chargehound.WithMiddleware(v.guard.wrap),
		chargehound.WithRetry(chargehound.RetryPolicy{}), chargehound.WithLimiter(at.limiter()),
		chargehound.WithTimeout(callTimeout), chargehound.WithMaxResponseBytes(maxResponse), chargehound.WithUserAgent("chargekit-probe"))
	v.get = func(ctx context.Context, path string, query url.Values, version string) (*response, error) {
		var response chargehound.Response
		opts := []chargehound.CallOption{chargehound.WithResponse(&response)}
		for name := range query {
			opts = append(opts, chargehound.WithQuery(name, query.Get(name)))
		}
		if version != "" {
			opts = append(opts, chargehound.WithCallAPIVersion(version))
		}
		err := client.Do(ctx, http.MethodGet, path, nil, nil, opts...)
		return read(response.StatusCode, response.Header, response.Body), err
	}
	return v, err
}

func newBack(at where, publicKey, secretKey string) (*vendor, error) {
	v := &vendor{name: "chargeback", title: "Chargeback", keys: []string{publicKey, secretKey}, every: at.every, lists: []*list{orders}, times: backTimes, steps: backSteps()}
	v.guard = &guard{left: len(v.steps), not: chargeback.ErrNotSent}
	client, err := chargeback.New(publicKey, secretKey, chargeback.WithBaseURL(cmp.Or(at.baseURL, chargeback.DefaultBaseURL)), chargeback.WithMiddleware(v.guard.wrap),
		chargeback.WithRetry(chargeback.RetryPolicy{}), chargeback.WithLimiter(at.limiter()),
		chargeback.WithTimeout(callTimeout), chargeback.WithMaxResponseBytes(maxResponse), chargeback.WithUserAgent("chargekit-probe"))
	v.get = func(ctx context.Context, path string, query url.Values, _ string) (*response, error) {
		var response chargeback.Response
		opts := []chargeback.CallOption{chargeback.WithResponse(&response)}
		for name := range query {
			opts = append(opts, chargeback.WithQuery(name, query.Get(name)))
		}
		err := client.Do(ctx, http.MethodGet, path, nil, nil, opts...)
		return read(response.StatusCode, response.Header, response.Body), err
	}
	return v, err
}

// limiter lets one request through in each interval, all of them if that is 0.
func (at where) limiter() *rate.Limiter {
	if at.every == 0 {
		return rate.NewLimiter(rate.Inf, 0)
	}
	return rate.NewLimiter(rate.Every(at.every), 1)
}
