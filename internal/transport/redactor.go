package transport

import "sync"

// Redactor returns a function that takes out of a text what call said, its ids
// and the values of its parameters, and the client's key.
func (c *Client) Redactor(call *Call) func(text string) string {
	own := *call
	own.hide = c.hide
	values := sync.OnceFunc(func() { own.values() })
	return func(text string) string {
		values()
		return Redact(text, own.IDs, &own, own.Fixed...)
	}
}

// SingleLine makes text fit for a log: one bounded line, without e-mail addresses
// and what may be a card number.
func SingleLine(text string) string { return oneLine(text) }
