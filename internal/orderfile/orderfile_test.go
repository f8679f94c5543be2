package orderfile_test

import (
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/internal/orderfile"
)

func TestTwoReadingsOfAFile(t *testing.T) {
	file, err := openSample(t, "shopify.csv", orderfile.Options{})
	require.NoError(t, err)
	for range file.Orders() {
		break
	}
	assert.Equal(t, collect(t, file).ends, collect(t, file).ends)
}

// swapped is a file whose content the test can change.
type swapped struct{ *strings.Reader }

func TestAFileThatChanges(t *testing.T) {
	const header, a = "id,at,sum,item,price\n", "a,2026-01-01,9.00,Cup,9.00\n"
	columns := orderfile.Columns{
		orderfile.OrderID: "id", orderfile.OrderedAt: "at", orderfile.Amount: "sum", orderfile.ItemName: "item", orderfile.ItemPrice: "price",
	}
	open := func(before, after string) *orderfile.File {
		source := &swapped{strings.NewReader(before)}
		file, err := orderfile.Open(source, orderfile.Options{Columns: columns, Currency: "USD"})
		require.NoError(t, err)
		source.Reader = strings.NewReader(after)
		return file
	}
	t.Run("grown", func(t *testing.T) {
		r := collect(t, open(header+a, header+a+"a,2026-01-01,9.00,Lid,1.00\n"))
		require.Len(t, r.bad, 1)
		assert.EqualError(t, r.bad[0], "line 3: the file has changed while it was read")
	})
	t.Run("cut", func(t *testing.T) {
		results := 0
		for _, err := range open(header+a+a, header+a).Orders() {
			results++
			assert.EqualError(t, err, "the file has changed while it was read")
		}
		assert.Equal(t, 1, results)
	})
}

// pattern is a file of a header and many rows that are made while it is read.
type pattern struct {
	header string
	row    func(int) string
	rows   int
	at     int
	rest   string
}

func (p *pattern) Read(to []byte) (int, error) {
	for p.rest == "" {
		if p.at == p.rows {
			return 0, io.EOF
		}
		p.rest = p.row(p.at)
		p.at++
	}
	n := copy(to, p.rest)
	p.rest = p.rest[n:]
	return n, nil
}

func (p *pattern) Seek(int64, int) (int64, error) {
	p.at, p.rest = 0, p.header
	return 0, nil
}

// TestRowsThatAreTooFarApart has 100 orders of two rows each, with all first rows
// before all second ones: 90 MB of rows that wait.
func TestRowsThatAreTooFarApart(t *testing.T) {
	if testing.Short() {
		t.Skip("reads 360 MB")
	}
	long := strings.Repeat("x", 900_000)
	file, err := orderfile.Open(&pattern{
		header: "id,at,sum,item,price,note\n", rows: 200,
		row: func(i int) string { return fmt.Sprintf("o%d,2026-01-01,9.00,Cup,4.50,%s\n", i%100, long) },
	}, orderfile.Options{Currency: "USD", Columns: orderfile.Columns{
		orderfile.OrderID: "id", orderfile.OrderedAt: "at", orderfile.Amount: "sum", orderfile.ItemName: "item", orderfile.ItemPrice: "price",
	}})
	require.NoError(t, err)
	r := collect(t, file)
	assert.Len(t, r.orders, 74, "of 67,108,864 bytes")
	require.Len(t, r.bad, 52)
	assert.Equal(t, "the rows of this order are too far apart: sort the file by order", r.bad[0].Reason)
	assert.Len(t, r.lines, 200, "and no row is lost")
}
