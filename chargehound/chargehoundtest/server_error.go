package chargehoundtest

import "github.com/chargekit/chargekit-go/chargehound"

// NewError returns the error of a call that meets a fault, for a test whose mock has
// to return what a real client returns:
//
//	missing := chargehoundtest.NewError(chargehoundtest.Respond(400, body), func(c *chargehound.Client) error {
//		_, err := c.Disputes.Submit(ctx, "dp_1", nil)
//		return err
//	})
//
// The call runs against a new server without any objects, which NewError closes. The
// fault applies to each of its requests, and the client makes no retries. NewError
// panics if the call does not fail.
func NewError(fault Fault, call func(*chargehound.Client) error) error {
	s := NewServer(InMemory())
	defer s.Close()
	s.FailMatching(nil, fault.Times(-1))
	err := call(s.Client(chargehound.WithRetry(chargehound.RetryPolicy{})))
	if err == nil {
		panic("chargehoundtest.NewError: the call did not fail")
	}
	return err
}
