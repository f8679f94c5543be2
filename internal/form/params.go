package form

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"sync"
)

// Params returns the variables of a pointer to a params struct, by its `url` tags:
//
//	Name   string            `url:"name"`               always sent
//	ID     *string           `url:"customer[id]"`       not sent if nil
//	Paid   *bool             `url:"paid,int"`           1 or 0
//	Update bool              `url:"mode,true=update"`   mode=update, or nothing
//	At     *Time             `url:"at,unix"`            Unix seconds, 0 for no time
//	Price  Amount            `url:"price"`              by its MarshalText
//	Buyer  Buyer             `url:"buyer"`              a struct: buyer[id]
//	Lines  []Line            `url:"lines"`              structs: lines[0][price]
//	Kinds  []Kind            `url:"kinds"`              strings: kinds[0]
//	Pairs  map[string]string `url:"pairs"`              pairs[key]
//
// An error is a [*ValueError]. A nil slice or map is not sent, and an empty one is sent as one empty variable.
// A nil pointer to params has no variables. The option omitempty is for other
// readers of the tags. Params panics if it can't encode a field's type: that is a
// mistake of the package that declares it.
func Params(params any) (Form, error) {
	v := reflect.ValueOf(params)
	if !v.IsValid() || v.IsNil() {
		return nil, nil
	}
	e := encoder{form: make(Form, 0, 16)}
	e.object(planOf(v.Type().Elem()), "", v.Elem())
	e.form.sort()
	return e.form, e.err
}

// ValueError reports a value that a form can't carry.
type ValueError struct {
	Name   string // of the variable
	Reason string // what is wrong with it, without the value
}

func (e *ValueError) Error() string { return e.Name + " " + e.Reason }

type encoder struct {
	form Form
	err  error // the first, a *ValueError
}

func (e *encoder) add(name, value string) { e.form = append(e.form, Variable{name, value}) }

func (e *encoder) fail(name, reason string) {
	if e.err == nil {
		e.err = &ValueError{name, reason}
	}
}

func (e *encoder) object(p plan, prefix string, v reflect.Value) {
	for _, field := range p {
		field.send(e, prefix, v.Field(field.index))
	}
}

// plan is how the fields of a params struct are sent. It is made once for each type.
type plan []*field

type field struct {
	index int
	name  string
	send  sender
}

// sender adds the variables of v. prefix comes before the names of the plan: the
// list and the index of the element that the fields belong to.
type sender func(e *encoder, prefix string, v reflect.Value)

var plans sync.Map // of plan by reflect.Type

func planOf(t reflect.Type) plan {
	if p, found := plans.Load(t); found {
		return p.(plan)
	}
	p := newPlan(t, func(name string) string { return name })
	plans.Store(t, p)
	return p
}

// newPlan makes the plan of a struct, in the order of the names that nameOf makes
// of the fields' tags.
func newPlan(t reflect.Type, nameOf func(tag string) string) plan {
	var p plan
	for i := range t.NumField() {
		name, options, _ := strings.Cut(t.Field(i).Tag.Get("url"), ",")
		name = nameOf(name)
		p = append(p, &field{i, name, newSender(t.Field(i).Type, name, strings.Split(options, ","))})
	}
	slices.SortFunc(p, func(a, b *field) int { return compareNatural(a.name, b.name) })
	return p
}

// nested returns the plan of a struct whose variables are inside another one: b[c]
// in a is a[b][c].
func nested(t reflect.Type, outer string) plan {
	return newPlan(t, func(name string) string {
		first, rest, more := strings.Cut(name, "[")
		if more {
			rest = "[" + rest
		}
		return outer + "[" + first + "]" + rest
	})
}

func newSender(t reflect.Type, name string, options []string) sender {
	switch {
	case t.Kind() == reflect.Pointer:
		return sendPointer(newSender(t.Elem(), name, options))
	case slices.Contains(options, "unix"):
		return sendUnix(name)
	case t.Implements(textMarshaler):
		return sendText(name)
	}
	switch t.Kind() {
	case reflect.String:
		return sendString(name)
	case reflect.Int:
		return sendInt(name)
	case reflect.Bool:
		return sendBool(name, options)
	case reflect.Struct:
		p := nested(t, name)
		return func(e *encoder, prefix string, v reflect.Value) { e.object(p, prefix, v) }
	case reflect.Slice:
		return sendList(name, t.Elem())
	case reflect.Map:
		return sendMap(name)
	}
	panic(fmt.Sprintf("form: can't encode %s of %v", name, t))
}
