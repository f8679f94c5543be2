package orderfile_test

import (
	"flag"
	"io"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/internal/orderfile"
)

func parseFlags(t *testing.T, args ...string) *orderfile.Flags {
	t.Helper()
	set := flag.NewFlagSet("program", flag.ContinueOnError)
	set.SetOutput(io.Discard)
	flags := orderfile.AddFlags(set)
	require.NoError(t, set.Parse(args))
	return flags
}

func TestFlagsMakeOptions(t *testing.T) {
	flags := parseFlags(t, "-columns", "order_id=a,ordered_at=b,amount=c", "-encoding", "utf-16le", "-decimal", ",", "-dates", "dmy",
		"-zone", "Europe/Berlin", "-currency", "EUR", "-order-column", "no", "-transaction-id", "order")
	opts, err := flags.Options()
	require.NoError(t, err)
	assert.Equal(t, orderfile.Options{
		Columns:  orderfile.Columns{orderfile.OrderID: "a", orderfile.OrderedAt: "b", orderfile.Amount: "c"},
		Encoding: "utf-16le", Decimal: ",", Dates: "dmy", Zone: zone(t, "Europe/Berlin"), Currency: "EUR", OrderColumn: "no",
		OrderAsTransaction: true,
	}, opts)
}

func TestNoFlagsMakeNoOptions(t *testing.T) {
	flags := parseFlags(t)
	opts, err := flags.Options()
	require.NoError(t, err)
	assert.Equal(t, orderfile.Options{}, opts)
	assert.Empty(t, flags.String())
}

func TestFlagsThatAreWrong(t *testing.T) {
	tests := map[string]struct{ flag, value, want string }{
		"columns":        {"-columns", "colour=a", `columns: "colour" is no field`},
		"zone":           {"-zone", "Berlin", `-zone "Berlin" is no zone that is known here`},
		"currency":       {"-currency", "euro", "the currency has to be a code"},
		"transaction id": {"-transaction-id", "none", `-transaction-id has to be "order"`},
		"dates":          {"-dates", "ymd", "the order of dates has to be"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			_, err := parseFlags(t, test.flag, test.value).Options()
			assert.ErrorContains(t, err, test.want)
		})
	}
}

func TestFlagsAsAString(t *testing.T) {
	assert.Equal(t, `-decimal="," -zone="UTC"`, parseFlags(t, "-zone", "UTC", "-decimal", ",").String())
	assert.NotEqual(t, parseFlags(t, "-columns", `order_id=a" -zone="UTC`).String(), parseFlags(t, "-columns", "order_id=a", "-zone", "UTC").String())
}
