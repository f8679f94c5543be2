package orderfile_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/internal/orderfile"
)

func TestErrorsOfManyRowsNameTen(t *testing.T) {
	r := readItems(t, strings.Repeat("a,2026-01-01,9.00,pending,,Cup,9.00,1\n", 12))
	require.Len(t, r.left, 1)
	assert.EqualError(t, r.left[0], "lines 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, …: left out: not paid")
	assert.Len(t, r.left[0].Lines, 12)
}

func TestErrorsOfTheOptionsNameNoLine(t *testing.T) {
	_, err := orderfile.Open(strings.NewReader(ownHeader), orderfile.Options{Dates: "ymd"})
	assert.EqualError(t, err, `the order of dates has to be "dmy" or "mdy"`)
}
