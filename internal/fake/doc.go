// Package fake is what the public fakes of the three vendors share: a server
// that checks keys, limits the rate, injects faults and keeps a journal around a
// vendor's handler; the head of snapshots; PHP's reading of form bodies; and the
// delivery of webhooks.
//
// It knows no vendor. A vendor's fake brings the handler, its keys, the shapes of
// its 401 and 429 answers, and its state:
//
//	server := fake.New(desk, fake.Config{Knows: knows, Unauthorized: unauthorized, TooMany: tooMany})
//	defer server.Close()
//
// The way of one request is
//
//	journal -> key -> rate limit -> fault -> vendor handler -> journal -> answer
//
// The journal is complete before the client sees its answer, so a test may read
// it as soon as a call has returned.
package fake
