package orderfile_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/internal/orderfile"
)

func TestRefundsThatCantBeRead(t *testing.T) {
	const header = "order_id,order_number,order_date,status,order_total,order_currency,billing_email,transaction_id,refund_items\n"
	tests := map[string]struct{ cell, want string }{
		"another form":  {"12.00", `line 2: column "refund_items" is not like amount:1.00|reason:|date:`},
		"another mark":  {"amount:many|reason:", `line 2: column "refund_items" is no amount (a spreadsheet program may have made something else of it); open the original file, not one saved again`},
		"more than all": {"amount:3.00|reason:|date:x;amount:3.00|reason:|date:x", `line 2: column "order_total" is less than what was refunded`},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			r := read(t, header+"1,1,2026-01-01 10:00,completed,5.00,EUR,a@example.com,t1,\""+test.cell+"\"\n", orderfile.Options{})
			require.Len(t, r.bad, 1)
			assert.EqualError(t, r.bad[0], test.want)
		})
	}
}
