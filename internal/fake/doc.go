// Package fake holds what the public fakes of the three vendors share: a server
// that wraps a vendor's handler with authentication, a rate limit, faults and a
// journal; the header of snapshots; PHP's parsing of forms; and the delivery of
// webhooks.
//
// It knows no vendor. A vendor's fake provides the handler, its keys, its 401 and
// 429 responses, and its state:
//
//	server := fake.New(desk, fake.Config{Authorized: authorized, Unauthorized: unauthorized, TooMany: tooMany})
//	defer server.Close()
//
// A request passes through
//
//	journal -> key -> rate limit -> fault -> vendor handler -> journal -> response
//
// The journal is complete before the client sees the response, so a test may read
// it as soon as a call has returned.
package fake
