package form

import (
	"encoding"
	"reflect"
	"strconv"
	"strings"
)

var textMarshaler = reflect.TypeFor[encoding.TextMarshaler]()

func sendPointer(send sender) sender {
	return func(e *encoder, prefix string, v reflect.Value) {
		if !v.IsNil() {
			send(e, prefix, v.Elem())
		}
	}
}

func sendString(name string) sender {
	return func(e *encoder, prefix string, v reflect.Value) { e.add(prefix+name, v.String()) }
}

func sendInt(name string) sender {
	return func(e *encoder, prefix string, v reflect.Value) {
		e.add(prefix+name, strconv.FormatInt(v.Int(), 10))
	}
}

func sendBool(name string, options []string) sender {
	yes, no := "true", "false"
	for _, option := range options {
		if option == "int" {
			yes, no = "1", "0"
		}
		if word, found := strings.CutPrefix(option, "true="); found {
			yes, no = word, ""
		}
	}
	return func(e *encoder, prefix string, v reflect.Value) {
		switch {
		case v.Bool():
			e.add(prefix+name, yes)
		case no != "":
			e.add(prefix+name, no)
		}
	}
}

func sendUnix(name string) sender {
	type seconds interface {
		IsZero() bool
		Unix() int64
	}
	return func(e *encoder, prefix string, v reflect.Value) {
		at, unix := v.Addr().Interface().(seconds), int64(0)
		if !at.IsZero() {
			unix = at.Unix()
		}
		e.add(prefix+name, strconv.FormatInt(unix, 10))
	}
}

func sendText(name string) sender {
	return func(e *encoder, prefix string, v reflect.Value) {
		text, err := v.Addr().Interface().(encoding.TextMarshaler).MarshalText()
		if err != nil {
			e.fail(prefix+name, err.Error())
		}
		e.add(prefix+name, string(text))
	}
}

// sendList sends structs and strings with indexes: PHP reads key[][name] as a new
// element at every name. An element without variables is an error. Left out, it would
// leave a gap in the indexes, and PHP would make a map of the list.
func sendList(name string, element reflect.Type) sender {
	send := sendString("")
	if element.Kind() == reflect.Struct {
		p := nested(element, "")
		send = func(e *encoder, at string, v reflect.Value) { e.object(p, at, v) }
	}
	return func(e *encoder, prefix string, v reflect.Value) {
		if !v.IsNil() && v.Len() == 0 {
			e.add(prefix+name, "")
		}
		for i := range v.Len() {
			at, before := prefix+name+"["+strconv.Itoa(i)+"]", len(e.form)
			if send(e, at, v.Index(i)); len(e.form) == before {
				e.fail(at, "is empty")
			}
		}
	}
}

func sendMap(name string) sender {
	texts := reflect.TypeFor[map[string]string]()
	return func(e *encoder, prefix string, v reflect.Value) {
		pairs := v.Convert(texts).Interface().(map[string]string)
		if pairs != nil && len(pairs) == 0 {
			e.add(prefix+name, "")
		}
		for key, value := range pairs {
			e.add(prefix+name+"["+key+"]", value)
		}
	}
}
