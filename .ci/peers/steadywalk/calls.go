package main

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"reflect"
	"slices"
	"strings"
	"time"

	"github.com/chargekit/chargekit-go/chargeback"
	"github.com/chargekit/chargekit-go/chargedesk"
	"github.com/chargekit/chargekit-go/chargehound"
)

// editions change parameters to what a vendor would take: they leave out some of
// those that can't be sent together, and add what is needed though no field says
// so. Several make several calls.
var editions = map[reflect.Type][]func(params any, how variant){
	reflect.TypeFor[*chargedesk.WebhookCreateParams](): {
		edit(func(p *chargedesk.WebhookCreateParams, _ variant) { p.All = nil }),
		edit(func(p *chargedesk.WebhookCreateParams, _ variant) { p.Notifications = nil }),
	},
	reflect.TypeFor[*chargedesk.PaymentRequestParams](): {
		edit(func(p *chargedesk.PaymentRequestParams, how variant) {
			if how == rich {
				p.Amount = chargedesk.MustAmount("49.36") // two lines of two pieces
			}
		}),
	},
	reflect.TypeFor[*chargedesk.ChargeCreateParams](): {
		edit(func(p *chargedesk.ChargeCreateParams, how variant) {
			if how == rich {
				p.Amount = chargedesk.MustAmount("49.36") // two lines of two pieces
			}
		}),
	},
	reflect.TypeFor[*chargedesk.ChargePreviewParams](): {
		edit(func(p *chargedesk.ChargePreviewParams, _ variant) {
			p.Amount, p.Currency = new(chargedesk.MustAmount("5.00")), new(chargedesk.CurrencyUSD)
		}),
		edit(func(p *chargedesk.ChargePreviewParams, _ variant) { p.ChargeID = new("ch_7Q") }),
	},
	reflect.TypeFor[*chargehound.DisputeCreateParams](): {
		edit(func(p *chargehound.DisputeCreateParams, _ variant) { p.ID = "dp_7Q" }),
	},
	reflect.TypeFor[*chargehound.DisputeListParams](): {
		edit(func(p *chargehound.DisputeListParams, _ variant) { p.StartingAfter = nil }),
		edit(func(p *chargehound.DisputeListParams, _ variant) { p.EndingBefore = nil }),
	},
	reflect.TypeFor[*chargeback.OrderCreateParams](): {
		edit(func(p *chargeback.OrderCreateParams, _ variant) { // the order of the responses' examples
			p.OrderID, p.CRMName = "ord_1042", new("warehouse-eu")
		}),
	},
}

func edit[P any](change func(P, variant)) func(any, variant) {
	return func(params any, how variant) { change(params.(P), how) }
}

// isSkipped reports whether a method is left out: it calls no address of the API, or
// it reads an object, changes it and reads it again, and steady remembers nothing.
func isSkipped(name string) bool {
	return name == "Disputes.DownloadResponse" || strings.Contains(name, ".Ensure")
}

// exampleIDs are the ids that the responses' examples have, by the beginning of a
// method's name: the clients take no response about another object than the one
// they have asked for. The first that fits counts.
var exampleIDs = []struct{ methods, id string }{
	{"Gateway.CancelSubscription", "sub_9K"},
	{"Gateway.UpdatePlans", "sub_9K"},
	{"Gateway.", "ch_7Q"},
	{"Charges.", "ch_7Q"},
	{"Subscriptions.", "sub_9K"},
	{"Products.", "prod_loom"},
	{"Disputes.", "dp_7Q"},
	{"Orders.", "900412"},
	{"", "ada@example.com"}, // a customer's and an agent's, and good for any
}

func exampleID(method string) string {
	i := slices.IndexFunc(exampleIDs, func(e struct{ methods, id string }) bool { return strings.HasPrefix(method, e.methods) })
	return exampleIDs[i].id
}

// walk calls every method of every service of a client, in all variants.
func walk(client any, each func(name string, how variant, do func() error)) {
	services := reflect.ValueOf(client).Elem()
	for i := range services.NumField() {
		field := services.Type().Field(i)
		if !field.IsExported() {
			continue
		}
		service := services.Field(i)
		for j := range service.NumMethod() {
			name := field.Name + "." + service.Type().Method(j).Name
			if isSkipped(name) {
				continue
			}
			for how, arguments := range variants(name, service.Method(j).Type()) {
				each(name, how, func() error { return call(service.Method(j), arguments) })
			}
		}
	}
}

