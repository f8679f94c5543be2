package contract

import (
	"context"
	"io"
	"reflect"
	"strings"
	"time"

	"github.com/chargekit/chargekit-go/chargeback"
	"github.com/chargekit/chargekit-go/chargeback/chargebacktest"
	"github.com/chargekit/chargekit-go/chargedesk"
	"github.com/chargekit/chargekit-go/chargehound"
)

var clients = map[string]reflect.Type{
	"chargedesk":  reflect.TypeFor[chargedesk.Client](),
	"chargehound": reflect.TypeFor[chargehound.Client](),
	"chargeback":  reflect.TypeFor[chargeback.Client](),
}

// serviceMethods are the methods of the services of a client: Charges.Create.
func serviceMethods(vendor string) []string {
	var names []string
	for i := range clients[vendor].NumField() {
		field := clients[vendor].Field(i)
		for j := range field.Type.NumMethod() {
			if field.IsExported() {
				names = append(names, field.Name+"."+field.Type.Method(j).Name)
			}
		}
	}
	return names
}

// bound is the method on the world's client.
func (w *world) bound() reflect.Value {
	service, method, _ := strings.Cut(w.method, ".")
	return reflect.ValueOf(w.client).Elem().FieldByName(service).MethodByName(method)
}

// input says with what a method is called.
type input int

const (
	valid     input = iota // what the fake takes, as its operation is declared
	varied                 // valid, and so that another safety class applies
	wide                   // valid, with lists that are not narrowed down
	emptyID                // an empty id, params without values
	badID                  // an id with a control character in it
	malformed              // the same in every text of the params
	carded                 // a card number in every text of the params
)

// editions change parameters to what a vendor takes: they leave out what can't be
// sent together, add up what has to, and decide what may be repeated.
var editions = editionsOf(
	edit(func(p *chargedesk.WebhookCreateParams, _ bool) { p.All = nil }),
	edit(func(p *chargedesk.PaymentRequestParams, _ bool) { p.Amount = sum }),
	edit(func(p *chargedesk.ChargePreviewParams, _ bool) { p.ChargeID, p.ProductID = nil, nil }),
	edit(func(p *chargedesk.UpdatePlansParams, _ bool) { p.PeriodEnd = nil }), // which Stripe does not take
	edit(func(p *chargedesk.ChargeUpdateParams, _ bool) { p.Amount = &sum }),
	edit(func(p *chargedesk.ChargeCreateParams, varied bool) {
		p.Amount = sum
		p.UpdateIfExists = varied
	}),
	edit(func(p *chargedesk.CustomerCreateParams, varied bool) { p.UpdateIfExists = varied }),
	edit(func(p *chargedesk.ProductCreateParams, varied bool) { p.UpdateIfExists = varied }),
	edit(func(p *chargedesk.SubscriptionCreateParams, varied bool) { p.UpdateIfExists = varied }),
	edit(func(p *chargedesk.CustomerUpdateParams, varied bool) { unless(varied, &p.CustomerID) }),
	edit(func(p *chargedesk.ProductUpdateParams, varied bool) { unless(varied, &p.ProductID) }),
	edit(func(p *chargedesk.SubscriptionUpdateParams, varied bool) { unless(varied, &p.SubscriptionID) }),
	edit(func(p *chargehound.DisputeListParams, _ bool) { p.EndingBefore = nil }),
	edit(func(p *chargehound.DisputeCreateParams, _ bool) {
		p.DueBy = chargehound.NewTime(moment.AddDate(9, 0, 0))
	}),
	edit(func(p *chargehound.DisputeUpdateParams, varied bool) {
		unless(varied, &p.Submit)
		p.Queue = nil
	}),
	edit(func(p *chargeback.OrderCreateParams, _ bool) {
		p.CRMID, p.CRMName, p.MerchantName, p.MerchantID = nil, new(chargebacktest.CRMName), chargebacktest.MerchantName, nil
	}),
	edit(func(p *chargeback.OrderUpdateParams, varied bool) {
		p.CRMID, p.CRMName, p.MerchantName, p.MerchantID = nil, new(chargebacktest.CRMName), new(chargebacktest.MerchantName), nil
		if !varied {
			p.OrderID, p.TrackingNumbers, p.LineItems, p.Shipments = nil, nil, nil, nil
		}
	}),
)

// sum is that of two lines of two pieces.
var sum = chargedesk.MustAmount("35249509.24")

type edition struct {
	of     reflect.Type
	change func(params any, varied bool)
}

func editionsOf(all ...edition) map[reflect.Type]func(any, bool) {
	byType := map[reflect.Type]func(any, bool){}
	for _, e := range all {
		byType[e.of] = e.change
	}
	return byType
}

func edit[T any](change func(*T, bool)) edition {
	return edition{reflect.TypeFor[*T](), func(params any, varied bool) { change(params.(*T), varied) }}
}

func unless[T any](keep bool, field **T) {
	if !keep {
		*field = nil
	}
}

