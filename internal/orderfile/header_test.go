package orderfile_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/chargekit/chargekit-go/internal/orderfile"
)

func TestNamesThatLookLikeDataAreNotShown(t *testing.T) {
	for _, name := range []string{"ada@example.com", "48.00", "2026-08-01"} {
		_, err := orderfile.Open(strings.NewReader("Ada,"+name+"\n"), orderfile.Options{})
		assert.ErrorContains(t, err, "(delimiter ',', 2 columns, whose names look like data and are not shown)")
	}
	_, err := orderfile.Open(strings.NewReader("Line 10,Note\n"), orderfile.Options{})
	assert.ErrorContains(t, err, "2 columns: Line 10, Note)")
}