// variants are the arguments of the calls to make of a method. A method without
// parameters is called once.
func variants(name string, method reflect.Type) iter.Seq2[variant, []reflect.Value] {
	return func(yield func(variant, []reflect.Value) bool) {
		for _, how := range []variant{rich, sparse, empty} {
			for edition := range numEditions(method) {
				var all []reflect.Value
				for i := range method.NumIn() - 1 { // the last are call options
					all = append(all, argument(name, method.In(i), how, edition))
				}
				if !yield(how, all) {
					return
				}
			}
			if !hasParams(method) {
				return
			}
		}
	}
}

func numEditions(method reflect.Type) int {
	most := 1
	for in := range method.Ins() {
		most = max(most, len(editions[in]))
	}
	return most
}

func hasParams(method reflect.Type) bool {
	return slices.ContainsFunc(slices.Collect(method.Ins()), func(in reflect.Type) bool {
		return strings.HasSuffix(in.String(), "Params") || strings.HasSuffix(in.String(), "Params]")
	})
}

func argument(method string, of reflect.Type, how variant, edition int) reflect.Value {
	order := reflect.TypeFor[*chargeback.OrderCreateParams]()
	switch of {
	case reflect.TypeFor[context.Context]():
		return reflect.ValueOf(context.Background())
	case reflect.TypeFor[string]():
		return reflect.ValueOf(exampleID(method))
	case reflect.TypeFor[chargeback.ID]():
		return reflect.ValueOf(chargeback.ID(exampleID(method)))
	case reflect.TypeFor[[]*chargeback.OrderCreateParams]():
		return reflect.ValueOf([]*chargeback.OrderCreateParams{argument(method, order, how, edition).Interface().(*chargeback.OrderCreateParams)})
	case reflect.TypeFor[*chargeback.ImportOptions]():
		return reflect.ValueOf(&chargeback.ImportOptions{LookUpAfter: time.Millisecond})
	}
	if of.Kind() == reflect.Func { // an iter.Seq of what an import sends
		row := argument(method, of.In(0).In(0), how, edition)
		return reflect.MakeFunc(of, func(yield []reflect.Value) []reflect.Value {
			yield[0].Call([]reflect.Value{row})
			return nil
		})
	}
	made := params(of, how)
	if all := editions[of]; len(all) > 0 {
		all[edition](made.Interface(), how)
	}
	return made
}

// call does it, and reads the beginning of what an iterator gives.
func call(method reflect.Value, arguments []reflect.Value) error {
	results := method.Call(arguments)
	last := results[len(results)-1]
	if last.Kind() == reflect.Func {
		rows := 0
		for row, err := range last.Seq2() {
			if !err.IsNil() {
				return err.Interface().(error)
			}
			if field := row.Elem().FieldByName("Err"); field.IsValid() && !field.IsNil() {
				return field.Interface().(error) // of one row of an import
			}
			if rows++; rows == 3 {
				break
			}
		}
		return nil
	}
	if batch, ok := results[0].Interface().([]chargeback.BatchResult); ok {
		for _, result := range batch {
			if result.Err != nil {
				return result.Err
			}
		}
	}
	err, _ := last.Interface().(error)
	return err
}

// rejectedByUs says whether a call sent nothing because the client rejected its
// parameters.
func rejectedByUs(err error) bool {
	var desk *chargedesk.ValidationError
	var back *chargeback.ValidationError
	var hound *chargehound.ValidationError
	return errors.As(err, &desk) || errors.As(err, &back) || errors.As(err, &hound)
}

// connect makes a client of a vendor.
func connect(vendor, url string, m *meter) (any, error) {
	switch vendor {
	case "chargedesk":
		return chargedesk.New("sk_test", chargedesk.WithBaseURL(url), chargedesk.WithMiddleware(m.wrap), chargedesk.WithLimiter(nil), chargedesk.WithRetry(chargedesk.RetryPolicy{}))
	case "chargeback":
		return chargeback.New("pk_test", "sk_test", chargeback.WithBaseURL(url), chargeback.WithMiddleware(m.wrap), chargeback.WithRetry(chargeback.RetryPolicy{}))
	case "chargehound":
		return chargehound.New("test_key", chargehound.WithBaseURL(url), chargehound.WithMiddleware(m.wrap), chargehound.WithAPIVersion(chargehound.APIVersionLatest), chargehound.WithRetry(chargehound.RetryPolicy{}))
	}
	return nil, fmt.Errorf("no vendor %q", vendor)
}