// arguments are what the method is called with, apart from the CallOptions.
func (w *world) arguments(ctx context.Context, in input) []reflect.Value {
	method := w.bound().Type()
	all := []reflect.Value{reflect.ValueOf(ctx)}
	for i := 1; i < method.NumIn()-1; i++ {
		all = append(all, w.argument(method.In(i), in))
	}
	return all
}

func (w *world) argument(of reflect.Type, in input) reflect.Value {
	switch of {
	case reflect.TypeFor[string](), reflect.TypeFor[chargeback.ID]():
		id := map[input]string{emptyID: "", badID: canaryMail + "\x01" + canaryName}
		text, known := id[in]
		if !known {
			text = w.id
		}
		return reflect.ValueOf(text).Convert(of)
	case reflect.TypeFor[*chargehound.DisputeResponse]():
		if in == emptyID {
			return reflect.Zero(of)
		}
		return reflect.ValueOf(w.document)
	case reflect.TypeFor[io.Writer]():
		return reflect.ValueOf(io.Discard)
	case reflect.TypeFor[[]*chargeback.OrderCreateParams]():
		return reflect.ValueOf([]*chargeback.OrderCreateParams{w.order(in, ""), w.order(in, "_2")})
	case reflect.TypeFor[*chargeback.ImportOptions]():
		return reflect.ValueOf(&chargeback.ImportOptions{LookUpAfter: time.Second})
	}
	if of.Kind() == reflect.Func && of.CanSeq() {
		return w.sequence(of, in)
	}
	return w.params(of, in)
}

// sequence is an iter.Seq of what an import sends: one row, or two orders, which go
// out in one request.
func (w *world) sequence(of reflect.Type, in input) reflect.Value {
	row := of.In(0).In(0)
	rows := []reflect.Value{w.params(row, in)}
	if row == reflect.TypeFor[*chargeback.OrderCreateParams]() {
		rows = []reflect.Value{reflect.ValueOf(w.order(in, "")), reflect.ValueOf(w.order(in, "_2"))}
	}
	return reflect.MakeFunc(of, func(yield []reflect.Value) []reflect.Value {
		for _, row := range rows {
			if !yield[0].Call([]reflect.Value{row})[0].Bool() {
				break
			}
		}
		return nil
	})
}

// order is one of a batch, whose ids have to differ.
func (w *world) order(in input, suffix string) *chargeback.OrderCreateParams {
	order := w.params(reflect.TypeFor[*chargeback.OrderCreateParams](), in).Interface().(*chargeback.OrderCreateParams)
	order.OrderID += suffix
	return order
}

func (w *world) params(of reflect.Type, in input) reflect.Value {
	switch {
	case in == emptyID && of.Kind() == reflect.Pointer:
		return reflect.New(of.Elem())
	case in == emptyID:
		return reflect.Zero(of)
	case in == wide && strings.HasSuffix(of.String(), "ListParams"):
		return reflect.Zero(of)
	}
	f := filling{text: canaryName, words: w.words}
	switch {
	case in == malformed:
		f.text, f.every = canaryName+" <"+canaryMail+"\n"+canaryCard, true
	case in == carded, w.vendor != "chargeback" && in == valid: // Chargeback's client refuses card numbers
		f.text = canaryName + " " + canaryCard
	}
	made := f.params(of)
	if in == malformed {
		return made
	}
	if change := editions[of]; change != nil {
		change(made.Interface(), in == varied)
	}
	return made
}

// call calls the method with the world's options, and reads what an iterator gives.
func (w *world) call(ctx context.Context, in input) ([]any, error) {
	return results(w.bound().Call(append(w.arguments(ctx, in), w.options...)))
}

// results splits what a method returned, and reads what an iterator gives.
func results(returned []reflect.Value) (all []any, err error) {
	for _, result := range returned {
		if result.Kind() == reflect.Func {
			return drain(result)
		}
		if failed, ok := result.Interface().(error); ok {
			err = failed
		} else if result.Type() != reflect.TypeFor[error]() {
			all = append(all, result.Interface())
		}
	}
	if err == nil {
		err = errorsOf(all)
	}
	return all, err
}

func drain(rows reflect.Value) (results []any, err error) {
	for row, failed := range rows.Seq2() {
		results = append(results, row.Interface())
		if !failed.IsNil() {
			return results, failed.Interface().(error)
		}
	}
	return results, errorsOf(results)
}

// errorsOf is the first error that stands inside of results.
func errorsOf(results []any) error {
	for _, result := range results {
		switch result := result.(type) {
		case []chargeback.BatchResult:
			for _, single := range result {
				if single.Err != nil {
					return single.Err
				}
			}
		default:
			if err := errorOf(result); err != nil {
				return err
			}
		}
	}
	return nil
}

// errorOf is the field Err of the result of an import's row.
func errorOf(result any) error {
	v := reflect.Indirect(reflect.ValueOf(result))
	if v.Kind() != reflect.Struct || !strings.HasPrefix(v.Type().Name(), "ImportResult") {
		return nil
	}
	err, _ := v.FieldByName("Err").Interface().(error)
	return err
}
