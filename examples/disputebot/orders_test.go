package main

import (
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/chargehound"
	"github.com/chargekit/chargekit-go/internal/orderfile"
)

const orderHeader = "order_id,ordered_at,email,currency,amount,transaction_id\n"

func orderLine(id, charge string) string {
	return id + ",2026-09-03T14:16:24Z,buyer@example.com,USD,10.00," + charge + "\n"
}

// writeOrders replaces the file, with a time of its own: file systems may not tell
// two writes within a moment apart.
func writeOrders(t *testing.T, path, text string, age time.Duration) {
	t.Helper()
	require.NoError(t, os.WriteFile(path, []byte(text), 0o600))
	modified := time.Now().Add(-age)
	require.NoError(t, os.Chtimes(path, modified, modified))
}

func TestAReplacedOrderFileIsReadAgain(t *testing.T) {
	t.Parallel()
	path, logs := filepath.Join(t.TempDir(), "orders.csv"), &logBuffer{}
	writeOrders(t, path, orderHeader+orderLine("a", "ch_a"), time.Hour)
	book, err := newOrderBook(path, orderfile.Options{}, slog.New(slog.NewTextHandler(logs, nil)))
	require.NoError(t, err)
	find := func(charge string) bool {
		_, found := book.find(&chargehound.Dispute{Charge: charge})
		return found
	}
	require.True(t, find("ch_a"))
	require.False(t, find("ch_b"))

	writeOrders(t, path, orderHeader+orderLine("b", "ch_b"), time.Minute)
	require.False(t, find("ch_a"))
	require.True(t, find("ch_b"))

	writeOrders(t, path, "not an export", time.Second)
	for range 3 {
		require.True(t, find("ch_b"), "the orders read before are used")
	}
	require.Equal(t, 1, strings.Count(logs.String(), "can't be read"), logs)
	require.NoError(t, os.Remove(path))
	require.True(t, find("ch_b"))
	require.Equal(t, 2, strings.Count(logs.String(), "can't be read"), logs)
}

func TestARowThatCannotBeUsedCostsNoOther(t *testing.T) {
	t.Parallel()
	path, logs := filepath.Join(t.TempDir(), "orders.csv"), &logBuffer{}
	writeOrders(t, path, orderHeader+strings.Replace(orderLine("a", "ch_a"), "10.00", "secret", 1)+orderLine("b", "ch_b"), 0)
	book, err := newOrderBook(path, orderfile.Options{}, slog.New(slog.NewTextHandler(logs, nil)))
	require.NoError(t, err)
	_, found := book.find(&chargehound.Dispute{Charge: "ch_b"})
	require.True(t, found)
	require.Contains(t, logs.String(), "line 2")
	require.NotContains(t, logs.String(), "secret")
}

func TestOrderFilesThatAreOfNoUse(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	for text, reason := range map[string]string{
		"": "the file is empty",
		orderHeader + strings.Replace(orderLine("a", "ch_a"), "24Z", "24", 1): "line 2: the time names no zone",
	} {
		path := filepath.Join(folder, "orders.csv")
		writeOrders(t, path, text, 0)
		_, err := newOrderBook(path, orderfile.Options{}, slog.New(slog.DiscardHandler))
		require.ErrorContains(t, err, reason)
	}
	path := filepath.Join(folder, "orders.csv")
	writeOrders(t, path, "number,date,sum\n1,2026-09-03T14:16:24Z,10.00\n", 0)
	opts := orderfile.Options{Currency: "USD", Columns: orderfile.Columns{
		orderfile.OrderID: "number", orderfile.OrderedAt: "date", orderfile.Amount: "sum",
	}}
	_, err := newOrderBook(path, opts, slog.New(slog.DiscardHandler))
	require.ErrorContains(t, err, "has no transaction ids")
	opts.OrderAsTransaction = true
	_, err = newOrderBook(path, opts, slog.New(slog.DiscardHandler))
	require.NoError(t, err)
	_, err = newOrderBook(folder, orderfile.Options{}, slog.New(slog.DiscardHandler))
	require.ErrorContains(t, err, "is not a regular file")
}
