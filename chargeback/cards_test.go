package chargeback

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// panTexts are card numbers as people write them. None belongs to anybody.
var panTexts = []string{
	"4242424242424242", "4242 4242 4242 4242", "4242-4242-4242-4242", "4242.4242.4242.4242", "4242 - 4242 - 4242 - 4242",
	"4 2 4 2 4 2 4 2 4 2 4 2 4 2 4 2", "4242\u00a04242\u20114242\u20134242", "4222222222222", "378282246310005", "3782 822463 10005",
	"6011000990139424", "30569309025904", "6304000000000000018", "paid by 4242424242424242.", "x4242424242424242x",
	"#4242424242424242, 12/29", "12 4242424242424242", "4242424242424242 123", "4242\n4242\t4242 4242",
}

var harmlessTexts = []string{
	"", "424242", "411111******1111", "4242424242424241", "74123456789012345678901", "42424242424242424242424242424242",
	"4242 4242", "2026-02-03 04:05:06", "192.168.100.200", "+46 8 555 01 00", "4242x4242x4242x4242", "4242    4242    4242    4242",
	"5123456780001", "0000000000000000", "1000000000000008", "7000000000000005", "35000000000009", "400000000000006", "1Z999AA10123456784", "order 1042 of 2026", strings.Repeat("1 ", 6),
}

func TestCardNumbersAreFound(t *testing.T) {
	t.Parallel()
	for _, text := range panTexts {
		require.True(t, hasCardNumber(text), text)
	}
	for _, text := range harmlessTexts {
		require.False(t, hasCardNumber(text), text)
	}
}

func TestACardNumberIsRefusedAnywhereInABody(t *testing.T) {
	t.Parallel()
	for body, at := range map[string]string{
		`{"a":"4242424242424242"}`:                              "a",
		`{"a":4242424242424242}`:                                "a",
		`[{"a":"x"},{"b":{"c":["y","4242 4242 4242 4242"]}}]`:   "orders[1].b.c[1]",
		`{"shipments":[{"origin_name":"4242-4242-4242-4242"}]}`: "shipments[0].origin_name",
		`{"4242424242424242":1}`:                                "…",
		`{"x":{"4242424242424242":1}}`:                          "x.…",
		`"4242424242424242"`:                                    "",
		`{"a":"\u0034242424242424242"}`:                         "a",
	} {
		t.Run(body, func(t *testing.T) {
			err := rejectCards([]byte(body))
			require.Error(t, err, body)
			require.Equal(t, at, err.(*ValidationError).Param)
			require.NotContains(t, err.Error(), "4242")
		})
	}
	require.NoError(t, rejectCards(nil))
	require.NoError(t, rejectCards([]byte(`{"a":"4242424242424241","b":[1,2,null,true]}`)))
}

func FuzzHasCardNumber(f *testing.F) {
	for _, text := range append(panTexts, harmlessTexts...) {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		require.True(t, hasCardNumber(text+"x4242-4242-4242-4242"), "whatever stands before it")
		require.True(t, hasCardNumber("4242 4242 4242 4242x"+text), "whatever stands behind it")
	})
}

func BenchmarkRefuseCards(b *testing.B) {
	body := []byte(`{"order_id":"ord_1042","order_ts":"2026-02-03T04:05:06Z","order_amount":"81.40","transaction_id":"txn_55b","transaction_amount":"81.40","crm_id":812,"merchant_name":"Lumen Shop"}`)
	b.ReportAllocs()
	for b.Loop() {
		if err := rejectCards(body); err != nil {
			b.Fatal(err)
		}
	}
}
