package orderfile_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/internal/orderfile"
)

func TestTallyOfAFile(t *testing.T) {
	tests := map[string]struct {
		orders, zoneless int
		report           []string
	}{
		"shopify.csv": {5, 0, []string{
			"line 13: a gift card, cash or another means paid a part; the whole amount counts (orders like it: 1)",
			"5 left out: 1 cancelled, 1 gift card only, 1 not paid, 1 test, 1 zero total",
		}},
		"own.csv":        {3, 4, []string{"line 4: the time names no zone and is read as UTC; so are others like it"}},
		"own-cr.csv":     {2, 0, nil},
		"own-import.csv": {2, 0, nil},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			file, err := openSample(t, name, sampleOptions(t, name))
			require.NoError(t, err)
			var tally orderfile.Tally
			for o, err := range file.Orders() {
				tally.Add(o, err)
			}
			assert.Equal(t, test.orders, tally.Orders)
			assert.Equal(t, test.zoneless, tally.Zoneless)
			assert.Equal(t, test.report, tally.Report())
		})
	}
}

func TestTallyNamesTheFirstOrderWithoutAZone(t *testing.T) {
	var tally orderfile.Tally
	for line := range 3 {
		tally.Add(orderfile.Order{Place: orderfile.Place{Lines: []int{line + 7}}, ZoneKnown: line == 0}, nil)
	}
	assert.Equal(t, 8, tally.Zoneless)
}

func TestTallyCountsNotes(t *testing.T) {
	var tally orderfile.Tally
	for line := range 3 {
		tally.Add(orderfile.Order{Place: orderfile.Place{Lines: []int{line + 7}}, ZoneKnown: true, Notes: []string{"odd"}}, nil)
	}
	assert.Equal(t, []string{"line 7: odd (orders like it: 3)"}, tally.Report())
}
