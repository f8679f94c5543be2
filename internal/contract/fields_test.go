package contract

import (
	"go/types"
	"maps"
	"net/http"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestParametersAreTheDescribedOnes(t *testing.T) {
	t.Parallel()
	used := map[string]bool{}
	eachMethod(t, func(t *testing.T, d *description, o described, m *method) {
		want, have := d.parameters(o, m.operation), names{}
		if params := m.params(); params != nil {
			tag := "json"
			if d.vendor == "chargedesk" || o.verb == http.MethodGet {
				tag = "url" // of forms and queries
			}
			fieldNames(have, "", params, tag, nil)
		}
		differ(t, d.vendor+" "+m.operation, want, have, parameterExceptions, used)
	})
	unused(t, parameterExceptions, used)
}

func TestResponsesAreTheDescribedOnes(t *testing.T) {
	t.Parallel()
	used := map[string]bool{}
	eachMethod(t, func(t *testing.T, d *description, o described, m *method) {
		if m.result() == nil {
			return
		}
		name := d.vendor + " " + m.operation
		want, have := d.responses(o, m.operation), names{}
		fieldNames(have, "", m.result(), "json", nil)
		if outer, wrapped := envelopes[name]; wrapped {
			want = unwrap(want, outer)
		}
		differ(t, name, want, have, responseExceptions, used)
	})
	unused(t, responseExceptions, used)
}

// differ compares both ways. An exception is named by operation and field, or
// by vendor and field; it ends in a * for all fields inside of one, and begins with
// a * for the field wherever it stands.
func differ(t *testing.T, operation string, want, have names, exceptions map[string]string, used map[string]bool) {
	t.Helper()
	only := func(these, those names) []string {
		return slices.DeleteFunc(slices.Sorted(maps.Keys(these)), func(name string) bool {
			return those[name] || excepted(operation, name, exceptions, used)
		})
	}
	assert.Empty(t, only(want, have), "%s: described and in no field", operation)
	assert.Empty(t, only(have, want), "%s: fields that are not described", operation)
}

func excepted(operation, name string, exceptions map[string]string, used map[string]bool) bool {
	vendor, _, _ := strings.Cut(operation, " ")
	for key := range exceptions {
		where, pattern, _ := strings.Cut(key, ": ")
		prefix, inside := strings.CutSuffix(pattern, "*")
		last, anywhere := strings.CutPrefix(pattern, "*")
		named := pattern == name || inside && strings.HasPrefix(name, prefix) || anywhere && (name == last || strings.HasSuffix(name, "["+last+"]"))
		if (where == operation || where == vendor) && named {
			used[key] = true
			return true
		}
	}
	return false
}

func unused(t *testing.T, exceptions map[string]string, used map[string]bool) {
	t.Helper()
	for key, reason := range exceptions {
		if t.Failed() {
			return // what was not compared has used no exception
		}
		assert.True(t, used[key], "exception %q is not needed any more", key)
		assert.NotEmpty(t, reason, key)
	}
}

// unwrap keeps the fields of one field: what the envelope holds.
func unwrap(all names, outer string) names {
	inner := names{}
	for name := range all {
		rest, ok := strings.CutPrefix(name, outer+"[")
		if !ok {
			continue
		}
		first, more, _ := strings.Cut(rest, "]")
		inner[first+more] = true
	}
	return inner
}

// fieldNames adds the wire names of a type's fields, as their tags give them.
func fieldNames(to names, name string, typ types.Type, tag string, above []types.Type) {
	switch under := typ.Underlying().(type) {
	case *types.Pointer:
		fieldNames(to, name, under.Elem(), tag, above)
		return
	case *types.Slice:
		if isTagged(under.Elem(), tag) {
			fieldNames(to, list(name), under.Elem(), tag, above)
			return
		}
	case *types.Struct:
		if slices.ContainsFunc(above, func(t types.Type) bool { return types.Identical(t, typ) }) {
			return
		}
		if isTagged(typ, tag) {
			for i := range under.NumFields() {
				addField(to, name, under, i, tag, append(slices.Clone(above), typ))
			}
			return
		}
	}
	if name != "" {
		to[name] = true
	}
}

func addField(to names, name string, of *types.Struct, i int, tag string, above []types.Type) {
	wire, options, _ := strings.Cut(reflect.StructTag(of.Tag(i)).Get(tag), ",")
	switch {
	case wire == "-", wire == "Extra", strings.Contains(options, "inline"), strings.Contains(options, "embed"):
	case wire != "":
		fieldNames(to, inside(name, wire), of.Field(i).Type(), tag, above)
	case of.Field(i).Embedded():
		fieldNames(to, name, of.Field(i).Type(), tag, above)
	}
}

// isTagged tells a struct that is written field by field from one that is
// written as a value, like an amount.
func isTagged(typ types.Type, tag string) bool {
	if pointer, ok := typ.Underlying().(*types.Pointer); ok {
		typ = pointer.Elem()
	}
	structure, ok := typ.Underlying().(*types.Struct)
	if !ok {
		return false
	}
	for i := range structure.NumFields() {
		if reflect.StructTag(structure.Tag(i)).Get(tag) != "" || structure.Field(i).Embedded() && isTagged(structure.Field(i).Type(), tag) {
			return true
		}
	}
	return false
}

func TestTheComparisonSeesDifferences(t *testing.T) {
	t.Parallel()
	d := describe(t, "chargedesk")
	i := slices.IndexFunc(d.operations, func(o described) bool { return o.id == "gateway.createCharge" })
	require.GreaterOrEqual(t, i, 0)
	request := d.parameters(d.operations[i], "gateway.requestPayment")
	assert.True(t, request["lines[][amount]"])
	assert.True(t, request["customer[id]"])
	assert.True(t, d.parameters(d.operations[i], "gateway.createCharge")["metadata"])
	assert.False(t, request["metadata"], "belongs to createCharge")
	assert.Equal(t, names{"id": true, "crm[id]": true}, unwrap(names{"status": true, "order[id]": true, "order[crm][id]": true}, "order"))
}
