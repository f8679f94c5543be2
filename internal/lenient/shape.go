package lenient

import (
	"encoding"
	stdjson "encoding/json"
	"reflect"
	"strings"
	"sync"

	"github.com/go-json-experiment/json/jsontext"
	"github.com/shopspring/decimal"
)

// op is how a value of a Go type is read.
type op byte

const (
	opOther  op = iota // by encoding/json: the walker knows no better
	opMethod           // by the type's own UnmarshalJSON
	opString
	opInt
	opBool
	opRaw     // kept as sent
	opStrings // a map of strings
	opRaws    // a map of values kept as sent
	opStruct
	opPointer
	opList
	opMap
)

// shape is what is known of a Go type. It is made once per type.
type shape struct {
	op      op
	number  int
	money   bool
	marshal bool          // has a way of its own to be written
	zeroer  bool          // has a method IsZero
	elem    *shape        // of a pointer, list or map
	typ     reflect.Type  // itself
	empty   reflect.Value // a list of this type without elements
	object  *object       // of a struct
}

// single reports whether the shape is read from one value as a whole.
func (s *shape) single() bool { return s.op < opStrings }

// isMoney reports whether the shape, or what it points to, is money.
func (s *shape) isMoney() bool {
	return s.money || s.op == opPointer && s.elem.isMoney()
}

// money and zeroer are what a type may say of its values.
type (
	money  interface{ Decimal() decimal.Decimal }
	zeroer interface{ IsZero() bool }
)

func implements[T any](t reflect.Type) bool {
	return reflect.PointerTo(t).Implements(reflect.TypeFor[T]())
}

var shapes = struct {
	sync.RWMutex
	of map[reflect.Type]*shape
}{of: map[reflect.Type]*shape{}}

var typeOfString = reflect.TypeFor[string]()

// shapeOf returns the shape of a type.
func shapeOf(t reflect.Type) *shape {
	shapes.RLock()
	s := shapes.of[t]
	shapes.RUnlock()
	if s != nil {
		return s
	}
	shapes.Lock()
	defer shapes.Unlock()
	return newShape(t)
}

// newShape needs the lock of shapes. A type is entered before its elements are,
// so that it may contain itself. A pointer is entered after what it points to, so that
// its elem is always known.
func newShape(t reflect.Type) *shape {
	if isPointer(t) {
		newShape(t.Elem())
	}
	if s := shapes.of[t]; s != nil {
		return s
	}
	s := &shape{typ: t, number: len(shapes.of), marshal: implements[stdjson.Marshaler](t) || implements[encoding.TextMarshaler](t)}
	s.zeroer = t.Implements(reflect.TypeFor[zeroer]())
	shapes.of[t] = s
	switch s.op = opOf(t); s.op {
	case opMethod, opOther:
		s.money = implements[money](t)
	case opList:
		s.empty = reflect.MakeSlice(t, 0, 0)
		s.elem = newShape(t.Elem())
	case opPointer, opMap, opRaws, opStrings:
		s.elem = newShape(t.Elem())
	case opStruct:
		if s.object = newObject(t); s.object == nil {
			s.op = opOther
		}
	}
	return s
}

func isPointer(t reflect.Type) bool {
	return t.Kind() == reflect.Pointer && t.Elem().Kind() != reflect.Pointer
}

func opOf(t reflect.Type) op {
	switch {
	case t == reflect.TypeFor[stdjson.RawMessage]() || t == reflect.TypeFor[jsontext.Value]():
		return opRaw
	case isPointer(t):
		return opPointer
	case t.ConvertibleTo(reflect.TypeFor[map[string]string]()):
		return opStrings
	case implements[stdjson.Unmarshaler](t):
		return opMethod
	case implements[encoding.TextUnmarshaler](t):
		return opOther
	}
	switch t.Kind() {
	case reflect.String:
		return opString
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		return opInt
	case reflect.Bool:
		return opBool
	case reflect.Struct:
		return opStruct
	case reflect.Slice:
		if t.Elem().Kind() != reflect.Uint8 {
			return opList
		}
	case reflect.Map:
		switch {
		case typeOfExtra.AssignableTo(t):
			return opRaws
		case t.Key().Kind() == reflect.String && !implements[encoding.TextUnmarshaler](t.Key()):
			return opMap
		}
	}
	return opOther
}

// ofMoney returns the shape of a field with the tag of money: its integer has
// no none but null.
func (s *shape) ofMoney() *shape {
	own := *s
	if own.op == opPointer {
		own.elem = own.elem.ofMoney()
	} else {
		own.money = true
	}
	return &own
}

// isID reports whether a field holds an id, by its name.
func isID(name string) bool { return name == "id" || strings.HasSuffix(name, "_id") }
