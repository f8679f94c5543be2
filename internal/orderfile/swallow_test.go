package orderfile_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/chargekit/chargekit-go/internal/orderfile"
)

// quoted makes twelve orders, of which the third and another one have these notes.
func quoted(third, other string, at int) string {
	text := "order_id,ordered_at,email,currency,amount,transaction_id,items,note\n"
	for i := range 12 {
		note := map[int]string{3: third, at: other}[i]
		text += fmt.Sprintf("o%d,2026-01-01T00:00:00Z,a@example.com,USD,1.00,t%d,,%s\n", i, i, note)
	}
	return text
}

func TestTwoQuotesTooManyCostNoOrderBetweenThem(t *testing.T) {
	tests := map[string]struct {
		third, other string
		at, orders   int
	}{
		"far apart":     {`"12`, `5"`, 9, 11},
		"side by side":  {`"12`, `5"`, 4, 11},
		"both open":     {`"12`, `"`, 9, 10},
		"a line break":  {"\"12\n5\"", "", 9, 12},
		"commas inside": {"\"a, b, c,\nd, e, f, g\"", "", 9, 12},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			r := read(t, quoted(test.third, test.other, test.at), orderfile.Options{})
			assert.Len(t, r.orders, test.orders)
			assert.Len(t, r.bad, 12-test.orders)
			for _, bad := range r.bad {
				assert.Equal(t, "a quote opens a cell that does not end", bad.Reason)
			}
		})
	}
}
