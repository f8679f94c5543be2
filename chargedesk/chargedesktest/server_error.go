package chargedesktest

import "github.com/chargekit/chargekit-go/chargedesk"

// NewError returns the error of a call that meets a fault, for a test whose mock has
// to return what a real client returns:
//
//	lost := chargedesktest.NewError(chargedesktest.DropResponse, func(c *chargedesk.Client) error {
//		_, err := c.Gateway.RefundInFull(ctx, "ch_1", nil)
//		return err
//	})
//
// The call runs against a new server without any objects, which NewError closes. The
// fault applies to each of its requests, and the client makes no retries. NewError
// panics if the call does not fail.
func NewError(fault Fault, call func(*chargedesk.Client) error) error {
	s := NewServer(InMemory())
	defer s.Close()
	s.FailMatching(nil, fault.Times(-1))
	err := call(s.Client(chargedesk.WithRetry(chargedesk.RetryPolicy{})))
	if err == nil {
		panic("chargedesktest.NewError: the call did not fail")
	}
	return err
}
