package orderfile_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/internal/orderfile"
)

func TestAGiftCardThatPaidAll(t *testing.T) {
	r := read(t, "Order number,Date created,Time,Contact email,Item,Qty,Price,Total,Currency,Payment status,Refunded amount,Gift card amount\n"+
		"1,\"Oct 1, 2026\",8:00 PM,a@example.com,Cup,1,5.00,5.00,EUR,Paid,0.00,5.00\n"+
		"2,\"Oct 1, 2026\",8:00 PM,a@example.com,Cup,1,5.00,5.00,EUR,Paid,0.00,4.99\n", orderfile.Options{})
	require.Len(t, r.left, 1)
	assert.Equal(t, orderfile.GiftCardOnly, r.left[0].Reason)
	require.Len(t, r.orders, 1)
	assert.True(t, r.orders[0].SplitTender)
}
