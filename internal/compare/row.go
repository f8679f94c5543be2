package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"

	"github.com/chargekit/chargekit-go/internal/baseline"
)

// row is one call of one client, beside the same call written by hand.
type row struct {
	client, call string
	status       int
	response     []byte
	byHand, sdk  maker
	shows        []string // what the result has in it as JSON, or the error as text
}

// maker makes a call for a network.
type maker func(network) call

// network is where a call goes to.
type network struct {
	client *http.Client
	url    string // without a slash at its end
}

// call makes one call and returns a pointer to its result.
type call func(context.Context) (any, error)

func (r row) name() string { return r.client + " " + r.call }

// rejected reports whether the row's calls return an error.
func (r row) rejected() bool { return r.status >= 300 }

func (r row) measure(ctx context.Context, e effort) (line string, err error) {
	memory := network{baseline.Network(r.status, r.response), "http://127.0.0.1"}
	inMemory, err := r.ratio(ctx, memory, e)
	if err != nil {
		return "", err
	}
	loopback, done := r.serve()
	defer done()
	overLoopback, err := r.ratio(ctx, loopback, e)
	if err != nil {
		return "", err
	}
	byHand, sdk := allocated(ctx, r.byHand(memory)), allocated(ctx, r.sdk(memory))
	return fmt.Sprintf("| %s | %s | %v | %v | %.2f (%.0f) | %.2f (%.0f) |", r.client, r.call, inMemory, overLoopback,
		sdk.count/byHand.count, byHand.count, sdk.bytes/byHand.bytes, byHand.bytes), nil
}

// serve starts a server of the row's response.
func (r row) serve() (n network, done func()) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(r.status)
		_, _ = w.Write(r.response)
	}))
	client := &http.Client{Transport: http.DefaultTransport.(*http.Transport).Clone()}
	return network{client, server.URL}, func() {
		client.CloseIdleConnections()
		server.Close()
	}
}

func (r row) ratio(ctx context.Context, n network, e effort) (ratio, error) {
	byHand, sdk := r.checked(r.byHand(n)), r.checked(r.sdk(n))
	return measure(ctx, byHand, sdk, e)
}

// checked returns a call that must end as the row's calls do.
func (r row) checked(c call) func(context.Context) error {
	return func(ctx context.Context) error {
		_, err := c(ctx)
		switch {
		case err == nil && r.rejected():
			return errors.New("the call did not fail")
		case err != nil && !r.rejected():
			return err
		}
		return nil
	}
}
