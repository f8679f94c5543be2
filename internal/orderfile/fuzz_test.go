package orderfile_test

import (
	"bytes"
	"encoding/csv"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/internal/orderfile"
)

func seeds(f *testing.F) [][]byte {
	f.Helper()
	paths, err := filepath.Glob(filepath.Join(samples, "*.csv"))
	require.NoError(f, err)
	more, err := filepath.Glob(filepath.Join(samples, "near-misses", "*.csv"))
	require.NoError(f, err)
	var all [][]byte
	for _, path := range append(paths, more...) {
		content, err := os.ReadFile(path)
		require.NoError(f, err)
		all = append(all, content)
	}
	return all
}

// FuzzFile reads any bytes. It may not panic or lose a row, and may fail only with
// the errors that the package documents.
func FuzzFile(f *testing.F) {
	for _, content := range seeds(f) {
		f.Add(content, "", "EUR")
	}
	f.Add([]byte("a\tb\r\"c"), "windows-1252", "")
	f.Fuzz(func(t *testing.T, content []byte, encoding, currency string) {
		file, err := orderfile.Open(bytes.NewReader(content), orderfile.Options{Encoding: encoding, Currency: currency})
		if err != nil {
			_, ok := errors.AsType[*orderfile.FileError](err)
			assert.True(t, ok, "%T", err)
			return
		}
		r := collect(t, file)
		assert.Len(t, r.lines, file.Rows())
		slices.Sort(r.lines)
		assert.Len(t, slices.Compact(r.lines), file.Rows())
		assert.True(t, slices.IsSorted(r.ends))
		for _, o := range r.orders {
			assert.True(t, o.Amount.IsPositive())
			assert.False(t, o.Refunded.IsNegative() || o.Refunded.GreaterThan(o.Amount))
			assert.NotEmpty(t, o.ID)
			assert.Len(t, o.Currency, 3)
		}
	})
}

// FuzzCells puts a text into each cell of a file, one after the other. No error may
// repeat it.
func FuzzCells(f *testing.F) {
	names := []string{"shopify.csv", "woocommerce-webtoffee.csv", "bigcommerce.csv", "paypal.csv", "square.csv", "stripe.csv", "own.csv"}
	for _, text := range []string{"", "@example.com", "5.55E+12", "1.2.3", "-9.00", "30/02/2026", "amount:x|reason:", "\"", "2 x a @ b", "\xff\x00"} {
		for i := range names {
			f.Add(text, i, 3)
		}
	}
	f.Fuzz(func(t *testing.T, text string, which, column int) {
		const canary = "QZXJ"
		name := names[abs(which)%len(names)]
		content, err := os.ReadFile(filepath.Join(samples, name))
		require.NoError(t, err)
		reader := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(content, []byte("\xef\xbb\xbf"))))
		reader.LazyQuotes, reader.FieldsPerRecord = true, -1
		rows, err := reader.ReadAll()
		require.NoError(t, err)
		column = abs(column) % len(rows[0])
		for _, row := range rows[1:] {
			if column < len(row) {
				row[column] = canary + text + canary
			}
		}
		var changed bytes.Buffer
		require.NoError(t, csv.NewWriter(&changed).WriteAll(rows))

		file, err := orderfile.Open(bytes.NewReader(changed.Bytes()), orderfile.Options{Currency: "USD"})
		if err != nil {
			assert.NotContains(t, err.Error(), canary)
			return
		}
		for o, err := range file.Orders() {
			if err != nil {
				assert.NotContains(t, err.Error(), canary)
			}
			assert.NotContains(t, strings.Join(o.Notes, " "), canary)
		}
		assert.NotContains(t, strings.Join(file.Notes(), " "), canary)
	})
}

func abs(n int) int {
	if n < 0 {
		return -(n + 1)
	}
	return n
}

// FuzzSplit compares the cells of tables that encoding/csv can read with its own.
func FuzzSplit(f *testing.F) {
	f.Add("a,b\n", "1,\"2\n\"\"3\"\"\"\n")
	f.Add("a,b,c\n", "x,,\r\n\"\",y z,\"\r\n\"\n")
	f.Fuzz(func(t *testing.T, header, body string) {
		reader := csv.NewReader(strings.NewReader(header + body))
		want, err := reader.ReadAll()
		if err != nil || strings.ContainsAny(header+body, "\x00\ufeff\ufffd") || strings.Contains(strings.ReplaceAll(header+body, "\r\n", "\n"), "\r") {
			t.Skip("not a table for both")
		}
		got, ok := orderfile.SplitAll(header+body, ',')
		if !ok {
			t.Skip("not UTF-8, or a row that differs from the header")
		}
		kept := [][]string{}
		for _, row := range want {
			if strings.TrimSpace(strings.Join(row, "")) != "" {
				kept = append(kept, row)
			}
		}
		assert.Equal(t, kept, got)
	})
}
