package lenient

import (
	"reflect"
	"slices"
	"strings"

	"github.com/go-json-experiment/json/jsontext"
)

// object is the shape of a struct.
type object struct {
	number int            // of its memory in a walker
	fields []field        // those of an embedded struct behind the struct's own
	byName map[string]int // index of a field
	extra  []int          // the field Extra, nil if there is none
}

// field is a field of a struct that has a name in JSON.
type field struct {
	name      string
	quoted    []byte // the name as JSON, with a colon
	first     int    // index in the struct, if it is not in an embedded one
	path      []int  // index in the struct and in embedded ones
	shape     *shape
	isString  bool // or points to a string
	once      bool // money or an id: if it comes twice both must be equal
	omitZero  bool
	omitEmpty bool
}

// of returns the field of a struct.
func (f *field) of(v reflect.Value) reflect.Value {
	if len(f.path) == 1 {
		return v.Field(f.first)
	}
	return v.FieldByIndex(f.path)
}

// maxFields is the largest number of fields that the walker can count.
const maxFields = 64 * len(fieldSet{})

// fieldSet is a set of indexes of fields.
type fieldSet [4]uint64

// add reports whether i was in the set before.
func (s *fieldSet) add(i int) (again bool) {
	word, bit := &s[i/64], uint64(1)<<(i%64)
	again = *word&bit != 0
	*word |= bit
	return again
}

// objects counts the shapes of structs. It is guarded by the lock of shapes.
var objects int

// newObject returns nil if a struct has what the walker can't read: an embedded
// pointer, an option of a tag other than the two that leave a field out, or too
// many fields.
func newObject(t reflect.Type) *object {
	o := &object{number: objects, byName: map[string]int{}}
	objects++
	if !o.add(t, nil) || len(o.fields) > maxFields {
		return nil
	}
	return o
}

// add adds the fields of a struct, and then those of the structs that it embeds:
// a field hides those of its name in embedded structs.
func (o *object) add(t reflect.Type, path []int) bool {
	var embedded []reflect.StructField
	for i := range t.NumField() {
		f := t.Field(i)
		switch name, _, _ := strings.Cut(f.Tag.Get("json"), ","); {
		case f.Anonymous && name == "":
			embedded = append(embedded, f)
		case f.Name == "Extra" && f.Type.ConvertibleTo(typeOfExtra):
			if o.extra == nil {
				o.extra = append(slices.Clone(path), i)
			}
		case !f.IsExported() || f.Tag.Get("json") == "-":
		default:
			if !o.addField(f, append(slices.Clone(path), i)) {
				return false
			}
		}
	}
	for _, f := range embedded {
		if f.Type.Kind() != reflect.Struct || !o.add(f.Type, append(slices.Clone(path), f.Index...)) {
			return false
		}
	}
	return true
}

func (o *object) addField(f reflect.StructField, path []int) bool {
	name, options, _ := strings.Cut(f.Tag.Get("json"), ",")
	if name == "" {
		name = f.Name
	}
	if _, hidden := o.byName[name]; hidden {
		return true
	}
	quoted, err := jsontext.AppendQuote(nil, name)
	if err != nil {
		return false
	}
	added := field{name: name, quoted: append(quoted, ':'), first: path[0], path: path, shape: newShape(f.Type)}
	for option := range strings.SplitSeq(options, ",") {
		switch option {
		case "":
		case "omitzero":
			added.omitZero = true
		case "omitempty":
			added.omitEmpty = true
		default:
			return false
		}
	}
	if f.Tag.Get("lenient") == "money" {
		added.shape = added.shape.ofMoney()
	}
	added.isString = added.shape.op == opString || added.shape.op == opPointer && added.shape.elem.op == opString
	added.once = added.shape.isMoney() || isID(name)
	o.byName[name] = len(o.fields)
	o.fields = append(o.fields, added)
	return true
}
