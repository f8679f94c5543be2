package chargebacktest

import "github.com/chargekit/chargekit-go/chargeback"

// NewError returns the error of a call that meets a fault, for a test whose mock has
// to return what a real client returns:
//
//	lost := chargebacktest.NewError(chargebacktest.DropResponse, func(c *chargeback.Client) error {
//		_, err := c.Orders.Create(ctx, params)
//		return err
//	})
//
// The call runs against a new server without any objects, which NewError closes. The
// fault applies to each of its requests, and the client makes no retries. NewError
// panics if the call does not fail.
func NewError(fault Fault, call func(*chargeback.Client) error) error {
	s := NewServer(InMemory())
	defer s.Close()
	s.FailMatching(nil, fault.Times(-1))
	err := call(s.Client(chargeback.WithRetry(chargeback.RetryPolicy{})))
	if err == nil {
		panic("chargebacktest.NewError: the call did not fail")
	}
	return err
}
