package main

import (
	"bytes"
	_ "embed"
	"errors"
	"fmt"
	"io"
	"iter"
	"log/slog"
	"maps"
	"os"
	"slices"
	"sync"
	"time"

	"github.com/chargekit/chargekit-go/chargehound"
	"github.com/chargekit/chargekit-go/internal/orderfile"
)

//go:embed orders.csv
var sampleOrders []byte

// orderBook finds the orders of an export. It reads the file again once it has
// changed, so a shop can replace it each night while the bot runs.
type orderBook struct {
	path string // "" is the sample
	opts orderfile.Options
	log  *slog.Logger

	mu       sync.Mutex
	read     fileStamp
	byCharge map[string]orderfile.Order
	byID     map[string]orderfile.Order
}

// fileStamp tells two versions of a file apart.
type fileStamp struct {
	modified time.Time
	size     int64
}

// newOrderBook reads the file for the first time.
func newOrderBook(path string, opts orderfile.Options, log *slog.Logger) (*orderBook, error) {
	book := &orderBook{path: path, opts: opts, log: log}
	if path == "" {
		return book, book.load(bytes.NewReader(sampleOrders))
	}
	return book, book.refresh()
}

// find returns the order of a dispute: by the charge, or by the order id in the
// evidence that the dispute already has.
func (b *orderBook) find(dispute *chargehound.Dispute) (orderfile.Order, bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.path != "" {
		if err := b.refresh(); err != nil {
			b.log.Error("the order file can't be read, so the orders read before are used", "error", err)
		}
	}
	if order, found := b.byCharge[dispute.Charge]; found {
		return order, true
	}
	id, given := dispute.Fields["order_id"]
	if !given {
		return orderfile.Order{}, false
	}
	order, found := b.byID[id.String()]
	return order, found
}

// all yields the orders in the order of their charges.
func (b *orderBook) all() iter.Seq[orderfile.Order] {
	return func(yield func(orderfile.Order) bool) {
		for _, charge := range slices.Sorted(maps.Keys(b.byCharge)) {
			if !yield(b.byCharge[charge]) {
				return
			}
		}
	}
}

// refresh reads the file if it is another one than before.
func (b *orderBook) refresh() error {
	file, err := os.Open(b.path)
	if err != nil {
		return err
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil {
		return err
	}
	if !info.Mode().IsRegular() {
		return fmt.Errorf("%s is not a regular file", b.path)
	}
	stamp := fileStamp{info.ModTime(), info.Size()}
	if stamp == b.read {
		return nil
	}
	b.read = stamp // also of a file that can't be read, which is reported once
	if err := b.load(file); err != nil {
		return fmt.Errorf("%s: %w", b.path, err)
	}
	return nil
}

// load replaces the orders. Rows that can't be used are logged with their lines.
func (b *orderBook) load(source io.ReadSeeker) error {
	file, err := orderfile.Open(source, b.opts)
	if err != nil {
		return err
	}
	if !file.Has(orderfile.TransactionID) && !b.opts.OrderAsTransaction {
		return errors.New("this file has no transaction ids, by which disputes find their orders; " +
			"-transaction-id order uses the order ids in their place")
	}
	byCharge, byID := map[string]orderfile.Order{}, map[string]orderfile.Order{}
	var tally orderfile.Tally
	for order, err := range file.Orders() {
		tally.Add(order, err)
		if _, bad := errors.AsType[*orderfile.RowError](err); bad {
			b.log.Warn("an order can't be used", "error", err)
			continue
		}
		if _, left := errors.AsType[*orderfile.LeftOut](err); left {
			continue
		}
		if err != nil {
			return err
		}
		byID[order.ID] = order
		if order.TransactionID != "" {
			byCharge[order.TransactionID] = order
		}
	}
	if tally.Zoneless > 0 {
		return fmt.Errorf("line %d: the time names no zone; say which with -zone, for example -zone Europe/Berlin", tally.Zoneless)
	}
	b.byCharge, b.byID = byCharge, byID
	b.log.Info("read the orders", "orders", len(byID))
	return nil
}
