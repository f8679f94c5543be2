// Package api holds what the clients of the three vendors share of one call:
// the operation, the request made of it, the options, what an error knows, and
// the collector of bad parameters. It knows no vendor.
package api

import "github.com/chargekit/chargekit-go/internal/transport"

// Operation is one documented operation. It is stated once; the retry decision,
// errors, logs and the contract tests all read it.
type Operation struct {
	Method string
	Route  string // template of the path: /charges/{charge_id}
	Safety transport.Safety
}

// On returns a request for the operation. ids fill the route's {…} in order; the
// first of them is the object to look up when the outcome is unknown.
func (op Operation) On(ids ...string) Request {
	r := Request{Operation: op, ids: ids}
	if len(ids) > 0 {
		r.objectID = ids[0]
	}
	return r
}
