package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"reflect"
	"regexp"
	"runtime"

	"github.com/chargekit/chargekit-go/chargeback"
	"github.com/chargekit/chargekit-go/internal/baseline"
)

// bulk is a job of many calls, beside the same calls written by hand.
type bulk struct {
	name        string
	objects     int // that both sides read or send
	byHand, sdk func(context.Context) (objects int, err error)
}

func compareBulk(ctx context.Context, out io.Writer, e effort, only *regexp.Regexp) error {
	fmt.Fprintln(out, "\n| bulk, over an in-memory network | CPU time of an object, x by hand | CPU time, by hand |\n|---|---|---|")
	for _, b := range []bulk{readBulk(e), importBulk(e)} {
		if !only.MatchString(b.name) {
			continue
		}
		line, err := b.measure(ctx, e.rounds)
		if err != nil {
			return fmt.Errorf("%s: %w", b.name, err)
		}
		fmt.Fprintln(out, line)
	}
	return nil
}

func (b bulk) measure(ctx context.Context, rounds int) (string, error) {
	// Both warm up. The SDK comes first: by hand the pages are read that it has asked for.
	if _, err := b.sdk(ctx); err != nil {
		return "", err
	}
	if _, err := b.byHand(ctx); err != nil {
		return "", err
	}
	var ratios, floors []float64
	for range rounds {
		byHand, errByHand := b.cpu(ctx, b.byHand)
		sdk, errSDK := b.cpu(ctx, b.sdk)
		if err := errors.Join(errByHand, errSDK); err != nil {
			return "", err
		}
		ratios, floors = append(ratios, sdk/byHand), append(floors, byHand)
	}
	return fmt.Sprintf("| %s | %v | %.1f µs |", b.name, ratioOf(ratios), median(floors)), nil
}

// cpu returns the CPU time that run takes for each object, in microseconds.
func (b bulk) cpu(ctx context.Context, run func(context.Context) (int, error)) (float64, error) {
	runtime.GC()
	before := cpuTime()
	objects, err := run(ctx)
	if err == nil && objects != b.objects {
		err = fmt.Errorf("%d objects in place of %d", objects, b.objects)
	}
	return float64((cpuTime() - before).Nanoseconds()) / 1000 / float64(b.objects), err
}

// readBulk reads every charge. By hand the same pages are read.
func readBulk(e effort) bulk {
	book := &book{charges: e.charges, pages: map[string][]byte{}}
	memory := network{book.client(), "http://127.0.0.1"}
	desk, t := newDesk(memory), typeOf(book.page(0, 1))
	b := bulk{name: fmt.Sprintf("chargedesk: All over %d charges", e.charges), objects: e.charges}
	b.sdk = func(ctx context.Context) (n int, err error) {
		for charge, err := range desk.Charges.All(ctx, nil) {
			if err != nil || charge.ChargeID == "" {
				return n, errors.Join(err, ctx.Err())
			}
			n++
		}
		return n, nil
	}
	b.byHand = func(ctx context.Context) (n int, err error) {
		seen := map[string]bool{}
		for _, page := range book.asked {
			out := reflect.New(t)
			if err := baseline.Call(ctx, memory.client, memory.url+page, "", "", out.Interface()); err != nil {
				return n, err
			}
			rows := out.Elem().FieldByName("F_data")
			id, _ := rows.Type().Elem().FieldByName("F_charge_id")
			for i := range rows.Len() {
				seen[rows.Index(i).FieldByIndex(id.Index).String()] = true
			}
		}
		return len(seen), nil
	}
	return b
}

// importBulk imports orders in batches. By hand a loop sends the same batches.
func importBulk(e effort) bulk {
	orders, request, response := batch()
	memory := network{baseline.Network(201, response), "http://127.0.0.1"}
	client, t := newChargeback(memory), typeOf(response)
	in := reflect.New(typeOf(request)).Interface()
	must(json.Unmarshal(request, in))
	n := e.orders / batchSize * batchSize
	b := bulk{name: fmt.Sprintf("chargeback: Import of %d orders", n), objects: n}
	b.sdk = func(ctx context.Context) (done int, err error) {
		for result, err := range client.Orders.Import(ctx, repeated(orders, n), nil) {
			if err = errors.Join(err, ctx.Err()); err != nil || result.Err != nil {
				return done, errors.Join(err, result.Err)
			}
			done++
		}
		return done, nil
	}
	b.byHand = func(ctx context.Context) (done int, err error) {
		for done < n {
			body, err := json.Marshal(in)
			if err != nil {
				return done, err
			}
			out := reflect.New(t)
			if err := baseline.Call(ctx, memory.client, memory.url+"/api/v1/orders", jsonType, string(body), out.Interface()); err != nil {
				return done, err
			}
			done += out.Elem().Len()
		}
		return done, nil
	}
	return b
}

// batch returns the orders of a batch, and what is sent and received for them. Each
// batch of the import is the same.
func batch() (orders []*chargeback.OrderCreateParams, request, response []byte) {
	request, response = list("chargeback_create", batchSize), list("chargeback_order", batchSize)
	var all []json.RawMessage
	must(json.Unmarshal(request, &all))
	for _, order := range all {
		orders = append(orders, orderParams(order))
	}
	return orders, request, response
}

// repeated returns the orders again and again, n in all.
func repeated(orders []*chargeback.OrderCreateParams, n int) iter.Seq[*chargeback.OrderCreateParams] {
	return func(yield func(*chargeback.OrderCreateParams) bool) {
		for i := range n {
			if !yield(orders[i%len(orders)]) {
				return
			}
		}
	}
}
